//! The help: which key does what, with a way to change each letter and to switch them all off.

use super::model::{Action, Keys};
use super::{keep, keys};
use crate::dom::{El, checked_of, el, value_of, watch};
use crate::ui::{ButtonKind, Dialog, button, muted, p, quiet};
use crate::words::{review as w, shared as s};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The button that opens the help.
pub fn open_button(help: Dialog) -> El {
    let open = quiet(&w::KEYBOARD, move || help.show());
    el("div").class("for-keys").kid(open)
}

/// The dialog itself.
pub fn dialog(help: Dialog) -> El {
    help.draw(&w::KEYBOARD, move || content(help))
}

fn content(help: Dialog) -> El {
    let now = RwSignal::new(keys());
    let said = RwSignal::new("");
    let changed = move |change: &dyn Fn(&mut Keys)| {
        now.update(|keys| change(keys));
        now.with_untracked(keep);
        said.set(&w::KEYS_KEPT);
    };
    let list = el("dl").class("keys");
    for action in Action::ALL {
        let _ = list.clone().kid(line(*action, now, changed));
    }
    for (key, words) in w::FIXED_KEYS {
        let _ = list
            .clone()
            .kid(el("div").kids(&[el("dt").kid(el("kbd").text(key)), el("dd").text(&words)]));
    }
    el("div").class("help").kids(&[
        p(&w::KEYS_TEXT),
        switch(now, changed),
        list,
        muted("")
            .attr("role", "status")
            .text_live(move || said.get().to_owned()),
        el("div").class("button-row").kids(&[
            button(ButtonKind::Primary, &s::CLOSE, move || help.close()),
            quiet(&w::KEYS_RESET, move || {
                changed(&|keys| *keys = Keys::default())
            }),
        ]),
    ])
}

fn switch(now: RwSignal<Keys>, changed: impl Fn(&dyn Fn(&mut Keys)) + Copy + 'static) -> El {
    let id = "keys-on";
    let input = el("input")
        .class("govuk-checkboxes__input")
        .attr("type", "checkbox")
        .id(id)
        .on("change", move |event| {
            let on = checked_of(&event);
            changed(&|keys| keys.on = on);
        });
    let node = input.clone();
    watch(move || {
        if let Some(input) = node.node().dyn_ref::<HtmlInputElement>() {
            input.set_checked(now.with(|keys| keys.on));
        }
    });
    let label = el("label")
        .class("govuk-label govuk-checkboxes__label")
        .attr("for", id)
        .text(&w::KEYS_ON);
    el("div")
        .class("govuk-checkboxes govuk-checkboxes--small")
        .kid(
            el("div")
                .class("govuk-checkboxes__item")
                .kids(&[input, label]),
        )
}

/// One action: its letter, in a field of one character, and what it does.
fn line(
    action: Action,
    now: RwSignal<Keys>,
    changed: impl Fn(&dyn Fn(&mut Keys)) + Copy + 'static,
) -> El {
    let id = ["key-", &(action as usize).to_string()].concat();
    let input = el("input")
        .class("control keys__letter")
        .id(&id)
        .attr("maxlength", "1")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        // Typing replaces what stands there.
        .on("focus", |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = target {
                input.select();
            }
        })
        .on("input", move |event| {
            let typed = value_of(&event);
            if !typed.is_empty() {
                changed(&|keys| {
                    keys.change(action, &typed);
                });
            }
        })
        // Left empty, it shows again what holds.
        .on("blur", move |_| now.update(|_| ()));
    let node = input.clone();
    watch(move || {
        let letter = now.with(|keys| keys.letter(action)).to_string();
        if let Some(input) = node.node().dyn_ref::<HtmlInputElement>()
            && input.value() != letter
        {
            input.set_value(&letter);
        }
    });
    let label = el("label").attr("for", &id).text(w::action(action));
    el("div").kids(&[el("dt").kid(input), el("dd").kid(label)])
}
