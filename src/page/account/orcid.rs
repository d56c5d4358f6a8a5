//! The ORCID iD: why it helps, the way to ORCID and back, and the one that is linked.

use super::frame;
use super::orcid_model::{Back, back};
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run, when};
use crate::form::failure_notice;
use crate::page::not_found;
use crate::route::Route;
use crate::site;
use crate::task;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, action, button, confirm, external_link, load, moment, notice,
    notice_titled, p, parts, section,
};
use crate::words::{account as w, title};
use accede_api::account::{FinishOrcid, LinkedOrcid, OrcidBegun, OrcidStanding};
use accede_api::problem::ProblemCode;
use leptos::prelude::*;

/// What came of the last press, or of the way to ORCID and back.
#[derive(Clone)]
enum News {
    Nothing,
    /// ORCID is asked.
    Waits,
    Linked,
    /// The person, or ORCID, said no: a title and what to do.
    Refused(w::Said),
    Failed(Failure),
}

type Heard = RwSignal<News, LocalStorage>;

/// The page that ORCID sends the browser back to. Without anything brought back, it is the part of the profile by itself.
pub fn draw() -> El {
    let news = carried::local_signal("orcid", News::Nothing);
    match back(&browser::take_query()) {
        Back::Nothing => {}
        Back::Denied => news.set(News::Refused(w::ORCID_DENIED)),
        Back::Failed => news.set(News::Refused(w::ORCID_REFUSED)),
        Back::Agreed(body) => finish(news, body),
    }
    live(move || {
        if site::has_orcid() {
            frame(&Route::AccountOrcid, &title::ORCID, &[about(news)])
        } else {
            not_found::draw()
        }
    })
}

/// The part of the profile; nothing where the portal has nothing to do with ORCID.
pub fn part() -> El {
    let news = RwSignal::new_local(News::Nothing);
    when(site::has_orcid, move || {
        section(&title::ORCID, &[about(news)])
    })
}

fn about(news: Heard) -> El {
    let waits = move || news.with(|news| matches!(news, News::Waits));
    run(&[
        p(&w::ORCID_WHY),
        el("div").attr("role", "status").live(move || said(news)),
        live(move || if waits() { nothing() } else { standing(news) }),
    ])
}

fn said(news: Heard) -> El {
    match news.get() {
        News::Nothing => nothing(),
        News::Waits => p(&w::ORCID_WAITS),
        News::Linked => notice(NoticeKind::Success, &[p(&w::ORCID_LINKED)]),
        News::Refused((title, text)) => notice_titled(NoticeKind::Warning, title, &[p(text)]),
        News::Failed(failure) => failure_notice(&failure),
    }
}

/// The iD that is linked, or the button that leads to ORCID.
fn standing(news: Heard) -> El {
    load::<OrcidStanding>(
        endpoint::account_orcid(),
        move |standing, _| match &standing.linked {
            Some(linked) => shown(linked, news),
            None => action(ButtonKind::Secondary, &w::ORCID_LINK, move || begin(news)),
        },
    )
}

fn shown(linked: &LinkedOrcid, news: Heard) -> El {
    let dialog = Dialog::default();
    let unlink = move || {
        task::spawn(async move {
            news.set(match Call::delete(endpoint::account_orcid()).send().await {
                Ok(_) => News::Nothing,
                Err(failure) => News::Failed(failure),
            });
        });
    };
    run(&[
        parts(&[
            external_link(&linked.url, &linked.url),
            el("br"),
            el("span")
                .class("muted")
                .text(&w::ORCID_SINCE)
                .kid(moment(linked.verified_at)),
        ]),
        button(ButtonKind::Quiet, &w::UNLINK, move || dialog.show()),
        confirm(
            dialog,
            &w::ORCID_UNLINK,
            &w::ORCID_UNLINK_TEXT,
            &w::UNLINK,
            unlink,
        ),
    ])
}

async fn begin(news: Heard) {
    let answer = Call::post(endpoint::account_orcid_command("begin"))
        .send()
        .await;
    match answer.and_then(|answer| answer.read::<OrcidBegun>()) {
        Ok(begun) => browser::leave_to(&begun.authorize_url),
        Err(failure) => news.set(News::Failed(failure)),
    }
}

fn finish(news: Heard, body: FinishOrcid) {
    news.set(News::Waits);
    task::spawn(async move {
        let answer = Call::post(endpoint::account_orcid_command("finish"))
            .body(&body)
            .send()
            .await;
        news.set(match answer {
            Ok(_) => News::Linked,
            Err(failure) => refused(&failure).map_or(News::Failed(failure), News::Refused),
        });
    });
}

/// What stands in the way, where it is of this way alone.
fn refused(failure: &Failure) -> Option<w::Said> {
    [
        (ProblemCode::LinkEnded, w::ORCID_ENDED),
        (ProblemCode::OrcidTaken, w::ORCID_TAKEN),
        (ProblemCode::OrcidRefused, w::ORCID_REFUSED),
        (ProblemCode::OrcidUnreachable, w::ORCID_UNREACHABLE),
    ]
    .into_iter()
    .find(|(code, _)| failure.is(*code))
    .map(|(_, said)| said)
}
