//! What is typed into a form, kept until it was sent: a reload, a crash, a closed browser or a session that ends loses
//! nothing.
//!
//! Kept in the browser, for a week, under the account that typed it, and shown to that account only; signing out clears it
//! before. What somebody types who has no account is kept for a newcomer, or for whoever has the mailed link. What belongs
//! to one tab ends with it. A passphrase, a code and a consent are never kept ([`Field::never_kept`]); those of a newcomer are
//! there as long as the page lives.

use super::{Field, Form};
use crate::dom::{El, run, when};
use crate::ui::{ButtonKind, NoticeKind, button, notice, p};
use crate::words::shared as s;
use crate::{browser, carried, session};
use leptos::prelude::*;

const PREFIX: &str = "typed/";
/// In place of an account's id: somebody who has none yet, and whoever has a mailed link.
const NEWCOMER: &str = "newcomer";
const LINK: &str = "link";
/// As long as unsaved words of a draft wait.
const KEEP_MICROS: i64 = 7 * 24 * 3600 * 1_000_000;

/// Forgets everything that this tab keeps, whoever typed it, and what the browser keeps of this account.
pub fn forget_all(account: &str) {
    browser::tab_remove_below(PREFIX);
    browser::shared_remove_below(&[PREFIX, account, "/"].concat());
    carried::forget_all();
}

/// Forgets what was typed more than a week ago, whoever typed it.
pub fn forget_old() {
    for name in browser::shared_names_below(PREFIX) {
        if shared(&name).is_none() {
            browser::shared_remove(&name);
        }
    }
}

/// What the browser keeps under this name, unless it is too old.
fn shared(name: &str) -> Option<String> {
    let kept = browser::shared_get(name)?;
    fresh(&kept, browser::now().micros()).map(str::to_owned)
}

/// The words of an entry, which follow the time at which they were typed.
fn fresh(kept: &str, now: i64) -> Option<&str> {
    let (at, words) = kept.split_once('\n')?;
    let at: i64 = at.parse().ok()?;
    (now - at <= KEEP_MICROS).then_some(words)
}

fn entry(words: &str, now: i64) -> String {
    [&now.to_string(), "\n", words].concat()
}

impl Form {
    /// Keeps what is typed under `name`, one for each form that a person can fill in. Before the first field is added:
    /// those that follow begin with what was kept.
    pub fn kept_as(self, name: &str) -> Self {
        let account = session::get()
            .account_untracked()
            .map(|account| account.id)
            .unwrap_or_default();
        // Nobody's words outlive the tab.
        self.in_tab.set_value(account.is_empty());
        self.kept_by(&account, name)
    }

    /// The same for what is of one tab alone.
    pub fn kept_in_tab(self, name: &str) -> Self {
        let form = self.kept_as(name);
        form.in_tab.set_value(true);
        form
    }

    /// The same for somebody who has no account.
    pub fn kept_for_newcomer(self, name: &str) -> Self {
        self.kept_by(NEWCOMER, name)
    }

    /// The same for whoever has this mailed link. Its token lets in, and is not what its words are kept under.
    pub fn kept_for_link(self, token: &str) -> Self {
        self.kept_by(LINK, &name_of(token))
    }

    fn kept_by(self, who: &str, name: &str) -> Self {
        self.kept.set_value([PREFIX, who, "/", name].concat());
        self
    }

    fn is_in_tab(self) -> bool {
        self.in_tab.get_value()
    }

    /// Whether what is typed is kept.
    pub(super) fn keeps(self) -> bool {
        self.kept.with_value(|place| !place.is_empty())
    }

    /// It was sent, or is not wanted any more.
    pub fn forget(self) {
        self.back.try_set(false);
        let below = self.below();
        if self.is_in_tab() {
            browser::tab_remove_below(&below);
        } else if self.keeps() {
            browser::shared_remove_below(&below);
        }
        if below.starts_with(&[PREFIX, NEWCOMER].concat()) {
            // Nor is anything of it kept from now on.
            self.kept.set_value(String::new());
        }
    }

    fn below(self) -> String {
        [&self.kept.get_value(), "/"].concat()
    }

    /// Whether something was typed here that was not sent.
    pub fn is_begun(self) -> bool {
        let below = self.below();
        self.keeps()
            && if self.is_in_tab() {
                browser::tab_has_below(&below)
            } else {
                !browser::shared_names_below(&below).is_empty()
            }
    }

    /// What was kept of one part; none where nothing was, or the form keeps nothing.
    pub fn kept(self, part: &str) -> Option<String> {
        if !self.keeps() {
            return None;
        }
        let place = [&self.kept.get_value(), part].concat();
        if self.is_in_tab() {
            browser::tab_get(&place)
        } else {
            shared(&place)
        }
    }

    /// Keeps one part: a field by its pointer, or what a page holds beside its fields.
    pub fn keep(self, part: &str, words: &str) {
        if !self.keeps() {
            return;
        }
        let place = [&self.kept.get_value(), part].concat();
        if self.is_in_tab() {
            browser::tab_put(&place, words);
        } else {
            browser::shared_put(&place, &entry(words, browser::now().micros()));
        }
    }

    /// Adds what is to be done beside, where what was typed before is back.
    pub fn beside_back(self, part: El) -> Self {
        self.beside_back.set_value(Some(part));
        self
    }

    /// That what was typed before is back, and the way to do without it.
    pub(super) fn draw_back(self) -> El {
        when(
            move || self.back.get(),
            move || {
                let beside = self.beside_back.get_value();
                notice(
                    NoticeKind::Info,
                    &[
                        p(&s::BACK_TEXT).kid(run(beside.as_slice())),
                        button(ButtonKind::Secondary, &s::BACK_FORGET, move || {
                            self.put_back()
                        }),
                    ],
                )
            },
        )
    }

    /// Goes back to what the server has.
    fn put_back(self) {
        let fields = self.fields.get_value();
        for field in &fields {
            field.put_back();
        }
        self.summary.set(Vec::new());
        self.failure.set(None);
        let kept = self.kept.get_value();
        self.forget();
        // Whoever begins anew is kept again.
        self.kept.set_value(kept);
        if let Some(first) = fields.first() {
            super::focus_id(&first.focus_id());
        }
    }
}

/// A name that a token has, and that tells nothing of use about it (FNV-1a).
fn name_of(token: &str) -> String {
    let hash = token.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.to_string()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_for_a_week() {
        let kept = entry("Two\nlines", 5);
        assert_eq!(fresh(&kept, 5 + KEEP_MICROS), Some("Two\nlines"));
        assert_eq!(fresh(&kept, 6 + KEEP_MICROS), None);
        assert_eq!(fresh(&entry("", 5), 5), Some(""));
        // Of another shape: nobody knows how old it is.
        assert_eq!(fresh("Words", 5), None);
    }

    #[test]
    fn a_link_keeps_its_words_under_a_name_that_is_not_its_token() {
        let name = name_of("k3v9-token");
        assert_eq!(name, name_of("k3v9-token"));
        assert_ne!(name, name_of("k3v9-tokem"));
        assert!(!name.contains("k3v9"));
    }
}
