//! A small buffer in IndexedDB for words that the server has not acknowledged: what is typed offline, or in the second
//! before the browser is closed, is there again. One entry for each account, draft and tab, so that no tab writes over
//! what another one keeps; deleted once the server has it, when the person signs out, and after seven days. It is read
//! only under the account that is signed in.

use super::tabs;
use crate::browser;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "accede";
const STORE: &str = "unsaved";
/// Long enough for a week away from the desk; short enough for a shared machine.
const KEEP_MICROS: f64 = 7.0 * 24.0 * 3600.0 * 1e6;

/// Words that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The draft as JSON, as it would have been sent.
    pub body: String,
    /// The draft that they were typed over, as the server had it, as JSON.
    pub base: String,
    /// What was sent last, as JSON, while nobody knows whether it arrived; or empty.
    pub sent: String,
    /// The address of the page on which they were typed.
    pub page: String,
}

thread_local! {
    /// The connection, once there is one: what is typed is then on its way to the disk before the next key.
    static CONNECTION: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    /// Who has signed out: nothing more of theirs is kept.
    static LEFT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the words of one draft of one account, in place of what this tab kept before.
pub async fn put(account: &str, draft: &str, kept: &Kept) {
    if LEFT.with_borrow(|left| left == account) {
        return;
    }
    let entry = Object::new();
    set(&entry, "body", &kept.body.as_str().into());
    set(&entry, "base", &kept.base.as_str().into());
    set(&entry, "sent", &kept.sent.as_str().into());
    set(&entry, "page", &kept.page.as_str().into());
    set(&entry, "at", &(browser::now().micros() as f64).into());
    if let Some(store) = open(IdbTransactionMode::Readwrite).await
        && let Ok(request) = store.put_with_key(&entry, &key(account, draft, &tabs::own()).into())
    {
        commit(&store);
        let _ = outcome(&request).await;
    }
}

/// Left to itself, a transaction is committed once the page has heard of its outcome; a page that dies before that would
/// take its words along.
#[allow(deprecated)] // In the bindings only: the standard has it, and every browser.
fn commit(store: &IdbObjectStore) {
    let _ = store.transaction().commit();
}

/// What a tab keeps of this draft of this account, if it is not too old.
pub async fn get(account: &str, draft: &str, tab: &str) -> Option<Kept> {
    get_at(&key(account, draft, tab)).await
}

/// What is kept under a key.
pub async fn get_at(key: &str) -> Option<Kept> {
    let store = open(IdbTransactionMode::Readonly).await?;
    let request = store.get(&key.into()).ok()?;
    let entry = outcome(&request).await.filter(JsValue::is_object)?;
    let read = |name: &str| Reflect::get(&entry, &name.into()).ok();
    let at = read("at")?.as_f64()?;
    if browser::now().micros() as f64 - at > KEEP_MICROS {
        return None;
    }
    Some(Kept {
        body: read("body")?.as_string()?,
        base: read("base")?.as_string()?,
        sent: read("sent")?.as_string()?,
        // An earlier build did not note it.
        page: read("page")?.as_string().unwrap_or_default(),
    })
}

/// The tabs that keep something of this draft of this account, whether they are still there or not; this one aside.
pub async fn others(account: &str, draft: &str) -> Vec<String> {
    let (below, own) = (key(account, draft, ""), tabs::own());
    let mut tabs = keys_below(&below).await;
    tabs.retain_mut(|tab| {
        tab.drain(..below.len());
        *tab != own
    });
    tabs
}

/// The keys of everything that is kept of this account.
pub async fn all(account: &str) -> Vec<String> {
    keys_below(&[account, "/"].concat()).await
}

/// The id of the thing that a key's draft is of, and the tab that keeps it.
pub fn parts(key: &str) -> Option<(&str, &str)> {
    let mut parts = key.split('/').skip(2);
    Some((parts.next()?, parts.next()?))
}

/// Forgets what a tab keeps of one draft of one account: the server has it.
pub async fn forget(account: &str, draft: &str, tab: &str) {
    forget_at(&key(account, draft, tab)).await;
}

pub async fn forget_at(key: &str) {
    if let Some(store) = open(IdbTransactionMode::Readwrite).await
        && let Ok(request) = store.delete(&key.into())
    {
        let _ = outcome(&request).await;
    }
}

/// Forgets everything of one account, and keeps nothing more of it: the person signs out.
pub async fn forget_account(account: &str) {
    LEFT.set(account.to_owned());
    let Some(store) = open(IdbTransactionMode::Readwrite).await else {
        return;
    };
    // Every key of the account lies between these two: `0` follows `/`.
    let (from, to) = ([account, "/"].concat(), [account, "0"].concat());
    if let Ok(range) = IdbKeyRange::bound(&from.into(), &to.into())
        && let Ok(request) = store.delete(&range)
    {
        let _ = outcome(&request).await;
    }
}

/// Somebody has signed in: what they type is kept.
pub fn welcome() {
    LEFT.set(String::new());
}

/// Forgets what is older than seven days, whoever's it is.
pub async fn forget_old() {
    let Some(keys) = all_keys().await else { return };
    for key in keys.iter().filter_map(|key| key.as_string()) {
        if get_at(&key).await.is_none() {
            forget_at(&key).await;
        }
    }
}

/// The keys that begin so.
async fn keys_below(start: &str) -> Vec<String> {
    let keys = all_keys().await.unwrap_or_default();
    let keys = keys.iter().filter_map(|key| key.as_string());
    keys.filter(|key| key.starts_with(start)).collect()
}

async fn all_keys() -> Option<js_sys::Array> {
    let store = open(IdbTransactionMode::Readonly).await?;
    let request = store.get_all_keys().ok()?;
    outcome(&request).await?.dyn_into().ok()
}

fn key(account: &str, draft: &str, tab: &str) -> String {
    [account, "/", draft, "/", tab].concat()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes every property.
    let _ = Reflect::set(object, &name.into(), value);
}

/// The store, in a transaction of its own. `None` where the browser gives no database (a private window of some):
/// the words are then only on the page.
async fn open(mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    let known = CONNECTION.with_borrow(Clone::clone);
    // A connection that the browser has closed meanwhile gives no transaction any more.
    if let Some(store) = known.and_then(|database| store_of(&database, mode)) {
        return Some(store);
    }
    let database = connect().await?;
    let store = store_of(&database, mode);
    CONNECTION.set(Some(database));
    store
}

fn store_of(database: &IdbDatabase, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    let options = Object::new();
    // On the disk before it counts as kept: words outlive the loss of power, too.
    set(&options, "durability", &"strict".into());
    // By hand: the bindings do not give the options yet.
    let begin = Reflect::get(database, &"transaction".into()).ok()?;
    let begin = begin.dyn_into::<Function>().ok()?;
    let begun = begin.call3(database, &STORE.into(), &mode.into(), &options);
    let transaction = begun.ok()?.dyn_into::<IdbTransaction>().ok()?;
    transaction.object_store(STORE).ok()
}

async fn connect() -> Option<IdbDatabase> {
    let request = window()
        .indexed_db()
        .ok()??
        .open_with_u32(DATABASE, 1)
        .ok()?;
    let upgrade = Closure::once(|event: web_sys::Event| {
        let request: Option<IdbOpenDbRequest> =
            event.target().and_then(|target| target.dyn_into().ok());
        let database = request.and_then(|request| request.result().ok());
        if let Some(database) =
            database.and_then(|database| database.dyn_into::<IdbDatabase>().ok())
        {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    outcome(&request).await?.dyn_into().ok()
}

/// Waits for a request; `None` when it failed.
async fn outcome(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await.ok()?;
    request.result().ok()
}
