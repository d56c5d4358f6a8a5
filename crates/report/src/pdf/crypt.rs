//! Encrypted files that open without a password: those that only restrict printing or copying. ISO 32000-2, 7.6.

use aes::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit};
use aes::{Aes128, Aes256};
use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::document::Document;
use super::object::{Dict, Object};
use crate::limits::{Fault, Result};

/// What a password is filled up with; the empty one consists of it.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
/// Bytes of a block of AES.
const BLOCK: usize = 16;
/// Rounds of the newest key derivation end by chance, after some 70; it is given up where chance does not come.
const ROUNDS_MAX: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cipher {
    None,
    Rc4,
    /// With a key of each object's own.
    Aes128,
    /// With the file's key.
    Aes256,
}

/// The key of a file, and what its streams are encrypted with.
pub(super) struct Crypt {
    key: Vec<u8>,
    cipher: Cipher,
}

impl Crypt {
    /// Finds the key for the empty password.
    ///
    /// # Errors
    /// [`Fault::Password`] where it is not the empty one, or the file is encrypted in another way.
    pub fn open(document: &Document<'_>, encrypt: &Dict, id: &[u8]) -> Result<Self> {
        let parts = Parts::of(document, encrypt)?;
        let cipher = cipher(document, encrypt, parts.version)?;
        let key = if parts.revision >= 5 {
            parts.new_key()
        } else {
            parts.old_key(id)
        };
        let key = key.ok_or(Fault::Password)?;
        Ok(Self { key, cipher })
    }

    /// The bytes of a stream.
    pub fn decrypt(&self, number: u32, generation: u16, bytes: &[u8]) -> Option<Vec<u8>> {
        match self.cipher {
            Cipher::None => None,
            Cipher::Rc4 => Some(rc4(&self.key_of(number, generation, &[]), bytes)),
            Cipher::Aes128 => {
                let key = self.key_of(number, generation, b"sAlT");
                unwrap::<cbc::Decryptor<Aes128>>(&key, bytes)
            }
            Cipher::Aes256 => unwrap::<cbc::Decryptor<Aes256>>(&self.key, bytes),
        }
    }

    fn key_of(&self, number: u32, generation: u16, salt: &[u8]) -> Vec<u8> {
        let mut digest = Md5::new();
        digest.update(&self.key);
        digest.update(&number.to_le_bytes()[..3]);
        digest.update(generation.to_le_bytes());
        digest.update(salt);
        let length = (self.key.len() + 5).min(16);
        digest.finalize()[..length].to_vec()
    }
}

/// What the file says of its encryption.
struct Parts {
    version: usize,
    revision: usize,
    /// Bytes of the key.
    length: usize,
    permissions: u32,
    owner: Vec<u8>,
    user: Vec<u8>,
    user_key: Vec<u8>,
    metadata_too: bool,
}

impl Parts {
    fn of(document: &Document<'_>, encrypt: &Dict) -> Result<Self> {
        let text = |name: &[u8]| -> Result<Vec<u8>> {
            Ok(match document.entry(encrypt, name)? {
                Object::String(text) => text.to_vec(),
                _ => Vec::new(),
            })
        };
        let whole =
            |name: &[u8]| -> Result<Option<usize>> { Ok(document.entry(encrypt, name)?.whole()) };
        if !encrypt.is(b"Filter", b"Standard") {
            return Err(Fault::Password);
        }
        let version = whole(b"V")?.unwrap_or(0);
        let bits = match version {
            1 => 40,
            4 => 128,
            _ => whole(b"Length")?.unwrap_or(40),
        };
        let permissions = document.entry(encrypt, b"P")?.number().unwrap_or_default();
        Ok(Self {
            version,
            revision: whole(b"R")?.unwrap_or(0),
            length: (bits / 8).clamp(5, 16),
            // Written with or without a sign; its 32 bits are meant.
            permissions: permissions as i64 as u32,
            owner: text(b"O")?,
            user: text(b"U")?,
            user_key: text(b"UE")?,
            metadata_too: !matches!(
                document.entry(encrypt, b"EncryptMetadata")?,
                Object::Bool(false)
            ),
        })
    }

