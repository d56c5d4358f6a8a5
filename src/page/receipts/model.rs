//! What a receipt is, and what has to hold of it: pure, tested natively. `crates/server/src/receipt.rs` makes receipts, and
//! says the same of them on a command line.

use accede_api::wire::{self, Reader, Wire};
use std::collections::BTreeMap;

/// The format that this page knows.
const FORMAT: &str = "accede-receipt/1";
/// What keys are for that sign receipts.
const PURPOSE: &str = "receipt";
/// A receipt holds one agreement; a file that is larger than this is none.
pub const MAX_BYTES: f64 = 1_048_576.0;

/// A receipt, as its file holds it.
pub struct Receipt {
    pub key_id: String,
    public_key: String,
    pub payload: Payload,
    pub signature: String,
}

impl Wire for Receipt {
    fn blank() -> Self {
        let (key_id, public_key, signature) = Default::default();
        Self {
            key_id,
            public_key,
            payload: Payload::blank(),
            signature,
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let mut seen: Vec<String> = Vec::new();
        let read = reader.entries(&mut |name, reader| {
            // What stands beside the signed part is not proven: nothing may stand there but what a receipt has, and once.
            if seen.contains(&name) {
                return false;
            }
            let known = match name.as_str() {
                "key_id" => self.key_id.read(reader),
                "public_key" => self.public_key.read(reader),
                "payload" => self.payload.read(reader),
                "signature" => self.signature.read(reader),
                _ => false,
            };
            seen.push(name);
            known
        });
        read && seen.len() == 4
    }
}

/// What is signed: texts by name.
pub struct Payload(BTreeMap<String, String>);

impl Wire for Payload {
    fn blank() -> Self {
        Self(BTreeMap::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.entries(&mut |name, reader| {
            let value = reader.string();
            // A name that stands twice could say one thing here and another to whoever reads the first.
            value.is_some_and(|value| self.0.insert(name, value).is_none())
        })
    }
}

/// `GET /.well-known/accede-keys.json`
pub struct Published {
    pub keys: Vec<Key>,
}

/// A public key of the portal.
pub struct Key {
    id: String,
    purpose: String,
    public_key: String,
    pub created_at: String,
    pub current: bool,
}

accede_api::wire! {
    Published { keys } {}
    Key { id purpose public_key created_at current } {}
}

/// Why a file proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    NotAReceipt,
    /// A receipt of a format that this page does not know.
    UnknownFormat,
    /// This portal has no such key: its id, and the portal that the receipt names, which nothing proves.
    UnknownKey {
        key_id: String,
        portal: String,
    },
    /// Something in it was changed since it was signed.
    Changed,
    /// The agreement in it is another one than its digest says.
    OtherAgreement,
    /// This browser cannot check Ed25519 signatures.
    NoEd25519,
}

/// Reads a file.
pub fn read(text: &str) -> Result<Receipt, Wrong> {
    let receipt = wire::read::<Receipt>(text).ok_or(Wrong::NotAReceipt)?;
    match receipt.fact("format") {
        FORMAT => Ok(receipt),
        "" => Err(Wrong::NotAReceipt),
        _ => Err(Wrong::UnknownFormat),
    }
}

impl Receipt {
    /// A fact in it; empty where it has none of this name.
    pub fn fact(&self, name: &str) -> &str {
        self.payload.0.get(name).map_or("", String::as_str)
    }

    /// The bytes that are signed: the payload as canonical JSON, names sorted and nothing between the tokens.
    pub fn message(&self) -> Vec<u8> {
        serde_json::to_vec(&self.payload.0).unwrap_or_default()
    }

    /// The signature's bytes.
    pub fn signature(&self) -> Result<Vec<u8>, Wrong> {
        base64(&self.signature).ok_or(Wrong::Changed)
    }

    /// The bytes of the agreement that was signed.
    pub fn agreement(&self) -> Result<Vec<u8>, Wrong> {
        base64(self.fact("agreement_base64")).ok_or(Wrong::OtherAgreement)
    }

