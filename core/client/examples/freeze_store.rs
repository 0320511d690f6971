//! Writes a phone's home and vault with today's schema: what `tests/store_frozen.rs` must open for ever.
//!
//! `cargo run -p motcua-client --example freeze_store -- core/client/tests/data/store_<n>`, once for each released schema. The keys in
//! it protect invented people only.

#[path = "../tests/store_story/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest of the story")]
mod store_story;

use std::{fs, path::PathBuf, process::ExitCode, sync::Arc};

use motcua_client::{
    port::{
        SystemRandom,
        store::{PublicStore, Store},
    },
    store::{desktop::FileKeyVault, open_personal, open_public},
};

fn main() -> ExitCode {
    let Some(target) = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .filter(|target| !target.exists())
    else {
        return ExitCode::FAILURE;
    };
    let home = target.join("home");
    let vault = FileKeyVault::new(target.join("vault"), Arc::new(SystemRandom::new()));
    let account = store_story::account();
    let store = open_personal(&home, &account, &vault, Arc::new(SystemRandom::new())).expect("a new folder");
    let public = open_public(&home).expect("a new folder");
    store_story::tell(&store, &public);
    store.close();
    public.close();
    for lock in [
        home.join("public/public.lock"),
        home.join(format!("accounts/{account}/personal.lock")),
    ] {
        fs::remove_file(lock).expect("a lock file that nobody needs");
    }
    ExitCode::SUCCESS
}
