//! The keys of a push subscription, and wake-ups opened with them (RFC 8291).
//!
//! A wake-up crosses a push service that may read everything it carries, so it is sealed for this installation: an ECDH key and a 16-byte
//! secret that only the portal was told. What is inside says "ask the portal now" and nothing else; 64 bytes, always. A message that doesn't
//! open isn't ours: it is dropped, and the next pull finds whatever there was to find.
//!
//! The keys live as long as the subscription and survive restarts ([`PushKeys::to_bytes`]); `ring` can't keep an ECDH key, hence `p256`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::{PublicKey, SecretKey, ecdh::diffie_hellman, elliptic_curve::sec1::ToEncodedPoint as _};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
};
use serde::Deserialize;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::port::{Random, portal_api::PushSubscription, random::random_bytes};

/// The longest message of a push service (RFC 8030 §7.2).
const MAX_MESSAGE: usize = 4096;
/// `salt (16) ‖ record size (4) ‖ key id length (1) ‖ key id (65, the sender's public key)` (RFC 8188 §2.1).
const HEADER: usize = 86;
/// The tag that GCM adds.
const TAG: usize = 16;
/// A wake-up's length, padding included.
const WAKE_BYTES: usize = 64;

/// Why a message isn't a wake-up for us. Drop it; nothing can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotOurs {
    /// Not the shape of one `aes128gcm` record.
    #[error("not a sealed message")]
    NotReadable,
    /// Sealed for another key, or altered.
    #[error("the message doesn't open")]
    Sealed,
    /// It opens, and what is inside isn't a wake-up of a version that we know.
    #[error("not a wake-up")]
    NotAWakeUp,
}

/// The kept bytes aren't keys: subscribe anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the push keys can't be read")]
pub struct KeysUnreadable;

/// The subscription's secrets. Nothing of them shows in `Debug`; they are wiped from memory when dropped.
pub struct PushKeys {
    secret: SecretKey,
    auth: Zeroizing<[u8; 16]>,
}

impl PushKeys {
    /// New keys.
    pub fn new(random: &dyn Random) -> Self {
        loop {
            let secret = Zeroizing::new(random_bytes::<32>(random));
            // One in 2³² drawings isn't a key of the curve.
            if let Ok(secret) = SecretKey::from_slice(secret.as_ref()) {
                return Self {
                    secret,
                    auth: Zeroizing::new(random_bytes(random)),
                };
            }
        }
    }

    /// What to keep, sealed: 32 bytes of ECDH key, 16 of secret.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 48]> {
        let mut bytes = Zeroizing::new([0; 48]);
        bytes[..32].copy_from_slice(&self.secret.to_bytes());
        bytes[32..].copy_from_slice(self.auth.as_ref());
        bytes
    }

    /// Keys from [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    /// [`KeysUnreadable`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeysUnreadable> {
        let (secret, auth) = bytes.split_at_checked(32).ok_or(KeysUnreadable)?;
        let secret = SecretKey::from_slice(secret).map_err(|_| KeysUnreadable)?;
        Ok(Self {
            secret,
            auth: Zeroizing::new(auth.try_into().map_err(|_| KeysUnreadable)?),
        })
    }

    /// What the portal is told so that it can send to `endpoint` (RFC 8291 §2).
    pub fn subscription(&self, endpoint: &str) -> PushSubscription {
        PushSubscription {
            endpoint: endpoint.to_owned(),
            p256dh: URL_SAFE_NO_PAD.encode(point(&self.secret.public_key())),
            auth: URL_SAFE_NO_PAD.encode(self.auth.as_ref()),
        }
    }

    /// Opens a message and reads the wake-up's id, 32 lower-case hex digits.
    ///
    /// # Errors
    /// [`NotOurs`]: drop the message.
    pub fn wake_id(&self, message: &[u8]) -> Result<String, NotOurs> {
        read_wake_up(&self.open(message)?)
    }

    /// Opens one `aes128gcm` message (RFC 8188, RFC 8291): a header and a single record.
    ///
    /// # Errors
    /// [`NotOurs::NotReadable`] or [`NotOurs::Sealed`].
    pub fn open(&self, message: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (salt, sender, record) = split(message).ok_or(NotOurs::NotReadable)?;
        let sender = PublicKey::from_sec1_bytes(sender).map_err(|_| NotOurs::NotReadable)?;
        let (key, nonce) = self.content_key(&sender, salt).ok_or(NotOurs::Sealed)?;
        let mut record = record.to_vec();
        let padded = key
            .open_in_place(nonce, Aad::empty(), &mut record)
            .map_err(|_| NotOurs::Sealed)?;
        // The last record's plaintext ends with 2 and any number of zeros (RFC 8188 §2).
        match padded.iter().rposition(|byte| *byte != 0) {
            Some(end) if padded[end] == 2 => Ok(padded[..end].to_vec()),
            _ => Err(NotOurs::NotReadable),
        }
    }

    /// RFC 8291 §3.4, then RFC 8188 §2.2 and §2.3.
    fn content_key(&self, sender: &PublicKey, salt: &[u8]) -> Option<(LessSafeKey, Nonce)> {
        let shared = diffie_hellman(self.secret.to_nonzero_scalar(), sender.as_affine());
        let prk = Salt::new(HKDF_SHA256, self.auth.as_ref()).extract(shared.raw_secret_bytes());
        let ours = point(&self.secret.public_key());
        let material = Zeroizing::new(expand::<32>(&prk, &[b"WebPush: info\0", &ours, &point(sender)])?);
        let prk = Salt::new(HKDF_SHA256, salt).extract(material.as_ref());
        let key = Zeroizing::new(expand::<16>(&prk, &[b"Content-Encoding: aes128gcm\0"])?);
        let nonce = expand::<12>(&prk, &[b"Content-Encoding: nonce\0"])?;
        let key = UnboundKey::new(&AES_128_GCM, key.as_ref()).ok()?;
        Some((LessSafeKey::new(key), Nonce::assume_unique_for_key(nonce)))
    }
}

