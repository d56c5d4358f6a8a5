//! The dialogs of the session: "Are you still there?", signing in again over a page that is kept as it is, and whether words
//! that only this device has are to be lost by signing out.

use crate::dom::{El, el, live, nothing, run, watch};
use crate::form::{failure_notice, focus_id};
use crate::page::{apply, sign_in};
use crate::route::Route;
use crate::session::{Ask, Session};
use crate::ui::{ButtonKind, Dialog, action, button, choose, p};
use crate::words::shared as s;
use crate::{browser, navigate, task};
use accede_api::session::SessionState;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

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
            task::spawn(session.stay());
        }
        if !again.open.get() && session.ask.get_untracked() == Some(Ask::SignInAgain) {
            session.give_up();
        }
    });
    run(&[
        stay.draw(&s::STAY_TITLE, move || stay_content(session)),
        again.draw(&s::AGAIN_TITLE, move || again_content(session)),
        choose(
            Dialog::of(session.losing),
            &s::LOSE_TITLE,
            &s::LOSE_TEXT,
            [
                (ButtonKind::Primary, &s::STAY, Rc::new(|| ())),
                (
                    ButtonKind::Danger,
                    &s::LOSE,
                    Rc::new(move || task::spawn(end(session))),
                ),
            ],
        ),
        failure(session),
    ])
}

/// Signs out, when everything is sent that waits. What cannot be sent would be lost: that is asked first.
pub fn sign_out(session: Session) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(sign_out_inner(session))
}

async fn sign_out_inner(session: Session) {
    if apply::waiting::is_any_unsent(session).await {
        session.losing.set(true);
    } else {
        end(session).await;
    }
}

async fn end(session: Session) {
    // Offline there is no session to end here that the server would not keep: say so and stay.
    match session.sign_out().await {
        Ok(()) => navigate(&Route::Home.path()),
        Err(failure) => session.failed.set(Some(failure)),
    }
}

fn stay_content(session: Session) -> El {
    run(&[
        p(&s::STAY_TEXT),
        el("div").class("button-row").kids(&[
            action(ButtonKind::Primary, &s::STAY, move || session.stay()),
            // The dialog, and with it what belongs to it, ends with the press.
            button(ButtonKind::Quiet, &s::SIGN_OUT, move || {
                session.ask.set(None);
                task::spawn_to_the_end(sign_out(session));
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
