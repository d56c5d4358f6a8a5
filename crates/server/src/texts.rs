//! New versions of texts: which ones a person is asked to accept, and what is new in them.

use accede_api::text::{ChangedBlock, ChangedPart, TextNews, TextToAccept};
use accede_content::{Agreement, Dataset, Document, DocumentKind, changes};
use accede_domain::time::Timestamp;
use accede_domain::versions;
use accede_store::account::Account;

use crate::http::site::with_site;
use crate::state::AppState;

/// The texts that everybody with an account accepts.
pub const ACCEPTED: [DocumentKind; 2] = [DocumentKind::Privacy, DocumentKind::Terms];

/// The version of a text that an account accepted; empty where it accepted none.
#[must_use]
pub fn accepted(account: &Account, kind: DocumentKind) -> &str {
    match kind {
        DocumentKind::Privacy => &account.privacy_version,
        DocumentKind::Terms => &account.terms_version,
        DocumentKind::Accessibility => "",
    }
}

/// The document in force.
#[must_use]
pub fn in_force(state: &AppState, kind: DocumentKind, now: Timestamp) -> &Document {
    state.catalogue.document_in_force(kind, now.date())
}

/// The texts in force that ask this account to be accepted.
#[must_use]
pub fn to_accept<'a>(state: &'a AppState, account: &Account, now: Timestamp) -> Vec<&'a Document> {
    let asks = |kind: &DocumentKind| {
        let all = state.catalogue.document_versions(*kind).iter();
        let all: Vec<_> = all.map(Document::text_version).collect();
        versions::asks_again(&all, accepted(account, *kind), now.date())
    };
    ACCEPTED
        .into_iter()
        .filter(asks)
        .map(|kind| in_force(state, kind, now))
        .collect()
}

/// A text to accept, as the page shows it.
#[must_use]
pub fn view(state: &AppState, document: &Document, accepted: &str) -> TextToAccept {
    let all = state.catalogue.document_versions(document.kind);
    TextToAccept {
        kind: document.kind.as_str().to_owned(),
        title: document.title.clone(),
        version: document.version.to_string(),
        effective: document.effective.to_string(),
        html: with_site(state, |site| document.text.html(site, None)),
        news: with_site(state, |site| {
            news(
                all,
                document.version.as_str(),
                accepted,
                |version| version.version.as_str(),
                |version| version.changes.clone(),
                |version| version.text.filled(site),
            )
        }),
    }
}

/// What is new in an agreement since the version that somebody signed; nothing where they are the same.
#[must_use]
pub fn agreement_news(dataset: &Dataset, now: &Agreement, signed: &str) -> Option<TextNews> {
    news(
        &dataset.agreements,
        now.version.as_str(),
        signed,
        |version| version.version.as_str(),
        |version| version.changes.clone(),
        |version| version.source().to_owned(),
    )
}

/// What is new in the version `now` of a text since the version `since`, of all its versions, newest first. Nothing where
/// `since` is not an earlier one.
fn news<T>(
    all: &[T],
    now: &str,
    since: &str,
    number: impl Fn(&T) -> &str,
    summary: impl Fn(&T) -> Option<String>,
    source: impl Fn(&T) -> String,
) -> Option<TextNews> {
    let place = |wanted: &str| all.iter().position(|version| number(version) == wanted);
    let (new, old) = (place(now)?, place(since)?);
    if old <= new {
        return None;
    }
    let blocks = changes(&source(&all[old]), &source(&all[new]));
    Some(TextNews {
        since: since.to_owned(),
        summaries: all[new..old].iter().filter_map(summary).collect(),
        blocks: blocks
            .into_iter()
            .map(|block| ChangedBlock {
                shape: block.shape,
                parts: block
                    .parts
                    .into_iter()
                    .map(|part| ChangedPart {
                        change: part.change,
                        text: part.text,
                    })
                    .collect(),
            })
            .collect(),
    })
}
