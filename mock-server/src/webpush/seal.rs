//! Message encryption for Web Push: one `aes128gcm` record that only the subscribed phone opens (RFC 8291, RFC 8188).
//!
//! Key agreement between a one-time key of ours and the phone's `p256dh`, mixed with the phone's `auth` secret, gives the
//! content key and nonce. Everything is a function of its arguments; a second message with the same one-time key and salt
//! would reuse a nonce, so callers draw both anew each time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

/// The largest plaintext that fits the 4,096 bytes every push service must take (RFC 8291 §4): 86 bytes of header, one of
/// padding delimiter and 16 of authentication tag are ours.
pub const MAX_PLAINTEXT: usize = 3_993;

/// The record size written into the header; one record is all there is (RFC 8291 §4).
const RECORD_SIZE: u32 = 4_096;
/// Marks the last record (RFC 8188 §2).
const LAST_RECORD: u8 = 2;

/// Why a message can't be sealed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealError {
    /// `p256dh` is not a P-256 point or `auth` not 16 bytes: the phone must subscribe again with proper keys.
    #[error("the subscription's keys are not a P-256 point and 16 bytes")]
    KeysInvalid,
    /// Over [`MAX_PLAINTEXT`]: push services may refuse it, so it is never sent.
    #[error("{0} bytes are over the {MAX_PLAINTEXT} that fit one push message")]
    TooLong(usize),
}

/// What the phone gave with its subscription: its public key and the shared authentication secret (RFC 8291 §3.1, §3.2).
pub struct PhoneKeys {
    public: PublicKey,
    auth: [u8; 16],
}

impl PhoneKeys {
    /// Reads `p256dh` (65 bytes, uncompressed point) and `auth` (16 bytes) from base64url without padding.
    ///
    /// # Errors
    /// [`SealError::KeysInvalid`]: refuse the subscription.
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, SealError> {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::KeysInvalid);
        let point = decode(p256dh)?;
        if point.len() != 65 {
            return Err(SealError::KeysInvalid);
        }
        Ok(Self {
            public: PublicKey::from_sec1_bytes(&point).map_err(|_| SealError::KeysInvalid)?,
            auth: decode(auth)?.try_into().map_err(|_| SealError::KeysInvalid)?,
        })
    }
}

/// Seals `plaintext` for one phone. `one_time` and `salt` must be fresh random values for every message.
///
/// The answer is the whole request body: salt, record size, our public key, then the record (RFC 8188 §2.1).
///
/// # Errors
/// [`SealError::TooLong`] over [`MAX_PLAINTEXT`] bytes.
pub fn seal(
    plaintext: &[u8],
    phone: &PhoneKeys,
    one_time: &SecretKey,
    salt: [u8; 16],
) -> Result<Vec<u8>, SealError> {
    if plaintext.len() > MAX_PLAINTEXT {
        return Err(SealError::TooLong(plaintext.len()));
    }
    let ours = one_time.public_key().to_encoded_point(false);
    let (key, nonce) = content_key(phone, one_time, ours.as_bytes(), salt);

    let mut record = Vec::with_capacity(plaintext.len() + 17);
    record.extend_from_slice(plaintext);
    record.push(LAST_RECORD);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut record)
        .expect("a record of 4 KB is within the limit of AES-GCM");

    let mut body = Vec::with_capacity(86 + record.len());
    body.extend_from_slice(&salt);
    body.extend_from_slice(&RECORD_SIZE.to_be_bytes());
    body.push(65);
    body.extend_from_slice(ours.as_bytes());
    body.append(&mut record);
    Ok(body)
}

/// The content key and nonce of RFC 8291 §3.4: two rounds of HKDF, the first bound to both public keys.
fn content_key(phone: &PhoneKeys, one_time: &SecretKey, ours: &[u8], salt: [u8; 16]) -> (LessSafeKey, Nonce) {
    let shared = p256::ecdh::diffie_hellman(one_time.to_nonzero_scalar(), phone.public.as_affine());
    let theirs = phone.public.to_encoded_point(false);
    let bound = Salt::new(HKDF_SHA256, &phone.auth).extract(shared.raw_secret_bytes());
    let input: [u8; 32] = expand(&bound, &[b"WebPush: info\0", theirs.as_bytes(), ours]);
    let content = Salt::new(HKDF_SHA256, &salt).extract(&input);
    let key: [u8; 16] = expand(&content, &[b"Content-Encoding: aes128gcm\0"]);
    let nonce: [u8; 12] = expand(&content, &[b"Content-Encoding: nonce\0"]);
    let key = UnboundKey::new(&AES_128_GCM, &key).expect("16 bytes are an AES-128 key");
    (LessSafeKey::new(key), Nonce::assume_unique_for_key(nonce))
}

/// A length for HKDF-Expand, in bytes.
struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(key: &Prk, info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    key.expand(info, Bytes(N))
        .and_then(|material| material.fill(&mut out))
        .expect("N is far below 255 hash lengths");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phone's keys of RFC 8291 §5.
    fn phone() -> PhoneKeys {
        PhoneKeys::parse(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap()
    }

    fn one_time() -> SecretKey {
        let bytes = URL_SAFE_NO_PAD
            .decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
            .unwrap();
        SecretKey::from_slice(&bytes).unwrap()
    }

    fn salt() -> [u8; 16] {
        URL_SAFE_NO_PAD
            .decode("DGv6ra1nlYgDCS1FRnbzlw")
            .unwrap()
            .try_into()
            .unwrap()
    }

    #[test]
    fn the_example_of_rfc_8291_section_5_comes_out_bit_for_bit() {
        let body = seal(
            b"When I grow up, I want to be a watermelon",
            &phone(),
            &one_time(),
            salt(),
        )
        .unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
             EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn the_longest_message_fills_4096_bytes_and_one_more_is_refused() {
        let longest = seal(&[0; MAX_PLAINTEXT], &phone(), &one_time(), salt()).unwrap();
        assert_eq!(longest.len(), 4_096);
        let refused = seal(&[0; MAX_PLAINTEXT + 1], &phone(), &one_time(), salt());
        assert_eq!(refused, Err(SealError::TooLong(MAX_PLAINTEXT + 1)));
    }

    #[test]
    fn keys_that_are_no_point_or_no_sixteen_bytes_are_refused() {
        let good_point =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let off_curve = good_point.replace("Aiw4", "Aiw5");
        for (point, auth) in [
            (off_curve.as_str(), "BTBZMqHH6r4Tts7J_aSIgg"),
            (good_point, "BTBZMqHH6r4Tts7J_aSI"),
            ("", "BTBZMqHH6r4Tts7J_aSIgg"),
            ("not base64!", "BTBZMqHH6r4Tts7J_aSIgg"),
        ] {
            assert_eq!(
                PhoneKeys::parse(point, auth).err(),
                Some(SealError::KeysInvalid),
                "{point} {auth}"
            );
        }
    }
}
