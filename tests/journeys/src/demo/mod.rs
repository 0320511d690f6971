//! The main job, told in plain words: one birth registration from the phone's form to a result that comes back, with everything going wrong on the
//! way that goes wrong in life.
//!
//! ```text
//!   motcua-demo ─┬─ motcua-portal   the real portal, a child process       [portal]
//!                ├─ motcua run      the real phone, a child process        [phone]
//!                ├─ the e-ID's page, read as a browser would               [browser]
//!                └─ the officer and QA, over HTTP                          [portal]
//! ```
//!
//! The chapters run in order and share a `Scene`. Nothing is pretended: the programs are the real ones, killing is SIGKILL, faults are the
//! portal's own, and every tick stands for something that was looked at. Nobody sleeps: each wait is for a line or an answer, with a deadline. A step
//! that doesn't go as told ends the story with what was expected, what came and what the program said ([`Failed`]).

mod browser;
mod chapter;
mod clock;
mod failed;
mod narrator;
mod phone;
mod portal;
mod program;
mod scene;
mod story;

use std::path::PathBuf;

use tokio::signal::unix::{SignalKind, signal};

pub use failed::Failed;
pub use narrator::Language;

use failed::Told;
use narrator::Narrator;
use scene::Scene;

/// How the story is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// In which language.
    pub language: Language,
    /// End after the story; otherwise portal and phone stay up until Ctrl-C.
    pub once: bool,
    /// Keep the portal's data, the phone's storage and the papers in this new or empty folder; without it they are removed at the end.
    pub keep: Option<PathBuf>,
}

/// Tells the story. True when it went as told; the reason is printed otherwise.
pub async fn run(options: Options) -> bool {
    let narrator = Narrator::new(options.language);
    let told = async {
        let mut scene = tell(narrator.clone(), &options).await?;
        // Portal, console and phone stay up; what an officer does in the console is heard on the phone.
        if options.once {
            Ok(())
        } else {
            chapter::end::listen(&mut scene).await
        }
    };
    tokio::select! {
        told = told => match told {
            Ok(()) => true,
            Err(failed) => {
                narrator.failed(&failed);
                false
            }
        },
        // Ctrl-C is how a story that was told to its end is left; before that, it wasn't told.
        () = ended() => narrator.finished(),
    }
}

/// Ctrl-C, or SIGTERM: either way the programs that were started are ended too.
async fn ended() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

async fn tell(narrator: Narrator, options: &Options) -> Told<Scene> {
    let mut scene = Scene::set(narrator, options).await?;
    chapter::fetch::tell(&mut scene).await?;
    chapter::fill::tell(&mut scene).await?;
    chapter::queue::tell(&mut scene).await?;
    chapter::sign_in::tell(&mut scene).await?;
    chapter::send::tell(&mut scene).await?;
    chapter::supplement::tell(&mut scene).await?;
    chapter::result::tell(&mut scene).await?;
    chapter::feedback::tell(&mut scene).await?;
    chapter::end::tell(&mut scene, options.once).await?;
    Ok(scene)
}
