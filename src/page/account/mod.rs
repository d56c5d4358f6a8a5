//! The person's own account: one module a page, and the navigation between them.

mod data;
mod emails;
mod orcid;
mod orcid_model;
mod profile;
mod security;
mod sessions;
mod sessions_model;
mod tokens;

pub use data::draw as draw_data;
pub use emails::draw as draw_emails;
pub use orcid::draw as draw_orcid;
pub use profile::draw as draw_profile;
pub use security::draw as draw_security;
pub use sessions::draw as draw_sessions;
pub use tokens::draw as draw_tokens;

use crate::dom::{El, el};
use crate::route::Route;
use crate::ui::{h1, link};
use crate::words::{Text, account as w, title};

/// The pages of the account, in the order of their navigation: beside them, and in the menu under the person's name.
pub const PAGES: [(Route, Text); 9] = [
    (Route::Account, title::ACCOUNT),
    (Route::AccountEmails, title::EMAILS),
    (Route::AccountSecurity, title::SECURITY),
    (Route::AccountSessions, title::SESSIONS),
    (Route::CloudAccounts, title::CLOUD),
    (Route::Agreements, title::AGREEMENTS),
    (Route::AccountTokens, title::TOKENS),
    (Route::Vouching, title::VOUCHING),
    (Route::AccountData, title::DATA),
];

/// A page of the account: its heading and parts, beside the way to the others.
pub fn frame(here: &Route, title: &str, parts: &[El]) -> El {
    let list = el("ul");
    for (route, words) in &PAGES {
        let link = link(route, words);
        let link = if route == here {
            link.attr("aria-current", "page")
        } else {
            link
        };
        let _ = list.clone().kid(el("li").kid(link));
    }
    let navigation = el("nav")
        .class("side-nav")
        .attr("aria-label", &w::NAVIGATION)
        .kid(list);
    el("div")
        .class("with-nav")
        .kids(&[navigation, el("div").kid(h1(title)).kids(parts)])
}
