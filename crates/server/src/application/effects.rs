//! Carries out what follows from a decision, in its order and in its transaction.

use accede_api::problem::ProblemCode;
use accede_domain::account::Role;
use accede_domain::application::state::{
    ActorRole, ApplicationState, Command, Effect, Flag, Outcome, Position, Stage,
};
use accede_domain::application::{
    ApplicationForm, CommandKind, IdentityChecklist, ResponseChecklist,
};
use accede_domain::reference::ReferenceState;
use accede_domain::time::{Duration, Timestamp};
use accede_store::application::{self, Application, OPEN_KEY, ReturnedCause};
use accede_store::application_record::{self, Audience};
use accede_store::reference_request::ReferenceRequest;
use accede_store::{StoreError, Tx, applicant};
use serde_json::json;

use super::{By, Case, Done, latest_form, letters, position_for, present, timeline};
use crate::desire;
use crate::entropy::random;
use crate::error::ApiError;
use crate::lists;
use crate::record::{self, Event, Who};
use crate::review::credentials;
use crate::state::AppState;

/// Digits and letters that nobody misreads (Crockford's).
const NUMBER_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The work on one application.
pub(super) struct Work<'a> {
    pub tx: &'a mut Tx,
    pub state: &'a AppState,
    pub by: &'a By,
    pub command: &'a Command,
    pub case: Case,
    /// The application as it will be.
    pub after: Application,
    /// The request that counts.
    pub present: Option<ReferenceRequest>,
    pub now: Timestamp,
}

