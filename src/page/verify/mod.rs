//! Verifying an e-mail address by the link that was sent to it.

use crate::api::{Answer, endpoint};
use crate::carried;
use crate::dom::{El, el, live, nothing, run, when};
use crate::link::{confirm, with_link};
use crate::page::register;
use crate::route::Route;
use crate::session;
use crate::ui::{ButtonKind, NoticeKind, details, h1, link_button, link_to, notice, parts, strong};
use crate::words::{register as w, title};
use accede_api::problem::ProblemCode;
use accede_api::session::Verified;
use leptos::prelude::*;

pub fn draw() -> El {
    let verified = carried::signal("verified", false);
    run(&[
        live(move || {
            h1(if verified.get() {
                &w::VERIFIED
            } else {
                &title::VERIFY
            })
        }),
        with_link("verify-link", move |link, token| {
            confirm(
                link,
                token,
                endpoint::email_verifications,
                (&w::VERIFY_TEXT, &w::VERIFY),
                move |answer| {
                    verified.set(true);
                    done(answer)
                },
                |failure| {
                    if failure.is(ProblemCode::NotPossibleNow) {
                        parts(&[
                            w::PROVED_BY_ANOTHER.into(),
                            " ".into(),
                            link_to(&Route::SignIn.path(), &title::SIGN_IN),
                        ])
                    } else {
                        nothing()
                    }
                },
            )
        }),
        when(
            move || !verified.get(),
            || {
                el("div")
                    .class("section")
                    .kid(details(&w::NOT_COME, &[register::resend_form("")]))
            },
        ),
    ])
}

fn done(answer: &Answer) -> El {
    let address = answer
        .read::<Verified>()
        .map(|verified| verified.address)
        .unwrap_or_default();
    let (route, words) = if session::get().account_untracked().is_some() {
        (Route::AccountEmails, &title::EMAILS)
    } else {
        (Route::SignIn, &title::SIGN_IN)
    };
    notice(
        NoticeKind::Success,
        &[
            parts(&[strong(&address), w::VERIFIED_TEXT.into()]),
            link_button(ButtonKind::Primary, &route, words),
        ],
    )
}
