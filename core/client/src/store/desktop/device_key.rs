//! A device key in a file: P-256 by `ring`, PKCS#8.

use std::path::{Path, PathBuf};

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

use super::{read_key, write_key};
use crate::{
    port::{DeviceKey, DeviceKeyError},
    store::connection::make_folder,
};

/// A signing key that is made at first and read ever after.
pub struct FileDeviceKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl FileDeviceKey {
    /// Opens `device.p8` in the vault's `folder`, making it first if there is none.
    ///
    /// # Errors
    /// [`DeviceKeyError::Lost`] when the file isn't a P-256 key; it is left as it is. [`DeviceKeyError::Locked`] when the folder can't be
    /// read or written now.
    pub fn open(folder: &Path) -> Result<Self, DeviceKeyError> {
        let random = generator();
        let path: PathBuf = folder.join("device.p8");
        let pkcs8 = match read_key(&path).map_err(|_| DeviceKeyError::Locked)? {
            Some(pkcs8) => pkcs8,
            None => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
                    .map_err(|_| DeviceKeyError::Locked)?;
                make_folder(folder)
                    .and_then(|()| write_key(&path, made.as_ref()))
                    .map_err(|_| DeviceKeyError::Locked)?;
                zeroize::Zeroizing::new(made.as_ref().to_vec())
            }
        };
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random)
            .map_err(|_| DeviceKeyError::Lost)?;
        Ok(Self { pair, random })
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "ring makes keys and signs only with its own generator"
)]
fn generator() -> SystemRandom {
    SystemRandom::new()
}

impl DeviceKey for FileDeviceKey {
    fn public_key(&self) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.pair.public_key().as_ref().to_vec())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        let signature = self
            .pair
            .sign(&self.random, message)
            .map_err(|_| DeviceKeyError::Locked)?;
        Ok(signature.as_ref().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn the_key_stays_the_same_and_its_signatures_verify() {
        let folder = tempfile::tempdir().unwrap();
        let public = FileDeviceKey::open(folder.path()).unwrap().public_key().unwrap();
        let again = FileDeviceKey::open(folder.path()).unwrap();
        assert_eq!(again.public_key().unwrap(), public);
        assert_eq!((public.len(), public[0]), (65, 4));
        let signature = again.sign(b"proof").unwrap();
        assert_eq!(signature.len(), 64);
        let verifier = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &public);
        assert!(verifier.verify(b"proof", &signature).is_ok());
        assert!(verifier.verify(b"another", &signature).is_err());
    }

    #[test]
    fn a_damaged_key_is_lost_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("device.p8"), b"not a key").unwrap();
        assert_eq!(
            FileDeviceKey::open(folder.path()).err(),
            Some(DeviceKeyError::Lost)
        );
        assert_eq!(
            std::fs::read(folder.path().join("device.p8")).unwrap(),
            b"not a key"
        );
    }
}
