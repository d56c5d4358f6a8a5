//! Sending a decision, what becomes of its words, and what is said when somebody else was quicker.

use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, live, nothing};
use crate::form::Form;
use crate::page::review::{next, pending, words_of};
use crate::ui::{ButtonKind, NoticeKind, Reload, button, notice_titled, p};
use crate::words::review as w;
use accede_api::application::TimelineEntry;
use accede_api::problem::ProblemCode;
use accede_api::work::{Claim, Decision};
use accede_domain::problem::FieldProblem;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use leptos::prelude::*;
use serde::Serialize;
use std::rc::Rc;

/// Where a decision goes, and what it was taken on.
#[derive(Clone)]
pub(in super::super) struct Target {
    kind: CaseKind,
    id: Rc<str>,
    version: i64,
    /// How often the applicant has sent it again.
    round: usize,
    reload: Reload,
    /// Somebody changed the case while it was open: who did what, as far as that is known.
    stale: RwSignal<Option<String>>,
}

/// A decision on its way.
pub(in super::super) struct Sending {
    command: &'static str,
    call: Call,
}

/// What is read of the answer: the case, with the decision where it waits.
struct Taken {
    decision: Option<Decision>,
}

/// What is read of a case on which somebody else was quicker.
struct Meanwhile {
    claim: Option<Claim>,
    decision: Option<Decision>,
    timeline: Vec<TimelineEntry>,
}

accede_api::wire! {
    Taken {} { decision }
    Meanwhile {} { claim decision timeline }
}

/// Which form of the case was sent last and can still be taken back; kept beside the forms of the case.
const SENT: &str = "/sent";

/// Where this tab keeps what is typed into the forms of a case.
fn place(kind: CaseKind, id: &str) -> String {
    let kind = match kind {
        CaseKind::Application => "review/",
        CaseKind::Training => "review-training/",
    };
    [kind, id].concat()
}

fn notes(place: &str) -> Form {
    Form::new(Form::blanks).kept_as(place)
}

/// The decision was taken back: what was typed for it is wanted again.
pub(in super::super) fn keep_words(kind: CaseKind, id: &str) {
    notes(&place(kind, id)).keep(SENT, "");
}

/// Forgets the words of a decision that took effect. Those of one that waits, or did not happen, stay.
fn settle(place: &str, decision: Option<&Decision>) {
    let notes = notes(place);
    let sent = notes.kept(SENT).unwrap_or_default();
    if sent.is_empty() {
        return;
    }
    match decision.map(|decision| decision.state) {
        Some(DecisionState::Pending) => return,
        Some(DecisionState::NotCarriedOut) => {}
        _ => Form::new(Form::blanks)
            .kept_as(&[place, "/", &sent].concat())
            .forget(),
    }
    notes.keep(SENT, "");
}

impl Target {
    /// For a case of this version, on which `decision` was taken last. What was begun on an earlier `round` of it, before
    /// the applicant sent it again, is not what the answers of now are met with.
    pub(in super::super) fn new(
        kind: CaseKind,
        id: &str,
        (version, round): (i64, usize),
        decision: Option<&Decision>,
        reload: Reload,
    ) -> Self {
        settle(&place(kind, id), decision);
        Self {
            kind,
            id: id.into(),
            version,
            round,
            reload,
            stale: RwSignal::new(None),
        }
    }

    /// The form of a decision. Its words stay in this tab until the decision took effect: nothing that happens to the page
    /// loses them. `apart` is what its ids begin with.
    pub(in super::super) fn form(
        &self,
        rules: impl Fn(Form) -> Vec<FieldProblem> + 'static,
        command: &'static str,
    ) -> Form {
        Form::new(rules)
            .apart(match (self.kind, command) {
                (CaseKind::Application, command) => command,
                (CaseKind::Training, "accept") => "training-accept",
                (CaseKind::Training, "return") => "training-return",
                (CaseKind::Training, _) => "training-reject",
            })
            .kept_as(&[&place(self.kind, &self.id), "/", &self.sent_as(command)].concat())
    }

    /// Where the words of a decision are kept, below the place of its case.
    fn sent_as(&self, command: &str) -> String {
        [command, "/", &self.round.to_string()].concat()
    }

    /// A decision without anything to say besides.
    pub(in super::super) fn bare(&self, command: &'static str) -> Sending {
        let path = match self.kind {
            CaseKind::Application => endpoint::application_command(&self.id, command),
            CaseKind::Training => endpoint::training_command(&self.id, command),
        };
        Sending {
            command,
            call: Call::post(path).if_match(self.version),
        }
    }

    /// A decision with what belongs to it.
    pub(in super::super) fn with<T: Serialize>(&self, command: &'static str, body: &T) -> Sending {
        let bare = self.bare(command);
        Sending {
            call: bare.call.body(body),
            ..bare
        }
    }

    /// Sends it, and shows the case as it is then. Who was quicker is told of where the decision was taken.
    pub(in super::super) async fn send(self, form: Form, sending: Sending) -> Result<(), Failure> {
        match sending.call.send().await {
            Ok(answer) => {
                let taken = answer.read::<Taken>()?.decision;
                match taken.filter(|decision| decision.state == DecisionState::Pending) {
                    Some(waits) => {
                        let sent = self.sent_as(sending.command);
                        notes(&place(self.kind, &self.id)).keep(SENT, &sent);
                        pending::took(waits);
                    }
                    None => form.forget(),
                }
                next::decided();
                self.reload.now();
                Ok(())
            }
            Err(failure) if was_quicker(&failure) => {
                let words = self.meanwhile().await;
                self.stale.set(Some(words));
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    /// Who did what to it; nothing where that cannot be found out.
    async fn meanwhile(&self) -> String {
        let path = match self.kind {
            CaseKind::Application => endpoint::review_application(&self.id),
            CaseKind::Training => endpoint::review_training(&self.id),
        };
        let answer = Call::get(path).send().await;
        let now = answer.and_then(|answer| answer.read::<Meanwhile>());
        now.map_or_else(|_| String::new(), |now| now.words(self.kind))
    }

    /// Says that somebody was quicker, and who did what, with a way to see it. What was written stays.
    pub(in super::super) fn stale_notice(&self) -> El {
        let (stale, reload) = (self.stale, self.reload);
        live(move || {
            let Some(words) = stale.get() else {
                return nothing();
            };
            notice_titled(
                NoticeKind::Warning,
                &w::STALE,
                &[
                    p(&words),
                    button(ButtonKind::Secondary, &w::SEE_NEW, move || reload.now()),
                ],
            )
            .attr("role", "alert")
        })
    }
}

impl Meanwhile {
    fn words(&self, kind: CaseKind) -> String {
        let decision = self.decision.as_ref().filter(|decision| !decision.mine);
        let claim = self.claim.as_ref().filter(|claim| !claim.mine);
        if let Some(decision) = decision {
            w::decided_by(&decision.name, w::decided_label(kind, &decision.command))
        } else if let Some(claim) = claim {
            w::claimed_by(&claim.name)
        } else {
            let last = self.timeline.last();
            last.map_or_else(String::new, |last| {
                [w::event(&last.kind), &words_of::by(last)].concat()
            })
        }
    }
}

/// Somebody else changed the case, took it over or decided.
fn was_quicker(failure: &Failure) -> bool {
    matches!(failure, Failure::Stale(_))
        || failure.is(ProblemCode::Claimed)
        || failure.is(ProblemCode::DecisionPending)
}
