//! The secret files under `keys/`: made at the first start, readable by the owner only, part of every backup.
//!
//! - `server.key`: 256 bits for keyed digests (mailed links, idempotent bodies). Losing it ends every mailed link.
//! - `data.key`: 256 bits that encrypt what the database holds but must not show (second-factor secrets).
//! - `receipt-<id>.json`, `audit-<id>.json`: Ed25519 keys. The newest of each purpose signs. Rotation is one more file;
//!   the old one stays, so that what it signed can still be verified.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use accede_domain::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer as _, SigningKey, Verifier as _, VerifyingKey};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::entropy::{Entropy, random};

/// First byte of every encrypted value, so that another scheme can follow.
const SEALED_V1: u8 = 1;
const NONCE_LENGTH: usize = 24;

/// What a signing key is for. A key of one purpose never verifies for the other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Receipts of signed agreements.
    Receipt,
    /// Batches of audit events.
    Audit,
}

impl Purpose {
    pub const ALL: [Self; 2] = [Self::Receipt, Self::Audit];

    const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Audit => "audit",
        }
    }
}

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key file {} cannot be used: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("the key file {} is damaged; restore it from the backup", path.display())]
    Damaged { path: PathBuf },
    #[error("the key file {} can be read by others (mode {mode:o}); run: chmod 600 {}", path.display(), path.display())]
    Open { path: PathBuf, mode: u32 },
    #[error("a value was encrypted with another key, or was changed")]
    CannotOpen,
}

/// One signing key as its file holds it.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    id: String,
    purpose: Purpose,
    created_at: Timestamp,
    /// base64url of the 32-byte seed.
    secret: String,
}

struct SigningEntry {
    id: String,
    purpose: Purpose,
    created_at: Timestamp,
    key: SigningKey,
}

/// A public key as `/.well-known/accede-keys.json` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PublicKey {
    /// First 16 hex digits of the SHA-256 of the public key.
    pub id: String,
    pub purpose: Purpose,
    /// Always `Ed25519`.
    pub algorithm: String,
    /// base64url of the 32 bytes.
    pub public_key: String,
    pub created_at: Timestamp,
    /// True for the one key of its purpose that signs now.
    pub current: bool,
}

/// All secrets of the server.
pub struct Keys {
    server: [u8; 32],
    data: XChaCha20Poly1305,
    /// Newest last, within a purpose.
    signing: Vec<SigningEntry>,
}

impl Keys {
    /// Reads the folder, making it and what is missing in it.
    ///
    /// # Errors
    /// When a file cannot be read or written, is damaged, or is open to others.
    pub fn open(folder: &Path, entropy: &dyn Entropy, now: Timestamp) -> Result<Self, KeyError> {
        let io = |path: &Path| {
            let path = path.to_path_buf();
            move |source| KeyError::Io { path, source }
        };
        fs::create_dir_all(folder).map_err(io(folder))?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(io(folder))?;
        let server = read_or_make(&folder.join("server.key"), entropy)?;
        let data = read_or_make(&folder.join("data.key"), entropy)?;

        let mut signing = Vec::new();
        for entry in fs::read_dir(folder).map_err(io(folder))? {
            let path = entry.map_err(io(folder))?.path();
            if path.extension().is_some_and(|e| e == "json") {
                signing.push(read_signing(&path)?);
            }
        }
        for purpose in Purpose::ALL {
            if !signing.iter().any(|k: &SigningEntry| k.purpose == purpose) {
                signing.push(make_signing(folder, purpose, entropy, now)?);
            }
        }
        signing.sort_by(|a, b| {
            (a.purpose, a.created_at, &a.id).cmp(&(b.purpose, b.created_at, &b.id))
        });
        Ok(Self {
            server,
            data: XChaCha20Poly1305::new(&data.into()),
            signing,
        })
    }

