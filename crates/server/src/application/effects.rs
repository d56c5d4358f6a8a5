//! Carries out what follows from a decision, in its order and in its transaction.

use accede_api::problem::ProblemCode;
use accede_domain::application::state::ActorRole;
use accede_domain::application::state::{
    ApplicationState, Command, Effect, Flag, MailKind, Outcome, Position, Stage,
};
use accede_domain::application::{
    ApplicationForm, CommandKind, IdentityChecklist, ResponseChecklist,
};
use accede_domain::email::EmailAddress;
use accede_domain::reference::{self, ReferenceEvent, ReferenceState};
use accede_domain::time::{Duration, Timestamp};
use accede_mail::ReferenceEnd;
use accede_store::application::{self, Application, OPEN_KEY, ReturnedCause};
use accede_store::application_record::{self, Audience};
use accede_store::mailed_link::{self, EndReason, Purpose};
use accede_store::outbox::{self, Subject};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{StoreError, Tx, applicant};
use serde_json::json;

use super::{By, Case, Done, latest_form, letters, position_for, present, timeline};
use crate::entropy::random;
use crate::error::ApiError;
use crate::record::{self, Event, Who};
use crate::state::AppState;
use crate::{desire, links};

/// What a delivery of a request matters to: see [`crate::references`].
pub(crate) const REQUEST: &str = "reference_request";

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
                if self.state.catalogue.rejection_template(template).is_none() {
                    return Err(ApiError::field(
                        "/template",
                        "not_a_choice",
                        "Take the key of a template.",
                    ));
                }
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
                self.write_search_text();
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
            Effect::FlagForReviewer(flag) => self.flag(flag, Audience::Reviewer).await?,
            Effect::FlagForAdministrator(flag) => self.flag(flag, Audience::Administrator).await?,
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
        self.write_search_text();
        Ok(())
    }

    fn write_search_text(&mut self) {
        let number = self.after.reference_number.as_deref().unwrap_or_default();
        let parts = [
            self.after.applicant_name.as_str(),
            &self.after.organisation,
            number,
            &self.case.applicant.user_name,
        ];
        self.after.search_text = parts.join("\n").to_lowercase();
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

    async fn nominate(&mut self) -> Result<(), ApiError> {
        let form = &self.after.form;
        let address = EmailAddress::parse(&form.reference_email);
        let folded = address
            .as_ref()
            .map_or_else(|| form.reference_email.to_lowercase(), EmailAddress::folded);
        let named = reference_request::of_application(self.tx, &self.after.id).await?;
        let request = ReferenceRequest {
            id: self.state.ids.id(self.now),
            application_id: self.after.id.clone(),
            number: named.last().map_or(1, |last| last.number + 1),
            state: ReferenceState::Nominated,
            category: form.reference_category.clone(),
            name: form.reference_name.clone(),
            email: address.map_or_else(
                || form.reference_email.clone(),
                |one| one.as_str().to_owned(),
            ),
            email_folded: folded,
            organisation: form.reference_organisation.clone(),
            title: form.reference_title.clone(),
            page_url: form.reference_page_url.clone(),
            message: None,
            link_id: None,
            first_requested_at: None,
            bounced_at: None,
            bounce_reason: None,
            answer: None,
            answer_text: None,
            answered_at: None,
            corrected_at: None,
            withdrawn_at: None,
            confirmed_by: None,
            confirmed_at: None,
            ended_at: None,
            created_at: self.now,
        };
        reference_request::insert(self.tx, &request, self.now).await?;
        self.present = Some(request);
        Ok(())
    }

    /// The present request, which the decision has looked at.
    fn request(&mut self) -> Result<&mut ReferenceRequest, ApiError> {
        self.present
            .as_mut()
            .ok_or_else(|| ApiError::internal("no request to a reference"))
    }

    async fn write_request(&mut self) -> Result<(), ApiError> {
        if let Some(request) = &self.present {
            reference_request::update(self.tx, request, self.now).await?;
        }
        Ok(())
    }

    async fn move_reference(&mut self, event: ReferenceEvent) -> Result<(), ApiError> {
        let now = self.now;
        let request = self.request()?;
        request.state = reference::after(request.state, event)?;
        let ended = match event {
            ReferenceEvent::Invite => {
                request.bounced_at = None;
                request.bounce_reason = None;
                if request.first_requested_at.is_none() {
                    request.first_requested_at = Some(now);
                    let id = request.id.clone();
                    let life = Duration::days(reference::REQUEST_DAYS);
                    let link =
                        links::create(self.tx, self.state, Purpose::Reference, &id, None, life)
                            .await?;
                    self.request()?.link_id = Some(link);
                }
                None
            }
            ReferenceEvent::Expire => Some(EndReason::Expired),
            ReferenceEvent::Replace => Some(EndReason::Replaced),
            ReferenceEvent::Cancel => Some(EndReason::Cancelled),
            ReferenceEvent::MailTaken | ReferenceEvent::MailRefused | ReferenceEvent::Answer => {
                None
            }
        };
        if let Some(reason) = ended {
            self.end_request(reason).await?;
        }
        self.write_request().await
    }

    async fn end_request(&mut self, reason: EndReason) -> Result<(), ApiError> {
        let now = self.now;
        let request = self.request()?;
        request.ended_at = request.ended_at.or(Some(now));
        let id = request.id.clone();
        mailed_link::end_about(self.tx, Purpose::Reference, &id, reason, now).await?;
        outbox::cancel_about(
            self.tx,
            &Subject {
                kind: REQUEST.to_owned(),
                id,
            },
            now,
        )
        .await?;
        Ok(())
    }

    /// The answer stays on record and counts no longer.
    async fn forget_reference(&mut self) -> Result<(), ApiError> {
        application_record::forget_answers(self.tx, &self.after.id, Stage::Final).await?;
        self.end_request(EndReason::Replaced).await?;
        self.write_request().await?;
        self.present = None;
        Ok(())
    }

    async fn keep_answer(&mut self) -> Result<(), ApiError> {
        let now = self.now;
        let command = self.command;
        let request = self.request()?;
        match command {
            Command::ReferenceAnswers { answer, text } => {
                request.answer = Some(*answer);
                request.answer_text = Some(text.clone());
                request.answered_at = Some(now);
            }
            Command::ReferenceCorrects { answer, text } => {
                request.answer = Some(*answer);
                request.answer_text = Some(text.clone());
                request.corrected_at = Some(now);
            }
            Command::ReferenceWithdraws { .. } => request.withdrawn_at = Some(now),
            _ => {}
        }
        self.write_request().await
    }

    async fn mark_reference_confirmed(&mut self) -> Result<(), ApiError> {
        let (now, command) = (self.now, self.command);
        let reviewer = self.by.account_id.clone();
        let request = self.request()?;
        request.confirmed_at = Some(now);
        request.confirmed_by = reviewer;
        if let Command::InviteReference { message } = command {
            request.message =
                Some(message.clone()).filter(|text| !accede_domain::text::is_blank(text));
        }
        self.write_request().await
    }

    async fn flag(&mut self, flag: Flag, audience: Audience) -> Result<(), ApiError> {
        let (id, now) = (self.state.ids.id(self.now), self.now);
        application_record::raise_flag(self.tx, &id, &self.after.id, flag, audience, now).await?;
        if flag == Flag::ReferenceReplaced {
            let reviewers = applicant::reviewers(self.tx).await?;
            letters::reference_changed(self, &reviewers).await?;
        }
        Ok(())
    }

    /// Why a reference who was asked need not answer any more.
    pub(super) fn reference_end(&self) -> ReferenceEnd {
        match self.command.kind() {
            CommandKind::Submit | CommandKind::ReplaceReference => ReferenceEnd::Replaced,
            _ => ReferenceEnd::NoLongerNeeded,
        }
    }

    /// A mail about the present request went into the outbox.
    pub(super) async fn mailed(&mut self, kind: MailKind, outbox_id: &str) -> Result<(), ApiError> {
        if matches!(kind, MailKind::ReferenceInvited | MailKind::ReferenceResent) {
            let (id, now) = (self.state.ids.id(self.now), self.now);
            let request = self.request()?.id.clone();
            reference_request::mailed(self.tx, &id, &request, outbox_id, now).await?;
        }
        Ok(())
    }
}
