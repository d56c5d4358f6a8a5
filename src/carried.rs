//! What stands on the page and nowhere else, carried over while the page is drawn anew in another language: what is typed
//! into a form that nothing else keeps, a file that was chosen, what is shown once, and what was unfolded.
//!
//! A part of the page carries under a name of its own. When it ends because everything is drawn anew, it leaves here what
//! it holds, and the part that is made in its place takes it. What nobody takes goes with the next page.

use crate::browser;
use leptos::prelude::*;
use std::any::Any;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

/// What can be unfolded on a page, in its order.
const FOLDS: &str = "main details";

thread_local! {
    /// Everything is about to be drawn anew: what ends now is made again.
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    static LEFT: RefCell<Vec<Left>> = const { RefCell::new(Vec::new()) };
    /// Which of the parts that can be unfolded were; empty where none was.
    static UNFOLDED: RefCell<Vec<bool>> = const { RefCell::new(Vec::new()) };
}

/// What a part left.
struct Left {
    name: String,
    held: Box<dyn Any>,
    /// It waits for its page as long as the document lives.
    waits: bool,
}

/// Says that everything is about to be drawn anew.
pub fn begin() {
    UNDER_WAY.set(true);
    let open = folds().into_iter().map(|fold| fold.has_attribute("open"));
    let open: Vec<_> = open.collect();
    if open.contains(&true) {
        UNFOLDED.set(open);
    }
}

/// Says that what was there has ended.
pub fn end() {
    UNDER_WAY.set(false);
    unfold();
}

/// Forgets what nobody took: another page is here.
pub fn forget() {
    LEFT.with_borrow_mut(|left| left.retain(|left| left.waits));
    UNFOLDED.take();
}

/// Forgets what waits for its page, too.
pub fn forget_all() {
    LEFT.take();
}

/// Leaves what `hold` gives, should the current owner end because everything is drawn anew.
pub fn leave<T: 'static>(name: String, hold: impl Fn() -> Option<T> + Send + Sync + 'static) {
    on_cleanup(move || {
        if let Some(held) = UNDER_WAY.get().then(&hold).flatten() {
            push(name, Box::new(held), false);
        }
    });
}

/// Leaves what a field holds, for whoever comes back to its page.
pub fn wait(name: String, held: String) {
    if !UNDER_WAY.get() {
        push(name, Box::new(held), true);
    }
}

fn push(name: String, held: Box<dyn Any>, waits: bool) {
    LEFT.with_borrow_mut(|left| left.push(Left { name, held, waits }));
}

/// Takes what was left under this name.
pub fn take<T: 'static>(name: &str) -> Option<T> {
    let held = LEFT.with_borrow_mut(|left| {
        let place = left.iter().position(|left| left.name == name)?;
        Some(left.swap_remove(place).held)
    });
    held?.downcast().ok().map(|held| *held)
}

/// A signal whose value is carried under `name`, which no other on the page has.
pub fn signal<T: Clone + Send + Sync + 'static>(name: &str, first: T) -> RwSignal<T> {
    let signal = RwSignal::new(take(name).unwrap_or(first));
    leave(name.to_owned(), move || signal.try_get_untracked());
    signal
}

/// The same for what only this thread can hold.
pub fn local_signal<T: Clone + 'static>(name: &str, first: T) -> RwSignal<T, LocalStorage> {
    let signal = RwSignal::new_local(take(name).unwrap_or(first));
    leave(name.to_owned(), move || signal.try_get_untracked());
    signal
}

/// Unfolds what was unfolded, as soon as as many parts are there as were: what is loaded comes bit by bit.
pub fn unfold() {
    if UNFOLDED.with_borrow(Vec::is_empty) {
        return;
    }
    browser::after_paint(|| {
        let folds = folds();
        let open = UNFOLDED.take();
        if open.len() != folds.len() {
            UNFOLDED.set(open);
            return;
        }
        for (fold, _) in folds.iter().zip(open).filter(|(_, open)| *open) {
            let _ = fold.set_attribute("open", "");
        }
    });
}

fn folds() -> Vec<Element> {
    let found = document().query_selector_all(FOLDS).ok();
    let all = |found: NodeList| (0..found.length()).filter_map(move |place| found.item(place));
    let nodes = found.into_iter().flat_map(all);
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}
