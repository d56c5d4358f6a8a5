//! The four pages of the form, and the training as a step of the wizard.

use super::doubt::Doubt;
use super::draft::Draft;
use super::load::with_application;
use super::{hub, model};
use crate::api::endpoint;
use crate::app;
use crate::browser;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{self, Choice};
use crate::page::training;
use crate::query;
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, back_link, caption, details, each, h1, lead, link_button, link_to,
    notice_titled, p, quiet,
};
use crate::wanted;
use crate::words::{apply as w, country, shared as s, title};
use accede_api::application::{Application, FieldComment};
use accede_domain::application::{Field, ReferenceCategory, ResearcherCategory, Task};
use accede_domain::problem::FieldCode;
use leptos::prelude::*;

/// Where this tab keeps that somebody came to change an answer: they go back to where they came from.
const FROM_CHECK: &str = "apply-from-check";

/// Remembers that the next page of the form leads back to the answers.
pub fn come_back_to_check(on: bool) {
    if on {
        browser::tab_put(FROM_CHECK, "1");
    } else {
        browser::tab_remove(FROM_CHECK);
    }
}

fn from_check() -> bool {
    browser::tab_get(FROM_CHECK).is_some()
}

/// The page of a task.
pub fn draw(task: Task) -> El {
    let route = model::route(task);
    let heading = route.title();
    with_application(
        heading,
        move |application, _| {
            if model::is_editable(application.state, application.stage) {
                page(task, heading, &application)
            } else {
                closed(&route, &application)
            }
        },
        hub::none,
    )
}

fn page(task: Task, heading: &str, application: &Application) -> El {
    let draft = Draft::new(Some(task), application);
    let (parts, doubt) = match task {
        Task::AboutYou => (about_you(&draft), None),
        Task::Affiliation => (affiliation(&draft), None),
        Task::Research => (research(&draft), None),
        Task::Reference => {
            let doubt = Doubt::new(draft.field(Field::ReferenceEmail), draft.own());
            (reference(&draft, &doubt), Some(doubt))
        }
    };
    let (next, label) = if from_check() {
        (Route::ApplyCheck, &w::CHECK_AGAIN)
    } else {
        (model::next(task), &w::CONTINUE)
    };
    let form = draft.form();
    let (saved, answers) = (draft.clone(), draft.clone());
    let later = quiet(&w::LATER, move || {
        let saved = saved.clone();
        crate::task::spawn(async move {
            if let Err(failure) = saved.leave(Route::Apply).await {
                form.fail(failure);
            }
        });
    });
    let buttons = el("div")
        .class("button-row")
        .kids(&[form.submit_button(label), later]);
    let status = draft.status();
    let drawn = form.draw(&[parts, buttons], move || {
        let waits = doubt.as_ref().is_some_and(Doubt::holds);
        let (draft, next) = (draft.clone(), next.clone());
        async move {
            if waits {
                return Ok(());
            }
            draft.leave(next).await
        }
    });
    let whole = run(&[
        back_link(&Route::Apply, &title::APPLY),
        step(&model::route(task)),
        h1(heading),
        status,
        drawn,
    ]);
    let wanted = wanted_answer(task, &answers);
    // After the heading, which takes the focus on every other way here.
    browser::after_paint(move || {
        if from_check() {
            // Whoever comes to mend something sees at once what.
            form.check();
        }
        if let Some(id) = wanted {
            browser::after_paint(move || form::focus_id(&id));
        }
    });
    whole
}

/// Which of the steps this page is.
pub fn step(route: &Route) -> El {
    caption(&w::step(model::place_of(route)))
}

/// The address of the page with this answer, and of the answer on it.
pub fn address_of(pointer: &str) -> String {
    let route = model::route_of(pointer).unwrap_or(Route::Apply);
    let name = pointer.trim_start_matches('/');
    [&route.path(), endpoint::query(&[("field", name)]).as_str()].concat()
}