#[allow(
    clippy::too_many_arguments,
    reason = "called once, with everything a command is about"
)]
pub(super) async fn carry_out(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    command: &Command,
    case: Case,
    form: ApplicationForm,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Done, ApiError> {
    let before = case.application.clone();
    if outcome.effects.contains(&Effect::DeleteDraft) {
        application::delete_draft(tx, &before.id).await?;
        audit(tx, state, by, command, &case, None).await?;
        return Ok(Done {
            application: before,
            new_draft: None,
        });
    }
    if outcome.effects.contains(&Effect::StartDraft) {
        let form = latest_form(tx, &before).await?;
        let (owner, previous) = (&before.account_id, Some(before.id.as_str()));
        let id = start_draft(tx, state, &by.who, owner, &form, previous, now).await?;
        return Ok(Done {
            application: before,
            new_draft: Some(id),
        });
    }
    if let (ActorRole::Reviewer, Some(reviewer)) = (by.role, &by.account_id) {
        application_record::lower_flags(tx, &before.id, Audience::Reviewer, reviewer, now).await?;
    }
    let mut after = before.clone();
    after.form = form;
    after.position = outcome.position;
    let present = present(&case.references).cloned();
    let mut work = Work {
        tx,
        state,
        by,
        command,
        case,
        after,
        present,
        now,
    };
    work.move_to(&before);
    work.keep_words().await?;
    for effect in &outcome.effects {
        work.carry_out(*effect).await?;
    }
    let waits_for_staff = work.waits_for_staff();
    let Work {
        tx,
        case,
        mut after,
        ..
    } = work;
    after.waits_for_staff = waits_for_staff;
    application::update(tx, &before, &mut after, &state.ids.id(now), now).await?;
    timeline::add(tx, state, &before.id, by, command, before.position, now).await?;
    audit(tx, state, by, command, &case, Some(&after)).await?;
    if after.first_submitted_at.is_some() {
        lists::of_application(tx, state, &after).await?;
    }
    if outcome.effects.contains(&Effect::RecomputeGrants) {
        // Last: it reads what was written.
        desire::recompute(state, tx, &before.account_id, now).await?;
    }
    Ok(Done {
        application: after,
        new_draft: None,
    })
}

/// Begins a draft, and says so in the audit log. Gives its id.
pub(super) async fn start_draft(
    tx: &mut Tx,
    state: &AppState,
    who: &Who,
    account_id: &str,
    form: &ApplicationForm,
    previous_id: Option<&str>,
    now: Timestamp,
) -> Result<String, ApiError> {
    let id = state.ids.id(now);
    let begun = application::insert_draft(tx, &id, account_id, form, previous_id, now).await;
    begun.map_err(|error: StoreError| {
        if error.is_unique(OPEN_KEY) {
            already_open()
        } else {
            error.into()
        }
    })?;
    let event = Event {
        action: "application.begin",
        object: ("application", &id),
        concerns: Some(account_id),
        ..Event::default()
    };
    record::audit(tx, state, who.clone(), event).await?;
    Ok(id)
}

pub(super) fn already_open() -> ApiError {
    ApiError::new(ProblemCode::AlreadyOpen, "open_application_exists")
}

async fn audit(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    command: &Command,
    case: &Case,
    after: Option<&Application>,
) -> Result<(), ApiError> {
    let kind = command.kind();
    let tells_the_choice = matches!(
        kind,
        CommandKind::ReferenceConfirms
            | CommandKind::ReferenceDeclines
            | CommandKind::ReferenceCorrects
            | CommandKind::ReferenceWithdraws
            | CommandKind::ConfirmReference
            | CommandKind::SkipReference
    );
    // The person concerned may read the event, and so sees the positions that they see on the page.
    let shown = |position: Position| {
        position_for(ActorRole::Applicant, position, present(&case.references))
    };
    let concerns = (!tells_the_choice).then_some(case.application.account_id.as_str());
    let event = Event {
        action: timeline::audit_action(kind),
        object: ("application", &case.application.id),
        concerns,
        changed: &["position"],
        before: Some(json!({ "position": shown(case.application.position) })),
        after: after.map(|after| json!({ "position": shown(after.position) })),
    };
    record::audit(tx, state, by.who.clone(), event).await
}

impl Work<'_> {
    /// What every change of position leaves behind.
    fn move_to(&mut self, before: &Application) {
        let to = self.after.position;
        if to == before.position {
            return;
        }
        self.after.stage_since = Some(self.now);
        let is_end = !matches!(
            to.state,
            ApplicationState::Draft | ApplicationState::Submitted
        );
        if is_end && before.decided_at.is_none() {
            self.after.decided_at = Some(self.now);
            self.after.decided_by.clone_from(&self.by.account_id);
        }
    }

    /// Keeps what the command itself carries.
    async fn keep_words(&mut self) -> Result<(), ApiError> {
        let (id, now) = (self.after.id.clone(), self.now);
        match self.command {
            Command::ReturnForChanges { comments, message } => {
                self.after.decision_comment = Some(message.clone()).filter(|text| !text.is_empty());
                self.after.returned_cause = Some(ReturnedCause::Reviewer);
                let author = self.by.account_id.as_deref();
                for comment in comments {
                    let of = self.state.ids.id(now);
                    let snapshot = self.after.snapshots;
                    application_record::add_comment(
                        self.tx, &of, &id, snapshot, comment, author, now,
                    )
                    .await?;
                }
            }
            Command::ReferenceTimesOut => {
                self.after.decision_comment = None;
                self.after.returned_cause = Some(ReturnedCause::ReferenceTimedOut);
            }
            Command::Reject { template, comment } => {
                self.after.decision_template = Some(template.clone());
                self.after.decision_comment = Some(comment.clone());
            }
            Command::Revoke { reason } => self.after.decision_comment = Some(reason.clone()),
            Command::ConfirmIdentity { checklist } => {
                let answers = IdentityChecklist::QUESTIONS
                    .iter()
                    .map(|q| (*q, checklist.answer(q)));
                self.keep_answers(Stage::Identity, answers.collect())
                    .await?;
            }
            Command::Accept { checklist } => {
                let answers = ResponseChecklist::QUESTIONS
                    .iter()
                    .map(|q| (*q, checklist.answer(q)));
                self.keep_answers(Stage::Final, answers.collect()).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn keep_answers(
        &mut self,
        stage: Stage,
        answers: Vec<(&str, Option<bool>)>,
    ) -> Result<(), ApiError> {
        let Some(reviewer) = self.by.account_id.as_deref() else {
            return Ok(());
        };
        for (item, answer) in answers {
            let Some(answer) = answer else { continue };
            let id = &self.after.id;
            application_record::answer_question(
                self.tx, id, stage, item, answer, reviewer, self.now,
            )
            .await?;
        }
        Ok(())
    }

    async fn carry_out(&mut self, effect: Effect) -> Result<(), ApiError> {
        let now = self.now;
        match effect {
            // Done by the caller: before everything, or after it.
            Effect::DeleteDraft | Effect::StartDraft | Effect::RecomputeGrants => {}
            Effect::TakeSnapshot => self.take_snapshot().await?,
            Effect::EnterQueue => {
                self.after.first_submitted_at = Some(now);
                self.after.reference_number = Some(self.number().await?);
            }
            Effect::RememberReturnedBy(stage) => {
                self.after.returned_by_stage = Some(stage);
                self.after.returned_at = Some(now);
            }
            Effect::MarkIdentityConfirmed => {
                self.after.identity_confirmed_at = Some(now);
                self.after
                    .identity_confirmed_by
                    .clone_from(&self.by.account_id);
            }
            Effect::ForgetIdentity => {
                self.after.identity_confirmed_at = None;
                self.after.identity_confirmed_by = None;
                application_record::forget_answers(self.tx, &self.after.id, Stage::Identity)
                    .await?;
            }
            Effect::ForgetReference => self.forget_reference().await?,
            Effect::NominateReference => self.nominate().await?,
            Effect::MoveReference(event) => self.move_reference(event).await?,
            Effect::KeepAnswer => self.keep_answer().await?,
            Effect::MarkReferenceConfirmed => self.mark_reference_confirmed().await?,
            Effect::MarkReferenceSkipped => {
                self.after.reference_skipped_at = Some(now);
                if let Command::SkipReference { reason } = self.command {
                    self.after.reference_skipped_reason = Some(reason.clone());
                }
            }
            Effect::ForgetSkip => {
                self.after.reference_skipped_at = None;
                self.after.reference_skipped_reason = None;
            }
            Effect::FlagForReviewer(flag) => self.flag(flag).await?,
            Effect::FlagForAdministrator(flag) => {
                credentials::raise(self.tx, self.state, &self.after.id, flag, now).await?;
            }
            Effect::GrantCredential => {
                application::supersede_credentials(self.tx, &self.after.account_id, now).await?;
                let days = self.state.config.credential_valid_days;
                self.after.credential_ends_at = days.map(|days| now.plus(Duration::days(days)));
            }
            Effect::EndCredential => {
                if let (ActorRole::Administrator, Some(by)) = (self.by.role, &self.by.account_id) {
                    let (id, audience) = (&self.after.id, Audience::Administrator);
                    application_record::lower_flags(self.tx, id, audience, by, now).await?;
                }
            }
            Effect::SendMail(kind) => letters::send(self, kind).await?,
        }
        Ok(())
    }

    /// Whether a reviewer has to act on it now.
    fn waits_for_staff(&self) -> bool {
        match self.after.position.stage {
            Some(Stage::Identity | Stage::Reference | Stage::Final) => true,
            Some(Stage::Response) => self
                .present
                .as_ref()
                .is_some_and(|one| one.state == ReferenceState::Answered),
            Some(Stage::Returned) | None => false,
        }
    }

    async fn take_snapshot(&mut self) -> Result<(), ApiError> {
        let after = &mut self.after;
        after.snapshots += 1;
        let (number, form) = (after.snapshots, &after.form);
        application_record::take_snapshot(self.tx, &after.id, number, form, self.now).await?;
        if matches!(self.command, Command::Submit) {
            after.submitted_at = Some(self.now);
        }
        after.applicant_name = accede_domain::name::full_name(&form.given_names, &form.family_name);
        after.organisation.clone_from(&form.organisation);
        after.country.clone_from(&form.country);
        after
            .researcher_category
            .clone_from(&form.researcher_category);
        Ok(())
    }

    /// A number for people to quote. 40 random bits: a second try is needed once in a lifetime.
    async fn number(&mut self) -> Result<String, ApiError> {
        loop {
            let bytes: [u8; 8] = random(self.state.entropy.as_ref());
            let letters = bytes.map(|byte| char::from(NUMBER_ALPHABET[usize::from(byte & 31)]));
            let number: String = ["CR-".to_owned(), letters.iter().collect()].concat();
            if !application::number_is_taken(self.tx, &number).await? {
                return Ok(number);
            }
        }
    }

    async fn flag(&mut self, flag: Flag) -> Result<(), ApiError> {
        let (id, now) = (self.state.ids.id(self.now), self.now);
        let audience = Audience::Reviewer;
        application_record::raise_flag(self.tx, &id, &self.after.id, flag, audience, now).await?;
        if flag == Flag::ReferenceReplaced {
            let reviewers = applicant::with_role(self.tx, Role::Reviewer).await?;
            letters::reference_changed(self, &reviewers).await?;
        }
        Ok(())
    }
}
