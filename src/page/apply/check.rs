//! Check your answers: everything once more with a way to change it, and the submit.

use super::draft::Draft;
use super::load::{OwnAddresses, with_application};
use super::task::{address_of, closed, come_back_to_check, step};
use super::{hub, model};
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{failure_notice, summary_box};
use crate::page::training;
use crate::reader::Reader;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Reload, action, back_link, h1, h3, link, link_to, load, p, section, summary_list,
    summary_row,
};
use crate::words::{apply as w, problem, shared as s, title, training as tw};
use crate::{navigate, shell};
use accede_api::application::{Application, FieldComment};
use accede_api::page::List;
use accede_api::problem::ProblemCode;
use accede_api::training::Training;
use accede_domain::application::{ApplicationForm, ApplicationState, Field, Task, validate};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// A JSON Pointer and what is wrong there, in words.
type Named = (String, String);

/// What is wrong, and that it has changed.
#[derive(Clone)]
struct Wrong {
    list: Rc<RefCell<Vec<Named>>>,
    shown: RwSignal<u32>,
}

impl Default for Wrong {
    fn default() -> Self {
        Self {
            list: Rc::default(),
            shown: RwSignal::new(0),
        }
    }
}

pub fn draw() -> El {
    come_back_to_check(true);
    with_application(
        &title::CHECK,
        |application, reload| {
            if model::is_editable(application.state, application.stage) {
                page(application, reload)
            } else {
                closed(&Route::ApplyCheck, &application)
            }
        },
        hub::none,
    )
}

fn page(application: Application, reload: Reload) -> El {
    let own = OwnAddresses::ask();
    let wrong = Wrong::default();
    let named = wrong.clone();
    let failed = RwSignal::new(None::<Failure>);
    let uploaded = RwSignal::new(true);
    on_cleanup(|| shell::set_title_error(false));

    let training = load::<List<Training>>(endpoint::trainings(), move |list, _| {
        let current = training::current(&list.items);
        uploaded.set(current.is_some_and(|training| training.state.is_uploaded()));
        let words = match current {
            Some(_) => &w::CHANGE_TRAINING,
            None => &tw::UPLOAD,
        };
        run(&[
            training::summary(current),
            training::doubts(current),
            change(&Route::ApplyTraining, words),
        ])
    });
    let comments = notes(&application.comments);
    // Words that did not reach the server are among the answers, and are saved before these are sent.
    let draft = Draft::new(None, &application);
    let (status, read) = (draft.status(), draft.clone());
    let parts = live(move || answers(&read.answers(), Answers::Changeable));
    let label = if application.state == ApplicationState::Draft {
        &w::SUBMIT
    } else {
        &w::SUBMIT_AGAIN
    };
    let application = Rc::new(application);
    let submit = move || {
        let (application, draft) = (application.clone(), draft.clone());
        let (own, wrong) = (own.clone(), wrong.clone());
        async move {
            let version = match draft.save().await {
                Ok(Some(version)) => version,
                Ok(None) => return,
                Err(failure) => {
                    failed.try_set(Some(failure));
                    return;
                }
            };
            let now = draft.now();
            let mut named: Vec<Named> = validate(&now, &own.facts())
                .iter()
                .map(|problem| name(&now, &problem.pointer, problem.code.as_str()))
                .collect();
            if !uploaded.get_untracked() {
                named.push(name(&now, model::TRAINING, ""));
            }
            failed.set(None);
            if !named.is_empty() {
                return wrong.show(named);
            }
            let path = endpoint::application_command(&application.id, "submit");
            let answer = Call::post(path).if_match(version).send().await;
            match answer {
                Ok(_) => navigate(&Route::ApplySubmitted.path()),
                // Saved in another tab since: the answers are shown as they are now, and read once more.
                Err(failure @ Failure::Stale(_)) => {
                    reload.now();
                    failed.try_set(Some(failure));
                }
                Err(failure) if !failure.fields().is_empty() => {
                    let named = failure
                        .fields()
                        .iter()
                        .map(|error| name(&now, &error.pointer, &error.code))
                        .collect();
                    wrong.show(named);
                }
                Err(failure) => {
                    // Submitted already, by another tab: the page of the application says so.
                    if failure.is(ProblemCode::NotPossibleNow) {
                        reload.now();
                    }
                    failed.try_set(Some(failure));
                }
            }
        }
    };
    run(&[
        back_link(&Route::Apply, &title::APPLY),
        live(move || {
            named.shown.track();
            summary(&named.list.borrow())
        }),
        step(&Route::ApplyCheck),
        h1(&title::CHECK),
        status,
        comments,
        parts,
        section(&title::TRAINING, &[training]),
        section(
            &w::SUBMIT_TITLE,
            &[
                p(&w::SUBMIT_TEXT),
                live(move || failed.get().as_ref().map_or_else(nothing, failure_notice)),
                action(ButtonKind::Primary, label, submit),
            ],
        ),
    ])
}