/// The control of the answer that the address names, for whoever followed a link to it.
fn wanted_answer(task: Task, draft: &Draft) -> Option<String> {
    let name = query::value(&untrack(app::query), "field");
    let named = Field::of_task(task).find(|field| field.pointer().trim_start_matches('/') == name);
    Some(draft.field(named?).focus_id())
}

/// In place of a page whose answers are with the reviewers.
pub fn closed(route: &Route, application: &Application) -> El {
    let own = Route::Application(application.id.clone());
    // A mail that asks to name someone else leads here.
    let address = if *route == Route::ApplyReference {
        wanted::part(&own, wanted::REFERENCE_PART)
    } else {
        own.path()
    };
    run(&[
        back_link(&Route::Apply, &title::APPLY),
        h1(route.title()),
        notice_titled(
            NoticeKind::Info,
            &w::CLOSED,
            &[
                p(&w::CLOSED_TEXT),
                link_to(&address, &w::SEE).class(ButtonKind::Primary.class()),
            ],
        ),
    ])
}

fn line(draft: &Draft, field: Field) -> form::Input {
    draft.field(field).text_input(w::label(field))
}

fn about_you(draft: &Draft) -> El {
    run(&[
        line(draft, Field::GivenNames)
            .hint(&w::GIVEN_HINT)
            .autocomplete("given-name")
            .draw(),
        line(draft, Field::FamilyName)
            .autocomplete("family-name")
            .draw(),
        draft
            .field(Field::OneName)
            .check_box(w::label(Field::OneName))
            .draw(),
        line(draft, Field::Suffix)
            .hint(&w::SUFFIX_HINT)
            .autocomplete("honorific-suffix")
            .optional()
            .width(20)
            .draw(),
    ])
}

fn affiliation(draft: &Draft) -> El {
    let category = draft.field(Field::ResearcherCategory);
    let choices: Vec<_> = ResearcherCategory::ALL
        .iter()
        .map(|&choice| Choice {
            value: choice.as_str(),
            label: w::category(choice),
            hint: "",
        })
        .collect();
    let listed = draft.field(Field::ListedInDirectory);
    let listed = el("div")
        .shown(move || category.value.with(|value| !model::needs_supervisor(value)))
        .kid(
            listed
                .radios(w::label(Field::ListedInDirectory))
                .hint(&w::LISTED_HINT)
                .inline()
                .choices(&[choice("yes", &w::YES), choice("no", &w::NO)])
                .draw(),
        );
    run(&[
        category
            .radios(w::label(Field::ResearcherCategory))
            .choices(&choices)
            .draw(),
        line(draft, Field::Organisation)
            .hint(&w::ORGANISATION_HINT)
            .autocomplete("organization")
            .draw(),
        line(draft, Field::RorId)
            .hint(&w::ROR_HINT)
            .optional()
            .draw(),
        line(draft, Field::JobTitle)
            .autocomplete("organization-title")
            .draw(),
        line(draft, Field::City)
            .autocomplete("address-level2")
            .draw(),
        line(draft, Field::StateProvince)
            .hint(&w::STATE_HINT)
            .autocomplete("address-level1")
            .draw(),
        line(draft, Field::PostalCode)
            .hint(&w::POSTAL_HINT)
            .autocomplete("postal-code")
            .width(10)
            .draw(),
        draft
            .field(Field::Country)
            .select(w::label(Field::Country), country::all())
            .autocomplete("country")
            .draw(),
        p(&w::REFERENCE_RULE),
        listed,
        line(draft, Field::Webpage)
            .hint(&w::WEBPAGE_HINT)
            .web_address()
            .autocomplete("url")
            .draw(),
    ])
}

fn choice<'a>(value: &'a str, label: &'a str) -> Choice<'a> {
    Choice {
        value,
        label,
        hint: "",
    }
}

fn research(draft: &Draft) -> El {
    run(&[
        lead(&w::SUMMARY_LEAD),
        details(&w::SUMMARY_HELP, &[each(&w::SUMMARY_HELP_TEXT)]),
        draft
            .field(Field::ResearchSummary)
            .text_area(w::label(Field::ResearchSummary))
            .hint(&w::SUMMARY_HINT)
            .count(Field::ResearchSummary.spec().max)
            .rows(10)
            .draw(),
    ])
}

