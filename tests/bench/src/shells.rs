//! What the figures of the shells need of Rust: `./dev bench shells` starts this program and takes the same figures through Kotlin
//! (`android/preview/src/test/kotlin/vn/motcua/preview/ShellFigures.kt`), in turns.
//!
//! `motcua-bench shell-home FOLDER` makes three equal phones, `rust`, `raw` and `kotlin`, each with the catalogue, one filled birth registration and
//! 10,000 more drafts. `motcua-bench shell-calls FOLDER/rust` calls the exported objects from Rust and prints how long each call took, in nanoseconds: once on
//! the thread that asks, once handed to another thread, for that is the least that a screen's call costs on this machine. Neither needs a portal
//! afterwards.

use std::{
    fs,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use motcua_ffi::{AppConfig, MotCua, desktop_device_key, desktop_key_vault};

use crate::{home, thread::first_list::Offline, world::World};

/// A text question with dependents, as in `thread::save_answer`.
const QUESTION: &str = "/data/mother/full_name";
const LISTED: u32 = 50;
/// Calls that aren't counted, then calls that are.
const WARM: usize = 50;
const CALLS: usize = 200;

/// Whether this process is one of these, and how it ended.
pub(crate) fn process(arguments: &[String]) -> Option<ExitCode> {
    match arguments {
        [mode, folder] if mode == "shell-home" => make(Path::new(folder)),
        [mode, phone] if mode == "shell-calls" => call(Path::new(phone)),
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

fn make(folder: &Path) {
    let world = World::new();
    let draft = world.filled_draft().draft_id().to_string();
    world.client.close();
    let (data, keys) = world.phone();
    home::add_drafts(&data, &keys);
    for phone in ["rust", "raw", "kotlin"].map(|name| folder.join(name)) {
        copy(&data, &phone.join("data"));
        copy(&keys, &phone.join("keys"));
        fs::copy(&world.portal.profile_path, phone.join("profile.json")).expect("room on the disk");
        fs::write(phone.join("draft"), &draft).expect("room on the disk");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from)
        .expect("a folder")
        .map(|it| it.expect("an entry"))
    {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).expect("room on the disk");
        }
    }
}

fn call(phone: &Path) {
    let app = open(phone);
    let draft = fs::read_to_string(phone.join("draft")).expect("the draft's id");
    let form = app.open_draft(draft).expect("the draft opens");
    both_ways("answer", |index| {
        let value = format!("Trần Thị Ngọc Ánh {index}");
        drop(form.answer(QUESTION.to_owned(), value).expect("kept"));
    });
    both_ways("asked", |_| assert!(form.is_asked(QUESTION.to_owned())));
    both_ways("list", |_| {
        drop(app.drafts(None, LISTED).expect("a list"));
    });
}

/// On the thread that asks, then handed to another.
fn both_ways(name: &str, call: impl Fn(usize) + Sync) {
    timed("here", name, &call);
    handed(name, call);
}

/// Each call is made by another thread, while the one that asks waits: both are parked while the turn is the other's, and nothing else is between them.
fn handed(name: &str, call: impl Fn(usize) + Sync) {
    const NOTHING: usize = usize::MAX;
    const THE_END: usize = NOTHING - 1;
    let (asked, asker) = (AtomicUsize::new(NOTHING), thread::current());
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            loop {
                match asked.load(Ordering::Acquire) {
                    NOTHING => thread::park(),
                    THE_END => break,
                    index => {
                        call(index);
                        asked.store(NOTHING, Ordering::Release);
                        asker.unpark();
                    }
                }
            }
        });
        let ask = |what| {
            asked.store(what, Ordering::Release);
            other.thread().unpark();
        };
        timed("handed", name, |index| {
            ask(index);
            while asked.load(Ordering::Acquire) != NOTHING {
                thread::park();
            }
        });
        ask(THE_END);
    });
}

fn timed(way: &str, name: &str, call: impl Fn(usize)) {
    (0..WARM).for_each(&call);
    let times = (0..CALLS).map(|index| {
        let start = Instant::now();
        call(index);
        start.elapsed()
    });
    let times: Vec<Duration> = times.collect();
    let nanos: Vec<String> = times.iter().map(|it| it.as_nanos().to_string()).collect();
    println!("{way} {name} {}", nanos.join(" "));
}

fn open(phone: &Path) -> Arc<MotCua> {
    let text = |name: &str| phone.join(name).to_str().expect("a path in UTF-8").to_owned();
    let config = AppConfig {
        home: text("data"),
        profile_json: fs::read_to_string(phone.join("profile.json")).expect("the profile"),
        allow_plain_loopback: false,
        language: "vi".to_owned(),
        embedded_push: false,
    };
    let device_key = desktop_device_key(text("keys")).expect("a device key");
    MotCua::open(
        config,
        desktop_key_vault(text("keys")),
        device_key,
        Arc::new(Offline),
    )
    .expect("the core opens")
}
