//! Nothing moves under a finger. A press outside a field makes the browser leave the field before the press is over; were
//! its error shown or taken away at that moment, what is being pressed would jump, and the press would hit nothing.
//!
//! A finger is over later than it looks: the browser leaves the field only after it is lifted, with the click to follow.

use crate::dom::listen;
use crate::{browser, task};
use leptos::prelude::window;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// How often the release is looked for; also long enough after it for the click that follows.
const LOOK_EVERY: Duration = Duration::from_millis(30);
/// Within this time after a finger was lifted the click comes, if the touch was a press at all.
const AFTER_TOUCH: Duration = Duration::from_millis(400);

thread_local! {
    static DOWN: Cell<bool> = const { Cell::new(false) };
    /// How many presses there were.
    static PRESSES: Cell<u32> = const { Cell::new(0) };
}

/// Follows the pointer. Called once, at the start.
pub fn watch() {
    let at_window = |event, act: fn(Event)| listen(&window(), event, Box::new(act));
    at_window("pointerdown", |_| {
        PRESSES.set(PRESSES.get() + 1);
        DOWN.set(true);
    });
    at_window("pointerup", |event| lifted(&event));
    at_window("pointercancel", |_| DOWN.set(false));
    at_window("click", |_| DOWN.set(false));
}

fn lifted(event: &Event) {
    let kind = js_sys::Reflect::get(event, &JsValue::from_str("pointerType"));
    if kind.is_ok_and(|kind| kind == "mouse") {
        return DOWN.set(false);
    }
    let press = PRESSES.get();
    task::spawn(async move {
        browser::sleep(AFTER_TOUCH).await;
        if PRESSES.get() == press {
            DOWN.set(false);
        }
    });
}

/// Does it at once, or as soon as the present press is over.
pub fn once_released(act: impl FnOnce() + 'static) {
    if !DOWN.get() {
        return act();
    }
    task::spawn(async move {
        while DOWN.get() {
            browser::sleep(LOOK_EVERY).await;
        }
        browser::sleep(LOOK_EVERY).await;
        act();
    });
}
