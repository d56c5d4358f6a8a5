//! Where the person is signed in, and what happened to the account.

use super::{frame, sessions_model as model};
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Reload, Table, Tone, action, actions_column, ago, lead, load, moment, muted, p,
    section, tag,
};
use crate::words::{account as w, title};
use accede_api::account::{AccountEvent, SessionInfo};
use accede_api::page::List;
use leptos::prelude::*;

pub fn draw() -> El {
    let failed = RwSignal::new(None::<Failure>);
    frame(
        &Route::AccountSessions,
        &title::SESSIONS,
        &[
            lead(&w::SESSIONS_LEAD),
            live(move || failed.get().map_or_else(nothing, |f| failure_notice(&f))),
            load::<List<SessionInfo>>(endpoint::account_sessions(), move |list, reload| {
                sessions(&list.items, reload, failed)
            }),
            section(
                &w::ACTIVITY,
                &[
                    muted(&w::ACTIVITY_TEXT),
                    load::<List<AccountEvent>>(endpoint::account_events(), |list, _| {
                        events(&list.items)
                    }),
                ],
            ),
        ],
    )
}

fn sessions(items: &[SessionInfo], reload: Reload, failed: RwSignal<Option<Failure>>) -> El {
    let table = Table::new(
        &title::SESSIONS,
        false,
        &[
            w::DEVICE.into(),
            w::FROM.into(),
            w::SIGNED_IN_AT.into(),
            w::LAST_SEEN.into(),
            actions_column(&w::ACTIONS),
        ],
    );
    for session in items {
        let device = device(&session.user_agent);
        let end = if session.current {
            tag(Tone::Done, &w::THIS_ONE)
        } else {
            let path = endpoint::account_session(&session.id);
            command(&w::END, ButtonKind::Quiet, reload, failed, move || {
                Call::delete(path.clone())
            })
        };
        table.row(&[
            device.as_str().into(),
            session.address.as_str().into(),
            el("span").kid(moment(session.created_at)),
            el("span").kid(ago(session.last_seen_at)),
            end,
        ]);
    }
    let others = if items.len() > 1 {
        command(
            &w::END_OTHERS,
            ButtonKind::Secondary,
            reload,
            failed,
            || Call::post(endpoint::account_sessions_end_others()),
        )
    } else {
        nothing()
    };
    run(&[table.draw(), others])
}

fn command(
    label: &str,
    kind: ButtonKind,
    reload: Reload,
    failed: RwSignal<Option<Failure>>,
    call: impl Fn() -> Call + 'static,
) -> El {
    action(kind, label, move || {
        failed.set(None);
        let sending = call().send();
        async move {
            match sending.await {
                Ok(_) => reload.now(),
                Err(failure) => failed.set(Some(failure)),
            }
        }
    })
}

fn device(user_agent: &str) -> String {
    match model::device(user_agent) {
        (Some(browser), Some(system)) => w::on_system(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => w::UNKNOWN_DEVICE.to_owned(),
    }
}

fn events(items: &[AccountEvent]) -> El {
    if items.is_empty() {
        return p(&w::ACTIVITY_NONE);
    }
    let table = Table::new(
        &w::ACTIVITY,
        false,
        &[w::WHAT.into(), w::WHO.into(), w::WHEN.into()],
    );
    for event in items {
        table.row(&[
            match w::event(&event.action) {
                Some(words) => words.into(),
                None => model::action(&event.action).as_str().into(),
            },
            w::actor(&event.actor).into(),
            el("span").kid(moment(event.at)),
        ]);
    }
    table.draw()
}
