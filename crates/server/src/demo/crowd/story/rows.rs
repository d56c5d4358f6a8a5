//! The rows that one application leaves behind.

use accede_domain::application::SignalFacts;
use accede_domain::application::state::{Position, Stage};
use accede_domain::reference::{self, ReferenceState};
use accede_domain::time::{Duration, Timestamp};
use accede_store::application_queue::Facts;
use accede_store::{Value, mailed_link, params};

use super::super::person::folded;
use super::{Request, Story};

impl Story<'_, '_> {
    /// Writes the rows of what it has come to; gives the application's id.
    pub(in super::super) fn finish(mut self) -> String {
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
            orcid: None,
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
