//! What only the browser knows: the time, its zone, its storage, its connection. Everything ambient enters here.

use accede_domain::time::Timestamp;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Now, by this machine's clock. For showing durations only; the server's clock decides.
pub fn now() -> Timestamp {
    // Milliseconds as a whole number fit an f64 for the next 285,000 years.
    Timestamp::from_micros(js_sys::Date::now() as i64 * 1000)
}

/// A fresh UUID, for idempotency keys.
pub fn uuid() -> String {
    let crypto = js_sys::Reflect::get(&window(), &JsValue::from_str("crypto"));
    let crypto = crypto
        .ok()
        .and_then(|crypto| crypto.dyn_into::<web_sys::Crypto>().ok());
    crypto
        .map(|crypto| crypto.random_uuid())
        .unwrap_or_default()
}

/// Whether the browser believes that it has a network.
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Waits.
pub fn sleep(time: Duration) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(sleep_inner(time))
}

async fn sleep_inner(time: Duration) {
    let millis = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
    let promise = js_sys::Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis);
    });
    // A promise made of a timer is never refused.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Reads what this tab keeps under a name; it survives a reload, not the tab.
pub fn tab_get(name: &str) -> Option<String> {
    tab_storage()?.get_item(name).ok().flatten()
}

/// Keeps a value in this tab. A browser that refuses storage loses it at a reload, which nothing relies upon.
pub fn tab_put(name: &str, value: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Forgets what this tab keeps under a name.
pub fn tab_remove(name: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(name);
    }
}

/// Reads what this tab keeps under a name, and forgets it.
pub fn tab_take(name: &str) -> Option<String> {
    let kept = tab_get(name);
    if kept.is_some() {
        tab_remove(name);
    }
    kept
}

/// Whether this tab keeps anything under a name that begins so.
pub fn tab_has_below(prefix: &str) -> bool {
    !tab_names_below(prefix).is_empty()
}

/// Forgets everything that this tab keeps under names that begin so.
pub fn tab_remove_below(prefix: &str) {
    remove_below(tab_storage(), prefix);
}

fn tab_names_below(prefix: &str) -> Vec<String> {
    tab_storage().map_or_else(Vec::new, |storage| names_below(&storage, prefix))
}

fn names_below(storage: &web_sys::Storage, prefix: &str) -> Vec<String> {
    (0..storage.length().unwrap_or_default())
        .filter_map(|place| storage.key(place).ok().flatten())
        .filter(|name| name.starts_with(prefix))
        .collect()
}

fn remove_below(storage: Option<web_sys::Storage>, prefix: &str) {
    if let Some(storage) = storage {
        for name in names_below(&storage, prefix) {
            let _ = storage.remove_item(&name);
        }
    }
}

/// Reads what all tabs share under a name.
pub fn shared_get(name: &str) -> Option<String> {
    window()
        .local_storage()
        .ok()
        .flatten()?
        .get_item(name)
        .ok()
        .flatten()
}

/// Shares a value with the other tabs, where the browser allows it.
pub fn shared_put(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Forgets what all tabs share under a name.
pub fn shared_remove(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(name);
    }
}

/// The names that begin so under which all tabs share something.
pub fn shared_names_below(prefix: &str) -> Vec<String> {
    let storage = window().local_storage().ok().flatten();
    storage.map_or_else(Vec::new, |storage| names_below(&storage, prefix))
}

/// Forgets everything that all tabs share under names that begin so.
pub fn shared_remove_below(prefix: &str) {
    remove_below(window().local_storage().ok().flatten(), prefix);
}

fn tab_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Takes the query of the address, with its `?`, out of the address bar, so that it stands in no history.
pub fn take_query() -> String {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    if !query.is_empty() {
        replace_address(&location.pathname().unwrap_or_default());
    }
    query
}

fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Takes the token that a mailed link carries in its fragment, keeps it in this tab under `name`, and clears the
/// address bar, so that it stands in no history. Without a fragment, what was kept before (a reload).
pub fn take_link_token(name: &str) -> Option<String> {
    let location = window().location();
    let hash = location.hash().unwrap_or_default();
    let token = hash.strip_prefix('#').filter(|token| !token.is_empty());
    let Some(token) = token else {
        return tab_get(name);
    };
    tab_put(name, token);
    let clean = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    replace_address(&clean);
    Some(token.to_owned())
}

/// Leaves the page for an address of the same origin that the server answers itself (a file, a download).
pub fn leave_to(address: &str) {
    let _ = window().location().assign(address);
}

/// Loads the page anew, and with it the newest build.
pub fn reload() {
    let _ = window().location().reload();
}

/// Copies a text to the clipboard; false where the browser refuses.
pub async fn copy(words: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(words);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// Waits while a dialog is open.
pub async fn dialogs_closed() {
    while let Ok(Some(dialog)) = document().query_selector("dialog[open]") {
        let closed = js_sys::Promise::new(&mut |resolve, _| {
            let _ = dialog.add_event_listener_with_callback("close", &resolve);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(closed).await;
    }
}

/// Runs `act` once, after the browser has drawn what was just changed.
pub fn after_paint(act: impl FnOnce() + 'static) {
    let closure = Closure::once_into_js(act);
    let _ = window().request_animation_frame(closure.unchecked_ref());
}
