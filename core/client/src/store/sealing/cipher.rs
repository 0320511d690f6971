//! The two AEAD algorithms, and which of them this processor does well.

use ring::aead::{AES_256_GCM, Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::Refused;

/// Length of a key of either algorithm, in bytes.
pub(crate) const CIPHER_KEY_LEN: usize = 32;
/// Length of a nonce, in bytes.
pub(crate) const NONCE_LEN: usize = 12;
/// Length of the tag after the ciphertext, in bytes.
pub(crate) const TAG_LEN: usize = 16;

/// An AEAD algorithm. Its number is stored with each box, so a database opens on any processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// AES-256-GCM: fastest, and free of timing leaks, where the processor has AES instructions.
    Aes256Gcm,
    /// ChaCha20-Poly1305 (RFC 8439): constant-time in plain software.
    ChaCha20Poly1305,
}

impl Algorithm {
    /// The one to seal with here. `ring` picks its code by the processor's features but doesn't say which it found, so we ask ourselves.
    pub(crate) fn of_this_processor() -> Self {
        if processor_has_aes() {
            Self::Aes256Gcm
        } else {
            Self::ChaCha20Poly1305
        }
    }

    /// The number stored with each box. Never reused for another algorithm.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::ChaCha20Poly1305 => 2,
        }
    }

    /// Reads [`number`](Self::number) back; `None` for a number this app doesn't know.
    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Aes256Gcm),
            2 => Some(Self::ChaCha20Poly1305),
            _ => None,
        }
    }

    /// The key is expanded at each use and never kept: `ring` can't wipe an expanded key, and it takes well under a microsecond.
    fn expand(self, key: &[u8; CIPHER_KEY_LEN]) -> LessSafeKey {
        let algorithm = match self {
            Self::Aes256Gcm => &AES_256_GCM,
            Self::ChaCha20Poly1305 => &CHACHA20_POLY1305,
        };
        LessSafeKey::new(UnboundKey::new(algorithm, key).expect("both algorithms take a key of 32 bytes"))
    }
}

fn processor_has_aes() -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return std::is_x86_feature_detected!("aes") && std::is_x86_feature_detected!("pclmulqdq");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("aes")
        && std::arch::is_aarch64_feature_detected!("pmull");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    return false;
}

/// Appends the sealed `plain` (ciphertext and tag) to `out`.
pub(crate) fn seal_box(
    algorithm: Algorithm,
    key: &[u8; CIPHER_KEY_LEN],
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.reserve(plain.len() + TAG_LEN);
    out.extend_from_slice(plain);
    let tag = algorithm
        .expand(key)
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(aad),
            &mut out[start..],
        )
        .expect("a row or a chunk is far shorter than an AEAD's limit");
    out.extend_from_slice(tag.as_ref());
}

/// Opens what [`seal_box`] appended. The plain bytes are wiped when dropped.
pub(crate) fn open_box(
    algorithm: Algorithm,
    key: &[u8; CIPHER_KEY_LEN],
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut bytes = Zeroizing::new(sealed.to_vec());
    let length = algorithm
        .expand(key)
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut bytes)
        .map_err(|_| Refused)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}
