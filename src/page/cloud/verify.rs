//! Confirming a cloud address by the link that was sent to it.

use super::model;
use crate::api::{Answer, endpoint};
use crate::dom::{El, run};
use crate::link::{confirm, with_link};
use crate::next;
use crate::route::Route;
use crate::session;
use crate::ui::{
    ButtonKind, NoticeKind, h1, link_button, link_to, load, notice_titled, parts, strong,
};
use crate::wanted;
use crate::words::{account as w, title};
use accede_api::dataset::Signature;
use accede_api::page::List;
use accede_api::session::Verified;

pub fn draw() -> El {
    run(&[
        h1(&title::CLOUD_VERIFY),
        with_link("cloud-link", |link, token| {
            confirm(
                link,
                token,
                endpoint::cloud_identities_verify,
                (&w::CLOUD_VERIFY_TEXT, &w::CLOUD_VERIFY),
                done,
                |_| {
                    link_button(
                        ButtonKind::Secondary,
                        &Route::CloudAccounts,
                        &w::CLOUD_ASK_NEW,
                    )
                },
            )
        }),
    ])
}

fn done(answer: &Answer) -> El {
    let address = answer
        .read::<Verified>()
        .map(|verified| verified.address)
        .unwrap_or_default();
    notice_titled(
        NoticeKind::Success,
        &w::CLOUD_VERIFIED,
        &[
            parts(&[strong(&address), w::CLOUD_VERIFIED_TEXT.into()]),
            on(),
        ],
    )
}

/// The way on: to the data that the person came for, or else signed for.
fn on() -> El {
    let wanted = wanted::dataset();
    if wanted.is_some() || session::get().account_untracked().is_none() {
        return to_data(wanted.as_deref());
    }
    load::<List<Signature>>(endpoint::signatures(), |list, _| {
        to_data(model::only(&list.items))
    })
}

fn to_data(slug: Option<&str>) -> El {
    let address = slug.map_or_else(|| Route::Dashboard.path(), next::files);
    let words = if slug.is_some() {
        &w::CLOUD_VERIFIED_NEXT
    } else {
        &w::CLOUD_VERIFIED_OVERVIEW
    };
    link_to(&address, words).class(ButtonKind::Primary.class())
}