    /// Adds a signing key that signs from now on; older ones go on verifying.
    ///
    /// # Errors
    /// When its file cannot be written.
    pub fn rotate(
        &mut self,
        folder: &Path,
        purpose: Purpose,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Result<(), KeyError> {
        let made = make_signing(folder, purpose, entropy, now)?;
        self.signing.push(made);
        Ok(())
    }

    /// HMAC-SHA256 under the server's key. `purpose` keeps uses apart; lengths are part of what is digested,
    /// so that parts cannot run into each other.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.server).expect("any length is a key");
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Encrypts for the database. `context` (such as the account's id) must be the same at opening, so that a value
    /// copied into another row opens nothing.
    #[must_use]
    pub fn seal(&self, context: &str, plain: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let nonce: [u8; NONCE_LENGTH] = random(entropy);
        let payload = Payload {
            msg: plain,
            aad: context.as_bytes(),
        };
        #[allow(clippy::expect_used, reason = "encryption fails only beyond 256 GiB")]
        let sealed = self
            .data
            .encrypt(&XNonce::from(nonce), payload)
            .expect("the plaintext is short");
        [&[SEALED_V1][..], &nonce, &sealed].concat()
    }

    /// Opens what [`Self::seal`] made.
    ///
    /// # Errors
    /// When key, context or value do not fit together.
    pub fn open_sealed(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let rest = sealed
            .strip_prefix(&[SEALED_V1])
            .ok_or(KeyError::CannotOpen)?;
        let (nonce, text) = rest
            .split_first_chunk::<NONCE_LENGTH>()
            .ok_or(KeyError::CannotOpen)?;
        let payload = Payload {
            msg: text,
            aad: context.as_bytes(),
        };
        self.data
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| KeyError::CannotOpen)
    }

    /// Signs with the newest key of `purpose`: key id and the 64 bytes.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> (String, [u8; 64]) {
        #[allow(clippy::expect_used, reason = "`open` makes a key for every purpose")]
        let entry = self
            .signing
            .iter()
            .rfind(|k| k.purpose == purpose)
            .expect("a key for every purpose");
        (entry.id.clone(), entry.key.sign(message).to_bytes())
    }

    /// Every public key, old ones too.
    #[must_use]
    pub fn public(&self) -> Vec<PublicKey> {
        let newest: BTreeMap<Purpose, &str> = self
            .signing
            .iter()
            .map(|k| (k.purpose, k.id.as_str()))
            .collect();
        self.signing
            .iter()
            .map(|k| PublicKey {
                id: k.id.clone(),
                purpose: k.purpose,
                algorithm: "Ed25519".to_owned(),
                public_key: URL_SAFE_NO_PAD.encode(k.key.verifying_key().as_bytes()),
                created_at: k.created_at,
                current: newest.get(&k.purpose) == Some(&k.id.as_str()),
            })
            .collect()
    }
}

/// Checks a signature against a list of public keys, as a receipt's holder does offline.
#[must_use]
pub fn verify(
    keys: &[PublicKey],
    purpose: Purpose,
    id: &str,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let check = || {
        let listed = keys.iter().find(|k| k.id == id && k.purpose == purpose)?;
        let bytes: [u8; 32] = URL_SAFE_NO_PAD
            .decode(&listed.public_key)
            .ok()?
            .try_into()
            .ok()?;
        let key = VerifyingKey::from_bytes(&bytes)
            .ok()
            .filter(|key| key_id(key) == id)?;
        let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
        key.verify(message, &signature).ok()
    };
    check().is_some()
}

fn key_id(key: &VerifyingKey) -> String {
    hex::encode(&Sha256::digest(key.as_bytes())[..8])
}

fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<[u8; 32], KeyError> {
    if let Some(text) = read_secret(path)? {
        let bytes = hex::decode(text.trim())
            .ok()
            .and_then(|b| b.try_into().ok());
        return bytes.ok_or_else(|| KeyError::Damaged {
            path: path.to_path_buf(),
        });
    }
    let secret: [u8; 32] = random(entropy);
    write_secret(path, &hex::encode(secret))?;
    Ok(secret)
}

fn read_signing(path: &Path) -> Result<SigningEntry, KeyError> {
    let damaged = || KeyError::Damaged {
        path: path.to_path_buf(),
    };
    let text = read_secret(path)?.ok_or_else(damaged)?;
    let file: KeyFile = serde_json::from_str(&text).map_err(|_| damaged())?;
    let seed: [u8; 32] = URL_SAFE_NO_PAD
        .decode(&file.secret)
        .ok()
        .and_then(|b| b.try_into().ok())
        .ok_or_else(damaged)?;
    let key = SigningKey::from_bytes(&seed);
    if key_id(&key.verifying_key()) != file.id {
        return Err(damaged());
    }
    Ok(SigningEntry {
        id: file.id,
        purpose: file.purpose,
        created_at: file.created_at,
        key,
    })
}

