//! What is typed into a form, kept until it was sent: a reload, a crash, a closed browser or a session that ends loses
//! nothing.
//!
//! Kept in the browser, for a week, under the account that typed it, and shown to that account only; signing out clears it
//! before. What somebody types who has no account is kept for a newcomer, or for whoever has the mailed link. What belongs
//! to one tab ends with it. A passphrase, a code and a consent are never kept ([`Field::never_kept`]); those of a newcomer are
//! there as long as the page lives.

use super::{Field, Form};
use crate::dom::{El, when};
use crate::ui::{ButtonKind, NoticeKind, button, notice, p};
use crate::words::shared as s;
use crate::{browser, carried, session};
use leptos::prelude::*;

const PREFIX: &str = "typed/";
/// In place of an account's id: somebody who has none yet, and whoever has a mailed link; and before it, what is of this tab.
const NEWCOMER: &str = "newcomer";
const LINK: &str = "link";
const TAB: &str = "tab/";
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

fn account() -> Option<String> {
    session::get().account_untracked().map(|account| account.id)
}

impl Form {
    /// Keeps what is typed under `name`, one for each form that a person can fill in. Before the first field is added:
    /// those that follow begin with what was kept.
    pub fn kept_as(self, name: &str) -> Self {
        // Nobody's words outlive the tab.
        match account() {
            Some(account) => self.kept_by(&account, name),
            None => self.kept_by(TAB, name),
        }
    }

    /// The same for what is of one tab alone.
    pub fn kept_in_tab(self, name: &str) -> Self {
        self.kept_by(&[TAB, &account().unwrap_or_default()].concat(), name)
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
        self.keep_at([PREFIX, who, "/", name].concat())
    }

    fn keep_at(self, place: String) -> Self {
        self.at().kept.replace(place);
        self
    }

    /// Where a part is kept.
    fn place_of(self, part: &str) -> String {
        [&*self.at().kept.borrow(), part].concat()
    }

    /// Whether what is typed is kept.
    pub(super) fn keeps(self) -> bool {
        !self.place_of("").is_empty()
    }

    /// It was sent, or is not wanted any more.
    pub fn forget(self) {
        self.at().back.set(false);
        let below = self.place_of("/");
        // Of a form that keeps nothing there is nothing below.
        if is_in_tab(&below) {
            browser::tab_remove_below(&below);
        } else {
            browser::shared_remove_below(&below);
        }
        if is_below(&below, NEWCOMER) {
            // Nor is anything of it kept from now on.
            self.keep_at(String::new());
        }
    }

    /// Whether something was typed here that was not sent.
    pub fn is_begun(self) -> bool {
        let below = self.place_of("/");
        if is_in_tab(&below) {
            browser::tab_has_below(&below)
        } else {
            !browser::shared_names_below(&below).is_empty()
        }
    }

    /// What was kept of one part; none where nothing was, or the form keeps nothing.
    pub fn kept(self, part: &str) -> Option<String> {
        let place = self.place_of(part);
        if is_in_tab(&place) {
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
        let place = self.place_of(part);
        if is_in_tab(&place) {
            browser::tab_put(&place, words);
        } else {
            browser::shared_put(&place, &entry(words, browser::now().micros()));
        }
    }

    /// That what was typed before is back, and the way to do without it.
    pub(super) fn draw_back(self) -> El {
        when(
            move || self.is_back(),
            move || {
                let forget = move || self.put_back();
                notice(
                    NoticeKind::Info,
                    &[
                        p(&s::BACK_TEXT),
                        button(ButtonKind::Secondary, &s::BACK_FORGET, forget),
                    ],
                )
            },
        )
    }

    /// Goes back to what the server has.
    fn put_back(self) {
        let fields = self.fields();
        for field in &fields {
            field.put_back();
        }
        self.at().summary.set(Vec::new());
        self.at().failure.set(None);
        let kept = self.place_of("");
        self.forget();
        // Whoever begins anew is kept again.
        self.keep_at(kept);
        if let Some(first) = fields.first() {
            super::focus_id(&first.focus_id());
        }
    }
}

fn is_in_tab(place: &str) -> bool {
    is_below(place, TAB)
}

fn is_below(place: &str, who: &str) -> bool {
    place
        .strip_prefix(PREFIX)
        .is_some_and(|place| place.starts_with(who))
}

/// A name that a token has, and that tells nothing of use about it (FNV-1a).
fn name_of(token: &str) -> String {
    let hash = token.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.to_string()
}

impl Field {
    /// It is never kept, and there again for whoever comes back to the page before it is loaded anew.
    pub fn waiting(self) -> Self {
        let name = self.form.place_of(self.pointer);
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
        if !self.is_secret() {
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
