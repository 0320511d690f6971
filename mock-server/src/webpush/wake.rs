//! The wake-up: what a push message says, which is next to nothing.
//!
//! Exactly [`WAKE_BYTES`] bytes, `{"v":1,"w":"<32 hex>"}` and spaces, so that no two differ in length; the id is random and
//! names no person, dossier or kind of news.

/// The plaintext's length in bytes.
pub const WAKE_BYTES: usize = 64;
/// How long a push service may keep a wake-up, in seconds: a phone that was off for longer pulls anyway.
pub const WAKE_TTL_SECONDS: u64 = 86_400;

/// One wake-up, named by 16 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WakeUp {
    id: [u8; 16],
}

impl WakeUp {
    /// A wake-up named by these bytes, which must be random.
    pub fn new(id: [u8; 16]) -> Self {
        Self { id }
    }

    /// The wake id as events list it: 32 lower-case hex digits.
    pub fn id(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The plaintext to seal.
    pub fn plaintext(&self) -> [u8; WAKE_BYTES] {
        let text = format!("{{\"v\":1,\"w\":\"{}\"}}", self.id());
        let mut bytes = [b' '; WAKE_BYTES];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wake_up_is_64_bytes_of_json_and_spaces() {
        let wake = WakeUp::new([0xab; 16]);
        let plaintext = wake.plaintext();
        let value: serde_json::Value = serde_json::from_slice(&plaintext).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"v": 1, "w": "abababababababababababababababab"})
        );
        assert_eq!(value["w"], wake.id());
        assert_eq!(plaintext.last(), Some(&b' '));
    }
}
