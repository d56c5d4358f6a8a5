//! The task list: how far everything is, and where it is done.

use super::model;
use super::task::come_back_to_check;
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::next;
use crate::page::application::waiting;
use crate::page::dashboard::{model as standing, state_link};
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, Table, Task, Tone, action, back_link, details, each, h1, h2, lead,
    link_button, link_to, load_page, notice_titled, p, section, tag, task_list,
};
use crate::words::{apply as w, dashboard as dw, dataset as need, title};
use crate::{navigate, site, wanted};
use accede_api::dashboard::{Dashboard, DatasetStanding, Tasks};
use accede_api::problem::ProblemCode;
use accede_domain::access::{Requirement, RequirementState, RequirementStatus};
use accede_domain::application::{ApplicationState, Stage};
use accede_domain::next::TaskState;
use leptos::prelude::*;

pub fn draw() -> El {
    come_back_to_check(false);
    wanted::keep_dataset();
    load_page::<Dashboard>(&title::APPLY, endpoint::dashboard(), |mut dashboard, _| {
        // The shortest way first, and before it what the person came for.
        dashboard.datasets.sort_by_key(model::left);
        wanted::first(&mut dashboard.datasets, |dataset| &dataset.slug);
        let slug = wanted::dataset();
        let (came_for, others) = match dashboard.datasets.split_first() {
            Some((first, others)) if slug.as_deref() == Some(&first.slug) => (Some(first), others),
            _ => (None, &dashboard.datasets[..]),
        };
        let state = dashboard
            .application
            .as_ref()
            .map(|application| application.state);
        let body = match state {
            None => none_parts(),
            Some(_) => begun(&dashboard),
        };
        let back = came_for.map_or_else(nothing, |dataset| {
            back_link(&Route::Dataset(dataset.slug.clone()), &dataset.title)
        });
        let checklist = came_for.map_or_else(nothing, |dataset| checklist(&dashboard, dataset));
        run(&[
            back,
            h1(&title::APPLY),
            paused(),
            body,
            checklist,
            datasets(&dashboard, others, came_for.is_some()),
        ])
    })
}

/// In place of any page of the wizard while there is no application.
pub fn none() -> El {
    run(&[h1(&title::APPLY), paused(), none_parts()])
}

fn none_parts() -> El {
    run(&[
        lead(&w::NONE_LEAD),
        start_button(ButtonKind::Primary, &w::START),
        h2(&w::NEED_TITLE),
        each(&w::NEED),
        delays(),
    ])
}

fn delays() -> El {
    details(&w::DELAYS_TITLE, &[each(&w::DELAYS)])
}

fn paused() -> El {
    live(|| {
        let words = site::get().and_then(|site| site.credentialing_paused);
        words.map_or_else(nothing, |words| {
            notice_titled(
                NoticeKind::Warning,
                &w::PAUSED,
                &[p(&words), p(&w::PAUSED_TEXT)],
            )
        })
    })
}

/// Begins a draft, pre-filled, and opens it. Where another tab was quicker, that one is opened.
pub fn start_button(kind: ButtonKind, label: &str) -> El {
    let failed = RwSignal::new(None::<Failure>);
    let notice = live(move || failed.get().as_ref().map_or_else(nothing, failure_notice));
    let start = move || async move {
        match Call::post(endpoint::applications()).send().await {
            Ok(_) => navigate(&Route::ApplyAboutYou.path()),
            Err(failure) if failure.is(ProblemCode::AlreadyOpen) => {
                navigate(&Route::ApplyAboutYou.path());
            }
            Err(failure) => failed.set(Some(failure)),
        }
    };
    run(&[notice, action(kind, label, start)])
}

fn begun(dashboard: &Dashboard) -> El {
    let Some(application) = &dashboard.application else {
        return nothing();
    };
    let see = || {
        link_button(
            ButtonKind::Secondary,
            &Route::Application(application.id.clone()),
            &w::SEE,
        )
    };
    let note = |kind, title, text, part| notice_titled(kind, title, &[p(text), part]);
    let tasks = || {
        run(&[
            form_tasks(&dashboard.tasks),
            go_on(&dashboard.tasks),
            delays(),
        ])
    };
    match (application.state, application.stage) {
        (ApplicationState::Draft, _) => run(&[lead(&w::LEAD), tasks()]),
        (ApplicationState::Submitted, Some(Stage::Returned)) => run(&[
            note(NoticeKind::Warning, &w::RETURNED, &w::RETURNED_TEXT, see()),
            tasks(),
        ]),
        (ApplicationState::Submitted, _) => run(&[
            note(
                NoticeKind::Info,
                &w::UNDER_REVIEW,
                &w::UNDER_REVIEW_TEXT,
                see(),
            ),
            dashboard.waiting.as_ref().map_or_else(nothing, waiting),
            training_task(&dashboard.tasks),
        ]),
        (ApplicationState::Accepted, _) => run(&[
            note(NoticeKind::Success, &w::ACCEPTED, &w::ACCEPTED_TEXT, see()),
            training_task(&dashboard.tasks),
        ]),
        _ => run(&[
            note(NoticeKind::Info, &w::ENDED, &w::ENDED_TEXT, see()),
            start_button(
                ButtonKind::Primary,
                crate::words::next::link(accede_domain::next::NextStep::ApplyAgain),
            ),
        ]),
    }
}

