//! What becomes of a person's application: a plan of steps as the rules allow them, played from the first submission on, and
//! the rows that each step leaves behind.

use accede_domain::application::state::{ActorRole, Position, Stage};
use accede_domain::application::{IdentityChecklist, ResponseChecklist, SignalFacts};
use accede_domain::reference::{self, ReferenceAnswer, ReferenceState};
use accede_domain::time::{Duration, Timestamp};
use accede_domain::training::TrainingState;
use accede_store::application::ReturnedCause;
use accede_store::application_queue::Facts;
use accede_store::params;
use accede_store::{Value, mailed_link};
use serde_json::json;

use super::Crowd;
use super::dice::Dice;
use super::person::{Person, folded, rename_reference};
use super::pools::{ANSWERS, REFUSALS};
use super::rows::{Ids, Rows};
use super::training;

/// How an application ends, or where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Draft,
    Identity,
    Reference,
    Waiting,
    Declined,
    Final,
    Returned,
    Accepted,
    Rejected,
    Withdrawn,
    Lapsed,
    Revoked,
}

/// How many of a thousand.
const ENDINGS: &[(Ending, u64)] = &[
    (Ending::Draft, 30),
    (Ending::Identity, 40),
    (Ending::Reference, 12),
    (Ending::Waiting, 25),
    (Ending::Declined, 3),
    (Ending::Final, 8),
    (Ending::Returned, 12),
    (Ending::Accepted, 760),
    (Ending::Rejected, 60),
    (Ending::Withdrawn, 25),
    (Ending::Lapsed, 15),
    (Ending::Revoked, 10),
];

/// Those that an earlier application of somebody who applies again came to.
const EARLIER: &[(Ending, u64)] = &[
    (Ending::Accepted, 55),
    (Ending::Rejected, 25),
    (Ending::Withdrawn, 10),
    (Ending::Lapsed, 10),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Submit,
    Return,
    Resubmit,
    ConfirmIdentity,
    Invite,
    Replace,
    TimesOut,
    Confirms,
    Declines,
    Skip,
    Accept,
    Reject,
    Withdraw,
    Lapse,
    Revoke,
}

/// What one person leaves behind.
#[derive(Debug, Default)]
pub(super) struct Life {
    pub rows: Rows,
    /// What the lines of their applications follow from, but for what others say; and whether it counts what others say of
    /// the latest reference.
    pub facts: Vec<(Facts, bool)>,
    /// How their trainings stand.
    pub trainings: Vec<TrainingState>,
    /// References who confirmed, by their folded addresses; not where the credential was revoked since.
    pub confirmed: Vec<String>,
}

impl Life {
    /// How many applications there are, drafts among them.
    pub(super) fn applications(&self) -> u64 {
        self.rows.applications.len() as u64
    }
}

/// Steps with the time from the one before.
type Plan = Vec<(Step, Duration)>;

/// The life of the person with this number; at most `most` applications.
pub(super) fn of(crowd: &Crowd<'_>, number: u64, most: u64) -> Life {
    let mut dice = Dice::new(crowd.seed, number);
    let person = Person::new(&mut dice, number, crowd.world);
    let ending = dice.weighed(ENDINGS).unwrap_or(Ending::Accepted);
    let earlier = dice
        .weighed(EARLIER)
        .filter(|_| most > 1 && dice.per_mille(80));
    let plan = plan(&mut dice, ending, &person);
    let begins = begins(&mut dice, crowd, ending, &plan);
    let first = earlier.map(|ending| {
        let plan = self::plan(&mut dice, ending, &person);
        let rest = Duration::hours(dice.between(100, 3_000));
        (begins.minus(length(&plan)).minus(rest), plan)
    });
    let since = first.as_ref().map_or(begins, |(begins, _)| *begins);
    let mut maker = Maker {
        crowd,
        dice,
        ids: Ids::new(),
        person,
        account_id: String::new(),
        is_revoked: ending == Ending::Revoked,
        life: Life::default(),
    };
    maker.join(since.minus(Duration::days(20)));
    let accepted_at = accepts_at(begins, &plan);
    training::add(&mut maker, since);
    let mut previous = None;
    if let Some((begins, plan)) = first {
        let mut story = Story::begin(&mut maker, begins, None);
        story.superseded_at = accepted_at.filter(|_| accepts_at(begins, &plan).is_some());
        story.play(&plan);
        previous = Some(story.finish());
    }
    let mut story = Story::begin(&mut maker, begins, previous);
    story.play(&plan);
    story.finish();
    maker.life
}

fn is_open(ending: Ending) -> bool {
    use Ending::*;
    matches!(
        ending,
        Draft | Identity | Reference | Waiting | Declined | Final | Returned
    )
}

