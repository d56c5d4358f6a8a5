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
        Self {
            open: RwSignal::new(false),
            before: StoredValue::new_local(None),
        }
    }
}

impl Dialog {
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
    let asked = [title, words, yes, &s::CANCEL];
    confirm_or(dialog, asked, Rc::new(act), Rc::new(|| ()))
}

/// The same with words and an act of its own for not doing it. `asked`: title, words, yes, no.
pub fn confirm_or(dialog: Dialog, asked: [&str; 4], act: Rc<dyn Fn()>, not: Rc<dyn Fn()>) -> El {
    let [title, words, yes, no] = asked.map(str::to_owned);
    // What is begun belongs to the page and not to the dialog, which ends with the very press that begins it. Weak: the
    // owner holds the dialog.
    let page = Owner::current().map(|owner| owner.downgrade());
    dialog.draw(&title, move || {
        let (act, not, page) = (act.clone(), not.clone(), page.clone());
        run(&[
            el("p").text(&words),
            el("div").class("button-row").kids(&[
                button(ButtonKind::Danger, &yes, move || {
                    dialog.close();
                    match page.as_ref().and_then(WeakOwner::upgrade) {
                        Some(page) => page.with(&*act),
                        None => act(),
                    }
                }),
                button(ButtonKind::Quiet, &no, move || {
                    dialog.close();
                    let not = not.clone();
                    // After the dialog has given the focus back.
                    browser::after_paint(move || not());
                }),
            ]),
        ])
    })
}
