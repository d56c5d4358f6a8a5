//! Passphrases: judged, hashed and checked. Argon2id runs on threads of its own and in bounded number, so that signing
//! in can never hold every core; with nothing to check against it runs all the same, so that time tells nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use accede_domain::account::{PASSPHRASE_MIN_SCORE, check_passphrase};
use accede_domain::problem::FieldCode;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{self, CustomizedPasswordHasher};
use argon2::{Algorithm, Argon2, Block, Params, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

use crate::account::text;
use crate::entropy::{Entropy, random};
use crate::error::ApiError;

/// Memory in KiB, passes and lanes: the first choice of OWASP's Password Storage Cheat Sheet for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
const HASH_LENGTH: usize = 32;

/// A hash of the present cost that no passphrase has. What is checked against it takes as long as any other.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$YWNjZWRlOiBub2JvZHkuLg$bm8gcGFzc3BocmFzZSBoYXMgdGhpcyBkaWdlc3QuLi4";

/// The one place where Argon2 runs.
pub struct Passphrases {
    permits: Arc<Semaphore>,
    runs: Arc<AtomicU64>,
}

impl Default for Passphrases {
    fn default() -> Self {
        // Half of the cores, at least one: the rest go on answering everybody else.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            permits: Arc::new(Semaphore::new((cores / 2).max(1))),
            runs: Arc::default(),
        }
    }
}

impl Passphrases {
    /// What is wrong with a new passphrase: its length, or that it is easily guessed. `known` is what an attacker would
    /// try first: names, addresses.
    ///
    /// # Errors
    /// Only where the server is ending.
    pub async fn judge(
        &self,
        passphrase: &str,
        known: &[&str],
    ) -> Result<Option<FieldCode>, ApiError> {
        let passphrase = text::nfc(passphrase);
        if let Err(code) = check_passphrase(&passphrase) {
            return Ok(Some(code));
        }
        let known: Vec<String> = known.iter().map(|word| (*word).to_owned()).collect();
        let score = self
            .on_a_thread(move || {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                u8::from(zxcvbn::zxcvbn(&passphrase, &known).score())
            })
            .await?;
        Ok((score < PASSPHRASE_MIN_SCORE).then_some(FieldCode::TooWeak))
    }

    /// Hashes a new passphrase, in PHC form.
    ///
    /// # Errors
    /// Only where the server is ending, or short of memory.
    pub async fn hash(&self, entropy: &dyn Entropy, passphrase: &str) -> Result<String, ApiError> {
        let (passphrase, salt) = (text::nfc(passphrase), random::<16>(entropy));
        self.runs.fetch_add(1, Ordering::Relaxed);
        let work = move || {
            let hash = Apart.hash_password_with_params(passphrase.as_bytes(), &salt, params()?)?;
            Ok(hash.to_string())
        };
        let outcome: password_hash::Result<String> = self.on_a_thread(work).await?;
        outcome.map_err(ApiError::internal)
    }

    /// Whether the passphrase belongs to the hash. Without a hash the work is the same, and the answer no.
    ///
    /// # Errors
    /// As [`Self::hash`]; a hash that cannot be read is a fault of ours.
    pub async fn verify(&self, passphrase: &str, hash: Option<&str>) -> Result<bool, ApiError> {
        let (passphrase, known) = (text::nfc(passphrase), hash.is_some());
        let hash = hash.unwrap_or(NOBODYS).to_owned();
        self.runs.fetch_add(1, Ordering::Relaxed);
        let outcome = self
            .on_a_thread(move || {
                Apart.verify_password(passphrase.as_bytes(), &PasswordHash::new(&hash)?)
            })
            .await?;
        match outcome {
            Ok(()) => Ok(known),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(other) => Err(ApiError::internal(other)),
        }
    }

    /// How often Argon2 ran; tests hold known and unknown addresses to the same number.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// The permit goes along to the thread: a request that was cancelled still counts until its work is done.
    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(ApiError::internal)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(ApiError::internal)
    }
}

fn params() -> argon2::Result<Params> {
    let (memory, passes, lanes) = COST;
    Params::new(memory, passes, lanes, Some(HASH_LENGTH))
}

