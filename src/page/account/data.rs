//! Taking one's data along, and closing the account.

use super::frame;
use crate::api::{Call, endpoint};
use crate::dom::El;
use crate::form::Form;
use crate::route::Route;
use crate::session;
use crate::task;
use crate::ui::{external_link, p, section};
use crate::words::{account as w, register as r, title};
use accede_api::account::PassphraseOnly;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::is_blank;

pub fn draw() -> El {
    frame(
        &Route::AccountData,
        &title::DATA,
        &[
            section(
                &w::EXPORT,
                &[
                    p(&w::EXPORT_TEXT),
                    external_link(&endpoint::account_export(), &w::EXPORT_BUTTON).class("button"),
                ],
            ),
            section(&w::CLOSE, &[p(&w::CLOSE_TEXT), close()]),
        ],
    )
}

const SURE: &str = "/sure";

fn close() -> El {
    let form = Form::new(|form| {
        let mut problems = Vec::new();
        if is_blank(&form.value("/passphrase")) {
            problems.push(FieldProblem::new("/passphrase", FieldCode::Required));
        }
        if form.value(SURE).is_empty() {
            problems.push(FieldProblem::new(SURE, FieldCode::ConsentRequired));
        }
        problems
    });
    let passphrase = form.field("/passphrase", &r::PASSPHRASE_NOUN, "");
    let sure = form.field(SURE, &w::CLOSE_SURE_NOUN, "");
    let drawn = form.draw(
        &[
            passphrase
                .text_input(&r::PASSPHRASE)
                .passphrase("current-password")
                .draw(),
            sure.check_box(&w::CLOSE_SURE).draw(),
            form.danger_button(&w::CLOSE_BUTTON),
        ],
        move || {
            let body = PassphraseOnly {
                passphrase: passphrase.get(),
            };
            async move {
                Call::post(endpoint::account_close())
                    .body(&body)
                    .send()
                    .await?;
                task::spawn_to_the_end(async {
                    let _ = session::get().refresh().await;
                    crate::navigate(&Route::Home.path());
                });
                Ok(())
            }
        },
    );
    crate::dom::el("div").class("narrow").kid(drawn)
}
