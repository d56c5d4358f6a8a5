//! What administrators have to look at on credentials that hold: above the list of cases, and on the case.

use crate::api::{Call, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::route::Route;
use crate::session;
use crate::ui::{ButtonKind, NoticeKind, Reload, action, link, load, moment, notice_titled};
use crate::words::review as w;
use accede_api::page::Page;
use accede_api::review::CredentialFlag;
use accede_domain::account::Role;
use leptos::prelude::*;

/// Above the list, for administrators; nothing where there is nothing.
pub(super) fn list() -> El {
    if !session::get().has_role(Role::Administrator) {
        return nothing();
    }
    load::<Page<CredentialFlag>>(endpoint::review_credential_flags(), |page, _| {
        if page.items.is_empty() {
            return nothing();
        }
        let list = el("ul").class("facts");
        for flag in &page.items {
            let _ = list.clone().kid(
                el("li").kids(&[
                    link(
                        &Route::Case(flag.application_id.clone()),
                        &flag.applicant_name,
                    ),
                    [
                        ", ",
                        &flag.reference_number,
                        ": ",
                        w::credential_flag(flag.flag),
                        ", ",
                    ]
                    .concat()
                    .as_str()
                    .into(),
                    moment(flag.raised_at),
                ]),
            );
        }
        let title = w::credential_flags(page.total.count, page.total.exact);
        notice_titled(NoticeKind::Warning, &title, &[list])
    })
}

/// On the case: what happened, and a way to say that the credential stays.
pub(super) fn on_case(flags: &[CredentialFlag], reload: Reload) -> El {
    run(&flags
        .iter()
        .map(|flag| one(flag, reload))
        .collect::<Vec<_>>())
}

fn one(flag: &CredentialFlag, reload: Reload) -> El {
    let failed = RwSignal::new(None);
    let path = endpoint::review_credential_flag_settle(&flag.id);
    notice_titled(
        NoticeKind::Warning,
        w::credential_flag(flag.flag),
        &[
            el("p").kids(&[moment(flag.raised_at), w::CREDENTIAL_FLAG_TEXT.into()]),
            live(move || failed.get().as_ref().map_or_else(nothing, failure_notice)),
            action(ButtonKind::Secondary, &w::SETTLE, move || {
                let call = Call::post(path.clone());
                async move {
                    match call.send().await {
                        Ok(_) => reload.now(),
                        Err(failure) => failed.set(Some(failure)),
                    }
                }
            }),
        ],
    )
}
