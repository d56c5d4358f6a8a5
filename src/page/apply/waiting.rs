//! Words of an application that wait on this device while no page of it is open: sent as soon as they can be, and told of
//! until then.

use super::draft::{Current, base_of, body_of, form_of};
use super::model;
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::dom::{El, el, live, nothing};
use crate::draft::buffer::{self, Kept};
use crate::draft::{DraftKeeper, tabs};
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
/// Whether this build sends them, and tells of them. Staff's have no room for it: every other page does.
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
    if !SENDS {
        return nothing();
    }
    let whose = Memo::new(move |_| {
        let account = session
            .account()
            .filter(|_| !model::has_draft(&route.get()));
        account.map(|account| account.id).unwrap_or_default()
    });
    live(move || {
        let account = whose.get();
        if account.is_empty() {
            return nothing();
        }
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
    if SENDS {
        send_all(&account.id).await;
    }
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
    for key in buffer::all(account).await {
        let Some((id, tab)) = buffer::parts(&key) else {
            continue;
        };
        // A tab that is there saves its words, or asks about them, itself.
        if tabs::is_open(tab).await {
            attempt.may_pass = true;
            continue;
        }
        let Some(kept) = buffer::get_at(&key).await else {
            continue;
        };
        match send(id, &kept).await {
            Ok(()) => buffer::forget_at(&key).await,
            Err(failure) => {
                attempt.may_pass |= failure.is_some_and(|failure| failure.may_pass());
                attempt.unsent = Some(if kept.page.is_empty() {
                    Route::ApplyCheck.path()
                } else {
                    kept.page
                });
            }
        }
    }
    attempt
}

/// Sends what was kept of the draft of this application, over what is there now. It fails without a reason where the two
/// contradict each other, which the page of the draft asks about.
async fn send(id: &str, kept: &Kept) -> Result<(), Option<Failure>> {
    let Some(typed) = form_of(&kept.body) else {
        return Ok(());
    };
    loop {
        let answer = Call::get(endpoint::application(id)).send().await?;
        let Current { version, form } = answer.read()?;
        let merged = model::merge(&base_of(kept, form.clone()), &form, &typed);
        if !merged.conflicts.is_empty() {
            return Err(None);
        }
        if merged.form == form {
            return Ok(());
        }
        let call = Call::put(endpoint::application_draft(id))
            .if_match(version)
            .json(body_of(merged.form));
        match call.send().await {
            Ok(_) => return Ok(()),
            // Somebody was quicker: both are made one again.
            Err(Failure::Stale(_)) => {}
            Err(failure) => return Err(Some(failure)),
        }
    }
}
