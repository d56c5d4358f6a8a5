//! The worker's module: one function for `public/worker-start.js`.

use wasm_bindgen::prelude::wasm_bindgen;

/// See [`accede_worker::answer`]; an empty text for nothing.
#[wasm_bindgen]
#[must_use]
pub fn read(file: &[u8], rules: &str, full_name: &str, now: &str, translations: &str) -> String {
    accede_worker::answer(file, rules, full_name, now, translations).unwrap_or_default()
}

fn main() {}
