//! Nothing moves under a finger. A press outside a field makes the browser leave the field before the press is over; were
//! its error shown or taken away at that moment, what is being pressed would jump, and the press would hit nothing.

use crate::dom::listen;
use crate::{browser, task};
use leptos::prelude::window;
use std::cell::Cell;
use std::time::Duration;

/// How often the release is looked for; also long enough after it for the click that follows.
const LOOK_EVERY: Duration = Duration::from_millis(30);

thread_local! {
    static DOWN: Cell<bool> = const { Cell::new(false) };
}

/// Follows the pointer. Called once, at the start.
pub fn watch() {
    for (event, down) in [
        ("pointerdown", true),
        ("pointerup", false),
        ("pointercancel", false),
    ] {
        listen(&window(), event, Box::new(move |_| DOWN.set(down)));
    }
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
