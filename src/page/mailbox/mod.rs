//! The mailbox of the demonstration: what was sent, and who can sign in.

use crate::api::endpoint;
use crate::dom::{El, el, run};
use crate::route::Route;
use crate::ui::{
    ButtonKind, Table, back_link, button, h1, lead, link, load, load_page, moment, p, parts,
    section,
};
use crate::words::{mailbox as w, title};
use accede_api::demo::{DemoMail, DemoSignIn};
use accede_api::page::{List, Page};

/// The page `/demo/mailbox`.
pub fn draw() -> El {
    run(&[
        h1(&title::MAILBOX),
        lead(&w::LEAD),
        load::<Page<DemoMail>>(endpoint::demo_mailbox(), |page, reload| {
            let again = button(ButtonKind::Secondary, &w::REFRESH, move || {
                reload.now();
            });
            run(&[el("div").class("button-row").kid(again), list(&page)])
        }),
        section(&w::PEOPLE, &[p(&w::CODES), people()]),
    ])
}

/// Who can sign in, with the codes that their apps would show now.
fn people() -> El {
    load::<List<DemoSignIn>>(endpoint::demo_sign_ins(), |people, reload| {
        let columns = [w::USER_NAME.into(), w::ABOUT.into(), w::CODE.into()];
        let table = Table::new(&w::PEOPLE, false, &columns);
        for person in &people.items {
            table.row(&[
                person.user_name.as_str().into(),
                person.about.as_str().into(),
                person.code.as_deref().unwrap_or("–").into(),
            ]);
        }
        let again = button(ButtonKind::Secondary, &w::NEW_CODES, move || reload.now());
        run(&[table.draw(), el("div").class("button-row").kid(again)])
    })
}

fn list(page: &Page<DemoMail>) -> El {
    if page.items.is_empty() {
        return p(&w::EMPTY);
    }
    let columns = [w::SUBJECT.into(), w::TO.into(), w::SENT.into()];
    let table = Table::new(&title::MAILBOX, false, &columns);
    for mail in &page.items {
        table.row(&[
            link(&Route::Mail(mail.id.clone()), &mail.subject),
            mail.to.as_str().into(),
            el("span").kid(moment(mail.sent_at)),
        ]);
    }
    table.draw()
}

/// The page of one mail.
pub fn draw_mail(id: &str) -> El {
    load_page::<DemoMail>(&title::MAIL, endpoint::demo_mail(id), |mail, _| {
        run(&[
            back_link(&Route::Mailbox, &title::MAILBOX),
            h1(&mail.subject),
            parts(&[
                w::TO.into(),
                " ".into(),
                mail.to.as_str().into(),
                ", ".into(),
                moment(mail.sent_at),
            ]),
            section(
                &w::WORDS,
                &[el("div")
                    .class("pre-line")
                    .attr("lang", mail.language.as_str())
                    .kid(linked(mail.text.as_deref().unwrap_or_default()))],
            ),
        ])
    })
}

/// The text with its addresses as links; they lead into this page.
fn linked(text: &str) -> El {
    let whole = run(&[]);
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            let _ = whole.clone().kid("\n".into());
        }
        for (place, word) in line.split(' ').enumerate() {
            if place > 0 {
                let _ = whole.clone().kid(" ".into());
            }
            let part = if word.starts_with("http://") || word.starts_with("https://") {
                el("a").attr("href", word).text(word)
            } else {
                word.into()
            };
            let _ = whole.clone().kid(part);
        }
    }
    whole
}