fn make_signing(
    folder: &Path,
    purpose: Purpose,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<SigningEntry, KeyError> {
    let seed: [u8; 32] = random(entropy);
    let key = SigningKey::from_bytes(&seed);
    let id = key_id(&key.verifying_key());
    let file = KeyFile {
        id: id.clone(),
        purpose,
        created_at: now,
        secret: URL_SAFE_NO_PAD.encode(seed),
    };
    let path = folder.join(format!("{}-{id}.json", purpose.word()));
    let text = serde_json::to_string_pretty(&file)
        .map_err(|_| KeyError::Damaged { path: path.clone() })?;
    write_secret(&path, &text)?;
    Ok(SigningEntry {
        id,
        purpose,
        created_at: now,
        key,
    })
}

/// The file's text, unless it does not exist. Refuses a file that others can read.
fn read_secret(path: &Path) -> Result<Option<String>, KeyError> {
    let io = |source| KeyError::Io {
        path: path.to_path_buf(),
        source,
    };
    let mode = match fs::metadata(path) {
        Ok(metadata) => metadata.permissions().mode() & 0o777,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(io(e)),
    };
    if mode & 0o077 != 0 {
        return Err(KeyError::Open {
            path: path.to_path_buf(),
            mode,
        });
    }
    fs::read_to_string(path).map(Some).map_err(io)
}

/// Writes a new file and makes sure that it is on disk before anything rests on it.
fn write_secret(path: &Path, text: &str) -> Result<(), KeyError> {
    let write = || {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        path.parent()
            .map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    };
    write().map_err(|source| KeyError::Io {
        path: path.to_path_buf(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[test]
    fn keys_outlive_a_restart_and_belong_to_the_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("keys");
        let first = Keys::open(&folder, &SeededEntropy::new(1), NOW).unwrap();
        let again = Keys::open(&folder, &SeededEntropy::new(2), NOW).unwrap();
        assert_eq!(first.mac("x", &[b"y"]), again.mac("x", &[b"y"]));
        assert_eq!(first.public(), again.public());
        let sealed = first.seal("account", b"secret", &SeededEntropy::new(3));
        assert_eq!(again.open_sealed("account", &sealed).unwrap(), b"secret");
        for entry in fs::read_dir(&folder).unwrap() {
            assert_eq!(
                entry.unwrap().metadata().unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        fs::set_permissions(folder.join("server.key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            Keys::open(&folder, &SeededEntropy::new(1), NOW),
            Err(KeyError::Open { .. })
        ));
    }

    #[test]
    fn a_damaged_key_is_refused_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        Keys::open(folder.path(), &SeededEntropy::new(1), NOW).unwrap();
        fs::write(folder.path().join("data.key"), "short").unwrap();
        assert!(matches!(
            Keys::open(folder.path(), &SeededEntropy::new(1), NOW),
            Err(KeyError::Damaged { .. })
        ));
    }

    #[test]
    fn rotation_keeps_old_signatures_valid() {
        let folder = tempfile::tempdir().unwrap();
        let entropy = SeededEntropy::new(1);
        let mut keys = Keys::open(folder.path(), &entropy, NOW).unwrap();
        let (old, signature) = keys.sign(Purpose::Receipt, b"text");
        keys.rotate(
            folder.path(),
            Purpose::Receipt,
            &entropy,
            NOW.plus(accede_domain::time::Duration::days(1)),
        )
        .unwrap();
        let (new, _) = keys.sign(Purpose::Receipt, b"text");
        assert_ne!(old, new);
        let reopened = Keys::open(folder.path(), &entropy, NOW).unwrap();
        assert_eq!(reopened.sign(Purpose::Receipt, b"text").0, new);
        let listed = reopened.public();
        assert!(verify(&listed, Purpose::Receipt, &old, b"text", &signature));
        assert!(!verify(&listed, Purpose::Audit, &old, b"text", &signature));
        assert!(!verify(
            &listed,
            Purpose::Receipt,
            &old,
            b"other",
            &signature
        ));
        assert!(!verify(
            &listed,
            Purpose::Receipt,
            &new,
            b"text",
            &signature
        ));
        assert_eq!(listed.iter().filter(|k| k.current).count(), 2);
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_place_only() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &SeededEntropy::new(1), NOW).unwrap();
        let mut sealed = keys.seal("a", b"secret", &SeededEntropy::new(3));
        assert!(keys.open_sealed("b", &sealed).is_err());
        assert!(keys.open_sealed("a", &[]).is_err());
        if let Some(last) = sealed.last_mut() {
            *last ^= 1;
        }
        assert!(keys.open_sealed("a", &sealed).is_err());
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &SeededEntropy::new(1), NOW).unwrap();
        assert_ne!(keys.mac("p", &[b"ab", b"c"]), keys.mac("p", &[b"a", b"bc"]));
        assert_ne!(keys.mac("p", &[b"a"]), keys.mac("q", &[b"a"]));
    }
}
