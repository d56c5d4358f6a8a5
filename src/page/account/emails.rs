//! The person's addresses: one is primary, each is verified by a link.

use super::frame;
use crate::api::{Answer, Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::page::register::check_email;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Table, Tone, action, actions_column, button, confirm,
    lead, load, notice, p, section, tag,
};
use crate::words::{account as w, register as r, shared as s, title};
use crate::{session, task};
use accede_api::account::{Account, AccountEmail, NewEmail};
use accede_domain::problem::FieldProblem;
use leptos::prelude::*;

/// What came of the last command.
#[derive(Clone, Copy)]
struct News {
    failed: RwSignal<Option<Failure>>,
    resent: RwSignal<Option<String>>,
}

pub fn draw() -> El {
    let news = News {
        failed: RwSignal::new(None),
        resent: RwSignal::new(None),
    };
    frame(
        &Route::AccountEmails,
        &title::EMAILS,
        &[
            lead(&w::EMAILS_LEAD),
            news.draw(),
            load::<Account>(endpoint::account(), move |account, reload| {
                run(&[
                    table(&account, reload, news),
                    section(&w::ADD_EMAIL, &[add(reload, news)]),
                ])
            }),
        ],
    )
}

impl News {
    fn draw(self) -> El {
        let failed = live(move || {
            self.failed
                .get()
                .map_or_else(nothing, |failure| failure_notice(&failure))
        });
        let resent = el("div").attr("role", "status").live(move || {
            self.resent.get().map_or_else(nothing, |address| {
                notice(NoticeKind::Info, &[p(&[&*w::RESENT, &address].concat())])
            })
        });
        run(&[failed, resent])
    }

    /// Forgets what was said before the next command.
    fn clear(self) {
        self.failed.set(None);
        self.resent.set(None);
    }

    /// Takes in how a command ended; true if it did what was asked.
    fn take(self, outcome: Result<Answer, Failure>, reload: Reload) -> bool {
        match outcome {
            Ok(_) => {
                reload.now();
                true
            }
            Err(failure) => {
                // What is shown may be out of date; the failure says why nothing was done.
                if matches!(failure, Failure::Stale(_)) {
                    reload.now();
                }
                self.failed.set(Some(failure));
                false
            }
        }
    }
}

fn table(account: &Account, reload: Reload, news: News) -> El {
    let table = Table::new(
        &title::EMAILS,
        false,
        &[
            w::ADDRESS.into(),
            w::STATE.into(),
            actions_column(&w::ACTIONS),
        ],
    );
    for email in &account.emails {
        table.row(&[
            email.address.as_str().into(),
            state(email),
            actions(email, account.version, reload, news),
        ]);
    }
    table.draw()
}

fn state(email: &AccountEmail) -> El {
    match (email.verified, email.primary) {
        (false, _) => tag(Tone::Waiting, &w::NOT_VERIFIED),
        (true, true) => tag(Tone::Done, &w::PRIMARY),
        (true, false) => tag(Tone::Done, &w::VERIFIED),
    }
}

fn actions(email: &AccountEmail, version: i64, reload: Reload, news: News) -> El {
    if email.primary {
        return nothing();
    }
    let first = if email.verified {
        command(
            email,
            "make-primary",
            &w::MAKE_PRIMARY,
            version,
            reload,
            news,
        )
    } else {
        command(email, "resend", &w::RESEND, version, reload, news)
    };
    let dialog = Dialog::default();
    let id = email.id.clone();
    let remove = move || {
        news.clear();
        let path = endpoint::account_email(&id);
        task::spawn(async move {
            let outcome = Call::delete(path).if_match(version).send().await;
            news.take(outcome, reload);
        });
    };
    let remove_button = button(ButtonKind::Quiet, &s::REMOVE, move || dialog.show())
        .attr("aria-label", &[&*s::REMOVE, " ", &email.address].concat());
    run(&[
        el("div").class("button-row").kids(&[first, remove_button]),
        confirm(
            dialog,
            &w::REMOVE_EMAIL,
            &[&*w::REMOVE_EMAIL_TEXT, &email.address].concat(),
            &s::REMOVE,
            remove,
        ),
    ])
}

fn command(
    email: &AccountEmail,
    command: &'static str,
    label: &str,
    version: i64,
    reload: Reload,
    news: News,
) -> El {
    let (id, address) = (email.id.clone(), email.address.clone());
    action(ButtonKind::Quiet, label, move || {
        news.clear();
        let path = endpoint::account_email_command(&id, command);
        let address = address.clone();
        async move {
            let outcome = Call::post(path).if_match(version).send().await;
            if news.take(outcome, reload) {
                if command == "resend" {
                    news.resent.set(Some(address));
                } else {
                    task::spawn_to_the_end(async {
                        let _ = session::get().refresh().await;
                    });
                }
            }
        }
    })
}

fn add(reload: Reload, news: News) -> El {
    let form = Form::new(|form| {
        let judged = check_email(&form.value("/address")).err();
        let problem = judged.map(|code| FieldProblem::new("/address", code));
        problem.into_iter().collect()
    })
    .kept_as("emails");
    let address = form.field("/address", &r::EMAIL_NOUN, "");
    let drawn = form.draw(
        &[
            address
                .text_input(&w::NEW_EMAIL)
                .hint(&w::NEW_EMAIL_HINT)
                .kind("email")
                .autocomplete("email")
                .draw(),
            form.submit_button(&w::ADD),
        ],
        move || {
            news.clear();
            let body = NewEmail {
                address: address.get().trim().to_owned(),
            };
            async move {
                Call::post(endpoint::account_emails())
                    .body(&body)
                    .send()
                    .await?;
                form.forget();
                news.resent.set(Some(body.address));
                reload.now();
                Ok(())
            }
        },
    );
    el("div").class("narrow").kid(drawn)
}
