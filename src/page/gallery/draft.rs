use crate::dom::{El, run};
use crate::draft::{DraftKeeper, Origin, Place, Question, choose, draft_status};
use crate::form::Form;
use crate::ui::section;
use leptos::prelude::Track;

pub fn draw() -> El {
    let form = Form::new(|_| Vec::new());
    let field = form.field("/note", "the note", "");
    let place = Place {
        path: "/api/v1/applications/EXAMPLE/draft".to_owned(),
        name: "example".to_owned(),
        version: 1,
        base: String::new(),
    };
    let keeper = DraftKeeper::new(place, move || ["\"", &field.get(), "\""].concat());
    let field = field.on_edit(move || keeper.touch());
    let question = |pointer, label, is_long| Question {
        pointer,
        label,
        here: Box::new(move || {
            field.value.track();
            field.get()
        }),
        other: "What was typed on the other device".to_owned(),
        is_long,
    };
    section(
        "Draft",
        &[run(&[
            field
                .text_area("A note that is saved by itself")
                .rows(3)
                .draw(),
            draft_status(keeper, form),
            choose(
                Origin::Elsewhere,
                vec![
                    question("/city", "City", false),
                    question("/summary", "Summary", true),
                ],
                |_| (),
            ),
        ])],
    )
}