    /// Algorithms 2, 4 and 5.
    fn old_key(&self, id: &[u8]) -> Option<Vec<u8>> {
        let mut digest = Md5::new();
        digest.update(PADDING);
        digest.update(self.owner.get(..32)?);
        digest.update(self.permissions.to_le_bytes());
        digest.update(id);
        if self.revision >= 4 && !self.metadata_too {
            digest.update([0xff; 4]);
        }
        let mut key = digest.finalize().to_vec();
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key[..self.length]).to_vec();
            }
        }
        key.truncate(self.length);
        let is_it = if self.revision >= 3 {
            let mut check = Md5::digest([&PADDING[..], id].concat()).to_vec();
            for round in 0..20 {
                let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
                check = rc4(&key, &check);
            }
            self.user.get(..16)? == check
        } else {
            self.user.get(..32)? == rc4(&key, &PADDING)
        };
        is_it.then_some(key)
    }

    /// Algorithms 2.A and 11.
    fn new_key(&self) -> Option<Vec<u8>> {
        let hash = |salt: &[u8]| {
            if self.revision == 5 {
                Some(Sha256::digest(salt).to_vec())
            } else {
                hardened(salt)
            }
        };
        if hash(self.user.get(32..40)?)? != self.user[..32] {
            return None;
        }
        let between = hash(self.user.get(40..48)?)?;
        let mut key = self.user_key.get(..32)?.to_vec();
        let mut cipher = cbc::Decryptor::<Aes256>::new_from_slices(&between, &[0; BLOCK]).ok()?;
        for block in key.chunks_exact_mut(BLOCK) {
            cipher.decrypt_block(block.try_into().ok()?);
        }
        Some(key)
    }
}

/// What streams are encrypted with.
fn cipher(document: &Document<'_>, encrypt: &Dict, version: usize) -> Result<Cipher> {
    if matches!(version, 1 | 2) {
        return Ok(Cipher::Rc4);
    }
    if !matches!(version, 4 | 5) {
        return Err(Fault::Password);
    }
    let name = match document.entry(encrypt, b"StmF")? {
        Object::Name(name) if *name != b"Identity"[..] => name,
        _ => return Ok(Cipher::None),
    };
    let filters = document.entry(encrypt, b"CF")?.dict().unwrap_or_default();
    let filter = document.entry(&filters, &name)?.dict().unwrap_or_default();
    match document.entry(&filter, b"CFM")?.name() {
        Some(b"V2") => Ok(Cipher::Rc4),
        Some(b"AESV2") => Ok(Cipher::Aes128),
        Some(b"AESV3") => Ok(Cipher::Aes256),
        Some(b"None") | None => Ok(Cipher::None),
        Some(_) => Err(Fault::Password),
    }
}

/// AES with the first block as the start, and a filling at the end that says its own length.
fn unwrap<C: KeyIvInit + aes::cipher::BlockModeDecrypt>(
    key: &[u8],
    bytes: &[u8],
) -> Option<Vec<u8>> {
    let (start, rest) = bytes.split_at_checked(BLOCK)?;
    let mut cipher = C::new_from_slices(key, start).ok()?;
    let mut clear = rest[..rest.len() / BLOCK * BLOCK].to_vec();
    for block in clear.chunks_exact_mut(BLOCK) {
        cipher.decrypt_block(block.try_into().ok()?);
    }
    // A filling that cannot be one is kept: better too much than nothing.
    let filling = clear.last().map_or(0, |last| usize::from(*last));
    if (1..=BLOCK).contains(&filling) && filling <= clear.len() {
        clear.truncate(clear.len() - filling);
    }
    Some(clear)
}

/// Algorithm 2.B, for the empty password.
fn hardened(salt: &[u8]) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 1..=ROUNDS_MAX {
        let mut text = key.repeat(64);
        let mut cipher =
            cbc::Encryptor::<Aes128>::new_from_slices(&key[..16], &key[16..32]).ok()?;
        for block in text.chunks_exact_mut(BLOCK) {
            cipher.encrypt_block(block.try_into().ok()?);
        }
        let rest = text[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>() % 3;
        key = match rest {
            0 => Sha256::digest(&text).to_vec(),
            1 => Sha384::digest(&text).to_vec(),
            _ => Sha512::digest(&text).to_vec(),
        };
        let last = usize::from(*text.last()?);
        if round >= 64 && last <= round - 32 {
            key.truncate(32);
            return Some(key);
        }
    }
    None
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut j = 0_u8;
    for i in 0..256 {
        let of_key = key.get(i % key.len().max(1)).copied().unwrap_or(0);
        j = j.wrapping_add(state[i]).wrapping_add(of_key);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    bytes
        .iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            let at = state[usize::from(i)].wrapping_add(state[usize::from(j)]);
            byte ^ state[usize::from(at)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_the_known_answers() {
        assert_eq!(
            rc4(b"Key", b"Plaintext"),
            [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]
        );
        assert_eq!(rc4(b"Wiki", b"pedia"), [0x10, 0x21, 0xBF, 0x04, 0x20]);
    }
}
