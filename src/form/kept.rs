//! What is typed into a form, kept until it was sent: a reload, a crash or a session that ends loses nothing.
//!
//! Kept in this tab, under the account that typed it, and shown to that account only. A tab's storage ends with the tab;
//! signing out clears it before. What somebody types who has no account yet lies in the browser, for a week: there is no
//! draft on a server that would outlive a closed window. A passphrase, a code and a consent are never kept
//! ([`Field::never_kept`]); those of a newcomer are there as long as the page lives.

use super::{Field, Form};
use crate::{browser, carried, session};
use leptos::prelude::*;

const PREFIX: &str = "typed/";
const NEWCOMER: &str = "newcomer/";
/// When something of it was typed last.
const AT: &str = "newcomer/at";
/// As long as unsaved words of a draft wait.
const KEEP_MICROS: i64 = 7 * 24 * 3600 * 1_000_000;

/// Forgets everything that this tab keeps, whoever typed it.
pub fn forget_all() {
    browser::tab_remove_below(PREFIX);
    carried::forget_all();
}

/// Forgets what a newcomer typed more than a week ago.
pub fn forget_old() {
    let at = browser::shared_get(AT).and_then(|at| at.parse().ok());
    if at.is_none_or(|at: i64| browser::now().micros() - at > KEEP_MICROS) {
        browser::shared_remove_below(NEWCOMER);
    }
}

impl Form {
    /// Keeps what is typed under `name`, one for each form that a person can fill in. Before the first field is added:
    /// those that follow begin with what was kept.
    pub fn kept_as(self, name: &str) -> Self {
        let account = session::get()
            .account_untracked()
            .map(|account| account.id)
            .unwrap_or_default();
        self.kept.set_value([PREFIX, &account, "/", name].concat());
        self
    }

    /// The same for somebody who has no account: it outlives the tab.
    pub fn kept_for_newcomer(self, name: &str) -> Self {
        forget_old();
        self.kept.set_value([NEWCOMER, name].concat());
        self
    }

    fn is_newcomers(self) -> bool {
        self.kept.with_value(|place| place.starts_with(NEWCOMER))
    }

    /// Whether this tab keeps what is typed.
    pub(super) fn keeps(self) -> bool {
        self.kept.with_value(|place| !place.is_empty())
    }

    /// It was sent, or is not wanted any more.
    pub fn forget(self) {
        self.empty();
        if self.is_newcomers() {
            // Nor is anything of it kept from now on.
            self.kept.set_value(String::new());
        }
    }

    fn empty(self) {
        let place = [&self.kept.get_value(), "/"].concat();
        if self.is_newcomers() {
            browser::shared_remove_below(&place);
        } else if self.keeps() {
            browser::tab_remove_below(&place);
        }
    }

    /// Empties every field, and forgets what was in it.
    pub fn start_again(self) {
        for field in self.fields.get_value() {
            field.value.set(String::new());
            field.error.set(None);
        }
        self.summary.set(Vec::new());
        self.failure.set(None);
        self.empty();
    }

    /// Whether something was typed here that was not sent.
    pub fn is_begun(self) -> bool {
        let place = self.kept.get_value();
        !place.is_empty() && browser::tab_has_below(&[&place, "/"].concat())
    }

    /// Whether anything stands in its fields.
    pub fn is_filled(self) -> bool {
        self.fields
            .with_value(|fields| fields.iter().any(|field| !field.get().is_empty()))
    }

    /// What was kept of one part; none where nothing was, or the form keeps nothing.
    pub fn kept(self, part: &str) -> Option<String> {
        if !self.keeps() {
            return None;
        }
        let place = [&self.kept.get_value(), part].concat();
        if self.is_newcomers() {
            browser::shared_get(&place)
        } else {
            browser::tab_get(&place)
        }
    }

    /// Keeps one part: a field by its pointer, or what a page holds beside its fields.
    pub fn keep(self, part: &str, words: &str) {
        if !self.keeps() {
            return;
        }
        let place = [&self.kept.get_value(), part].concat();
        if self.is_newcomers() {
            browser::shared_put(&place, words);
            browser::shared_put(AT, &browser::now().micros().to_string());
        } else {
            browser::tab_put(&place, words);
        }
    }
}

impl Field {
    /// What stands here is nowhere but on the page.
    pub fn never_kept(self) -> Self {
        self.secret.set_value(true);
        self
    }

    /// The same, and it is there again for whoever comes back to the page before it is loaded anew.
    pub fn waiting(self) -> Self {
        let name = [&self.form.kept.get_value(), self.pointer].concat();
        if let Some(value) = carried::take(&name) {
            self.value.set(value);
        }
        on_cleanup(move || {
            // What was sent waits for nobody.
            if self.form.keeps() && !self.get().is_empty() {
                carried::wait(name, self.get());
            }
        });
        self.never_kept()
    }

    pub(super) fn keep(self) {
        if !self.secret.get_value() {
            self.form.keep(self.pointer, &self.get());
        }
    }
}
