//! The texts that decisions begin from: the list, one text, a new one. For administrators.

mod one;

pub use one::draw as draw_one;

use super::frame;
use super::summary::Summary;
use crate::api::endpoint;
use crate::dom::{El, nothing, run};
use crate::route::Route;
use crate::ui::{ButtonKind, Table, Tone, link, link_button, load, moment, muted, section, tag};
use crate::words::{review as w, title};
use accede_api::page::List;
use accede_api::template::ManagedTemplate;
use accede_domain::review::CaseKind;
use accede_domain::review::template::TemplateKind;

/// What texts are for, in the order of the page.
const GROUPS: [(CaseKind, TemplateKind); 4] = [
    (CaseKind::Application, TemplateKind::Return),
    (CaseKind::Application, TemplateKind::Reject),
    (CaseKind::Training, TemplateKind::Return),
    (CaseKind::Training, TemplateKind::Reject),
];

/// The page `/review/templates`.
pub fn draw() -> El {
    frame::plain(
        &title::TEMPLATES,
        &Route::ReviewTemplates,
        Summary::watch(),
        &[
            muted(&w::TEMPLATES_TEXT),
            link_button(ButtonKind::Secondary, &one::new_route(), &w::NEW_TEMPLATE),
            load::<List<ManagedTemplate>>(endpoint::templates(), |list, _| groups(&list.items)),
        ],
    )
}

fn groups(all: &[ManagedTemplate]) -> El {
    let whole = run(&[]);
    for (subject, kind) in GROUPS {
        let fits = |one: &&ManagedTemplate| one.subject == subject && one.kind == kind;
        if !all.iter().any(|one| fits(&one)) {
            continue;
        }
        let heading = w::template_group(subject, kind);
        let columns = [
            w::TEMPLATE_TITLE.into(),
            w::STATE.into(),
            w::CHANGED_AT.into(),
        ];
        let table = Table::new(heading, false, &columns);
        for one in all.iter().filter(fits) {
            table.row(&[
                run(&[
                    link(&Route::ReviewTemplate(one.id.clone()), &one.title),
                    if one.pointer.is_empty() {
                        nothing()
                    } else {
                        muted(&w::at_answer(super::decide::about(&one.pointer)))
                    },
                ]),
                state(one),
                moment(one.updated_at),
            ]);
        }
        let _ = whole.clone().kid(section(heading, &[table.draw()]));
    }
    whole
}

fn state(one: &ManagedTemplate) -> El {
    if one.retired_at.is_some() {
        tag(Tone::Quiet, &w::RETIRED)
    } else {
        tag(Tone::Done, &w::OFFERED)
    }
}
