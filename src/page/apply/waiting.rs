//! Words of an application that wait on this device while no page of it is open: sent as soon as they can be, and told of
//! until then.

use super::draft::{Current, NAME, base_of, body_of, form_of};
use super::model;
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::dom::{El, el, live, nothing};
use crate::draft::{DraftKeeper, buffer, tabs};
use crate::route::Route;
use crate::session::Session;
use crate::task;
use crate::ui::{NoticeKind, link_to, notice, parts};
use crate::words::shared as s;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Between two attempts.
const AGAIN: Duration = Duration::from_secs(5);
/// Whether this build sends them. What staff's have no room for, the page that is led to does.
const SENDS: bool = cfg!(any(
    feature = "site",
    feature = "apply",
    feature = "account"
));

/// What became of one attempt to send everything.
#[derive(Default)]
struct Attempt {
    /// The page of words that could not be sent.
    unsent: Option<String>,
    /// It is worth another attempt.
    may_pass: bool,
}

/// Sends what waits of this person, and says so above the page where that does not work. A page with a draft of its own
/// deals with them itself.
pub fn strip(session: Session, route: Memo<Route>) -> El {
    let whose = Memo::new(move |_| {
        let account = session
            .account()
            .filter(|_| !model::has_draft(&route.get()));
        account.map(|account| account.id)
    });
    live(move || {
        let Some(account) = whose.get() else {
            return nothing();
        };
        let unsent = RwSignal::new(None::<String>);
        task::spawn(catch_up(account, unsent));
        live(move || match unsent.get() {
            Some(page) => el("div").class("strip").attr("role", "status").kid(notice(
                NoticeKind::Warning,
                &[parts(&[
                    s::UNSENT.into(),
                    " ".into(),
                    link_to(&page, &s::UNSENT_SEE),
                ])],
            )),
            None => nothing(),
        })
    })
}

/// Whether words of this person are on this device alone, when all was sent that can be.
pub async fn is_any_unsent(session: Session) -> bool {
    let open = DraftKeeper::flush_open().await;
    let Some(account) = session.account_untracked() else {
        return false;
    };
    send_all(&account.id).await;
    !open || !buffer::all(&account.id).await.is_empty()
}

async fn catch_up(account: String, unsent: RwSignal<Option<String>>) {
    // What the page before this one still sends does not wait.
    DraftKeeper::left().await;
    loop {
        let attempt = send_all(&account).await;
        unsent.set(attempt.unsent);
        if !attempt.may_pass {
            return;
        }
        browser::sleep(AGAIN).await;
    }
}

/// Boxed, so that the machine behind it exists once.
fn send_all(account: &str) -> Pin<Box<dyn Future<Output = Attempt> + '_>> {
    Box::pin(send_all_inner(account))
}

async fn send_all_inner(account: &str) -> Attempt {
    let mut attempt = Attempt::default();
    for (draft, tab) in buffer::all(account).await {
        // A tab that is there saves its words, or asks about them, itself.
        if tabs::is_open(&tab).await {
            attempt.may_pass = true;
            continue;
        }
        let (page, sent) = send(account, &draft, &tab).await;
        if let Err(failure) = sent {
            attempt.unsent = Some(page);
            attempt.may_pass |= failure.is_some_and(|failure| failure.may_pass());
        }
    }
    attempt
}

/// Sends what one tab kept of one draft, over what is there now; the page on which it was typed, and what came of it. It
/// fails without a reason where the two contradict each other: the page asks.
async fn send(account: &str, draft: &str, tab: &str) -> (String, Result<(), Option<Failure>>) {
    let Some(kept) = buffer::get(account, draft, tab).await else {
        return (String::new(), Ok(()));
    };
    let id = draft.strip_prefix(NAME).unwrap_or_default();
    let sent = loop {
        if !SENDS {
            break Err(None);
        }
        let Some(typed) = form_of(&kept.body) else {
            break Ok(());
        };
        let answer = Call::get(endpoint::application(id)).send().await;
        let Current { version, form } = match answer.and_then(|answer| answer.read()) {
            Ok(current) => current,
            Err(failure) => break Err(Some(failure)),
        };
        let merged = model::merge(&base_of(&kept, form.clone()), &form, &typed);
        if !merged.conflicts.is_empty() {
            break Err(None);
        }
        if merged.form == form {
            break Ok(());
        }
        let call = Call::put(endpoint::application_draft(id))
            .if_match(version)
            .json(body_of(merged.form));
        match call.send().await {
            Ok(_) => break Ok(()),
            // Somebody was quicker: both are made one again.
            Err(Failure::Stale(_)) => {}
            Err(failure) => break Err(Some(failure)),
        }
    };
    if sent.is_ok() {
        buffer::forget(account, draft, tab).await;
    }
    let page = match kept.page {
        page if page.is_empty() => Route::ApplyCheck.path(),
        page => page,
    };
    (page, sent)
}
