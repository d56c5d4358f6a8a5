//! The people who named the person as a reference.

use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, nothing};
use crate::page::account;
use crate::page::reference::withdraw;
use crate::route::Route;
use crate::ui::{Dialog, Reload, Table, Tone, actions_column, day, lead, load, p, quiet, tag};
use crate::words::{reference as w, title};
use accede_api::page::List;
use accede_api::reference::{Vouch, WithdrawVouch};
use leptos::prelude::*;

pub fn draw() -> El {
    let page = Page {
        dialog: Dialog::default(),
        request: StoredValue::default(),
        reload: StoredValue::new(None),
    };
    account::frame(
        &Route::Vouching,
        &title::VOUCHING,
        &[
            lead(&w::VOUCHING_LEAD),
            load::<List<Vouch>>(endpoint::account_vouches(), move |list, reload| {
                page.reload.set_value(Some(reload));
                people(&list.items, page)
            }),
            withdraw::dialog(
                page.dialog,
                move || page.request.get_value(),
                move |text| page.withdraw(text),
            ),
        ],
    )
}

/// Which answer is taken back. Copies are handles to the same one.
#[derive(Clone, Copy)]
struct Page {
    dialog: Dialog,
    request: StoredValue<String>,
    reload: StoredValue<Option<Reload>>,
}

impl Page {
    async fn withdraw(self, text: String) -> Result<(), Failure> {
        let path = endpoint::account_vouch_withdraw(&self.request.get_value());
        Call::post(path)
            .body(&WithdrawVouch { text })
            .send()
            .await?;
        if let Some(reload) = self.reload.get_value() {
            reload.now();
        }
        Ok(())
    }
}

fn people(people: &[Vouch], page: Page) -> El {
    if people.is_empty() {
        return p(&w::NOBODY);
    }
    let table = Table::new(
        &title::VOUCHING,
        false,
        &[
            w::NAME.into(),
            w::ORGANISATION.into(),
            w::ASKED.into(),
            w::YOUR_ANSWER.into(),
            actions_column(&w::WITHDRAW_COLUMN),
        ],
    );
    for person in people {
        let answer = match person.answer {
            Some(_) if person.withdrawn_at.is_some() => tag(Tone::Quiet, &w::TAKEN_BACK),
            Some(answer) => tag(Tone::Done, w::answer(answer).0),
            None if person.open => tag(Tone::Todo, &w::OPEN),
            None => tag(Tone::Quiet, &w::OVER),
        };
        let id = person.id.clone();
        let withdraw = if person.withdrawable {
            quiet(&w::WITHDRAW_YES, move || {
                page.request.set_value(id.clone());
                page.dialog.show();
            })
            .attr(
                "aria-label",
                &[&*w::WITHDRAW_YES, ": ", &person.applicant_name].concat(),
            )
        } else {
            nothing()
        };
        table.row(&[
            person.applicant_name.as_str().into(),
            person.applicant_organisation.as_str().into(),
            day(person.requested_at.date()),
            answer,
            withdraw,
        ]);
    }
    table.draw()
}
