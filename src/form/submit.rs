//! The button that submits. It is never disabled: pressed while a request is under way, it does nothing, and after
//! half a second it says that it is at work.

use crate::browser;
use crate::dom::{El, el, watch};
use crate::task;
use crate::words::shared as s;
use leptos::prelude::*;
use std::time::Duration;

/// Answers within this time need no sign of work: it would only flicker.
const SPINNER_AFTER: Duration = Duration::from_millis(500);

/// A submit button for anything that has a `busy` signal; forms have [`super::Form::submit_button`].
pub fn submit_button(busy: RwSignal<bool>, label: &str) -> El {
    busy_button(
        busy,
        "submit",
        "button button--primary",
        label,
        Box::new(|| ()),
    )
}

/// A button that shows when the work it began takes long.
pub fn busy_button(
    busy: RwSignal<bool>,
    kind: &str,
    class: &'static str,
    label: &str,
    press: Box<dyn Fn()>,
) -> El {
    let slow = RwSignal::new(false);
    watch(move || {
        if busy.get() {
            task::spawn(async move {
                browser::sleep(SPINNER_AFTER).await;
                slow.set(busy.get_untracked());
            });
        } else {
            slow.set(false);
        }
    });
    let button = el("button")
        .attr("type", kind)
        .attr_live("class", move || {
            Some(if slow.get() {
                [class, " button--busy"].concat()
            } else {
                class.to_owned()
            })
        })
        .text(label)
        .on_press(press);
    let status = el("span")
        .class("button-status")
        .attr("role", "status")
        .text_live(move || {
            if slow.get() {
                s::SENDING.to_owned()
            } else {
                String::new()
            }
        });
    el("div").class("button-row").kids(&[button, status])
}
