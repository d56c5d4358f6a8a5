//! The two dialogs of the session: "Are you still there?", and signing in again over a page that is kept as it is.

use crate::browser;
use crate::dom::{El, el, live, nothing, run, watch};
use crate::form::{failure_notice, focus_id};
use crate::page::sign_in;
use crate::session::{Ask, Session};
use crate::ui::{ButtonKind, Dialog, action, button, p};
use crate::words::shared as s;
use accede_api::session::SessionState;
use leptos::prelude::*;

pub fn draw(session: Session) -> El {
    let stay = Dialog::default();
    let again = Dialog::default();
    watch(move || {
        let ask = session.ask.get();
        stay.open.set(ask == Some(Ask::Stay));
        again.open.set(ask == Some(Ask::SignInAgain));
    });
    // Closing by Escape is an answer too: staying is what a person who is there wants; leaving the other gives up.
    watch(move || {
        if !stay.open.get() && session.ask.get_untracked() == Some(Ask::Stay) {
            crate::task::spawn(session.stay());
        }
        if !again.open.get() && session.ask.get_untracked() == Some(Ask::SignInAgain) {
            session.give_up();
        }
    });
    run(&[
        stay.draw(&s::STAY_TITLE, move || stay_content(session)),
        again.draw(&s::AGAIN_TITLE, move || again_content(session)),
        failure(session),
    ])
}

fn stay_content(session: Session) -> El {
    run(&[
        p(&s::STAY_TEXT),
        el("div").class("button-row").kids(&[
            action(ButtonKind::Primary, &s::STAY, move || session.stay()),
            action(ButtonKind::Quiet, &s::SIGN_OUT, move || async move {
                session.ask.set(None);
                if let Err(failure) = session.sign_out().await {
                    session.failed.set(Some(failure));
                }
            }),
        ]),
    ])
}

fn again_content(session: Session) -> El {
    let step = RwSignal::new(SessionState::SignedOut);
    run(&[
        p(&s::AGAIN_TEXT),
        live(move || match step.get() {
            SessionState::SecondFactorRequired => {
                // What had the focus is gone.
                browser::after_paint(|| focus_id("f-code"));
                sign_in::second_factor_form(session, move |state| step.set(state))
            }
            _ => sign_in::passphrase_form(session, move |state| step.set(state)),
        }),
        button(ButtonKind::Quiet, &s::AGAIN_LEAVE, move || {
            session.give_up()
        }),
    ])
}

/// What went wrong with signing out or staying: above everything, until the next thing is done.
fn failure(session: Session) -> El {
    live(move || match session.failed.get() {
        Some(failure) => el("div").class("strip").kids(&[
            failure_notice(&failure),
            button(ButtonKind::Quiet, &s::CLOSE, move || {
                session.failed.set(None)
            }),
        ]),
        None => nothing(),
    })
}
