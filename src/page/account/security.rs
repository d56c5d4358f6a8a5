//! Passphrase, second factor, recovery codes.

use super::frame;
use crate::api::{Call, Failure, endpoint};
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::form::Form;
use crate::page::{register, second_factor};
use crate::route::Route;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Tone, button, link_button, load, notice, p, section,
    tag,
};
use crate::words::{account as w, register as r, shared as s, title};
use accede_api::account::{Account, PassphraseChange, PassphraseOnly, RecoveryCodes};
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::is_blank;
use leptos::prelude::*;
use std::pin::Pin;
use std::rc::Rc;

pub fn draw() -> El {
    let kept = carried::signal("codes", None::<Vec<String>>);
    frame(
        &Route::AccountSecurity,
        &title::SECURITY,
        &[
            section(&w::PASSPHRASE, &[change_passphrase()]),
            load::<Account>(endpoint::account(), move |account, reload| {
                run(&[
                    section(&w::SECOND_FACTOR, &[second_factor_part(&account, reload)]),
                    if account.second_factor {
                        section(&w::RECOVERY_CODES, &[recovery(&account, reload, kept)])
                    } else {
                        nothing()
                    },
                ])
            }),
        ],
    )
}

fn change_passphrase() -> El {
    let changed = RwSignal::new(false);
    let form = Form::new(|form| {
        let mut problems = Vec::new();
        if is_blank(&form.value("/current")) {
            problems.push(FieldProblem::new("/current", FieldCode::Required));
        }
        problems.extend(register::check_new_passphrase("/new", &form.value("/new")));
        problems
    });
    let current = form.field("/current", &w::CURRENT_NOUN, "");
    let new = form.field("/new", &r::NEW_PASSPHRASE_NOUN, "");
    let drawn = form.draw(
        &[
            p(&w::CHANGE_TEXT),
            current
                .text_input(&w::CURRENT)
                .passphrase("current-password")
                .draw(),
            new.text_input(&r::NEW_PASSPHRASE)
                .hint(&r::PASSPHRASE_HINT)
                .passphrase("new-password")
                .draw(),
            form.submit_button(&w::CHANGE),
        ],
        move || {
            changed.set(false);
            let body = PassphraseChange {
                current: current.get(),
                new: new.get(),
            };
            async move {
                Call::post(endpoint::account_passphrase())
                    .body(&body)
                    .send()
                    .await?;
                current.value.set(String::new());
                new.value.set(String::new());
                changed.set(true);
                Ok(())
            }
        },
    );
    let status = el("div").attr("role", "status").live(move || {
        if changed.get() {
            notice(NoticeKind::Success, &[p(&w::CHANGED)])
        } else {
            nothing()
        }
    });
    el("div").class("narrow").kids(&[drawn, status])
}

fn second_factor_part(account: &Account, reload: Reload) -> El {
    if !account.second_factor {
        return run(&[
            el("p").kid(tag(Tone::Quiet, &w::OFF)),
            p(&w::SECOND_FACTOR_OFF),
            link_button(ButtonKind::Secondary, &Route::SecondFactorSetup, &w::SET_UP),
        ]);
    }
    let off = if account.role.is_staff() {
        p(&w::STAFF_KEEP)
    } else {
        ask_passphrase(&w::TURN_OFF, &w::TURN_OFF_TEXT, move |body| {
            Box::pin(async move {
                Call::post(endpoint::account_second_factor_remove())
                    .body(&body)
                    .send()
                    .await?;
                reload.now();
                Ok(())
            })
        })
    };
    run(&[el("p").kid(tag(Tone::Done, &w::ON)), off])
}

fn recovery(account: &Account, reload: Reload, kept: RwSignal<Option<Vec<String>>>) -> El {
    let left = RwSignal::new(account.recovery_codes_left);
    live(move || {
        if let Some(codes) = kept.get() {
            let made = u32::try_from(codes.len()).unwrap_or(u32::MAX);
            return second_factor::codes(
                &codes,
                Rc::new(move || {
                    if made == 0 {
                        // Made before, and not to be shown again: how many there are the server alone knows.
                        reload.now();
                    } else {
                        left.set(made);
                    }
                    kept.set(None);
                }),
            );
        }
        let left = left.get();
        let tone = if left < 3 {
            Tone::Attention
        } else {
            Tone::Done
        };
        run(&[
            el("p").kid(tag(tone, &w::codes_left(left))),
            ask_passphrase(&w::NEW_CODES, &w::NEW_CODES_TEXT, move |body| {
                Box::pin(async move {
                    let answer = Call::post(endpoint::account_recovery_codes())
                        .body(&body)
                        .send()
                        .await?;
                    kept.set(Some(answer.read::<RecoveryCodes>()?.codes));
                    Ok(())
                })
            }),
        ])
    })
}

type Sending = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// A button for a command that asks for the passphrase once more, in a dialog: no two such forms stand on the page at
/// once.
fn ask_passphrase(
    label: &'static str,
    text: &'static str,
    send: impl Fn(PassphraseOnly) -> Sending + 'static,
) -> El {
    let dialog = Dialog::default();
    let send: Rc<dyn Fn(PassphraseOnly) -> Sending> = Rc::new(send);
    let content = move || {
        let form = Form::new(Form::blanks);
        let passphrase = form.field("/passphrase", &r::PASSPHRASE_NOUN, "");
        let send = send.clone();
        form.draw(
            &[
                p(text),
                passphrase
                    .text_input(&r::PASSPHRASE)
                    .passphrase("current-password")
                    .draw(),
                form.submit_button(label),
                button(ButtonKind::Quiet, &s::CANCEL, move || dialog.close()),
            ],
            move || {
                let sending = send(PassphraseOnly {
                    passphrase: passphrase.get(),
                });
                async move {
                    sending.await?;
                    dialog.close();
                    Ok(())
                }
            },
        )
    };
    run(&[
        button(ButtonKind::Secondary, label, move || dialog.show()),
        dialog.draw(label, content),
    ])
}