    /// The key that it says signed it, among those that are published, and that key's bytes.
    pub fn key<'a>(&self, published: &'a Published) -> Result<(&'a Key, Vec<u8>), Wrong> {
        let mut keys = published.keys.iter();
        let (key, bytes) = keys
            .find(|key| key.id == self.key_id && key.purpose == PURPOSE)
            .and_then(|key| Some((key, base64(&key.public_key)?)))
            .ok_or_else(|| self.unknown_key())?;
        if base64(&self.public_key).as_ref() != Some(&bytes) {
            return Err(Wrong::Changed);
        }
        Ok((key, bytes))
    }

    /// The failure that this portal has not published its key.
    pub fn unknown_key(&self) -> Wrong {
        Wrong::UnknownKey {
            key_id: self.key_id.clone(),
            portal: self.fact("portal").to_owned(),
        }
    }
}

/// Bytes from base64 in either alphabet.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = r#"{"keys":[
        {"id":"0a","purpose":"audit","algorithm":"Ed25519","public_key":"AAAA","created_at":"x","current":true},
        {"id":"0b","purpose":"receipt","algorithm":"Ed25519","public_key":"_-8","created_at":"x","current":false}]}"#;

    fn receipt(key_id: &str, format: &str) -> String {
        format!(
            r#"{{"key_id":"{key_id}","public_key":"_-8","payload":{{"portal":"https://a.example","é":"\u2028\n\"李","format":"{format}"}},"signature":"AA"}}"#
        )
    }

    #[test]
    fn what_is_no_receipt_is_told_from_one_of_another_format() {
        let wrong = |text: &str| read(text).err();
        assert_eq!(wrong(&receipt("0b", FORMAT)), None);
        assert_eq!(
            wrong(&receipt("0b", "accede-receipt/2")),
            Some(Wrong::UnknownFormat)
        );
        for text in [
            "",
            "{}",
            "[1]",
            "%PDF-1.7",
            &receipt("0b", ""),
            r#"{"key_id":"a","public_key":"A","payload":{"format":1},"signature":"A"}"#,
            // Something foreign, twice or missing beside what is signed.
            &receipt("0b", FORMAT).replacen('{', r#"{"extra":1,"#, 1),
            &receipt("0b", FORMAT).replacen('{', r#"{"key_id":"0a","#, 1),
            &receipt("0b", FORMAT).replacen(r#""public_key":"_-8","#, "", 1),
        ] {
            assert_eq!(wrong(text), Some(Wrong::NotAReceipt), "{text}");
        }
    }

    #[test]
    fn the_message_is_the_payload_in_order_without_anything_between() {
        let message = read(&receipt("0b", FORMAT)).unwrap().message();
        let expected = "{\"format\":\"accede-receipt/1\",\"portal\":\"https://a.example\",\"é\":\"\u{2028}\\n\\\"李\"}";
        assert_eq!(String::from_utf8(message).unwrap(), expected);
    }

    #[test]
    fn a_key_for_something_else_signs_no_receipt() {
        let published = wire::read::<Published>(KEYS).unwrap();
        let key = |id| {
            let receipt = read(&receipt(id, FORMAT)).unwrap();
            receipt.key(&published).map(|(_, bytes)| bytes)
        };
        assert_eq!(key("0b"), Ok(vec![0xff, 0xef]));
        let unknown = |key_id: &str| Wrong::UnknownKey {
            key_id: key_id.to_owned(),
            portal: "https://a.example".to_owned(),
        };
        let other = receipt("0b", FORMAT).replacen("_-8", "_-4", 1);
        let other = read(&other).unwrap();
        assert_eq!(other.key(&published).err(), Some(Wrong::Changed));
        assert_eq!(key("0a"), Err(unknown("0a")));
        assert_eq!(key("0c"), Err(unknown("0c")));
    }

    #[test]
    fn base64_is_read_in_either_alphabet() {
        assert_eq!(base64("aGVsbG8=").as_deref(), Some(&b"hello"[..]));
        assert_eq!(base64("aGVsbG8").as_deref(), Some(&b"hello"[..]));
        assert_eq!(base64("+/-_"), base64("-_+/"));
        assert_eq!(base64("a b"), None);
        assert_eq!(hex(&[0, 0x1f, 0xa0]), "001fa0");
    }
}
