//! How a portal is started.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// What a portal needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where HTTPS listens; port 0 takes a free one. Must be a loopback address.
    pub listen: SocketAddr,
    /// A second listener without TLS for tools, loopback too.
    pub plain: Option<SocketAddr>,
    /// The folder that is this portal: keys, certificates, database, files. Made if absent.
    pub data: PathBuf,
    /// The database file; `portal.sqlite` in the data folder if not given.
    pub database: Option<PathBuf>,
    /// Seeds the invented people who can sign in.
    pub demo: bool,
    /// Opens `/control/v1`: clock and faults.
    pub control: bool,
}

impl Config {
    /// A portal in this folder on free loopback ports, with both listeners, without demo people or control.
    pub fn in_folder(data: impl Into<PathBuf>) -> Self {
        let free = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        Self {
            listen: free,
            plain: Some(free),
            data: data.into(),
            database: None,
            demo: false,
            control: false,
        }
    }

    /// The database file.
    pub(crate) fn database_file(&self) -> PathBuf {
        self.database
            .clone()
            .unwrap_or_else(|| self.data.join("portal.sqlite"))
    }
}
