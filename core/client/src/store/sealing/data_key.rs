//! One data key: 32 random bytes that the key vault wraps, and the working keys derived from them.

use std::sync::atomic::{AtomicU64, Ordering};

use ring::{hkdf, hmac};
use zeroize::Zeroizing;

use super::{Algorithm, CIPHER_KEY_LEN, NONCE_LEN, Place, Refused, open_box, seal_box};

const HEADER_LEN: usize = 1 + 2 + 4 + 8;
const AAD_LABEL: &[u8] = b"motcua/row/1";

/// In a box, so that it is wiped where it lies: moving bare bytes would leave copies behind.
type Key = Box<Zeroizing<[u8; CIPHER_KEY_LEN]>>;

/// An opened value.
pub(crate) struct Opened {
    /// The plain bytes, wiped when dropped.
    pub(crate) plain: Zeroizing<Vec<u8>>,
    /// The row version that the value was sealed with.
    pub(crate) version: u64,
}

/// The working keys of one data key. The data key itself is dropped, wiped, once they are derived (HKDF-SHA256, RFC 5869): each algorithm
/// has a key of its own, and so have the names of files.
pub(crate) struct DataKey {
    id: u32,
    aes: Key,
    chacha: Key,
    names: Key,
    /// Seals that the database has already counted and that are still to be made.
    reserved: AtomicU64,
}

impl DataKey {
    /// Derives the working keys of the data key called `id`.
    pub(crate) fn derive(id: u32, secret: &[u8; 32]) -> Self {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"motcua/data-key/1").extract(secret);
        Self {
            id,
            aes: expand(&root, b"row/aes-256-gcm"),
            chacha: expand(&root, b"row/chacha20-poly1305"),
            names: expand(&root, b"name"),
            reserved: AtomicU64::new(0),
        }
    }

    /// The key's number, named in every box that it sealed.
    pub(crate) const fn id(&self) -> u32 {
        self.id
    }

    /// Takes one of the reserved seals; `false` when none is left and more have to be reserved first.
    pub(crate) fn take_seal(&self) -> bool {
        self.reserved
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
            .is_ok()
    }

    /// Replaces what is reserved: a block after the database has counted it, 0 when that count was rolled back.
    pub(crate) fn set_reserved(&self, seals: u64) {
        self.reserved.store(seals, Ordering::Relaxed);
    }

    /// Seals `plain` for its place. `nonce` is random; the caller has taken a seal before.
    pub(crate) fn seal(&self, sealing: &Sealing<'_>, nonce: [u8; NONCE_LEN], plain: &[u8]) -> Vec<u8> {
        let header = self.header(sealing);
        let mut sealed = Vec::with_capacity(HEADER_LEN + NONCE_LEN + plain.len() + super::TAG_LEN);
        sealed.extend_from_slice(&header);
        sealed.extend_from_slice(&nonce);
        let aad = associated_data(sealing.account, sealing.place, &header);
        seal_box(
            sealing.algorithm,
            self.key(sealing.algorithm),
            nonce,
            &aad,
            plain,
            &mut sealed,
        );
        sealed
    }

    /// Opens a value that was sealed for `place` under this key, on whatever processor.
    pub(crate) fn open(&self, account: &str, place: Place<'_>, sealed: &[u8]) -> Result<Opened, Refused> {
        let (header, rest) = sealed.split_first_chunk::<HEADER_LEN>().ok_or(Refused)?;
        let (nonce, boxed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(Refused)?;
        let algorithm = Algorithm::from_number(header[0]).ok_or(Refused)?;
        if header[3..7] != self.id.to_be_bytes() {
            return Err(Refused);
        }
        let aad = associated_data(account, place, header);
        let plain = open_box(algorithm, self.key(algorithm), *nonce, &aad, boxed)?;
        let version = u64::from_be_bytes(
            *header
                .last_chunk()
                .expect("the header ends with eight bytes of version"),
        );
        Ok(Opened { plain, version })
    }

    /// A name that only this key can compute: what stands in clear columns and file names instead of hashes and references.
    pub(crate) fn name(&self, parts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, self.names.as_slice()));
        parts.iter().for_each(|part| {
            context.update(&length_of(part));
            context.update(part);
        });
        hex(&context.sign().as_ref()[..16])
    }

    fn key(&self, algorithm: Algorithm) -> &[u8; CIPHER_KEY_LEN] {
        match algorithm {
            Algorithm::Aes256Gcm => &self.aes,
            Algorithm::ChaCha20Poly1305 => &self.chacha,
        }
    }

    fn header(&self, sealing: &Sealing<'_>) -> [u8; HEADER_LEN] {
        let mut header = [0; HEADER_LEN];
        header[0] = sealing.algorithm.number();
        header[1..3].copy_from_slice(&sealing.schema.to_be_bytes());
        header[3..7].copy_from_slice(&self.id.to_be_bytes());
        header[7..].copy_from_slice(&sealing.version.to_be_bytes());
        header
    }
}

/// What a box says about itself.
pub(crate) struct Sealing<'a> {
    /// Which algorithm seals.
    pub(crate) algorithm: Algorithm,
    /// The schema's number at the time.
    pub(crate) schema: u16,
    /// The account's UUID; never a person.
    pub(crate) account: &'a str,
    /// Where the value will live.
    pub(crate) place: Place<'a>,
    /// The row's version: the number of the change that wrote it.
    pub(crate) version: u64,
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(b"0123456789abcdef"[usize::from(nibble)]))
        .collect()
}

fn associated_data(account: &str, place: Place<'_>, header: &[u8; HEADER_LEN]) -> Vec<u8> {
    let texts = [account, place.table, place.row, place.column];
    let mut aad = Vec::with_capacity(
        AAD_LABEL.len() + HEADER_LEN + texts.iter().map(|text| 4 + text.len()).sum::<usize>(),
    );
    aad.extend_from_slice(AAD_LABEL);
    aad.extend_from_slice(header);
    for text in texts {
        aad.extend_from_slice(&length_of(text.as_bytes()));
        aad.extend_from_slice(text.as_bytes());
    }
    aad
}

/// The length before each part keeps "ab" + "c" apart from "a" + "bc".
fn length_of(part: &[u8]) -> [u8; 4] {
    u32::try_from(part.len())
        .expect("ids and names are short")
        .to_be_bytes()
}

fn expand(root: &hkdf::Prk, purpose: &'static [u8]) -> Key {
    let mut key = Key::default();
    root.expand(&[purpose], hkdf::HKDF_SHA256)
        .and_then(|output| output.fill(key.as_mut_slice()))
        .expect("HKDF-SHA256 gives 32 bytes");
    key
}
