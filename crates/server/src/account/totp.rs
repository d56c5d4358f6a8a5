//! The second factor: time-based one-time codes (RFC 6238) and recovery codes.

use accede_api::account::SecondFactorSetup;
use accede_domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

use crate::entropy::{Entropy, random};
use crate::error::ApiError;
use crate::keys::{KeyError, Keys};

/// Seconds that a code holds. Every app assumes 30 seconds, 6 digits and SHA-1 (RFC 6238, 1.2 and 5.2).
const STEP_SECONDS: i64 = 30;
/// Steps of a clock that is wrong to either side (RFC 6238, 5.2 asks for at most one).
const DRIFT_STEPS: i64 = 1;
/// 160 bits, as long as SHA-1's output (RFC 4226, 4).
const SECRET_LENGTH: usize = 20;
/// Codes in a set.
pub const RECOVERY_CODES: usize = 10;

/// A secret that an app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_LENGTH]);

impl Secret {
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }

    /// Encrypted for the account's row; it opens nothing in another one.
    #[must_use]
    pub fn seal(&self, keys: &Keys, account_id: &str, entropy: &dyn Entropy) -> Vec<u8> {
        keys.seal(&context(account_id), &self.0, entropy)
    }

    /// The secret of an account.
    ///
    /// # Errors
    /// When it was encrypted with another key, or for another account.
    pub fn open(keys: &Keys, account_id: &str, sealed: &[u8]) -> Result<Self, KeyError> {
        let plain = keys.open_sealed(&context(account_id), sealed)?;
        plain.try_into().map(Self).map_err(|_| KeyError::CannotOpen)
    }

    /// The time step that a code belongs to, unless it is wrong, or not later than the last one used: a code that
    /// somebody read over a shoulder is worth nothing.
    #[must_use]
    pub fn check(&self, code: &str, now: Timestamp, last_step: Option<i64>) -> Option<i64> {
        let present = now.seconds().div_euclid(STEP_SECONDS);
        let steps = (present - DRIFT_STEPS)..=(present + DRIFT_STEPS);
        // Every step is compared, so that the time taken does not tell which one it was.
        let fitting: Vec<i64> = steps
            .filter(|step| bool::from(self.code(*step).as_bytes().ct_eq(code.as_bytes())))
            .collect();
        fitting
            .into_iter()
            .find(|step| last_step.is_none_or(|last| *step > last))
    }

    /// What an app shows at that moment.
    #[must_use]
    pub fn code_at(&self, now: Timestamp) -> String {
        self.code(now.seconds().div_euclid(STEP_SECONDS))
    }

    /// HOTP (RFC 4226, 5.3) of the step.
    fn code(&self, step: i64) -> String {
        #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("any length is a key");
        mac.update(&step.to_be_bytes());
        let digest: [u8; 20] = mac.finalize().into_bytes().into();
        let offset = usize::from(digest[19] & 0x0f);
        let number =
            u32::from_be_bytes(std::array::from_fn(|index| digest[offset + index])) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// What the person is shown once: for typing, for scanning, and drawn.
    ///
    /// # Errors
    /// Never in practice: what is drawn is short.
    pub fn setup(&self, site: &str, user_name: &str) -> Result<SecondFactorSetup, ApiError> {
        let secret = base32(&self.0);
        let issuer = percent_encoded(site);
        let label = format!("{issuer}:{}", percent_encoded(user_name));
        let otpauth_uri = format!("otpauth://totp/{label}?secret={secret}&issuer={issuer}");
        let code = qrcode::QrCode::new(otpauth_uri.as_bytes()).map_err(ApiError::internal)?;
        let modules = code.to_colors();
        let row =
            |row: &[qrcode::Color]| row.iter().map(|module| module.select('1', '0')).collect();
        let qr_rows = modules.chunks(code.width()).map(row).collect();
        Ok(SecondFactorSetup {
            secret,
            otpauth_uri,
            qr_rows,
        })
    }
}

fn context(account_id: &str) -> String {
    format!("totp {account_id}")
}