impl Wrong {
    fn show(&self, named: Vec<Named>) {
        self.list.replace(named);
        self.shown.update(|times| *times += 1);
        shell::set_title_error(true);
        browser::after_paint(|| {
            let found = document().query_selector(".govuk-error-summary");
            if let Some(found) = found.ok().flatten() {
                El::from_node(found.into()).focus();
            }
        });
    }
}

fn name(form: &ApplicationForm, pointer: &str, code: &str) -> Named {
    let words = match Field::from_pointer(pointer) {
        Some(field) => problem::typed(
            code,
            w::noun(field),
            pointer,
            form.get(field),
            field.spec().max,
        ),
        None => w::TRAINING_NEEDED.to_owned(),
    };
    (pointer.to_owned(), words)
}

/// Everything that is wrong, each with a way to the answer.
fn summary(wrong: &[Named]) -> El {
    if wrong.is_empty() {
        return nothing();
    }
    let list = el("ul").class("govuk-list govuk-error-summary__list");
    for (pointer, words) in wrong {
        let _ = list
            .clone()
            .kid(el("li").kid(link_to(&address_of(pointer), words)));
    }
    summary_box(&[
        el("h2")
            .class("govuk-error-summary__title")
            .text(&s::PROBLEM_TITLE),
        list,
    ])
}

/// A reviewer's comments, all in one place.
fn notes(comments: &[FieldComment]) -> El {
    let list = run(&[]);
    for comment in comments {
        let label = Field::from_pointer(&comment.pointer).map_or(title::TRAINING.get(), w::label);
        let _ = list.clone().kid(el("p").class("field-comment").kids(&[
            link_to(&address_of(&comment.pointer), label),
            ": ".into(),
            comment.text.as_str().into(),
        ]));
    }
    list
}

fn change(route: &Route, words: &str) -> El {
    el("p").kid(link(route, words))
}

/// How the answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// To the applicant, with a way to change each.
    Changeable,
    /// As they stand, to whoever reads them.
    Fixed(Reader),
}

/// The answers, group by group.
pub fn answers(form: &ApplicationForm, how: Answers) -> El {
    let (changeable, reader) = match how {
        Answers::Changeable => (true, Reader::Applicant),
        Answers::Fixed(reader) => (false, reader),
    };
    // What has to be answered yet has its line, with the way to it.
    let missing = if changeable {
        model::missing(form)
    } else {
        Vec::new()
    };
    let whole = run(&[]);
    for &task in Task::ALL {
        let route = model::route(task);
        let part = if task == Task::Reference && !form.names_a_reference() {
            let change = if changeable {
                change(&route, &w::NAME_REFERENCE)
            } else {
                nothing()
            };
            run(&[p(&w::NO_REFERENCE), change])
        } else {
            let rows = Field::of_task(task)
                .filter(|&field| model::is_listed(form, field) || missing.contains(&field))
                .map(|field| {
                    let to = changeable.then(|| address_of(field.pointer()));
                    let label = w::label_for(field, reader);
                    summary_row(label, &model::shown(form, field), to)
                })
                .collect();
            summary_list(rows)
        };
        let heading = w::part(task, reader);
        let _ = whole.clone().kid(if changeable {
            section(heading, &[part])
        } else {
            run(&[h3(heading), part])
        });
    }
    whole
}
