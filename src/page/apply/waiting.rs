//! Words of an application that wait on this device while no page of it is open: sent as soon as they can be, and told of
//! until then.

use super::draft::{base_of, body_of, form_of};
use super::model;
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::dom::{El, el, live, nothing, run};
use crate::draft::buffer::{self, Kept};
use crate::draft::{DraftKeeper, tabs};
use crate::route::Route;
use crate::session::Session;
use crate::shell;
use crate::task;
use crate::ui::{ButtonKind, NoticeKind, button, li, link_to, notice, p, parts, ul};
use crate::words::shared as s;
use accede_domain::application::{ApplicationForm, ApplicationState, Stage, changed_fields};
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

/// What is read of the application.
struct Now {
    version: i64,
    state: ApplicationState,
    stage: Option<Stage>,
    form: ApplicationForm,
}

accede_api::wire! {
    Now { version state form } { stage }
}

/// What became of one attempt to send everything.
#[derive(Default)]
struct Attempt {
    /// What could not be sent.
    unsent: Option<Unsent>,
    /// It is worth another attempt.
    may_pass: bool,
}

/// Words that could not be sent.
#[derive(Clone)]
struct Unsent {
    /// The page on which they go on.
    page: String,
    /// Under which key they are kept.
    key: String,
    /// The application takes none any more: what it does not have.
    late: Vec<String>,
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
        let unsent = RwSignal::new(None::<Unsent>);
        task::spawn(catch_up(account, unsent));
        live(move || {
            let Some(Unsent { page, key, late }) = unsent.get() else {
                return nothing();
            };
            let told = if late.is_empty() {
                parts(&[s::UNSENT.into(), " ".into(), link_to(&page, &s::UNSENT_SEE)])
            } else {
                // Those of another application are told of on the next page.
                let forget = move || {
                    let key = key.clone();
                    task::spawn(async move {
                        buffer::forget_at(&key).await;
                        unsent.set(None);
                        shell::focus_heading();
                    });
                };
                let late: Vec<_> = late.iter().map(|words| li(words)).collect();
                run(&[
                    p(&s::UNSENT_LATE),
                    ul(&late),
                    button(ButtonKind::Secondary, &s::BACK_FORGET, forget),
                ])
            };
            el("div")
                .class("strip")
                .attr("role", "status")
                .kid(notice(NoticeKind::Warning, &[told]))
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

async fn catch_up(account: String, unsent: RwSignal<Option<Unsent>>) {
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
        let mut late = Vec::new();
        match send(id, &kept, &mut late).await {
            Ok(()) => buffer::forget_at(&key).await,
            Err(failure) => {
                attempt.may_pass |= failure.is_some_and(|failure| failure.may_pass());
                let page = if kept.page.is_empty() {
                    Route::ApplyCheck.path()
                } else {
                    kept.page
                };
                attempt.unsent = Some(Unsent { page, key, late });
            }
        }
    }
    attempt
}

/// Sends what was kept of the draft of this application, over what is there now. It fails without a reason where the two
/// contradict each other, which the page of the draft asks about; and where the application takes no changes any more: what
/// it does not have is `late` then.
async fn send(id: &str, kept: &Kept, late: &mut Vec<String>) -> Result<(), Option<Failure>> {
    let Some(typed) = form_of(&kept.body) else {
        return Ok(());
    };
    loop {
        let answer = Call::get(endpoint::application(id)).send().await?;
        let now: Now = answer.read()?;
        let base = base_of(kept, now.form.clone());
        if !model::is_editable(now.state, now.stage) {
            *late = changed_fields(&base, &typed)
                .into_iter()
                .filter(|field| typed.get(*field) != now.form.get(*field))
                .map(|field| model::shown(&typed, field))
                .filter(|words| !words.is_empty())
                .collect();
            return if late.is_empty() { Ok(()) } else { Err(None) };
        }
        let merged = model::merge(&base, &now.form, &typed);
        if !merged.conflicts.is_empty() {
            return Err(None);
        }
        if merged.form == now.form {
            return Ok(());
        }
        let call = Call::put(endpoint::application_draft(id))
            .if_match(now.version)
            .json(body_of(merged.form));
        match call.send().await {
            Ok(_) => return Ok(()),
            // Somebody was quicker: both are made one again.
            Err(Failure::Stale(_)) => {}
            Err(failure) => return Err(Some(failure)),
        }
    }
}
