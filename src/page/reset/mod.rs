//! A forgotten passphrase: asking for the link, and choosing a new one with it.

use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::link::{Link, another_code, with_link};
use crate::page::register;
use crate::route::Route;
use crate::ui::{ButtonKind, NoticeKind, h1, link, link_button, notice_titled, p, parts};
use crate::words::{register as w, sign_in, title};
use accede_api::problem::ProblemCode;
use accede_api::session::PassphraseReset;
use leptos::prelude::*;

/// The page `/reset`.
pub fn draw() -> El {
    run(&[
        h1(&title::RESET),
        p(&w::RESET_TEXT),
        register::address_form(
            "",
            &w::RESET_SUBMIT,
            endpoint::passphrase_resets,
            &w::RESET_SENT,
            Some(Route::ResetComplete),
        ),
        parts(&[link(&Route::SignIn, &sign_in::SUBMIT)]),
    ])
}

/// The page `/reset/complete`.
pub fn draw_complete() -> El {
    run(&[
        h1(&title::RESET_COMPLETE),
        with_link("reset-link", complete),
    ])
}

fn complete(from: Link, token: String) -> El {
    let done = carried::signal("reset", false);
    let ended = RwSignal::new(None::<Failure>);
    let form =
        Form::new(|form| register::check_new_passphrase("/passphrase", &form.value("/passphrase")));
    let passphrase = form.field("/passphrase", &w::NEW_PASSPHRASE_NOUN, "");
    let drawn = form.draw(
        &[
            passphrase
                .text_input(&w::NEW_PASSPHRASE)
                .hint(&w::PASSPHRASE_HINT)
                .passphrase("new-password")
                .draw(),
            p(&w::RESET_COMPLETE_TEXT),
            form.submit_button(&w::RESET_COMPLETE_SUBMIT),
        ],
        move || {
            let body = PassphraseReset {
                token: token.clone(),
                passphrase: passphrase.get(),
            };
            async move {
                let answer = Call::post(endpoint::passphrase_resets_complete())
                    .anonymous()
                    .body(&body)
                    .send()
                    .await;
                match answer {
                    Ok(_) => {
                        from.used();
                        done.set(true);
                    }
                    Err(failure) if failure.is(ProblemCode::LinkEnded) => ended.set(Some(failure)),
                    Err(failure) => return Err(failure),
                }
                Ok(())
            }
        },
    );
    let drawn = el("div").class("narrow").kid(drawn);
    live(move || {
        if done.get() {
            let notice = notice_titled(
                NoticeKind::Success,
                &w::RESET_DONE,
                &[
                    p(&w::RESET_DONE_TEXT),
                    link_button(ButtonKind::Primary, &Route::SignIn, &sign_in::SUBMIT),
                ],
            );
            let target = notice.clone();
            browser::after_paint(move || target.focus());
            return notice;
        }
        let help = ended.get().map_or_else(nothing, |failure| {
            run(&[
                failure_notice(&failure),
                el("div").class("button-row").kids(&[
                    another_code(from),
                    link_button(ButtonKind::Secondary, &Route::Reset, &w::NEW_LINK),
                ]),
            ])
        });
        run(&[help, drawn.clone()])
    })
}