fn length(plan: &Plan) -> Duration {
    plan.iter()
        .fold(Duration::ZERO, |sum, (_, after)| Duration(sum.0 + after.0))
}

fn accepts_at(begins: Timestamp, plan: &Plan) -> Option<Timestamp> {
    let step = plan.iter().position(|(step, _)| *step == Step::Accept)?;
    Some(begins.plus(length(&plan[..=step].to_vec())))
}

/// When the first submission was, so that everything planned has happened by now.
fn begins(dice: &mut Dice, crowd: &Crowd<'_>, ending: Ending, plan: &Plan) -> Timestamp {
    let days = match ending {
        Ending::Draft => dice.between(0, 50),
        Ending::Returned => dice.between(0, 52),
        Ending::Waiting => dice.between(0, 27),
        ending if is_open(ending) => i64::try_from(dice.small(40)).unwrap_or(0),
        _ => dice.between(1, 2_190),
    };
    let since = Duration(Duration::days(days).0 + dice.between(1, Duration::days(1).0));
    crowd.now.minus(since).minus(length(plan))
}

/// The steps that lead to an ending. Where nobody is named as reference, nobody is asked.
fn plan(dice: &mut Dice, ending: Ending, person: &Person) -> Plan {
    use Step::*;
    let names_one = person.form.names_a_reference();
    let ending = match ending {
        Ending::Reference if !names_one => Ending::Identity,
        Ending::Waiting | Ending::Declined if !names_one => Ending::Final,
        ending => ending,
    };
    let mut steps = vec![Submit];
    let mut then = |some: &[Step]| steps.extend_from_slice(some);
    if ending != Ending::Returned && ending != Ending::Lapsed && dice.per_mille(110) {
        then(&[Return, Resubmit]);
    }
    let asks: &[Step] = if !names_one {
        &[ConfirmIdentity]
    } else if dice.per_mille(60) {
        &[ConfirmIdentity, Invite, Replace]
    } else {
        &[ConfirmIdentity, Invite]
    };
    let confirms: &[Step] = match (names_one, dice.below(100)) {
        (false, _) => &[],
        (true, 0..=2) => &[Skip],
        (true, 3..=4) => &[Declines, Skip],
        _ => &[Confirms],
    };
    match ending {
        Ending::Draft => return Vec::new(),
        Ending::Identity => {}
        Ending::Reference => then(&[ConfirmIdentity]),
        Ending::Waiting => then(asks),
        Ending::Declined => [asks, &[Declines]]
            .concat()
            .iter()
            .for_each(|one| steps.push(*one)),
        Ending::Final => steps.extend([asks, confirms].concat()),
        Ending::Returned if names_one && dice.per_mille(300) => {
            then(&[ConfirmIdentity, Invite, TimesOut]);
        }
        Ending::Returned => then(&[Return]),
        Ending::Accepted => steps.extend([asks, confirms, &[Accept]].concat()),
        Ending::Revoked => steps.extend([asks, confirms, &[Accept, Revoke]].concat()),
        Ending::Rejected if names_one && dice.per_mille(300) => {
            steps.extend([asks, &[Declines, Reject]].concat());
        }
        Ending::Rejected => then(&[Reject]),
        Ending::Withdrawn if dice.per_mille(400) => then(&[ConfirmIdentity, Withdraw]),
        Ending::Withdrawn => then(&[Withdraw]),
        Ending::Lapsed => then(&[Return, Lapse]),
    }
    let timed = steps.into_iter().map(|step| (step, gap(dice, step)));
    timed.collect()
}

/// How long people take: mostly not long, some very.
fn gap(dice: &mut Dice, step: Step) -> Duration {
    let (from, to) = match step {
        Step::Submit => return Duration::ZERO,
        Step::TimesOut => return Duration::days(reference::REQUEST_DAYS),
        Step::Lapse => return Duration::days(accede_domain::schedule::RETURNED_DAYS),
        Step::Return | Step::Reject | Step::ConfirmIdentity => (3, 260),
        Step::Invite | Step::Accept => (1, 110),
        Step::Confirms | Step::Declines => (5, 600),
        Step::Replace => (240, 480),
        Step::Skip | Step::Resubmit | Step::Withdraw => (4, 400),
        Step::Revoke => (700, 9_000),
    };
    let hours =
        from + i64::try_from(dice.small(u64::try_from(to - from).unwrap_or(1))).unwrap_or(0);
    Duration(Duration::hours(hours).0 + dice.between(1, Duration::hours(1).0))
}

/// What makes the rows of one person.
pub(super) struct Maker<'c> {
    pub crowd: &'c Crowd<'c>,
    pub dice: Dice,
    pub ids: Ids,
    pub person: Person,
    pub account_id: String,
    /// Their latest credential is revoked.
    pub is_revoked: bool,
    pub life: Life,
}

