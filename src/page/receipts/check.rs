//! Holding a receipt to the portal's keys, with the browser's own cryptography.

use super::model::{self, Published, Receipt, Wrong, hex};
use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, File, SubtleCrypto};

const ALGORITHM: &str = "Ed25519";

/// A receipt that holds.
pub struct Genuine {
    pub receipt: Receipt,
    /// The SHA-256 of the public key that signed it.
    pub fingerprint: String,
    /// Since when the portal has that key, as it published it.
    pub key_since: String,
    /// Whether it is the key that signs now; an older one counts as much.
    pub key_is_current: bool,
}

/// Reads a file and checks all that there is to check. Nothing leaves the page.
pub async fn check(file: &File, published: &Published) -> Result<Genuine, Wrong> {
    if file.size() > model::MAX_BYTES {
        return Err(Wrong::NotAReceipt);
    }
    let text = JsFuture::from(file.text()).await.ok();
    let text = text.and_then(|text| text.as_string());
    let receipt = model::read(&text.ok_or(Wrong::NotAReceipt)?)?;
    let (key, bytes) = receipt.key(published)?;
    let subtle = subtle().ok_or(Wrong::NoEd25519)?;
    let fingerprint = sha256(&subtle, &bytes).await.ok_or(Wrong::NoEd25519)?;
    if !fingerprint.starts_with(&receipt.key_id) {
        return Err(receipt.unknown_key());
    }
    let signature = receipt.signature()?;
    let holds = verify(&subtle, &bytes, &signature, &receipt.message()).await;
    if !holds.ok_or(Wrong::NoEd25519)? {
        return Err(Wrong::Changed);
    }
    let digest = sha256(&subtle, &receipt.agreement()?).await;
    if digest.as_deref() != Some(receipt.fact("agreement_sha256")) {
        return Err(Wrong::OtherAgreement);
    }
    Ok(Genuine {
        fingerprint,
        key_since: key.created_at.clone(),
        key_is_current: key.current,
        receipt,
    })
}

/// There is none where the page did not come over a safe connection.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = Reflect::get(&window(), &JsValue::from_str("crypto")).ok()?;
    let subtle = Reflect::get(crypto.dyn_ref::<Crypto>()?, &JsValue::from_str("subtle")).ok()?;
    subtle.dyn_into().ok()
}

async fn sha256(subtle: &SubtleCrypto, bytes: &[u8]) -> Option<String> {
    let data = Uint8Array::from(bytes);
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", &data);
    let digest = JsFuture::from(digest.ok()?).await.ok()?;
    Some(hex(&Uint8Array::new(&digest).to_vec()))
}

/// Whether the signature fits; nothing where the browser does not know Ed25519.
async fn verify(
    subtle: &SubtleCrypto,
    key: &[u8],
    signature: &[u8],
    message: &[u8],
) -> Option<bool> {
    let key: Object = Uint8Array::from(key).unchecked_into();
    let usages = Array::of1(&"verify".into());
    let imported = subtle.import_key_with_str("raw", &key, ALGORITHM, false, &usages);
    let key: CryptoKey = JsFuture::from(imported.ok()?).await.ok()?.dyn_into().ok()?;
    let (signature, message) = (Uint8Array::from(signature), Uint8Array::from(message));
    let verified = subtle
        .verify_with_str_and_buffer_source_and_buffer_source(ALGORITHM, &key, &signature, &message);
    JsFuture::from(verified.ok()?).await.ok()?.as_bool()
}