/// RFC 4648 without padding, as authenticator apps read it.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for group in bytes.chunks(5) {
        let mut padded = [0; 5];
        padded[..group.len()].copy_from_slice(group);
        let bits = padded
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let characters = (group.len() * 8).div_ceil(5);
        text.extend(
            (0..characters).map(|at| char::from(ALPHABET[(bits >> (35 - 5 * at) & 31) as usize])),
        );
    }
    text
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A new set of recovery codes, as the person keeps them: `XXXXX-XXXXX`, 50 bits each, without I, L, O and U.
#[must_use]
pub fn recovery_codes(entropy: &dyn Entropy) -> Vec<String> {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let code = |_| {
        let bytes: [u8; 10] = random(entropy);
        let text: String = bytes
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
            .collect();
        format!("{}-{}", &text[..5], &text[5..])
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// What the database keeps of a recovery code. Keyed, because 50 bits could be searched through.
#[must_use]
pub fn recovery_hash(keys: &Keys, account_id: &str, typed: &str) -> [u8; 32] {
    let meant = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(meant)
        .collect();
    keys.mac("recovery-code", &[account_id.as_bytes(), code.as_bytes()])
}

/// The six digits of an app, without the blanks that some show; anything else is taken for a recovery code.
#[must_use]
pub fn app_code(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    /// The key of RFC 6238, appendix B.
    fn rfc() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        let times = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in times {
            assert_eq!(rfc().code_at(Timestamp::from_seconds(seconds)), code);
        }
    }

    #[test]
    fn a_code_holds_for_a_clock_that_is_a_little_wrong_and_only_once() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let at = |seconds: i64| rfc().code_at(Timestamp::from_seconds(1_800_000_000 + seconds));
        let step = 1_800_000_000 / 30;
        assert_eq!(rfc().check(&at(0), now, None), Some(step));
        assert_eq!(rfc().check(&at(-30), now, None), Some(step - 1));
        assert_eq!(rfc().check(&at(30), now, Some(step)), Some(step + 1));
        for (seconds, last) in [
            (-60, None),
            (60, None),
            (0, Some(step)),
            (-30, Some(step)),
            (-30, Some(step - 1)),
        ] {
            assert_eq!(
                rfc().check(&at(seconds), now, last),
                None,
                "{seconds} {last:?}"
            );
        }
        assert_eq!(rfc().check("", now, None), None);
    }

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (plain, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), text);
        }
    }

    #[test]
    fn what_is_scanned_names_site_and_person() {
        let setup = rfc().setup("Heart & data", "ada").unwrap();
        assert_eq!(setup.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            setup.otpauth_uri,
            "otpauth://totp/Heart%20%26%20data:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Heart%20%26%20data"
        );
        assert!(
            setup
                .qr_rows
                .iter()
                .all(|row| row.len() == setup.qr_rows.len())
        );
        assert!(
            setup.qr_rows[0].starts_with("1111111"),
            "the mark in the corner"
        );
    }

    #[test]
    fn a_recovery_code_may_be_typed_carelessly() {
        let folder = tempfile::tempdir().unwrap();
        let entropy = SeededEntropy::new(1);
        let keys = Keys::open(folder.path(), &entropy, Timestamp::from_seconds(0)).unwrap();
        let codes = recovery_codes(&entropy);
        assert_eq!((codes.len(), codes[0].len()), (RECOVERY_CODES, 11));
        let careless = codes[0]
            .to_lowercase()
            .replace('-', " ")
            .replace('1', "l")
            .replace('0', "o");
        assert_eq!(
            recovery_hash(&keys, "a", &careless),
            recovery_hash(&keys, "a", &codes[0])
        );
        assert_ne!(
            recovery_hash(&keys, "b", &codes[0]),
            recovery_hash(&keys, "a", &codes[0])
        );
        assert_eq!(
            (app_code("123 456").as_deref(), app_code(&codes[0])),
            (Some("123456"), None)
        );
    }
}
