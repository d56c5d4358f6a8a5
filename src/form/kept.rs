//! What is typed into a form, kept in this tab until it was sent: a reload, a crash or a session that ends loses nothing.
//!
//! Kept under the account that typed it and shown to that account only. A tab's storage ends with the tab; signing out
//! clears it before. A passphrase, a code and a consent are never kept ([`Field::never_kept`]).

use super::{Field, Form};
use crate::{browser, session};
use leptos::prelude::*;

const PREFIX: &str = "typed/";

/// Forgets everything that this tab keeps, whoever typed it.
pub fn forget_all() {
    browser::tab_remove_below(PREFIX);
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

    /// Whether this tab keeps what is typed.
    pub(super) fn keeps(self) -> bool {
        self.kept.with_value(|place| !place.is_empty())
    }

    /// It was sent, or is not wanted any more.
    pub fn forget(self) {
        let place = self.kept.get_value();
        if !place.is_empty() {
            browser::tab_remove_below(&[&place, "/"].concat());
        }
    }

    /// Whether something was typed here that was not sent.
    pub fn is_begun(self) -> bool {
        let place = self.kept.get_value();
        !place.is_empty() && browser::tab_has_below(&[&place, "/"].concat())
    }

    /// What was kept of one part; none where nothing was, or the form keeps nothing.
    pub fn kept(self, part: &str) -> Option<String> {
        let place = self.kept.get_value();
        if place.is_empty() {
            return None;
        }
        browser::tab_get(&[&place, part].concat())
    }

    /// Keeps one part: a field by its pointer, or what a page holds beside its fields.
    pub fn keep(self, part: &str, words: &str) {
        let place = self.kept.get_value();
        if !place.is_empty() {
            browser::tab_put(&[&place, part].concat(), words);
        }
    }
}

impl Field {
    /// What stands here is nowhere but on the page.
    pub fn never_kept(self) -> Self {
        self.secret.set_value(true);
        self
    }

    pub(super) fn keep(self) {
        if !self.secret.get_value() {
            self.form.keep(self.pointer, &self.get());
        }
    }
}
