//! One application, on one page: what was stated with what speaks for and against it, and beside it the decision.

mod history;
mod people;
mod stated;

use super::decide::{self, Comments, Target};
use super::keys::{self, Action};
use super::{returning, words_of};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::navigate;
use crate::session;
use crate::ui::{Dialog, NoticeKind, Reload, h1, load_page, notice_titled, p, section};
use crate::words::{review as w, title};
use accede_api::review::Case;
use accede_domain::application::{ApplicationState, CommandKind};

/// The page of one case.
pub fn draw(id: &str) -> El {
    returning::opened(id);
    load_page::<Case>(
        title::CASE,
        endpoint::review_application(id),
        |case, reload| page(&case, reload),
    )
}

fn page(case: &Case, reload: Reload) -> El {
    let target = Target::new(&case.id, case.version, reload);
    let may_return = case.commands.contains(&CommandKind::ReturnForChanges);
    let comments = may_return.then(|| Comments::new(&target));
    let help = Dialog::default();
    let parts = [
        head(case, help),
        may_not(case),
        el("div").class("case").kids(&[
            el("div").class("case__facts").kids(&[
                stated::changed(case),
                stated::draw(case, comments.as_ref()),
                people::references(case, comments.as_ref()),
                people::reports(case, comments.as_ref()),
                people::earlier(case),
                section(w::HISTORY, &[history::draw(case)]),
            ]),
            el("div").class("case__decision").kid(section(
                w::DECIDE,
                &[
                    target.stale_notice(),
                    decide::draw(case, &target, comments.as_ref()),
                ],
            )),
        ]),
    ];
    run(&[
        keys::region(move |action| act(action, help), &parts),
        keys::help_dialog(help),
    ])
}

/// What the keys do here.
fn act(action: Action, help: Dialog) -> bool {
    match action {
        Action::Help => help.show(),
        Action::Down => return keys::walk(stated::COMMENTS_ON, true),
        Action::Up => return keys::walk(stated::COMMENTS_ON, false),
        Action::List => navigate(&returning::list()),
        other => return decide::open(other),
    }
    true
}

fn head(case: &Case, help: Dialog) -> El {
    let now = session::get().now();
    let is_open = case.state == ApplicationState::Submitted;
    let since = now.since(case.stage_since);
    el("div").class("case__head").kids(&[
        el("div").class("case__ways").kids(&[
            el("a")
                .class("back")
                .attr("href", &returning::list())
                .text(w::APPLICATIONS),
            keys::help_button(help),
        ]),
        h1(&[&case.applicant_name, ", ", &case.reference_number].concat()),
        el("p").class("case__line").kids(&[
            words_of::standing(case.state, case.stage, case.flagged),
            if is_open {
                run(&[words_of::age(case.age, since), muted_span(w::AT_THIS_STAGE)])
            } else {
                nothing()
            },
            muted_span(&w::in_queue(now.since(case.submitted_at))),
        ]),
        words_of::signals(&case.signals),
    ])
}

fn muted_span(words: &str) -> El {
    el("span").class("aside").text(words)
}

fn may_not(case: &Case) -> El {
    case.may_not_because.as_deref().map_or_else(nothing, |why| {
        notice_titled(NoticeKind::Info, w::MAY_NOT, &[p(decide::sentence(why))])
    })
}
