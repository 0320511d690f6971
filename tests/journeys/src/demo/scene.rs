//! Who and what takes part: the portal, the phone, the papers, and what the chapters hand on to each other.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    Options,
    failed::{Failed, Told, expect},
    narrator::Narrator,
    phone::{App, Phone},
    portal::Portal,
    program,
    story::Story,
};

/// Everything that is on stage.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) narrator: Narrator,
    pub(super) story: Story,
    /// Where each paper of the story lies, by its id.
    pub(super) papers: BTreeMap<String, PathBuf>,
    pub(super) portal: Portal,
    pub(super) phone: Phone,
    pub(super) app: App,
    /// The draft of the birth registration, once begun.
    pub(super) draft: String,
    /// The dossier made of it, once submitted.
    pub(super) dossier: String,
    /// Its official code, once there is a receipt.
    pub(super) dossier_code: String,
    /// The number of the fault that cuts the upload.
    pub(super) cut: u64,
    /// Where results are put.
    pub(super) folder: PathBuf,
    /// Removed at the end, after the programs above are gone.
    _folder: Option<TempDir>,
}

impl Scene {
    /// Starts the portal and opens the phone for the first time.
    pub(super) async fn set(mut narrator: Narrator, options: &Options) -> Told<Self> {
        let story = Story::read()?;
        narrator.title(&story.title_vi, &story.title_en);
        narrator.step("Cổng dịch vụ công mở cửa", "The portal opens");
        let (folder, temporary) = match &options.keep {
            Some(keep) => (empty(keep)?, None),
            None => {
                let temporary = tempfile::tempdir().map_err(no_room)?;
                (temporary.path().to_path_buf(), Some(temporary))
            }
        };
        let papers = story.lay_out(&folder)?;
        let programs = program::programs()?;
        let portal = Portal::start(&programs, &folder.join("portal")).await?;
        opened(&narrator, &portal);
        let phone = Phone {
            programs,
            home: folder.join("phone"),
            profile: portal.profile.clone(),
            language: options.language,
        };
        let app = phone.start().await?;
        Ok(Self {
            narrator,
            story,
            papers,
            portal,
            phone,
            app,
            draft: String::new(),
            dossier: String::new(),
            dossier_code: String::new(),
            cut: 0,
            folder,
            _folder: temporary,
        })
    }
}

/// The folder, absolute, made if it isn't there: what an earlier story left in it would change this one.
fn empty(folder: &Path) -> Told<PathBuf> {
    fs::create_dir_all(folder).map_err(no_room)?;
    let mut inside = fs::read_dir(folder).map_err(no_room)?;
    expect(inside.next().is_none(), "an empty folder", folder.display())?;
    folder.canonicalize().map_err(no_room)
}

fn opened(narrator: &Narrator, portal: &Portal) {
    let (url, console) = (&portal.url, &portal.console);
    narrator.detail(
        &format!("Điện thoại nói chuyện với {url}, chỉ tin chứng thư của chính cổng này."),
        &format!("Phones talk to {url} and believe nothing but this portal's own certificate."),
    );
    narrator.detail(
        &format!("Cán bộ làm việc ở {console}"),
        &format!("Officers work at {console}"),
    );
    narrator.done("Cổng đã sẵn sàng", "The portal is up");
}

fn no_room(error: std::io::Error) -> Failed {
    Failed::new("room for the portal and the phone", error)
}
