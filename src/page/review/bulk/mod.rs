//! Decisions on many applications at once: the words, what would happen to whom, and what became of it.
//!
//! The query of the address is the filter of the list, or names the applications that were marked in it. Once something is decided it holds the id of that too (`bulk`), so
//! that the page shows what the server knows, whoever loads it anew.

mod became;
mod choose;
mod decision;
mod foreseen;
mod sending;

use super::frame;
use super::query;
use super::summary::Summary;
use crate::app;
use crate::carried;
use crate::dom::{El, el, live};
use crate::route::Route;
use crate::session;
use crate::ui::p;
use crate::words::{review, title};
use accede_api::bulk::{BulkDecision, BulkItem, BulkPreviewItem};
use accede_domain::account::Role;

/// The parameter of the address that names what was decided.
const BULK: &str = "bulk";
/// Where this tab keeps the words until they took effect.
const KEPT: &str = "review-bulk";

/// What is about to be sent.
#[derive(Clone)]
struct Run {
    id: String,
    decision: BulkDecision,
    items: Vec<BulkPreviewItem>,
    /// Where the list goes on behind what was shown.
    next: Option<String>,
}

/// The page `/review/bulk`.
pub fn draw() -> El {
    let run = carried::signal("bulk", None::<Run>);
    let back = el("a")
        .class("back")
        .attr_live("href", || Some(list_address(&app::query())))
        .text(&review::BACK_TO_LIST);
    let body = live(move || {
        let query = app::query();
        let id = query::value(&query, BULK);
        if !id.is_empty() {
            sending::draw(id, run)
        } else if session::get().has_role(Role::Reviewer) {
            choose::draw(&query, run)
        } else {
            p(&review::NOTHING_TO_DECIDE)
        }
    });
    frame::plain(
        &title::REVIEW_BULK,
        &Route::ReviewBulk,
        Summary::watch(),
        &[back, body],
    )
}

/// The list that this is about.
fn list_address(query: &str) -> String {
    let query = query::with(query, query::MARKED, "");
    [Route::Review.path(), query::with(&query, BULK, "")].concat()
}

/// This page, about the same list from its beginning, or with what was decided on it.
fn address(query: &str, bulk: &str) -> String {
    [Route::ReviewBulk.path(), query::with(query, BULK, bulk)].concat()
}

fn item_of(one: &BulkPreviewItem) -> BulkItem {
    BulkItem {
        id: one.id.clone(),
        version: one.version,
    }
}
