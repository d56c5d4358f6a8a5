//! Confirming a cloud address by the link that was sent to it.

use crate::api::{Answer, endpoint};
use crate::dom::{El, run};
use crate::link::{confirm, with_link};
use crate::route::Route;
use crate::ui::{ButtonKind, NoticeKind, h1, link_button, notice_titled, parts, strong};
use crate::wanted;
use crate::words::{account as w, title};
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
                || {
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
            link_button(
                ButtonKind::Primary,
                &wanted::dataset().map_or(Route::Datasets, Route::Dataset),
                &w::CLOUD_VERIFIED_NEXT,
            ),
        ],
    )
}
