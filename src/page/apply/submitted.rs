//! What happens next, with the number to quote.

use super::load::with_application;
use super::{hub, model};
use crate::dom::{El, el, nothing, run};
use crate::page::application::waiting;
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, h1, lead, li, link, link_button, link_to, notice_titled, ol, p, section,
};
use crate::wanted;
use crate::words::{apply as w, dashboard as dw, next as next_words, title};
use accede_api::application::Application;
use accede_domain::next::NextStep;

pub fn draw() -> El {
    with_application(
        &title::SUBMITTED,
        |application, _| page(&application),
        hub::none,
    )
}

fn page(application: &Application) -> El {
    if model::is_editable(application.state, application.stage) {
        return run(&[
            h1(&w::NOT_SUBMITTED),
            p(&w::NOT_SUBMITTED_TEXT),
            link_button(ButtonKind::Primary, &Route::ApplyCheck, &w::CHECK_TASK),
        ]);
    }
    let number = application.reference_number.as_deref().unwrap_or_default();
    let name = &application.form.reference_name;
    let reference = if name.trim().is_empty() {
        nothing()
    } else {
        li(&[&*w::NEXT_REFERENCE_START, name, &w::NEXT_REFERENCE_END].concat())
    };
    let own = Route::Application(application.id.clone());
    let remind = match &application.reference {
        Some(status) if status.can_resend => p("").kid(link_to(
            &wanted::part(&own, wanted::REFERENCE_PART),
            &dw::REMIND,
        )),
        _ => nothing(),
    };
    run(&[
        h1(&title::SUBMITTED),
        notice_titled(
            NoticeKind::Success,
            &w::SUBMITTED_NUMBER,
            &[lead(number).class("lead number"), p(&w::SUBMITTED_MAIL)],
        ),
        section(
            &w::NEXT_TITLE,
            &[
                ol(&[li(&w::NEXT_IDENTITY), reference, li(&w::NEXT_DECISION)]),
                application.waiting.as_ref().map_or_else(nothing, waiting),
                remind,
                p(&w::NEXT_MEANWHILE),
            ],
        ),
        el("div").class("button-row").kids(&[
            link_button(ButtonKind::Primary, &Route::Dashboard, &w::TO_OVERVIEW),
            // What the person came for can be signed at once.
            wanted::dataset().map_or_else(nothing, |slug| {
                link_button(
                    ButtonKind::Secondary,
                    &Route::DatasetAgreement(slug),
                    next_words::link(NextStep::SignAgreement),
                )
            }),
        ]),
        p("").kid(link(&own, &w::SEE)),
    ])
}
