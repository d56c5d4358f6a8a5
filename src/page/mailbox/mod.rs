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
                    .kid(linked(&unwrapped(mail.text.as_deref().unwrap_or_default())))],
            ),
        ])
    })
}

/// As wide as a line of a mail may be.
const WIDTH: usize = 72;

/// The text as it was before its lines were made to fit a mail: a narrow page breaks them anew. A line goes on where the
/// next word did not fit any more.
fn unwrapped(text: &str) -> String {
    let (mut whole, mut before) = (String::new(), 0);
    for (place, line) in text.lines().enumerate() {
        let words = line.strip_prefix("> ").unwrap_or(line).trim_start();
        let first = words.split(' ').next().unwrap_or_default();
        let is_address = first.starts_with("http");
        let fits = before == 0 || before + 1 + first.chars().count() <= WIDTH;
        if place > 0 {
            whole.push(if words.is_empty() || is_address || fits {
                '\n'
            } else {
                ' '
            });
        }
        let goes_on = whole.ends_with(' ');
        whole.push_str(if goes_on { words } else { line });
        before = line.chars().count();
    }
    whole
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

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn a_line_that_was_broken_to_fit_is_whole_again() {
        let long = "Thank you for your help with this application, which is for research on";
        assert!(long.len() <= 72);
        let mail = [
            "Dear Ada,\n\n",
            long,
            "\nsepsis.\n\nA reviewer writes:\n> ",
            &long[..69],
            "\n> sepsis.\n> Soon.\n\nOpen it:\nhttps://portal.example/reference#0123456789ABCDEFGHJKMNPQRS\n",
        ];
        let page = [
            "Dear Ada,\n\n",
            long,
            " sepsis.\n\nA reviewer writes:\n> ",
            &long[..69],
            " sepsis.\n> Soon.\n\nOpen it:\nhttps://portal.example/reference#0123456789ABCDEFGHJKMNPQRS",
        ];
        assert_eq!(unwrapped(&mail.concat()), page.concat());
    }
}
