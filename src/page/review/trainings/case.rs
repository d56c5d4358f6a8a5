//! One report: its pages, as the server rendered them, beside the questions about it.

use super::super::case::people;
use super::super::claim::Holding;
use super::super::keys::{self, Action};
use super::super::next::Next;
use super::super::{decide as application, pending, returning, standing, words_of};
use super::decide;
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::navigate;
use crate::page::training::reading;
use crate::route::Route;
use crate::session;
use crate::ui::{Dialog, Reload, Table, day, external_link, h1, link, load, load_page, p, section};
use crate::words::{reading as rw, review as w, shared as s, title, training as tw};
use accede_api::training::TrainingCase;
use accede_domain::review::CaseKind;
use accede_domain::training::TrainingState;

/// The page of one report.
pub fn draw(id: &str) -> El {
    returning::opened(id);
    let kind = CaseKind::Training;
    let (holding, next) = (Holding::of(kind, id), Next::new(kind, Some(id)));
    load_page::<TrainingCase>(
        &title::TRAINING_CASE,
        endpoint::review_training(id),
        move |case, reload| page(&case, holding, next, reload),
    )
}

/// The same within the page of an application.
pub(in super::super) fn embedded(id: &str) -> El {
    load::<TrainingCase>(endpoint::review_training(id), |case, reload| {
        run(&[standing(&case), body(&case, true, reload)])
    })
}

fn page(case: &TrainingCase, holding: Holding, next: Next, reload: Reload) -> El {
    let help = Dialog::default();
    let waits = case.may_decide && case.training.state == TrainingState::Submitted;
    holding.opened(case.claim.as_ref(), waits, reload);
    next.opened(waits);
    let id = case.training.id.clone();
    let concerned = move |changed: &str| {
        if changed == id {
            reload.now();
        }
    };
    let head = el("div").class("case__head").kids(&[
        el("div").class("case__ways").kids(&[
            el("a")
                .class("back")
                .attr("href", &returning::list())
                .text(&w::BACK_TO_LIST),
            keys::help_button(help),
            next.draw(),
        ]),
        h1(&[&case.applicant_name, ": ", &case.training.training_name].concat()),
        holding.draw(),
    ]);
    let parts = [
        head,
        standing(case),
        body(case, false, reload),
        earlier(case),
        people::applications(&w::APPLICATIONS, &case.applications),
        pending::bar(concerned.clone()),
    ];
    let act = move |action| {
        match action {
            Action::Help => help.show(),
            Action::List => navigate(&returning::list()),
            Action::Next => return next.go(),
            Action::Claim => return holding.toggle(),
            Action::Undo => return pending::undo_last(concerned.clone()),
            other => return application::open(other),
        }
        true
    };
    run(&[keys::region(act, &parts), keys::help_dialog(help)])
}

fn body(case: &TrainingCase, embedded: bool, reload: Reload) -> El {
    el("div").class("report").kids(&[
        el("div").class("report__pages").kid(pages(case)),
        el("div")
            .class("report__read")
            .kids(&[facts(case), read(case)]),
        el("div")
            .class("report__decision")
            .kid(decide::draw(case, embedded, reload)),
    ])
}

fn standing(case: &TrainingCase) -> El {
    standing::notice(case.may_not_because.as_deref(), case.decision.as_ref())
}

fn facts(case: &TrainingCase) -> El {
    let training = &case.training;
    let row = |label: &str, value: El| el("div").kids(&[el("dt").text(label), el("dd").kid(value)]);
    let waited = s::ago(session::get().now().since(training.submitted_at));
    let list = el("dl").class("answers").kids(&[
        row(&w::STATE, words_of::report(training.state)),
        row(&w::COMPLETED, day(training.completed_on)),
        row(&w::VALID_UNTIL, day(training.expires_on)),
        row(&w::SUBMITTED, waited.as_str().into()),
    ]);
    match &training.comment {
        Some(words) => list.kid(row(&tw::COMMENT, el("span").class("pre-line").text(words))),
        None => list,
    }
}

/// What the server read in the file, beside its pages.
fn read(case: &TrainingCase) -> El {
    case.read.as_ref().map_or_else(nothing, |read| {
        section(&rw::TITLE_REVIEW, &[reading::table(&rw::for_review(read))])
    })
}

/// The pages as pictures: nothing in the file that was uploaded runs here.
fn pages(case: &TrainingCase) -> El {
    if case.pages == 0 {
        return p(&w::NO_FILE);
    }
    let whole = run(&[]);
    for number in 1..=case.pages {
        let number = number.to_string();
        let picture = el("img")
            .class("report-page")
            .attr(
                "src",
                &endpoint::review_training_page(&case.training.id, &number),
            )
            .attr("alt", &[&*w::PAGE, &number, &w::OF_REPORT].concat())
            .attr("loading", "lazy");
        let _ = whole.clone().kid(picture);
    }
    let file = external_link(&endpoint::training_file(&case.training.id), &w::DOWNLOAD);
    whole.kid(el("p").kid(file))
}

fn earlier(case: &TrainingCase) -> El {
    if case.earlier.is_empty() {
        return nothing();
    }
    let columns = [w::REPORT.into(), w::STATE.into(), w::COMPLETED.into()];
    let table = Table::new(&w::EARLIER_REPORTS, false, &columns);
    for one in &case.earlier {
        table.row(&[
            link(&Route::TrainingCase(one.id.clone()), &one.file.name),
            words_of::report(one.state),
            day(one.completed_on),
        ]);
    }
    section(&w::EARLIER_REPORTS, &[table.draw()])
}
