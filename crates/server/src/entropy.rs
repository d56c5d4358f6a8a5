//! The one source of randomness: the operating system's, or a seeded one in tests.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

/// Where the server takes unpredictable bytes from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret can be made: going on would be worse than ending the request.
        #[allow(
            clippy::expect_used,
            reason = "getrandom fails on a broken kernel only"
        )]
        SysRng
            .try_fill_bytes(bytes)
            .expect("the operating system gives random bytes");
    }
}

/// A generator that repeats itself for the same seed; for tests only.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<StdRng>);

impl SeededEntropy {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// `N` random bytes.
#[must_use]
pub fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A secret of 256 bits in 43 characters that fit into a cookie, a header and a URL.
#[must_use]
pub fn secret_token(entropy: &dyn Entropy) -> String {
    URL_SAFE_NO_PAD.encode(random::<32>(entropy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        assert_eq!(
            secret_token(&SeededEntropy::new(7)),
            secret_token(&SeededEntropy::new(7))
        );
        assert_ne!(secret_token(&SystemEntropy), secret_token(&SystemEntropy));
        assert_eq!(secret_token(&SystemEntropy).len(), 43);
    }
}
