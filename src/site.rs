//! What the page knows of the installation: its support address, whether it is a demonstration, the texts in force.

use crate::api::{Call, endpoint};
use crate::task;
use accede_api::site::Site;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static SITE: Cell<Option<RwSignal<Option<Site>>>> = const { Cell::new(None) };
}

/// Asks the server, once.
pub fn start() {
    let site = RwSignal::new(None);
    SITE.set(Some(site));
    task::spawn(async move {
        if let Ok(answer) = Call::get(endpoint::site()).anonymous().send().await {
            site.set(answer.read().ok());
        }
    });
}

/// The installation; `None` until it is known. Follows the signal.
pub fn get() -> Option<Site> {
    SITE.get()?.get()
}
