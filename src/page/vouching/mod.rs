//! The people who named the person as a reference.

use crate::api::endpoint;
use crate::dom::{El, run};
use crate::ui::{Table, Tone, day, h1, lead, load, p, tag};
use crate::words::{reference as w, title};
use accede_api::page::List;
use accede_api::reference::Vouch;

pub fn draw() -> El {
    run(&[
        h1(title::VOUCHING),
        lead(w::VOUCHING_LEAD),
        load::<List<Vouch>>(endpoint::account_vouches(), |list, _| people(&list.items)),
    ])
}

fn people(people: &[Vouch]) -> El {
    if people.is_empty() {
        return p(w::NOBODY);
    }
    let table = Table::new(
        title::VOUCHING,
        false,
        &[
            w::NAME.into(),
            w::ORGANISATION.into(),
            w::ASKED.into(),
            w::ANSWER.into(),
        ],
    );
    for person in people {
        let answer = match person.answer {
            Some(answer) => tag(Tone::Done, w::answer(answer).0),
            None if person.open => tag(Tone::Todo, w::OPEN),
            None => tag(Tone::Quiet, w::OVER),
        };
        table.row(&[
            person.applicant_name.as_str().into(),
            person.applicant_organisation.as_str().into(),
            day(person.requested_at.date()),
            answer,
        ]);
    }
    table.draw()
}
