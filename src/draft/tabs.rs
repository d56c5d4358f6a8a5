//! Which tabs are there. Each page that keeps a draft holds a lock in its own name for as long as it lives, whatever ends
//! it; what it left in the buffer is for another only then.

use crate::browser;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::cell::OnceCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static OWN: OnceCell<String> = const { OnceCell::new() };
}

/// The name of this page, new with every load. The first call takes its lock.
pub fn own() -> String {
    OWN.with(|own| {
        own.get_or_init(|| {
            let name = browser::uuid();
            // Never resolved: the browser releases the lock when the page is gone.
            let held = |_| Promise::new(&mut |_, _| ()).into();
            let _ = lock(&name, &Object::new(), held);
            name
        })
        .clone()
    })
}

/// Waits until no page of this name is there. At once in a browser without locks.
pub async fn gone(name: &str) {
    if let Some(granted) = lock(name, &Object::new(), |_| JsValue::UNDEFINED) {
        let _ = JsFuture::from(granted).await;
    }
}

/// Whether a page of this name is there beside this one.
pub async fn is_open(name: &str) -> bool {
    let only_now = Object::new();
    // A plain object takes every property.
    let _ = Reflect::set(&only_now, &"ifAvailable".into(), &true.into());
    // There is no lock to give where another page holds it.
    match lock(name, &only_now, |given| given.is_null().into()) {
        Some(asked) if name != own() => JsFuture::from(asked).await.ok() == Some(JsValue::TRUE),
        _ => false,
    }
}

/// Asks for a lock, which is held until what `holding` gives is over; the promise is for that.
fn lock(
    name: &str,
    options: &Object,
    holding: impl FnOnce(JsValue) -> JsValue + 'static,
) -> Option<Promise> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    let request = request.dyn_into::<Function>().ok()?;
    let name = ["accede-", name].concat().into();
    let granted = request.call3(&locks, &name, options, &Closure::once_into_js(holding));
    granted.ok()?.dyn_into().ok()
}