impl std::fmt::Debug for PushKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKeys(…)")
    }
}

/// Salt, the sender's public key, the record. A push message is one record (RFC 8291 §4), so it must fit the record size that it names.
fn split(message: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    if message.len() > MAX_MESSAGE {
        return None;
    }
    let (header, record) = message.split_at_checked(HEADER)?;
    let record_size = u32::from_be_bytes(header[16..20].try_into().ok()?);
    let one_record = record.len() > TAG && record.len() <= usize::try_from(record_size).ok()?;
    (header[20] == 65 && one_record).then_some((&header[..16], &header[21..], record))
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_encoded_point(false).as_bytes().to_vec()
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Option<[u8; N]> {
    let mut out = [0; N];
    prk.expand(info, Length(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

/// `{"v":1,"w":"<32 hex>"}` and spaces, 64 bytes in all.
fn read_wake_up(plain: &[u8]) -> Result<String, NotOurs> {
    #[derive(Deserialize)]
    struct WakeUp {
        v: u32,
        w: String,
    }
    let wake: WakeUp = serde_json::from_slice(plain).map_err(|_| NotOurs::NotAWakeUp)?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let ours = plain.len() == WAKE_BYTES && wake.v == 1 && wake.w.len() == 32 && wake.w.bytes().all(hex);
    if ours {
        Ok(wake.w)
    } else {
        Err(NotOurs::NotAWakeUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    /// The user agent's keys in RFC 8291 appendix A.
    fn example_keys() -> PushKeys {
        let secret = decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
        let auth = decode("BTBZMqHH6r4Tts7J_aSIgg");
        PushKeys::from_bytes(&[secret, auth].concat()).unwrap()
    }

    /// The message in RFC 8291 §5.
    fn example_message() -> Vec<u8> {
        decode(concat!(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT",
            "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        ))
    }

    #[test]
    fn the_example_of_rfc_8291_opens() {
        let keys = example_keys();
        assert_eq!(
            keys.open(&example_message()).unwrap(),
            b"When I grow up, I want to be a watermelon"
        );
        let told = keys.subscription("https://push.example/x");
        assert_eq!(
            told.p256dh,
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        );
        assert_eq!(told.auth, "BTBZMqHH6r4Tts7J_aSIgg");
    }

    #[test]
    fn a_message_altered_anywhere_does_not_open() {
        let keys = example_keys();
        let message = example_message();
        // The record size alone is in nobody's key or tag; making it smaller than the record is seen.
        for at in (0..message.len()).filter(|at| !(16..20).contains(at)) {
            let mut altered = message.clone();
            altered[at] ^= 1;
            assert!(keys.open(&altered).is_err(), "byte {at}");
        }
        let mut small = message.clone();
        small[16..20].copy_from_slice(&18u32.to_be_bytes());
        assert_eq!(keys.open(&small), Err(NotOurs::NotReadable));
        for cut in [0, 1, 85, 86, 102, message.len() - 1] {
            assert!(keys.open(&message[..cut]).is_err(), "cut at {cut}");
        }
        assert_eq!(
            keys.open(&[message, vec![0; 4096]].concat()),
            Err(NotOurs::NotReadable)
        );
    }

    #[test]
    fn keys_come_back_from_their_bytes() {
        struct Counting(std::sync::atomic::AtomicU8);
        impl Random for Counting {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            }
        }
        // The first drawing, all zeros, is no key; the second is.
        let keys = PushKeys::new(&Counting(0.into()));
        assert_eq!(
            keys.to_bytes().as_ref(),
            [[1u8; 32].as_slice(), &[2; 16]].concat()
        );
        let again = PushKeys::from_bytes(keys.to_bytes().as_ref()).unwrap();
        assert!(again.subscription("x") == keys.subscription("x"));
        for unreadable in [[].as_slice(), &[1; 47], &[1; 49], &[0; 48]] {
            assert_eq!(PushKeys::from_bytes(unreadable).err(), Some(KeysUnreadable));
        }
    }

    #[test]
    fn only_a_whole_wake_up_is_one() {
        let id = "0123456789abcdef0123456789abcdef";
        let padded = |json: String| format!("{json:<64}").into_bytes();
        assert_eq!(
            read_wake_up(&padded(format!(r#"{{"v":1,"w":"{id}"}}"#))).unwrap(),
            id
        );
        for wrong in [
            padded(format!(r#"{{"v":2,"w":"{id}"}}"#)),
            padded(format!(r#"{{"v":1,"w":"{}"}}"#, id.to_uppercase())),
            padded(format!(r#"{{"v":1,"w":"{}"}}"#, &id[1..])),
            padded(r#"{"v":1}"#.to_owned()),
            padded("When I grow up".to_owned()),
            format!(r#"{{"v":1,"w":"{id}"}}"#).into_bytes(),
            Vec::new(),
        ] {
            assert_eq!(
                read_wake_up(&wrong),
                Err(NotOurs::NotAWakeUp),
                "{}",
                String::from_utf8_lossy(&wrong)
            );
        }
    }
}
