//! The receipt of a signature: one file with the agreement's exact bytes and all evidence, signed with Ed25519.
//!
//! What is signed is the `payload` as canonical JSON: an object whose values are all strings, its keys sorted, nothing
//! between the tokens, in UTF-8 (RFC 8785 gives the same bytes). The public key stands beside it for convenience only:
//! a receipt is verified against published keys, or against a fingerprint that its holder trusts already.

use std::collections::BTreeMap;
use std::fmt;

use accede_domain::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest as _, Sha256};

use crate::keys::{self, Keys, PublicKey, Purpose};

/// Names the format; a later one gets another number.
const FORMAT: &str = "accede-receipt/1";

/// A receipt as its file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The key that signed, by the first 16 hexadecimal digits of its fingerprint.
    pub key_id: String,
    /// base64url of the 32 bytes. Trust it only where its SHA-256 is the fingerprint you know.
    pub public_key: String,
    /// What is signed.
    #[serde(deserialize_with = "each_name_once")]
    pub payload: BTreeMap<String, String>,
    /// base64url of the 64 bytes.
    pub signature: String,
}

/// A name that stands twice is read as its last value by one program and as its first by another, and by people.
fn each_name_once<'de, D: Deserializer<'de>>(
    payload: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    struct Facts;

    impl<'de> Visitor<'de> for Facts {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("facts, each under a name of its own")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut facts = BTreeMap::new();
            while let Some((name, value)) = map.next_entry::<String, String>()? {
                if facts.insert(name, value).is_some() {
                    return Err(A::Error::custom("a name stands twice"));
                }
            }
            Ok(facts)
        }
    }

    payload.deserialize_map(Facts)
}

/// What a receipt says.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    pub signature_id: &'a str,
    /// The portal's origin and name.
    pub portal: (&'a str, &'a str),
    /// Slug and title.
    pub dataset: (&'a str, &'a str),
    pub agreement_version: &'a str,
    pub agreement: &'a [u8],
    pub typed_name: &'a str,
    pub user_name: &'a str,
    pub account_name: &'a str,
    pub email: &'a str,
    pub affiliation: &'a str,
    /// Version and words.
    pub consent: (&'a str, &'a str),
    pub signed_at: Timestamp,
    pub session_id: &'a str,
    pub address: &'a str,
    pub user_agent: &'a str,
}