/// Argon2 as the library has it, in memory that goes back to the system after each run.
///
/// The library would take it from the heap of the thread; glibc keeps what a thread gave back for that thread, and in time
/// each of many threads would keep the 19 MiB of one run.
struct Apart;

impl Apart {
    /// From this size on, glibc maps memory by itself whatever came before (`DEFAULT_MMAP_THRESHOLD_MAX`). What is not
    /// touched of it costs nothing.
    const MAPPED: usize = 33 << 20;

    fn memory(blocks: usize) -> Vec<Block> {
        let mut memory = Vec::with_capacity(blocks.max(Self::MAPPED / Block::SIZE));
        memory.resize(blocks, Block::new());
        memory
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Apart {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<password_hash::Version>,
        params: Params,
    ) -> password_hash::Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?;
        let version = version.map(Version::try_from).transpose()?;
        let (algorithm, version) = (
            algorithm.unwrap_or(Algorithm::Argon2id),
            version.unwrap_or(Version::V0x13),
        );
        let salt = Salt::new(salt)?;
        let mut output = vec![0; params.output_len().unwrap_or(HASH_LENGTH)];
        let memory = Self::memory(params.block_count());
        Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(
            password,
            &salt,
            &mut output,
            memory,
        )?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(Output::new(&output)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    const GOOD: &str = "copper lantern beside the quiet harbour";

    #[tokio::test]
    async fn a_passphrase_opens_its_own_hash_only() {
        let passphrases = Passphrases::default();
        let hash = passphrases
            .hash(&SeededEntropy::new(1), GOOD)
            .await
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(passphrases.verify(GOOD, Some(&hash)).await.unwrap());
        assert!(
            !passphrases
                .verify("copper lantern", Some(&hash))
                .await
                .unwrap()
        );
        assert!(passphrases.verify(GOOD, Some("not a hash")).await.is_err());
        assert_eq!(passphrases.runs(), 4);
    }

    #[test]
    fn a_hash_is_the_librarys_own() {
        use argon2::PasswordHasher as _;
        let (passphrase, salt) = (GOOD.as_bytes(), [7; 16]);
        let ours = Apart
            .hash_password_with_params(passphrase, &salt, params().unwrap())
            .unwrap();
        let theirs: PasswordHash =
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params().unwrap())
                .hash_password_with_salt(passphrase, &salt)
                .unwrap();
        assert_eq!(ours.to_string(), theirs.to_string());
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody() {
        let passphrases = Passphrases::default();
        assert!(!passphrases.verify(GOOD, None).await.unwrap());
        let ours = passphrases
            .hash(&SeededEntropy::new(1), GOOD)
            .await
            .unwrap();
        let shape = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        assert_eq!(shape(NOBODYS), shape(&ours), "algorithm, version and cost");
        assert_eq!(NOBODYS.len(), ours.len());
    }

    #[tokio::test]
    async fn the_same_letters_count_however_they_were_typed() {
        let passphrases = Passphrases::default();
        let (composed, decomposed) = ("caf\u{e9} lantern harbour", "cafe\u{301} lantern harbour");
        let hash = passphrases
            .hash(&SeededEntropy::new(1), composed)
            .await
            .unwrap();
        assert!(passphrases.verify(decomposed, Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn what_is_short_or_easily_guessed_is_refused() {
        let passphrases = Passphrases::default();
        let judge = async |text: &str| {
            passphrases
                .judge(text, &["ada@example.org", "Lovelace"])
                .await
                .unwrap()
        };
        assert_eq!(judge("").await, Some(FieldCode::Required));
        assert_eq!(judge("short").await, Some(FieldCode::TooShort));
        assert_eq!(judge(&"x".repeat(257)).await, Some(FieldCode::TooLong));
        for weak in [
            "passwordpassword",
            "123456789012",
            "qwertyuiop12",
            "LovelaceLovelace",
        ] {
            assert_eq!(judge(weak).await, Some(FieldCode::TooWeak), "{weak}");
        }
        assert_eq!(judge(GOOD).await, None);
    }
}
