use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::page::account;
use crate::page::register::check_email;
use crate::route::Route;
use crate::site;
use crate::task;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Table, Tone, action, actions_column, button, confirm,
    lead, load, moment, muted, notice, num, p, section, tag,
};
use crate::wanted;
use crate::words::{account as w, dataset as dw, title};
use accede_api::grant::{CloudIdentity, LinkCloudIdentity};
use accede_api::page::List;
use accede_domain::problem::{FieldCode, FieldProblem};
use leptos::prelude::*;

/// What came of the last command.
#[derive(Clone, Copy)]
struct News {
    failed: RwSignal<Option<Failure>>,
    sent: RwSignal<Option<String>>,
}

pub fn draw() -> El {
    wanted::keep_dataset();
    let news = News {
        failed: RwSignal::new(None),
        sent: RwSignal::new(None),
    };
    account::frame(
        &Route::CloudAccounts,
        &title::CLOUD,
        &[
            lead(&w::CLOUD_LEAD),
            live(|| {
                if site::is_local_ledger() {
                    muted(&dw::LOCAL_LEDGER)
                } else {
                    nothing()
                }
            }),
            live(move || {
                news.failed
                    .get()
                    .map_or_else(nothing, |f| failure_notice(&f))
            }),
            el("div").attr("role", "status").live(move || {
                news.sent.get().map_or_else(nothing, |address| {
                    notice(NoticeKind::Info, &[p(&[&*w::RESENT, &address].concat())])
                })
            }),
            load::<List<CloudIdentity>>(endpoint::cloud_identities(), move |list, reload| {
                run(&[
                    table(&list.items, reload, news),
                    section(&w::LINK_TITLE, &[link_form(reload, news)]),
                ])
            }),
        ],
    )
}

fn table(items: &[CloudIdentity], reload: Reload, news: News) -> El {
    if items.is_empty() {
        return p(&w::CLOUD_NONE);
    }
    let table = Table::new(
        &title::CLOUD,
        false,
        &[
            w::ADDRESS.into(),
            w::STATE.into(),
            w::LINKED.into(),
            num(&w::RESTS),
            actions_column(&w::ACTIONS),
        ],
    );
    for identity in items {
        let (tone, word) = if identity.verified {
            (Tone::Done, &w::VERIFIED)
        } else {
            (Tone::Waiting, &w::NOT_VERIFIED)
        };
        table.row(&[
            identity.address.as_str().into(),
            tag(tone, word),
            el("span").kid(moment(identity.linked_at)),
            identity.grants.to_string().as_str().into(),
            actions(identity, reload, news),
        ]);
    }
    table.draw()
}

fn actions(identity: &CloudIdentity, reload: Reload, news: News) -> El {
    let resend = if identity.verified {
        nothing()
    } else {
        let (id, address) = (identity.id.clone(), identity.address.clone());
        action(ButtonKind::Quiet, &w::RESEND, move || {
            news.failed.set(None);
            news.sent.set(None);
            let path = endpoint::cloud_identity_resend(&id);
            let address = address.clone();
            async move {
                match Call::post(path).send().await {
                    Ok(_) => news.sent.set(Some(address)),
                    Err(failure) => news.failed.set(Some(failure)),
                }
            }
        })
    };
    let dialog = Dialog::default();
    let id = identity.id.clone();
    let unlink = move || {
        news.failed.set(None);
        news.sent.set(None);
        let path = endpoint::cloud_identity(&id);
        task::spawn(async move {
            match Call::delete(path).send().await {
                Ok(_) => reload.now(),
                Err(failure) => news.failed.set(Some(failure)),
            }
        });
    };
    let unlink_button = button(ButtonKind::Quiet, &w::UNLINK, move || dialog.show()).attr(
        "aria-label",
        &[&*w::UNLINK, " ", &identity.address].concat(),
    );
    run(&[
        el("div").class("button-row").kids(&[resend, unlink_button]),
        confirm(
            dialog,
            &w::UNLINK_ASK,
            &w::unlink_text(identity.grants, &identity.address),
            &w::UNLINK,
            unlink,
        ),
    ])
}

fn link_form(reload: Reload, news: News) -> El {
    let form = Form::new(|form| {
        let mut problems = Vec::new();
        if let Err(code) = check_email(&form.value("/address")) {
            problems.push(FieldProblem::new("/address", code));
        }
        if form.value("/mine_alone").is_empty() {
            problems.push(FieldProblem::new("/mine_alone", FieldCode::ConsentRequired));
        }
        problems
    })
    .kept_as("cloud");
    let address = form.field("/address", &w::CLOUD_ADDRESS_NOUN, "");
    let mine = form
        .field("/mine_alone", &w::MINE_ALONE_NOUN, "")
        .never_kept();
    let drawn = form.draw(
        &[
            address
                .text_input(&w::CLOUD_ADDRESS)
                .hint(&w::CLOUD_ADDRESS_HINT)
                .kind("email")
                .autocomplete("email")
                .draw(),
            mine.check_box(&w::MINE_ALONE).draw(),
            form.submit_button(&w::LINK),
        ],
        move || {
            news.failed.set(None);
            news.sent.set(None);
            let body = LinkCloudIdentity {
                address: address.get().trim().to_owned(),
                mine_alone: mine.is_ticked(),
            };
            async move {
                Call::post(endpoint::cloud_identities())
                    .body(&body)
                    .send()
                    .await?;
                form.forget();
                news.sent.set(Some(body.address));
                reload.now();
                Ok(())
            }
        },
    );
    el("div").class("narrow").kid(drawn)
}
