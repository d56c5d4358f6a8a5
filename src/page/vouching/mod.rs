//! The people who named somebody as a reference: of an account, or of the address that a link was mailed to.

use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::link::{Link, Opened, another_code, ask, with_link_or};
use crate::page::reference::withdraw;
use crate::page::{account, register};
use crate::route::Route;
use crate::ui::{
    Dialog, NoticeKind, Reload, Table, Tone, actions_column, day, h1, lead, link_to, load,
    notice_titled, p, parts, quiet, section, tag,
};
use crate::words::{reference as w, sign_in, title};
use crate::{session, wanted};
use accede_api::page::List;
use accede_api::reference::{Vouch, WithdrawListed, WithdrawVouch};
use leptos::prelude::*;

/// Where the tab keeps the token.
const LINK: &str = "vouching";

pub fn draw() -> El {
    with_link_or(LINK, Box::new(by_link), without_link)
}

/// The list of whoever is signed in; the way to a link for everybody else.
fn without_link(link: Link) -> El {
    let session = session::get();
    let who = Memo::new(move |_| {
        let is_told = session.is_known() || session.unknown.with(Option::is_some);
        is_told.then(|| session.account().is_some())
    });
    live(move || match who.get() {
        None => el("h1").class("h-page").text(&title::VOUCHING),
        Some(true) => of_account(),
        Some(false) => for_stranger(link),
    })
}

fn of_account() -> El {
    let page = Page::new(None);
    account::frame(
        &Route::Vouching,
        &title::VOUCHING,
        &[
            lead(&w::VOUCHING_LEAD),
            load::<List<Vouch>>(endpoint::account_vouches(), move |list, reload| {
                page.reload.set_value(Some(reload));
                people(&list.items, page)
            }),
            page.dialog(),
        ],
    )
}

fn for_stranger(link: Link) -> El {
    run(&[
        h1(&title::VOUCHING),
        p(&w::FRESH_TEXT),
        address_form(None),
        section(&w::HAVE_MAIL, &[ask(link)]),
        section(
            &w::HAVE_ACCOUNT,
            &[parts(&[link_to(
                &wanted::way_from(&Route::Vouching, &Route::SignIn),
                &sign_in::SUBMIT,
            )])],
        ),
    ])
}

fn by_link(link: Link, token: String) -> El {
    let opened = Opened::new(link, token, endpoint::reference_list_open);
    let page = Page::new(Some(opened));
    run(&[
        h1(&title::VOUCHING),
        opened.draw(
            Box::new(move |answer| {
                let list = answer.read::<List<Vouch>>()?;
                Ok(run(&[lead(&w::LIST_LEAD), people(&list.items, page)]))
            }),
            dead,
        ),
        page.dialog(),
    ])
}

fn dead(link: Link) -> El {
    run(&[
        notice_titled(NoticeKind::Info, &w::DEAD, &[p(&w::LIST_DEAD)]),
        address_form(None),
        another_code(link),
    ])
}

/// Elsewhere: the way to the list without an account.
pub fn fresh_link() -> El {
    section(
        &w::FRESH_TITLE,
        &[p(&w::FRESH_TEXT), address_form(Some(Route::Vouching))],
    )
}

fn address_form(code_page: Option<Route>) -> El {
    register::address_form(
        "",
        &w::FRESH_SUBMIT,
        endpoint::reference_lists,
        &w::FRESH_SENT,
        code_page,
    )
}

/// Which answer is taken back, and by what. Copies are handles to the same one.
#[derive(Clone, Copy)]
struct Page {
    dialog: Dialog,
    request: StoredValue<String>,
    /// Of an account: what loads the list again.
    reload: StoredValue<Option<Reload>>,
    /// By a link.
    opened: Option<Opened>,
}

impl Page {
    fn new(opened: Option<Opened>) -> Self {
        Self {
            dialog: Dialog::default(),
            request: StoredValue::default(),
            reload: StoredValue::new(None),
            opened,
        }
    }

    fn dialog(self) -> El {
        withdraw::dialog(
            self.dialog,
            move || self.request.get_value(),
            move |text| self.withdraw(text),
        )
    }

    async fn withdraw(self, text: String) -> Result<(), Failure> {
        let id = self.request.get_value();
        let Some(opened) = self.opened else {
            let path = endpoint::account_vouch_withdraw(&id);
            let call = Call::post(path).body(&WithdrawVouch { text });
            call.send().await?;
            if let Some(reload) = self.reload.get_value() {
                reload.now();
            }
            return Ok(());
        };
        let token = opened.token();
        let body = WithdrawListed { token, id, text };
        let call = Call::post(endpoint::reference_list_withdraw())
            .anonymous()
            .body(&body);
        opened.send(call).await
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
