//! HTTPS with a certificate authority of the portal's own, made in its data folder.
//!
//! `ca.pem` is what a phone's profile trusts, and nothing else is. The server certificate names `localhost` and
//! `127.0.0.1` and is made anew whenever its file is missing. Both are valid over a span wide enough that a phone whose
//! clock QA has moved still connects: dates are tested elsewhere.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::key::secret_file::load_or_create;
use crate::random::Random;

/// The certificates of a data folder can't be made or read; the portal can't start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// Making a certificate failed.
    #[error("a certificate couldn't be made: {0}")]
    Made(#[from] rcgen::Error),
    /// A file couldn't be read or written.
    #[error("a certificate or key file couldn't be used: {0}")]
    File(#[from] std::io::Error),
    /// The files don't fit together.
    #[error("the certificate files don't fit together: {0}")]
    Unusable(String),
}

/// What TLS needs, and what clients must trust.
pub(crate) struct Certificates {
    /// Ready to serve.
    pub(crate) server: Arc<ServerConfig>,
    /// The authority's certificate.
    pub(crate) anchors_pem: String,
}

/// Reads or makes the authority and the server certificate.
///
/// # Errors
/// [`TlsError`]; the message names the file's trouble, never a key.
pub(crate) fn certificates(data: &Path, random: &dyn Random) -> Result<Certificates, TlsError> {
    let keys = data.join("keys");
    let ca_key = key_pair(&load_or_create(&keys.join("ca.pem"), random)?)?;
    let server_key = key_pair(&load_or_create(&keys.join("server.pem"), random)?)?;
    let (ca_file, server_file) = (data.join("ca.pem"), data.join("server.pem"));
    if !ca_file.exists() {
        fs::write(&ca_file, ca_params()?.self_signed(&ca_key)?.pem())?;
        remove_if_there(&server_file)?;
    }
    let anchors_pem = fs::read_to_string(&ca_file)?;
    if !server_file.exists() {
        let issuer = Issuer::new(ca_params()?, &ca_key);
        fs::write(
            &server_file,
            server_params()?.signed_by(&server_key, &issuer)?.pem(),
        )?;
    }
    let chain = CertificateDer::pem_file_iter(&server_file)
        .and_then(Iterator::collect)
        .map_err(|error| TlsError::Unusable(error.to_string()))?;
    let key = PrivateKeyDer::try_from(server_key.serialize_der())
        .map_err(|error| TlsError::Unusable(error.to_string()))?;
    Ok(Certificates {
        server: Arc::new(server_config(chain, key)?),
        anchors_pem,
    })
}

fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, TlsError> {
    let unusable = |error: rustls::Error| TlsError::Unusable(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn key_pair(secret: &SecretKey) -> Result<KeyPair, TlsError> {
    let pem = secret
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|error| TlsError::Unusable(error.to_string()))?;
    Ok(KeyPair::from_pem(&pem)?)
}

fn ca_params() -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Mot Cua mock portal CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(valid_for_decades(params))
}

fn server_params() -> Result<CertificateParams, TlsError> {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Mot Cua mock portal");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(valid_for_decades(params))
}

fn valid_for_decades(mut params: CertificateParams) -> CertificateParams {
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params
}

fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
