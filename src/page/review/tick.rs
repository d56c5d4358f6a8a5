//! A box before a line of a list.

use crate::dom::{El, el, watch};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, MouseEvent};

/// `set` is told whether it is ticked now, and whether Shift was held; `is` says whether it is ticked, or partly.
pub(super) fn tick(
    set: impl Fn(bool, bool) + 'static,
    is: impl Fn() -> (bool, bool) + 'static,
) -> El {
    let input = el("input").class("mark").attr("type", "checkbox");
    let node = input.clone();
    let the = move || node.node().dyn_ref::<HtmlInputElement>().cloned();
    let own = the.clone();
    watch(move || {
        let (on, partly) = is();
        if let Some(input) = own() {
            input.set_checked(on);
            input.set_indeterminate(partly);
        }
    });
    input
        // With Shift the browser would select the words in between.
        .on("mousedown", |event| {
            if is_shifted(&event) {
                event.prevent_default();
            }
        })
        .on("click", move |event| {
            let on = the().is_some_and(|input| input.checked());
            set(on, is_shifted(&event));
        })
}

fn is_shifted(event: &Event) -> bool {
    let event = event.dyn_ref::<MouseEvent>();
    event.is_some_and(MouseEvent::shift_key)
}
