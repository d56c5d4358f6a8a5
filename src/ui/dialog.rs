//! A dialog over the page: the browser's own `<dialog>`, which keeps the focus inside and makes the rest inert. When it
//! closes, the focus goes back to where it was.

use crate::browser;
use crate::dom::{El, el, run, watch};
use crate::ui::{ButtonKind, button};
use crate::words::shared as s;
use leptos::prelude::*;
use leptos::reactive::owner::{Owner, WeakOwner};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Whether a dialog is open. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Dialog {
    pub open: RwSignal<bool>,
    /// What had the focus before.
    before: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Default for Dialog {
    fn default() -> Self {
        Self::of(RwSignal::new(false))
    }
}

impl Dialog {
    /// One that a signal opens and closes.
    pub fn of(open: RwSignal<bool>) -> Self {
        Self {
            open,
            before: StoredValue::new_local(None),
        }
    }

    pub fn show(self) {
        self.open.set(true);
    }

    pub fn close(self) {
        self.open.set(false);
    }

    /// The dialog's element, to be placed anywhere on the page. `content` is drawn anew each time it opens.
    pub fn draw(self, title: &str, content: impl Fn() -> El + 'static) -> El {
        self.draw_inner(title.to_owned(), Box::new(content))
    }

    fn draw_inner(self, title: String, content: Box<dyn Fn() -> El>) -> El {
        let id = ["dialog-", &browser::uuid()].concat();
        let heading = move || {
            el("h2")
                .class("h-section")
                .id(&id)
                .attr("tabindex", "-1")
                .text(&title)
        };
        // Shown once more while it is open, it keeps what stands in it.
        let open = Memo::new(move |_| self.open.get());
        let first = heading();
        let dialog = el("dialog")
            .class("dialog")
            .attr(
                "aria-labelledby",
                &first
                    .element()
                    .map(web_sys::Element::id)
                    .unwrap_or_default(),
            )
            // Escape closes it; the signal follows.
            .on("close", move |_| {
                if self.open.get_untracked() {
                    self.open.set(false);
                }
            })
            .live(move || {
                if open.get() {
                    run(&[heading(), content()])
                } else {
                    crate::dom::nothing()
                }
            });
        let node = dialog.node().clone();
        watch(move || {
            if let Some(dialog) = node.dyn_ref::<HtmlDialogElement>().cloned() {
                self.follow(dialog, self.open.get());
            }
        });
        dialog
    }

    fn follow(self, dialog: HtmlDialogElement, open: bool) {
        if open == dialog.open() {
            return;
        }
        if open {
            let focused = document()
                .active_element()
                .and_then(|element| element.dyn_into().ok());
            self.before.set_value(focused);
            // Not before its content is in the document: the browser looks for what to focus.
            browser::after_paint(move || {
                if dialog.is_connected() && !dialog.open() {
                    let _ = dialog.show_modal();
                }
            });
        } else {
            dialog.close();
            if let Some(before) = self.before.try_update_value(Option::take).flatten() {
                let _ = before.focus();
            }
        }
    }
}

/// A dialog that asks before something that cannot be taken back.
pub fn confirm(
    dialog: Dialog,
    title: &str,
    words: &str,
    yes: &str,
    act: impl Fn() + 'static,
) -> El {
    let cancel: Choice<'_> = (ButtonKind::Quiet, &s::CANCEL, Rc::new(|| ()));
    let yes: Choice<'_> = (ButtonKind::Danger, yes, Rc::new(act));
    choose(dialog, title, words, [yes, cancel])
}

/// What can be chosen in a dialog: how its button looks and what it says and does.
pub type Choice<'a> = (ButtonKind, &'a str, Rc<dyn Fn()>);

/// A dialog that asks which of two things to do.
pub fn choose(dialog: Dialog, title: &str, words: &str, choices: [Choice<'_>; 2]) -> El {
    let words = words.to_owned();
    let choices = choices.map(|(kind, label, act)| (kind, label.to_owned(), act));
    // What is begun belongs to the page and not to the dialog, which ends with the very press that begins it. Weak: the
    // owner holds the dialog.
    let page = Owner::current().map(|owner| owner.downgrade());
    dialog.draw(title, move || {
        let row = el("div").class("button-row");
        for (kind, label, act) in &choices {
            let (act, page) = (act.clone(), page.clone());
            let _ = row.clone().kid(button(*kind, label, move || {
                dialog.close();
                match page.as_ref().and_then(WeakOwner::upgrade) {
                    Some(page) => page.with(&*act),
                    None => act(),
                }
            }));
        }
        run(&[el("p").text(&words), row])
    })
}
