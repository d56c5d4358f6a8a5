use crate::api::Stale;
use crate::dom::{El, run};
use crate::draft::{Difference, DraftKeeper, OnConflict, Place, draft_status, left_behind};
use crate::form::Form;
use crate::ui::section;
use leptos::prelude::Set;
use serde::Serialize;

/// What the example saves.
#[derive(Default, Serialize)]
struct Note {
    note: String,
    version: i64,
}

accede_api::wire! {
    Note { note } { version }
}

pub fn draw() -> El {
    let form = Form::new(|_| Vec::new());
    let field = form.field("/note", "the note", "");
    let place = Place {
        path: "/api/v1/applications/EXAMPLE/draft".to_owned(),
        name: "example".to_owned(),
        version: 1,
    };
    let keeper = DraftKeeper::new(place, move || {
        let note = Note {
            note: field.get(),
            version: 0,
        };
        serde_json::to_string(&note).unwrap_or_default()
    });
    let field = field.on_edit(move || keeper.touch());
    let current = |stale: &Stale| stale.current::<Note>().unwrap_or_default();
    let status = draft_status(
        keeper,
        OnConflict {
            differences: Box::new(move |stale| {
                vec![difference(&field.get(), &current(stale).note)]
            }),
            version: |stale| stale.current::<Note>().unwrap_or_default().version,
            take: Box::new(move |stale| field.value.set(current(stale).note)),
        },
    );
    let kept = [difference("What was typed offline", "What is saved")];
    section(
        "Draft",
        &[run(&[
            field
                .text_area("A note that is saved by itself")
                .rows(3)
                .draw(),
            status,
            left_behind(&kept, || (), || ()),
        ])],
    )
}

fn difference(mine: &str, theirs: &str) -> Difference {
    Difference {
        label: "Note".to_owned(),
        mine: mine.to_owned(),
        theirs: theirs.to_owned(),
    }
}
