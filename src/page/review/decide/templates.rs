//! Texts that a decision begins from. Choosing one writes its words, which can then be edited; what goes out is what stands
//! in the field.

use crate::api::endpoint;
use crate::dom::{El, el, value_of};
use crate::ui::load;
use crate::words::{review as w, shared as s};
use accede_api::page::List;
use accede_api::review::DecisionTemplate;
use std::cell::Cell;
use std::rc::Rc;

/// Loads those of one kind (`return`, `reject`) about one thing (`application`, `training`), and draws what `view` makes
/// of them.
pub(in super::super) fn with_templates(
    kind: &'static str,
    subject: &'static str,
    view: impl Fn(Rc<Vec<DecisionTemplate>>) -> El + 'static,
) -> El {
    load::<List<DecisionTemplate>>(endpoint::review_templates(), move |list, _| {
        let fits = |one: &DecisionTemplate| one.kind == kind && one.subject == subject;
        view(Rc::new(list.items.into_iter().filter(fits).collect()))
    })
}

/// A list to begin from; `take` gets the one that was chosen. It is a tool and no field: it is never sent.
pub(in super::super) fn choice(
    templates: Rc<Vec<DecisionTemplate>>,
    take: impl Fn(&DecisionTemplate) + 'static,
) -> El {
    let id = ["template-", &next_number()].concat();
    let list = el("select")
        .class("control")
        .id(&id)
        .kid(el("option").attr("value", "").text(&s::CHOOSE));
    for one in templates.iter() {
        let _ = list
            .clone()
            .kid(el("option").attr("value", &one.key).text(&one.title));
    }
    let list = list.on("change", move |event| {
        let key = value_of(&event);
        if let Some(chosen) = templates.iter().find(|one| one.key == key) {
            take(chosen);
        }
    });
    el("div").class("govuk-form-group").kids(&[
        el("label")
            .class("govuk-label")
            .attr("for", &id)
            .text(&w::BEGIN_FROM),
        list,
    ])
}

fn next_number() -> String {
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
    }
    COUNT.set(COUNT.get().wrapping_add(1));
    COUNT.get().to_string()
}