fn reference(draft: &Draft, doubt: &Doubt) -> El {
    let supervised = model::needs_supervisor(&draft.answer(Field::ResearcherCategory));
    let shown_elsewhere = draft.answer(Field::ListedInDirectory) == "yes"
        && !draft.answer(Field::Webpage).trim().is_empty();
    let words = if supervised {
        &w::REFERENCE_SUPERVISOR
    } else if shown_elsewhere {
        &w::REFERENCE_OPTIONAL
    } else {
        &w::REFERENCE_NEEDED
    };
    let may_be_empty = !supervised && shown_elsewhere;
    run(&[
        lead(words),
        p(&w::REFERENCE_RULE),
        p(&w::REFERENCE_WHEN),
        reference_parts(
            |field| draft.field(field),
            &draft.answer(Field::ResearcherCategory),
            may_be_empty,
            doubt,
        ),
    ])
}

/// The fields about a reference of a researcher of this category. The browser is told to leave them alone: it would fill
/// in the applicant. Where all of it may be left empty, each field says so.
pub fn reference_parts(
    field: impl Fn(Field) -> form::Field,
    researcher: &str,
    may_be_empty: bool,
    doubt: &Doubt,
) -> El {
    let line = |of: Field| {
        let line = field(of).text_input(w::label(of)).autocomplete("off");
        if may_be_empty { line.optional() } else { line }
    };
    let may_be = ResearcherCategory::parse(researcher)
        .map_or(ReferenceCategory::ALL, ResearcherCategory::references);
    let chosen = field(Field::ReferenceCategory);
    let is_chosen = |relation: &ReferenceCategory| relation.as_str() == chosen.get();
    // What was chosen under another category stays to be seen, with what is wrong with it.
    let choices: Vec<_> = ReferenceCategory::ALL
        .iter()
        .filter(|relation| may_be.contains(relation) || is_chosen(relation))
        .map(|&relation| choice(relation.as_str(), w::relation(relation)))
        .collect();
    if !chosen.get().is_empty() && !may_be.iter().any(is_chosen) {
        let error = chosen.wrong(FieldCode::SupervisorRequired.as_str());
        chosen.error.set(Some(error));
    }
    let mut label = w::label(Field::ReferenceCategory).to_owned();
    if may_be_empty {
        label.push_str(&s::OPTIONAL);
    }
    run(&[
        chosen.radios(&label).choices(&choices).draw(),
        line(Field::ReferenceName).draw(),
        doubt.around(
            line(Field::ReferenceEmail)
                .hint(&w::EMAIL_HINT)
                .kind("email")
                .draw(),
        ),
        line(Field::ReferenceOrganisation).draw(),
        line(Field::ReferenceTitle).draw(),
        line(Field::ReferencePageUrl)
            .hint(&w::PAGE_HINT)
            .web_address()
            .optional()
            .draw(),
    ])
}

/// The training as a step of the wizard.
pub fn draw_training() -> El {
    with_application(
        Route::ApplyTraining.title(),
        |application, _| training_page(&application.comments),
        || training_page(&[]),
    )
}

fn training_page(comments: &[FieldComment]) -> El {
    let comment = comments
        .iter()
        .find(|comment| comment.pointer == model::TRAINING)
        .map_or_else(nothing, |comment| {
            notice_titled(NoticeKind::Warning, &w::RETURNED, &[p(&comment.text)])
        });
    let on = live(|| {
        el("div").class("button-row").kid(link_button(
            ButtonKind::Secondary,
            &Route::ApplyCheck,
            &w::CHECK_TASK,
        ))
    });
    run(&[
        back_link(&Route::Apply, &title::APPLY),
        step(&Route::ApplyTraining),
        h1(Route::ApplyTraining.title()),
        comment,
        training::trainings(Route::ApplyCheck),
        on,
    ])
}
