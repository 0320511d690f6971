//! Digests and signed texts (XForms 1.1 §7.7, `digest`; ODK XForms, "String functions").
//!
//! A text that isn't base64, or whose signature doesn't fit, reads as empty: it is somebody's input, not the author's mistake.

use std::borrow::Cow;

use ring::signature::{ED25519, UnparsedPublicKey};

use super::{Call, md5};
use crate::xpath::eval::{Failure, Result};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

/// Bytes of an Ed25519 signature (RFC 8032 §5.1.6).
const SIGNATURE: usize = 64;

/// `digest(text, algorithm, encoding?)`
pub(super) fn digest<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (text, name) = (call.text(0)?, call.text(1)?);
    let sha = |algorithm| ring::digest::digest(algorithm, text.as_bytes()).as_ref().to_vec();
    let digest = match &*name {
        "MD5" => md5::digest(text.as_bytes()).to_vec(),
        "SHA-1" => sha(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY),
        "SHA-256" => sha(&ring::digest::SHA256),
        "SHA-384" => sha(&ring::digest::SHA384),
        "SHA-512" => sha(&ring::digest::SHA512),
        _ => {
            return Err(Failure::Argument(
                "the digest is not one of MD5, SHA-1, SHA-256, SHA-384, SHA-512".into(),
            ));
        }
    };
    let encoding = if call.arguments.len() == 3 {
        call.text(2)?
    } else {
        Cow::Borrowed("base64")
    };
    match &*encoding {
        "hex" => Ok(Value::text(
            digest
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        )),
        "base64" => Ok(Value::text(base64_text(&digest))),
        _ => Err(Failure::Argument("the encoding is neither hex nor base64".into())),
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_text(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .enumerate()
            .fold(0u32, |word, (i, byte)| word | (u32::from(*byte) << (16 - 8 * i)));
        for place in 0..4 {
            let letter = BASE64[(word >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut word, mut bits) = (0u32, 0u32);
    for letter in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        // Below 64.
        let six = BASE64.iter().position(|known| *known == letter)? as u32;
        word = (word << 6) | six;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
            word &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn as_text<'a>(bytes: &[u8]) -> Value<'a> {
    Value::text(String::from_utf8_lossy(bytes))
}

/// The text inside base64; bytes that aren't UTF-8 are replaced.
pub(super) fn base64_decode<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(as_text(&from_base64(&call.text(0)?).unwrap_or_default()))
}

/// `extract-signed(signed, public key)`: the message behind an Ed25519 signature, both in base64, if the signature is the key's.
pub(super) fn extract_signed<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let signed = from_base64(&call.text(0)?).unwrap_or_default();
    let key = from_base64(&call.text(1)?).unwrap_or_default();
    let verified = signed.split_at_checked(SIGNATURE).filter(|(signature, message)| {
        UnparsedPublicKey::new(&ED25519, &key)
            .verify(message, signature)
            .is_ok()
    });
    Ok(as_text(verified.map_or(&[], |(_, message)| message)))
}
