//! One application on its way: a plan played from the first submission on.

mod rows;

use accede_domain::application::state::{ActorRole, Position, Stage};
use accede_domain::application::{CommandKind, IdentityChecklist, ResponseChecklist};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::review::CaseKind;
use accede_domain::time::{Duration, Timestamp};
use accede_store::application::ReturnedCause;
use accede_store::{Value, params};
use serde_json::json;

use super::life::Maker;
use super::person::{folded, rename_reference};
use super::plan::{Plan, Step};
use super::pools::{ANSWERS, REFUSALS};
use super::rows::Decided;

/// A request to a reference, as far as it has come.
#[derive(Debug, Clone)]
struct Request {
    id: String,
    number: i64,
    state: ReferenceState,
    name: String,
    email: String,
    form: accede_domain::application::ApplicationForm,
    link: Option<(String, Timestamp)>,
    answer: Option<(ReferenceAnswer, &'static str, Timestamp)>,
    confirmed: Option<(String, Timestamp)>,
    ended_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// One application on its way.
pub(super) struct Story<'m, 'c> {
    maker: &'m mut Maker<'c>,
    id: String,
    now: Timestamp,
    begins: Timestamp,
    position: Position,
    version: i64,
    snapshots: i64,
    submitted_at: Option<Timestamp>,
    stage_since: Option<Timestamp>,
    previous: Option<String>,
    pub(super) superseded_at: Option<Timestamp>,
    identity: Option<(String, Timestamp)>,
    skipped: Option<Timestamp>,
    returned: Option<(Timestamp, Stage, ReturnedCause)>,
    decided: Option<(Timestamp, Option<String>)>,
    template: Option<String>,
    words: Option<String>,
    flagged: bool,
    /// The visit of the present stage.
    visit: Option<(String, Stage, Timestamp)>,
    requests: Vec<Request>,
    /// References who confirmed here.
    confirmed: Vec<String>,
}

impl<'m, 'c> Story<'m, 'c> {
    pub(super) fn begin(
        maker: &'m mut Maker<'c>,
        begins: Timestamp,
        previous: Option<String>,
    ) -> Self {
        let drafted = begins.minus(Duration::hours(maker.dice.between(1, 40)));
        Self {
            id: maker.id(drafted),
            maker,
            now: drafted,
            begins,
            position: Position::DRAFT,
            version: 1,
            snapshots: 0,
            submitted_at: None,
            stage_since: None,
            previous,
            superseded_at: None,
            identity: None,
            skipped: None,
            returned: None,
            decided: None,
            template: None,
            words: None,
            flagged: false,
            visit: None,
            requests: Vec::new(),
            confirmed: Vec::new(),
        }
    }

    pub(super) fn play(&mut self, plan: &Plan) {
        let mut at = self.begins;
        for (step, after) in plan {
            at = at.plus(*after);
            self.now = at;
            self.version += 1;
            self.take(*step);
        }
    }

    fn take(&mut self, step: Step) {
        use ActorRole::{Administrator, Applicant, Clock, Reference, Reviewer};
        let reviewer = self.maker.crowd.reviewer(&mut self.maker.dice);
        if let Some(command) = step.decision() {
            self.decision(command, &reviewer);
        }
        match step {
            Step::Submit => {
                self.snapshot();
                self.nominate();
                self.go(Position::IDENTITY);
                self.event("submitted", Applicant, None, true, None);
            }
            Step::Resubmit => {
                // What was too short has become longer: identity is looked at again.
                self.maker
                    .person
                    .form
                    .research_summary
                    .push_str(" The code is open.");
                self.snapshot();
                self.identity = None;
                self.go(Position::IDENTITY);
                self.event("resubmitted", Applicant, None, true, None);
            }
            Step::Return => {
                let words = "Please say more about how the data are kept.";
                let id = self.maker.id(self.now);
                let comment = params![
                    id,
                    &self.id,
                    self.snapshots,
                    "/research_summary",
                    words,
                    &reviewer,
                    self.now
                ];
                self.maker.life.rows.comments.push(comment);
                self.returned = Some((self.now, Stage::Identity, ReturnedCause::Reviewer));
                self.words = Some("Thank you; a little is missing.".to_owned());
                self.go(Position::RETURNED);
                let words = self.words.clone();
                self.event(
                    "returned",
                    Reviewer,
                    Some(&reviewer),
                    true,
                    words.as_deref(),
                );
            }
            Step::ConfirmIdentity => {
                self.check(Stage::Identity, IdentityChecklist::QUESTIONS, &reviewer);
                self.identity = Some((reviewer.clone(), self.now));
                let next = if self.requests.is_empty() {
                    Position::FINAL
                } else {
                    Position::REFERENCE
                };
                self.go(next);
                self.event("identity_confirmed", Reviewer, Some(&reviewer), true, None);
            }
            Step::Invite => {
                let now = self.now;
                if let Some(request) = self.requests.last_mut() {
                    request.confirmed = Some((reviewer.clone(), now));
                }
                self.ask();
                self.go(Position::RESPONSE);
                self.event("reference_invited", Reviewer, Some(&reviewer), true, None);
            }
            Step::Replace => {
                self.end_request(ReferenceState::Replaced);
                let world = self.maker.crowd.world;
                rename_reference(&mut self.maker.person, &mut self.maker.dice, world);
                self.snapshot();
                self.nominate();
                self.ask();
                self.flag("reference_replaced");
                self.event("reference_replaced", Applicant, None, true, None);
            }
            Step::TimesOut => {
                self.end_request(ReferenceState::Expired);
                self.returned =
                    Some((self.now, Stage::Reference, ReturnedCause::ReferenceTimedOut));
                self.words = None;
                self.go(Position::RETURNED);
                self.event("reference_timed_out", Clock, None, true, None);
            }
            Step::Confirms => {
                self.answer(ReferenceAnswer::Confirms, ANSWERS);
                self.go(Position::FINAL);
                self.event("reference_answered", Reference, None, true, None);
            }
            Step::Declines => {
                let choice = if self.maker.dice.per_mille(700) {
                    ReferenceAnswer::DoesNotKnow
                } else {
                    ReferenceAnswer::CannotVouchNow
                };
                self.answer(choice, REFUSALS);
                self.flag("reference_declined");
                self.event("reference_answered", Reference, None, true, None);
            }
            Step::Skip => {
                self.skipped = Some(self.now);
                self.end_request(ReferenceState::Cancelled);
                self.go(Position::FINAL);
                let words = Some("Their institution’s page says what we need to know.");
                self.event("reference_skipped", Reviewer, Some(&reviewer), false, words);
            }
            Step::Accept => {
                let answered = self
                    .requests
                    .last()
                    .is_some_and(|one| one.state == ReferenceState::Answered);
                if answered && self.skipped.is_none() {
                    self.check(Stage::Final, ResponseChecklist::QUESTIONS, &reviewer);
                }
                self.decide(Position::ACCEPTED, Some(&reviewer));
                self.event("accepted", Reviewer, Some(&reviewer), true, None);
            }
            Step::Reject => {
                self.template = self.maker.crowd.rejection(&mut self.maker.dice);
                self.words = Some(
                    "We cannot accept the application as it is; please write to us.".to_owned(),
                );
                self.end_request(ReferenceState::Cancelled);
                self.decide(Position::REJECTED, Some(&reviewer));
                let words = self.words.clone();
                self.event(
                    "rejected",
                    Reviewer,
                    Some(&reviewer),
                    true,
                    words.as_deref(),
                );
            }
            Step::Withdraw => {
                self.end_request(ReferenceState::Cancelled);
                let account = self.maker.account_id.clone();
                self.decide(Position::WITHDRAWN, Some(&account));
                self.event("withdrawn", Applicant, None, true, None);
            }
            Step::Lapse => {
                self.end_request(ReferenceState::Cancelled);
                self.decide(Position::LAPSED, None);
                self.event("lapsed", Clock, None, true, None);
            }
            Step::Revoke => {
                self.words = Some("The data were found on a public server.".to_owned());
                let administrator = self.maker.crowd.administrator.clone();
                self.decide(Position::REVOKED, Some(&administrator));
                let words = self.words.clone();
                self.event(
                    "revoked",
                    Administrator,
                    Some(&administrator),
                    true,
                    words.as_deref(),
                );
            }
        }
    }

    fn go(&mut self, to: Position) {
        if to == self.position {
            return;
        }
        if let Some((id, stage, entered)) = self.visit.take() {
            let is_withdrawn = to == Position::WITHDRAWN;
            let visit = params![
                id,
                &self.id,
                stage.as_str(),
                entered,
                self.now,
                is_withdrawn
            ];
            self.maker.life.rows.visits.push(visit);
        }
        if let Some(stage) = to.stage {
            self.visit = Some((self.maker.id(self.now), stage, self.now));
        }
        self.position = to;
        self.stage_since = Some(self.now);
    }

    fn decide(&mut self, to: Position, by: Option<&str>) {
        self.go(to);
        // The review ends once; a credential that ends later was decided on before.
        if self.decided.is_none() {
            self.decided = Some((self.now, by.map(str::to_owned)));
        }
    }

    fn snapshot(&mut self) {
        self.snapshots += 1;
        self.submitted_at = Some(self.now);
        let form = Value::json(&self.maker.person.form).unwrap_or(Value::Null);
        self.maker
            .life
            .rows
            .snapshots
            .push(params![&self.id, self.snapshots, &form, self.now]);
    }

    fn nominate(&mut self) {
        let form = self.maker.person.form.clone();
        if !form.names_a_reference() {
            return;
        }
        self.requests.push(Request {
            id: self.maker.id(self.now),
            number: i64::try_from(self.requests.len()).unwrap_or(0) + 1,
            state: ReferenceState::Nominated,
            name: form.reference_name.clone(),
            email: form.reference_email.clone(),
            form,
            link: None,
            answer: None,
            confirmed: None,
            ended_at: None,
            created_at: self.now,
            updated_at: self.now,
        });
    }

    /// The mail goes out, and a server takes it.
    fn ask(&mut self) {
        let (link, mail) = (self.maker.id(self.now), self.maker.id(self.now));
        let now = self.now;
        if let Some(request) = self.requests.last_mut() {
            request.state = ReferenceState::Sent;
            request.link = Some((link, now));
            request.updated_at = now;
            let row = params![mail, &request.id, now];
            self.maker.life.rows.mails.push(row);
        }
    }

    fn answer(&mut self, choice: ReferenceAnswer, texts: &[&'static str]) {
        let text = self.maker.dice.word(texts);
        let (id, now) = (self.maker.id(self.now), self.now);
        if let Some(request) = self.requests.last_mut() {
            request.state = ReferenceState::Answered;
            request.answer = Some((choice, text, now));
            let given = params![id, &request.id, choice.as_str(), text, now];
            self.maker.life.rows.given.push(given);
            request.updated_at = now;
            if choice == ReferenceAnswer::Confirms {
                self.confirmed.push(folded(&request.email));
            }
        }
    }

    /// Ends the present request, unless it was answered or has ended.
    fn end_request(&mut self, state: ReferenceState) {
        let now = self.now;
        if let Some(request) = self
            .requests
            .last_mut()
            .filter(|one| one.ended_at.is_none())
            && request.state != ReferenceState::Answered
        {
            request.state = state;
            request.ended_at = Some(now);
            request.updated_at = now;
        }
    }

    fn check(&mut self, stage: Stage, questions: &[&str], reviewer: &str) {
        for question in questions {
            let row = params![
                &self.id,
                stage.as_str(),
                *question,
                true,
                reviewer,
                self.now
            ];
            let answers = &mut self.maker.life.rows.answers;
            // Asked again after a return: the later answer stands.
            answers.retain(|old| old.get(..3) != row.get(..3));
            answers.push(row);
        }
    }

    fn flag(&mut self, flag: &str) {
        let id = self.maker.id(self.now);
        let row = params![
            id,
            &self.id,
            flag,
            "reviewer",
            self.now,
            None::<i64>,
            None::<String>
        ];
        self.maker.life.rows.flags.push(row);
        self.flagged = true;
    }

    /// Staff decide; a reviewer who does has seen to what was flagged.
    fn decision(&mut self, command: CommandKind, reviewer: &str) {
        let (by, role) = if command == CommandKind::Revoke {
            (
                self.maker.crowd.administrator.clone(),
                ActorRole::Administrator,
            )
        } else {
            self.lower_flags(reviewer);
            (reviewer.to_owned(), ActorRole::Reviewer)
        };
        let id = self.maker.id(self.now);
        let decided = Decided {
            kind: CaseKind::Application,
            case_id: &self.id,
            command: command.as_str(),
            version_seen: self.version - 1,
            by: &by,
            role,
            at: self.now,
        };
        self.maker.life.rows.decisions.push(decided.row(id));
    }

    fn lower_flags(&mut self, reviewer: &str) {
        if !self.flagged {
            return;
        }
        let seen = [Value::from(self.now), Value::from(reviewer)];
        for row in &mut self.maker.life.rows.flags {
            if row.get(5) == Some(&Value::Null) {
                row.truncate(5);
                row.extend(seen.clone());
            }
        }
        self.flagged = false;
    }

    fn event(
        &mut self,
        kind: &str,
        role: ActorRole,
        by: Option<&str>,
        for_applicant: bool,
        text: Option<&str>,
    ) {
        let id = self.maker.id(self.now);
        let actor = match role {
            ActorRole::Applicant => Some(self.maker.account_id.clone()),
            _ => by.map(str::to_owned),
        };
        let data = text.map_or_else(|| json!({}), |text| json!({ "text": text }));
        let row = params![
            id,
            &self.id,
            self.now,
            kind,
            role.as_str(),
            actor,
            for_applicant,
            data.to_string()
        ];
        self.maker.life.rows.events.push(row);
    }
}