impl Maker<'_> {
    pub(super) fn id(&mut self, at: Timestamp) -> String {
        self.ids.id(&mut self.dice, at)
    }

    pub(super) fn name(&self) -> String {
        accede_domain::name::full_name(&self.person.given_names, &self.person.family_name)
    }

    /// Registers, and proves the address.
    fn join(&mut self, at: Timestamp) {
        self.account_id = self.id(at);
        let (id, email_id) = (self.account_id.clone(), self.id(at));
        let (person, crowd) = (&self.person, self.crowd);
        let proved = at.plus(Duration::hours(1));
        self.life.rows.accounts.push(params![
            &id,
            1,
            &person.user_name,
            "researcher",
            "active",
            &crowd.passphrase_hash,
            &person.given_names,
            &person.family_name,
            false,
            &person.organisation,
            person.country,
            &crowd.privacy_version,
            &crowd.terms_version,
            at,
            at,
            proved
        ]);
        self.life.rows.emails.push(params![
            email_id,
            2,
            &id,
            &person.email,
            folded(&person.email),
            proved,
            true,
            at,
            proved
        ]);
    }
}

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
struct Story<'m, 'c> {
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
    superseded_at: Option<Timestamp>,
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
    fn begin(maker: &'m mut Maker<'c>, begins: Timestamp, previous: Option<String>) -> Self {
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

    fn play(&mut self, plan: &Plan) {
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
        if matches!(
            step,
            Step::Return
                | Step::ConfirmIdentity
                | Step::Invite
                | Step::Skip
                | Step::Accept
                | Step::Reject
        ) {
            self.lower_flags();
        }
        let reviewer = self.maker.crowd.reviewer(&mut self.maker.dice);
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

    /// A reviewer who acts has seen to what was flagged.
    fn lower_flags(&mut self) {
        if !self.flagged {
            return;
        }
        let reviewer = self.maker.crowd.reviewer(&mut self.maker.dice);
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

    /// Writes the rows of what it has come to; gives the application's id.
    fn finish(mut self) -> String {
        if let Some((id, stage, entered)) = self.visit.take() {
            let visit = params![id, &self.id, stage.as_str(), entered, None::<i64>, false];
            self.maker.life.rows.visits.push(visit);
        }
        for request in std::mem::take(&mut self.requests) {
            self.write_request(&request);
        }
        if self.position != Position::REVOKED {
            self.maker.life.confirmed.append(&mut self.confirmed);
        }
        self.write_application();
        self.id
    }

    fn waits_for_staff(&self, answered: bool) -> bool {
        match self.position.stage {
            Some(Stage::Identity | Stage::Reference | Stage::Final) => true,
            Some(Stage::Response) => answered,
            Some(Stage::Returned) | None => false,
        }
    }

    fn write_request(&mut self, request: &Request) {
        let form = &request.form;
        let crowd = self.maker.crowd;
        let folded = folded(&request.email);
        if let Some((link, asked)) = &request.link {
            let salt = u128::from(self.maker.dice.next()).to_be_bytes();
            let hash = crowd.link_hash(&request.id, &salt);
            let (ended_at, reason) = match request.state {
                ReferenceState::Sent => (None, None),
                ReferenceState::Answered => (None, None),
                ReferenceState::Replaced => {
                    (request.ended_at, Some(mailed_link::EndReason::Replaced))
                }
                ReferenceState::Expired => {
                    (request.ended_at, Some(mailed_link::EndReason::Expired))
                }
                _ => (request.ended_at, Some(mailed_link::EndReason::Cancelled)),
            };
            self.maker.life.rows.links.push(params![
                link,
                mailed_link::Purpose::Reference,
                &request.id,
                salt,
                hash,
                *asked,
                reference::ends_at(*asked),
                ended_at,
                reason
            ]);
            self.remind(request, *asked);
        }
        let asked = request.link.as_ref().map(|(_, at)| *at);
        let confirmed = request.confirmed.as_ref();
        self.maker.life.rows.requests.push(params![
            &request.id,
            2,
            &self.id,
            request.number,
            request.state.as_str(),
            &form.reference_category,
            &request.name,
            &request.email,
            folded,
            &form.reference_organisation,
            &form.reference_title,
            &form.reference_page_url,
            None::<String>,
            request.link.as_ref().map(|(id, _)| id.as_str()),
            asked,
            request.answer.map(|(choice, _, _)| choice.as_str()),
            request.answer.map(|(_, text, _)| text),
            request.answer.map(|(_, _, at)| at),
            confirmed.map(|(by, _)| by.as_str()),
            confirmed.map(|(_, at)| *at),
            request.ended_at,
            request.ended_at.map(|_| request.state.as_str()),
            request.created_at,
            request.updated_at
        ]);
    }

    /// What its schedule has sent so far, so that the jobs find nothing due.
    fn remind(&mut self, request: &Request, asked: Timestamp) {
        let until = request
            .answer
            .map(|(_, _, at)| at)
            .or(request.ended_at)
            .unwrap_or(self.maker.crowd.now);
        for (day, step) in reference::STEPS.iter().skip(1) {
            let at = asked.plus(Duration::days(*day));
            if at <= until {
                let row = params![crate::references::SUBJECT, &request.id, step.as_str(), at];
                self.maker.life.rows.reminders.push(row);
            }
        }
    }

    fn write_application(&mut self) {
        let answered = self.maker.life.rows.requests.iter().rev().find_map(|row| {
            let is_own = row.get(2) == Some(&Value::from(&self.id));
            is_own.then(|| row.get(4) == Some(&Value::from(ReferenceState::Answered.as_str())))
        });
        let waits = self.waits_for_staff(answered.unwrap_or(false));
        let maker = &mut *self.maker;
        let is_draft = self.position == Position::DRAFT;
        let number = (!is_draft).then(|| maker.number());
        let (person, form) = (&maker.person, &maker.person.form);
        let name = maker.name();
        let of_snapshot = |text: &str| {
            if is_draft {
                String::new()
            } else {
                text.to_owned()
            }
        };
        let (identity, decided) = (self.identity.as_ref(), self.decided.as_ref());
        let first = (!is_draft).then_some(self.begins);
        let created = self.begins.minus(Duration::hours(2)).min(self.now);
        maker.life.rows.applications.push(params![
            &self.id,
            self.version,
            &maker.account_id,
            self.position.state.as_str(),
            self.position.stage.map(Stage::as_str),
            &Value::json(form).unwrap_or(Value::Null),
            number.as_deref(),
            self.previous.as_deref(),
            self.snapshots,
            of_snapshot(&name),
            of_snapshot(&form.organisation),
            of_snapshot(person.country),
            of_snapshot(&form.researcher_category),
            waits,
            first,
            self.submitted_at,
            self.stage_since,
            identity.map(|(_, at)| *at),
            identity.map(|(by, _)| by.as_str()),
            self.skipped,
            self.skipped
                .map(|_| "Their institution’s page says what we need to know."),
            self.returned.map(|(at, _, _)| at),
            self.returned.map(|(_, stage, _)| stage.as_str()),
            self.returned.map(|(_, _, cause)| cause),
            decided.map(|(at, _)| *at),
            decided.and_then(|(_, by)| by.as_deref()),
            self.template.as_deref(),
            self.words.as_deref(),
            self.superseded_at,
            created,
            self.now
        ]);
        let (Some(reference_number), Some(stage_since)) = (number, self.stage_since) else {
            return;
        };
        let own = |row: &&Vec<Value>| row.get(2) == Some(&Value::from(&self.id));
        let requests: Vec<&Vec<Value>> = maker.life.rows.requests.iter().filter(own).collect();
        let text = |row: &Vec<Value>, column: usize| match row.get(column) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let references = requests
            .iter()
            .flat_map(|row| [text(row, 6), text(row, 8)])
            .collect();
        let signals = SignalFacts {
            verified: vec![folded(&person.email)],
            webpage: form.webpage.clone(),
            reference: requests.last().map(|row| text(row, 8)),
            references: i64::try_from(requests.len()).unwrap_or(0),
            reference_known: false,
            revoked_before: maker.is_revoked,
            trainings: maker.life.trainings.clone(),
        };
        // Known or not counts for whoever is asked now.
        let is_present = requests
            .last()
            .is_some_and(|row| row.get(20) == Some(&Value::Null));
        maker.life.facts.push((
            Facts {
                application_id: self.id.clone(),
                account_id: maker.account_id.clone(),
                user_name: person.user_name.clone(),
                reference_number,
                position: self.position,
                waits_for_staff: waits,
                applicant_name: name,
                organisation: form.organisation.clone(),
                researcher_category: form.researcher_category.clone(),
                country: person.country.to_owned(),
                research_summary: form.research_summary.clone(),
                first_submitted_at: self.begins,
                stage_since,
                signals,
                flagged: self.flagged,
                references,
            },
            is_present,
        ));
    }
}

impl Maker<'_> {
    /// A number for people to quote.
    fn number(&mut self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let bits = self.dice.next();
        let letters = (0..8)
            .map(|n| char::from(ALPHABET[usize::try_from(bits >> (5 * n) & 31).unwrap_or(0)]));
        ["CR-", &letters.collect::<String>()].concat()
    }
}
