//! What the page knows of the installation: its support address, whether it is a demonstration, the texts in force.

use crate::api::{Call, endpoint};
use crate::task;
use accede_api::site::Site;
use accede_api::wire;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static SITE: Cell<Option<RwSignal<Option<Site>>>> = const { Cell::new(None) };
}

/// Reads it from the document that the server sent; asks the server, once, where it is not there: `make dev` sends that
/// document by itself.
pub fn start() {
    let site = RwSignal::new(written());
    SITE.set(Some(site));
    if site.with_untracked(Option::is_some) {
        return;
    }
    task::spawn(async move {
        if let Ok(answer) = Call::get(endpoint::site()).anonymous().send().await {
            site.set(answer.read().ok());
        }
    });
}

fn written() -> Option<Site> {
    let meta = document().query_selector("meta[name=accede-site]");
    wire::read(&meta.ok()??.get_attribute("content")?)
}

/// The installation; `None` until it is known. Follows the signal.
pub fn get() -> Option<Site> {
    SITE.get()?.get()
}

/// Whether people can link their ORCID iD. Follows the signal.
pub fn has_orcid() -> bool {
    get().is_some_and(|site| site.orcid)
}

/// Whether no cloud is connected, and grants are noted in the portal alone. Follows the signal.
pub fn is_local_ledger() -> bool {
    get().is_some_and(|site| site.local_ledger)
}