impl Evidence<'_> {
    fn payload(&self) -> BTreeMap<String, String> {
        let sha256 = hex::encode(Sha256::digest(self.agreement));
        [
            ("format", FORMAT.to_owned()),
            ("signature_id", self.signature_id.to_owned()),
            ("portal", self.portal.0.to_owned()),
            ("portal_name", self.portal.1.to_owned()),
            ("dataset", self.dataset.0.to_owned()),
            ("dataset_title", self.dataset.1.to_owned()),
            ("agreement_version", self.agreement_version.to_owned()),
            ("agreement_sha256", sha256),
            ("agreement_base64", STANDARD.encode(self.agreement)),
            ("typed_name", self.typed_name.to_owned()),
            ("user_name", self.user_name.to_owned()),
            ("account_name", self.account_name.to_owned()),
            ("email", self.email.to_owned()),
            ("affiliation", self.affiliation.to_owned()),
            ("consent_version", self.consent.0.to_owned()),
            ("consent_text", self.consent.1.to_owned()),
            ("signed_at", self.signed_at.to_string()),
            ("session_id", self.session_id.to_owned()),
            ("address", self.address.to_owned()),
            ("user_agent", self.user_agent.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

/// Signs a receipt with the newest receipt key: its key's id, and the file's bytes.
///
/// # Errors
/// Never in practice: JSON of strings can always be written.
pub fn issue(keys: &Keys, evidence: &Evidence<'_>) -> Result<(String, Vec<u8>), serde_json::Error> {
    let payload = evidence.payload();
    let (key_id, signature) = keys.sign(Purpose::Receipt, &canonical(&payload)?);
    let public_key = keys
        .public()
        .into_iter()
        .find(|key| key.id == key_id)
        .map(|key| key.public_key);
    let receipt = Receipt {
        key_id: key_id.clone(),
        public_key: public_key.unwrap_or_default(),
        payload,
        signature: URL_SAFE_NO_PAD.encode(signature),
    };
    let mut bytes = serde_json::to_vec_pretty(&receipt)?;
    bytes.push(b'\n');
    Ok((key_id, bytes))
}

fn canonical(payload: &BTreeMap<String, String>) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(payload)
}

/// Against what a receipt is held.
#[derive(Debug, Clone)]
pub enum Trust {
    /// Keys as a portal publishes them.
    Keys(Vec<PublicKey>),
    /// The SHA-256 of the public key, 64 hexadecimal digits.
    Fingerprint(String),
}

/// Why a receipt proves nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    #[error("this is not a receipt")]
    NotAReceipt,
    #[error("its format is not known to this program")]
    UnknownFormat,
    #[error("the key that signed it is not the one with this fingerprint")]
    OtherKey,
    #[error("the key {0} that signed it is not among these keys")]
    UnknownKey(String),
    #[error("its signature does not fit: something in it was changed")]
    Changed,
    #[error("the agreement in it does not have the digest that was signed")]
    OtherAgreement,
}

/// Holds a receipt to keys that are trusted. Needs nothing but its arguments: no network, no database.
///
/// # Errors
/// Why it proves nothing.
pub fn verify(bytes: &[u8], trust: &Trust) -> Result<Receipt, Distrust> {
    let receipt: Receipt = serde_json::from_slice(bytes).map_err(|_| Distrust::NotAReceipt)?;
    if receipt.payload.get("format").map(String::as_str) != Some(FORMAT) {
        return Err(Distrust::UnknownFormat);
    }
    let trusted = trusted_keys(&receipt, trust)?;
    let message = canonical(&receipt.payload).map_err(|_| Distrust::NotAReceipt)?;
    let signature = URL_SAFE_NO_PAD
        .decode(&receipt.signature)
        .map_err(|_| Distrust::Changed)?;
    if !keys::verify(
        &trusted,
        Purpose::Receipt,
        &receipt.key_id,
        &message,
        &signature,
    ) {
        return Err(Distrust::Changed);
    }
    let digest = receipt
        .payload
        .get("agreement_sha256")
        .ok_or(Distrust::NotAReceipt)?;
    if hex::encode(Sha256::digest(receipt.agreement()?)) != *digest {
        return Err(Distrust::OtherAgreement);
    }
    Ok(receipt)
}

impl Receipt {
    /// The exact bytes that were signed.
    ///
    /// # Errors
    /// Where it holds none.
    pub fn agreement(&self) -> Result<Vec<u8>, Distrust> {
        let encoded = self
            .payload
            .get("agreement_base64")
            .ok_or(Distrust::NotAReceipt)?;
        STANDARD
            .decode(encoded)
            .map_err(|_| Distrust::OtherAgreement)
    }
}

fn trusted_keys(receipt: &Receipt, trust: &Trust) -> Result<Vec<PublicKey>, Distrust> {
    match trust {
        Trust::Keys(keys) => {
            let key = keys
                .iter()
                .find(|key| key.id == receipt.key_id && key.purpose == Purpose::Receipt)
                .ok_or_else(|| Distrust::UnknownKey(receipt.key_id.clone()))?;
            // It proves nothing, and whoever reads the file may take it for the key.
            if key.public_key != receipt.public_key {
                return Err(Distrust::Changed);
            }
            Ok(vec![key.clone()])
        }
        Trust::Fingerprint(fingerprint) => {
            let bytes = URL_SAFE_NO_PAD
                .decode(&receipt.public_key)
                .map_err(|_| Distrust::OtherKey)?;
            let found = hex::encode(Sha256::digest(bytes));
            if !found.eq_ignore_ascii_case(fingerprint.trim()) {
                return Err(Distrust::OtherKey);
            }
            Ok(vec![PublicKey {
                id: receipt.key_id.clone(),
                purpose: Purpose::Receipt,
                algorithm: "Ed25519".to_owned(),
                public_key: receipt.public_key.clone(),
                created_at: Timestamp(0),
                current: false,
            }])
        }
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::time::Duration;

    use super::*;
    use crate::entropy::SeededEntropy;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn keys(seed: u64) -> Keys {
        let folder = tempfile::tempdir().unwrap();
        Keys::open(&folder.path().join("keys"), &SeededEntropy::new(seed), NOW).unwrap()
    }

    fn issued(keys: &Keys) -> Vec<u8> {
        let evidence = Evidence {
            signature_id: "01",
            portal: ("https://access.example.org", "Accede"),
            dataset: ("mimiciii", "MIMIC-III"),
            agreement_version: "1.0",
            agreement: "# Agreement\n\n“É” \u{2028}".as_bytes(),
            typed_name: "Émile \"X\" 李",
            user_name: "emile",
            account_name: "Émile 李",
            email: "e@example.org",
            affiliation: "3M \\ Co\t",
            consent: ("1.0", "I agree."),
            signed_at: NOW,
            session_id: "02",
            address: "2001:db8::1",
            user_agent: "Firefox",
        };
        issue(keys, &evidence).unwrap().1
    }

    #[test]
    fn a_receipt_holds_against_published_keys_and_against_a_fingerprint() {
        let keys = keys(1);
        let bytes = issued(&keys);
        let receipt = verify(&bytes, &Trust::Keys(keys.public())).unwrap();
        assert_eq!(receipt.payload["signed_at"], "2027-01-15T08:00:00Z");
        let key = keys
            .public()
            .into_iter()
            .find(|k| k.id == receipt.key_id)
            .unwrap();
        let fingerprint = hex::encode(Sha256::digest(
            URL_SAFE_NO_PAD.decode(key.public_key).unwrap(),
        ));
        assert!(fingerprint.starts_with(&receipt.key_id));
        assert!(verify(&bytes, &Trust::Fingerprint(fingerprint.to_uppercase())).is_ok());
    }

    #[test]
    fn a_receipt_of_somebody_elses_making_proves_nothing() {
        let (ours, theirs) = (keys(1), keys(2));
        let bytes = issued(&theirs);
        let unknown = verify(&bytes, &Trust::Keys(ours.public()));
        assert!(matches!(unknown, Err(Distrust::UnknownKey(_))));
        assert_eq!(
            verify(&bytes, &Trust::Fingerprint("00".repeat(32))),
            Err(Distrust::OtherKey)
        );
        assert_eq!(
            verify(b"{}", &Trust::Keys(ours.public())),
            Err(Distrust::NotAReceipt)
        );
    }

    #[test]
    fn no_fact_in_it_can_be_changed() {
        let keys = keys(1);
        let bytes = issued(&keys);
        let trust = Trust::Keys(keys.public());
        let receipt: Receipt = serde_json::from_slice(&bytes).unwrap();
        for name in receipt.payload.keys().filter(|name| *name != "format") {
            let mut changed = receipt.clone();
            changed.payload.insert(name.clone(), "x".to_owned());
            let changed = serde_json::to_vec(&changed).unwrap();
            assert_eq!(verify(&changed, &trust), Err(Distrust::Changed), "{name}");
        }
        let mut more = receipt.clone();
        more.payload.insert("further".to_owned(), String::new());
        assert_eq!(
            verify(&serde_json::to_vec(&more).unwrap(), &trust),
            Err(Distrust::Changed)
        );
        let mut other_key = receipt;
        other_key.public_key = "AAAA".to_owned();
        assert_eq!(
            verify(&serde_json::to_vec(&other_key).unwrap(), &trust),
            Err(Distrust::Changed),
            "it is not believed, but whoever reads the file might"
        );
    }

    #[test]
    fn no_fact_stands_in_it_twice() {
        let keys = keys(1);
        let text = String::from_utf8(issued(&keys)).unwrap();
        let twice = text.replace(
            "\"typed_name\"",
            "\"typed_name\": \"Mallory\",\n    \"typed_name\"",
        );
        assert_ne!(twice, text);
        let trust = Trust::Keys(keys.public());
        assert_eq!(verify(twice.as_bytes(), &trust), Err(Distrust::NotAReceipt));
    }

    #[test]
    fn a_receipt_holds_after_its_key_was_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, entropy) = (folder.path().join("keys"), SeededEntropy::new(1));
        let mut keys = Keys::open(&path, &entropy, NOW).unwrap();
        let (before, saved) = (issued(&keys), keys.public());
        keys.rotate(
            &path,
            Purpose::Receipt,
            &entropy,
            NOW.plus(Duration::days(1)),
        )
        .unwrap();
        let after = issued(&keys);
        // A restart reads old keys and the new one.
        let published = Keys::open(&path, &entropy, NOW).unwrap().public();
        let by = |bytes: &[u8], keys: &[PublicKey]| {
            verify(bytes, &Trust::Keys(keys.to_vec())).map(|receipt| receipt.key_id)
        };
        let (old, new) = (
            by(&before, &published).unwrap(),
            by(&after, &published).unwrap(),
        );
        assert_ne!(old, new);
        // Keys that were saved before the change say that they do not know the new one, and nothing worse.
        assert_eq!(by(&before, &saved), Ok(old));
        assert_eq!(by(&after, &saved), Err(Distrust::UnknownKey(new)));
    }
}
