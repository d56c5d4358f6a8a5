//! What follows for the request to a reference: named, asked, answered, ended.

use accede_domain::application::CommandKind;
use accede_domain::application::state::{Command, MailKind, Stage};
use accede_domain::email::EmailAddress;
use accede_domain::reference::{self, ReferenceEvent, ReferenceState};
use accede_domain::time::Duration;
use accede_mail::ReferenceEnd;
use accede_store::application_record;
use accede_store::mailed_link::{self, EndReason, Purpose};
use accede_store::outbox::{self, Subject};
use accede_store::reference_answer::{self, Given};
use accede_store::reference_request::{self, ReferenceRequest};

use super::effects::Work;
use crate::error::ApiError;
use crate::links;

/// What a delivery of a request matters to: see [`crate::references`].
pub(crate) const REQUEST: &str = "reference_request";

impl Work<'_> {
    pub(super) async fn nominate(&mut self) -> Result<(), ApiError> {
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

    pub(super) async fn move_reference(&mut self, event: ReferenceEvent) -> Result<(), ApiError> {
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
    pub(super) async fn forget_reference(&mut self) -> Result<(), ApiError> {
        application_record::forget_answers(self.tx, &self.after.id, Stage::Final).await?;
        self.end_request(EndReason::Replaced).await?;
        self.write_request().await?;
        self.present = None;
        Ok(())
    }

    pub(super) async fn keep_answer(&mut self) -> Result<(), ApiError> {
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
        let (request_id, link) = (request.id.clone(), request.link_id.clone());
        let (answer, text) = match command {
            Command::ReferenceAnswers { answer, text }
            | Command::ReferenceCorrects { answer, text } => (Some(*answer), text.clone()),
            Command::ReferenceWithdraws { text } => (None, text.clone()),
            _ => return self.write_request().await,
        };
        if let (Command::ReferenceAnswers { .. }, Some(link)) = (command, &link) {
            // An answer on the last day can be changed for a day, too, by the same link.
            let until = now.plus(reference::CORRECTION_WINDOW);
            mailed_link::keep_until(self.tx, link, until).await?;
        }
        let given = Given {
            request_id,
            answer,
            text,
            at: now,
        };
        reference_answer::add(self.tx, &self.state.ids.id(now), &given).await?;
        self.write_request().await
    }

    pub(super) async fn mark_reference_confirmed(&mut self) -> Result<(), ApiError> {
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
            reference_request::mailed(self.tx, &id, &request, Some(outbox_id), now).await?;
        }
        Ok(())
    }
}
