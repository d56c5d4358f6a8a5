//! A button that copies a text and says that it did.

use crate::browser;
use crate::dom::{El, el};
use crate::task;
use crate::words::shared as s;
use leptos::prelude::*;
use std::time::Duration;

/// Copies `content`; `what` names it for screen readers: `the command`.
pub fn copy_button(content: &str, what: &str) -> El {
    let said = RwSignal::new("");
    let content = content.to_owned();
    let button = el("button")
        .attr("type", "button")
        .class("button button--quiet")
        .attr("aria-label", &s::copy_what(what))
        .text(&s::COPY)
        .on_press(move || {
            let content = content.clone();
            task::spawn(async move {
                let done = browser::copy(&content).await;
                said.set(if done { &s::COPIED } else { &s::NOT_COPIED });
                browser::sleep(Duration::from_secs(4)).await;
                said.set("");
            });
        });
    let status = el("span")
        .class("muted")
        .attr("role", "status")
        .text_live(move || said.get().to_owned());
    el("span").class("copy").kids(&[button, status])
}
