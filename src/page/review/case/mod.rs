//! One application, on one page: what was stated with what speaks for and against it, and beside it the decision.

mod history;
mod notes;
mod on_record;
pub(super) mod people;
mod stated;

use super::claim::Holding;
use super::decide::{self, Comments, Target};
use super::keys::{self, Action};
use super::next::Next;
use super::{credentials, pending, returning, standing, words_of};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::navigate;
use crate::session;
use crate::ui::{Dialog, Reload, h1, h2, jump, load_page, section};
use crate::words::{review as w, title};
use accede_api::review::Case;
use accede_domain::application::{ApplicationState, CommandKind, Stage};
use accede_domain::review::CaseKind;
use std::rc::Rc;

/// What belongs to the page of a case for as long as it is open.
#[derive(Clone, Copy)]
struct Desk {
    holding: Holding,
    next: Next,
    help: Dialog,
}

/// The page of one case.
pub fn draw(id: &str) -> El {
    returning::opened(id);
    let kind = CaseKind::Application;
    let desk = Desk {
        holding: Holding::of(kind, id),
        next: Next::new(kind, Some(id)),
        help: Dialog::default(),
    };
    load_page::<Case>(
        &title::CASE,
        endpoint::review_application(id),
        move |case, reload| page(&case, desk, reload),
    )
}

fn page(case: &Case, desk: Desk, reload: Reload) -> El {
    let decision = case.decision.as_ref();
    let sent_again = case.timeline.iter();
    let sent_again = sent_again.filter(|entry| entry.kind == "resubmitted");
    let target = Target::new(
        CaseKind::Application,
        &case.id,
        (case.version, sent_again.count()),
        decision,
        reload,
    );
    let may_return = case.commands.contains(&CommandKind::ReturnForChanges);
    let comments = may_return.then(|| Comments::new(&target));
    let is_open = case.state == ApplicationState::Submitted && case.stage != Some(Stage::Returned);
    let waits = is_open && case.may_not_because.is_none();
    desk.holding.opened(case.claim.as_ref(), waits, reload);
    desk.next.opened(!case.commands.is_empty());
    let concerned = concerned(case, reload);
    let heading = h2(&w::DECIDE);
    let parts = [
        head(case, desk, &heading),
        credentials::on_case(&case.credential_flags, reload),
        standing::notice(case.may_not_because.as_deref(), decision),
        el("div").class("case").kids(&[
            el("div").class("case__facts").kids(&[
                stated::changed(case),
                on_record::draw(case),
                stated::draw(case, comments.as_ref()),
                people::references(case, comments.as_ref()),
            ]),
            el("div").class("case__decision").kids(&[
                el("section").class("section").kids(&[
                    heading,
                    target.stale_notice(),
                    decide::draw(case, &target, comments.as_ref()),
                ]),
                notes::draw(case),
            ]),
        ]),
        // The whole width: the report stands beside what was read in it, and beside its questions.
        people::reports(case, comments.as_ref()),
        el("div").class("case__before").kids(&[
            section(&w::HISTORY, &[history::draw(case)]),
            people::applications(&w::EARLIER, &case.earlier),
            people::grants(case),
        ]),
        pending::bar(concerned.clone()),
    ];
    run(&[
        keys::region(move |action| act(action, desk, concerned.clone()), &parts),
        keys::help_dialog(desk.help),
    ])
}

/// Shows the case anew where something became of a decision on it, or on a report that stands in it.
fn concerned(case: &Case, reload: Reload) -> impl Fn(&str) + Clone + 'static {
    let reports = case.trainings.iter().map(|one| one.id.clone());
    let ids: Rc<Vec<String>> = Rc::new(reports.chain([case.id.clone()]).collect());
    move |changed: &str| {
        if ids.iter().any(|id| id == changed) {
            reload.now();
        }
    }
}

/// What the keys do here.
fn act(action: Action, desk: Desk, concerned: impl Fn(&str) + 'static) -> bool {
    match action {
        Action::Help => desk.help.show(),
        Action::Down => return keys::walk(stated::COMMENTS_ON, true),
        Action::Up => return keys::walk(stated::COMMENTS_ON, false),
        Action::List => navigate(&returning::list()),
        Action::Next => return desk.next.go(),
        Action::Claim => return desk.holding.toggle(),
        Action::Undo => return pending::undo_last(concerned),
        other => return decide::open(other),
    }
    true
}

fn head(case: &Case, desk: Desk, decision: &El) -> El {
    let now = session::get().now();
    let is_open = case.state == ApplicationState::Submitted;
    let since = now.since(case.stage_since);
    el("div").class("case__head").kids(&[
        el("div").class("case__ways").kids(&[
            el("a")
                .class("back")
                .attr("href", &returning::list())
                .text(&w::APPLICATIONS),
            jump(decision, &w::DECIDE).class("case__jump"),
            keys::help_button(desk.help),
            desk.next.draw(),
        ]),
        h1(&[&case.applicant_name, ", ", &case.reference_number].concat()),
        el("p").class("case__line").kids(&[
            words_of::standing(case.state, case.stage, case.flagged),
            why_flagged(case),
            if is_open {
                run(&[
                    words_of::age(case.age, since),
                    muted_span(&w::AT_THIS_STAGE),
                ])
            } else {
                nothing()
            },
            muted_span(&w::in_queue(now.since(case.submitted_at))),
        ]),
        words_of::signals(&case.signals),
        desk.holding.draw(),
    ])
}

/// What the reference said that somebody has to look at.
fn why_flagged(case: &Case) -> El {
    let present = case.references.iter().find(|one| one.current);
    let said = present.and_then(|one| one.answers.last());
    match said.filter(|_| case.flagged) {
        Some(said) => muted_span(said.answer.map_or(&*w::TOOK_BACK, w::answer)),
        None => nothing(),
    }
}

fn muted_span(words: &str) -> El {
    el("span").class("aside").text(words)
}