fn form_tasks(tasks: &Tasks) -> El {
    task_list(vec![
        task(Route::ApplyAboutYou, &w::HINT_ABOUT, tasks.about_you),
        task(
            Route::ApplyAffiliation,
            &w::HINT_AFFILIATION,
            tasks.affiliation,
        ),
        task(Route::ApplyResearch, &w::HINT_RESEARCH, tasks.research),
        task(Route::ApplyReference, &w::HINT_REFERENCE, tasks.reference),
        task(Route::ApplyTraining, &w::HINT_TRAINING, tasks.training),
        Task {
            title: &w::CHECK_TASK,
            hint: &w::HINT_CHECK,
            // Looking at the answers is possible at any time; that page also says what is missing.
            address: Some(Route::ApplyCheck.path()),
            state: state_tag(tasks.check),
        },
    ])
}

/// The first task that is not done, as the one thing to press.
fn go_on(tasks: &Tasks) -> El {
    let route = model::first_open(tasks);
    let words = if route == Route::ApplyCheck {
        w::CHECK_TASK.to_owned()
    } else {
        [&*w::GO_ON, route.title()].concat()
    };
    el("div")
        .class("button-row")
        .kid(link_button(ButtonKind::Primary, &route, &words))
}

fn training_task(tasks: &Tasks) -> El {
    task_list(vec![task(
        Route::ApplyTraining,
        &w::HINT_TRAINING,
        tasks.training,
    )])
}

fn task(route: Route, hint: &str, state: TaskState) -> Task<'_> {
    Task {
        title: route.title(),
        hint,
        state: state_tag(state),
        address: Some(route.path()),
    }
}

/// How a task stands, as everywhere.
pub fn state_tag(state: TaskState) -> El {
    let tone = match state {
        TaskState::NotStarted => Tone::Todo,
        TaskState::InProgress => Tone::Begun,
        TaskState::Complete => Tone::Done,
        TaskState::CannotStart | TaskState::NotNeeded => Tone::Quiet,
        TaskState::Waiting => Tone::Waiting,
        TaskState::NeedsAttention => Tone::Attention,
    };
    tag(tone, w::task_state(state))
}

/// Everything that one dataset asks, each with the page where it is done.
fn checklist(dashboard: &Dashboard, dataset: &DatasetStanding) -> El {
    let mut tasks = Vec::new();
    for asked in &dataset.access.requirements {
        let hint = match asked.requirement {
            // Whoever reads this is signed in.
            Requirement::SignedIn => continue,
            Requirement::VerifiedEmail if asked.state.is_met() => continue,
            Requirement::VerifiedEmail => &need::NEED_VERIFIED_EMAIL,
            Requirement::Credential => &need::NEED_CREDENTIAL,
            Requirement::Training { .. } => &need::NEED_TRAINING,
            Requirement::Agreement => &need::NEED_AGREEMENT,
            Requirement::OwnerApproval => &need::NEED_OWNER,
        };
        tasks.push(Task {
            title: dw::requirement(&asked.requirement),
            hint,
            address: model::asked_route(asked, &dataset.slug, &dashboard.tasks)
                .map(|route| next::place(&route)),
            state: asked_tag(asked),
        });
    }
    tasks.push(Task {
        title: &w::TASK_CLOUD,
        hint: &w::HINT_CLOUD,
        address: Some(wanted::about(&Route::CloudAccounts, &dataset.slug)),
        state: state_tag(dashboard.tasks.cloud_account),
    });
    tasks.push(Task {
        title: &w::TASK_ACCESS,
        hint: &w::HINT_ACCESS,
        address: Some(next::files(&dataset.slug)),
        state: state_tag(standing::access_task(dataset, &dashboard.grants)),
    });
    let heading = [&*w::ASKS, &dataset.title].concat();
    section(&heading, &[then(dashboard), task_list(tasks)])
}

/// How what a dataset asks stands, as everywhere: whom it waits for is said by name.
fn asked_tag(asked: &RequirementStatus) -> El {
    match (asked.state, model::asked_state(asked)) {
        (RequirementState::Waiting { on }, TaskState::Waiting) => {
            tag(Tone::Waiting, dw::waits_on(on))
        }
        (_, state) => state_tag(state),
    }
}

/// What can be done before the decision, as long as that is to come, and what needs a cloud account.
fn then(dashboard: &Dashboard) -> El {
    let state = dashboard.application.as_ref().map(|own| own.state);
    let before = if state == Some(ApplicationState::Accepted) {
        nothing()
    } else {
        p(&w::THEN_BEFORE)
    };
    run(&[before, p(&w::THEN_TEXT)])
}

/// What is left for each dataset, or for each other one, on one line each.
fn datasets(dashboard: &Dashboard, datasets: &[DatasetStanding], others: bool) -> El {
    if datasets.is_empty() {
        return nothing();
    }
    let (heading, text) = if others {
        (&w::OTHERS, nothing())
    } else {
        (&w::THEN, then(dashboard))
    };
    let table = Table::new(
        heading,
        false,
        &[
            dw::DATASET.into(),
            w::TASK_AGREEMENT.into(),
            w::TASK_CLOUD.into(),
            w::TASK_ACCESS.into(),
        ],
    );
    for dataset in datasets {
        let slug = &dataset.slug;
        let cell = |address: &str, task: &str, state| {
            state_link(link_to(address, ""), task, &dataset.title, state_tag(state))
        };
        table.row(&[
            el("span").text(&dataset.title),
            cell(
                &Route::DatasetAgreement(slug.clone()).path(),
                &w::TASK_AGREEMENT,
                standing::agreement_task(dataset),
            ),
            cell(
                &Route::CloudAccounts.path(),
                &w::TASK_CLOUD,
                dashboard.tasks.cloud_account,
            ),
            cell(
                &next::files(slug),
                &w::TASK_ACCESS,
                standing::access_task(dataset, &dashboard.grants),
            ),
        ]);
    }
    section(heading, &[text, table.draw()])
}
