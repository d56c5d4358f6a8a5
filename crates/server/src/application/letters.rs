//! The mails of a decision: each effect `SendMail` as the message of the catalogue that says it.

use accede_content::Dataset;
use accede_domain::access::{
    AccessFacts, Credential, Policy, Requirement, RequirementState, evaluate,
};
use accede_domain::application::state::{Command, MailKind};
use accede_domain::language::Language;
use accede_domain::reference;
use accede_domain::review::figures::Step;
use accede_domain::schedule::RETURNED_DAYS;
use accede_domain::time::{Date, Duration, Timestamp};
use accede_mail::Message;
use accede_mail::{FieldComment, StepAfterAcceptance, UsualWait};
use accede_store::applicant::StaffMember;
use accede_store::reference_request::ReferenceRequest;

use super::effects::Work;
use super::labels;
use super::requests::REQUEST;
use crate::access;
use crate::error::ApiError;
use crate::record::{self, To};
use crate::review::{figures, templates};
use crate::state::AppState;

/// Queues the mail of an effect.
pub(super) async fn send(work: &mut Work<'_>, kind: MailKind) -> Result<(), ApiError> {
    match kind {
        MailKind::ReferenceInvited
        | MailKind::ReferenceResent
        | MailKind::ReferenceThanked
        | MailKind::ReferenceReplaced => to_reference(work, kind).await,
        _ => {
            let message = for_applicant(work, kind).await?;
            to_applicant(work, &message).await
        }
    }
}

async fn to_applicant(work: &mut Work<'_>, message: &Message) -> Result<(), ApiError> {
    // A closed account has no address left; what happened is on record all the same.
    let Some(address) = work.case.applicant.primary_address() else {
        return Ok(());
    };
    let account_id = Some(work.case.application.account_id.as_str());
    let to = To {
        address,
        account_id,
        ..To::default()
    };
    record::mail(work.tx, work.state, to, message).await?;
    Ok(())
}

/// The day on which something returned now lapses.
fn lapses_on(now: Timestamp) -> Date {
    now.plus(Duration::days(RETURNED_DAYS)).date()
}

/// How long the first step takes now, in days; nothing before there is enough to tell.
async fn usual_wait(work: &mut Work<'_>) -> Result<Option<UsualWait>, ApiError> {
    let takes = figures::takes(work.tx, Step::Identity).await?;
    let day = Duration::days(1).whole_seconds();
    let days = |seconds: i64| u32::try_from((seconds + day - 1) / day).unwrap_or(u32::MAX);
    Ok(takes.map(|takes| UsualWait {
        median_days: days(takes.median_seconds),
        ninetieth_percentile_days: days(takes.p90_seconds),
    }))
}

fn returned(
    number: String,
    comments: &[accede_domain::application::FieldComment],
    message: &str,
    now: Timestamp,
) -> Message {
    let comment = |one: &accede_domain::application::FieldComment| FieldComment {
        field_label: labels::of_pointer(&one.pointer).to_owned(),
        comment: one.text.clone(),
    };
    let remark = Some(message.to_owned()).filter(|text| !accede_domain::text::is_blank(text));
    Message::ApplicationReturned {
        number,
        comments: comments.iter().map(comment).collect(),
        remark,
        lapses_on: lapses_on(now),
    }
}

fn rejected(number: String, reason: String, comment: &str) -> Message {
    Message::ApplicationRejected {
        number,
        reason,
        comment: comment.to_owned(),
    }
}

/// The subject of the mail that tells the applicant, in their language, of a decision which may be taken on many at once;
/// nothing for others.
pub(crate) fn subject_to_applicant(
    state: &AppState,
    command: &Command,
    number: &str,
    language: Language,
    now: Timestamp,
) -> Option<String> {
    let number = number.to_owned();
    let message = match command {
        Command::ReturnForChanges { comments, message } => returned(number, comments, message, now),
        // The reason stands in the mail, not in its subject.
        Command::Reject { comment, .. } => rejected(number, String::new(), comment),
        _ => return None,
    };
    Some(accede_mail::subject(
        &message,
        &state.config.site_name,
        language,
    ))
}

async fn for_applicant(work: &mut Work<'_>, kind: MailKind) -> Result<Message, ApiError> {
    let number = work.after.reference_number.clone().unwrap_or_default();
    Ok(match (kind, work.command) {
        (MailKind::ApplicationReceived, _) => {
            let name = work.after.form.reference_name.clone();
            let reference_name = work.after.form.names_a_reference().then_some(name);
            Message::ApplicationReceived {
                number,
                reference_name,
                usual_wait: usual_wait(work).await?,
            }
        }
        (MailKind::ApplicationReturned, Command::ReturnForChanges { comments, message }) => {
            returned(number, comments, message, work.now)
        }
        (MailKind::ReferenceTimedOut, _) => {
            let name = work.present.as_ref().map(|one| one.name.clone());
            let reference_name = name.unwrap_or_default();
            Message::ReferenceTimedOut {
                number,
                reference_name,
                lapses_on: lapses_on(work.now),
            }
        }
        (MailKind::ApplicationAccepted, _) => {
            let next_steps = next_steps(work.state, &work.case.access, work.now);
            let expires_on = work.after.credential_ends_at.map(Timestamp::date);
            Message::ApplicationAccepted {
                number,
                next_steps,
                expires_on,
            }
        }
        (MailKind::ApplicationRejected, Command::Reject { template, comment }) => {
            let reason = templates::title(work.tx, template).await?;
            rejected(number, reason, comment)
        }
        (MailKind::ApplicationWithdrawn, _) => Message::ApplicationWithdrawn { number },
        (MailKind::ApplicationLapsed, _) => Message::ApplicationLapsed { number },
        (MailKind::CredentialRevoked, Command::Revoke { reason }) => Message::CredentialRevoked {
            number,
            reason: reason.clone(),
        },
        (MailKind::CredentialExpired, _) => {
            let expired_on = work.after.credential_ends_at.unwrap_or(work.now).date();
            Message::CredentialExpired { number, expired_on }
        }
        _ => {
            return Err(ApiError::internal(format!(
                "no mail {} for this command",
                kind.as_str()
            )));
        }
    })
}

/// What an accepted person does next, as the access rule has it with the credential.
fn next_steps(state: &AppState, facts: &AccessFacts, now: Timestamp) -> Vec<StepAfterAcceptance> {
    let facts = AccessFacts {
        credential: Some(Credential { until: None }),
        ..facts.clone()
    };
    let datasets = state.catalogue.datasets().iter();
    let mut steps: Vec<StepAfterAcceptance> = Vec::new();
    for dataset in datasets.filter(|one| one.policy == Policy::Credentialed) {
        let step = next_step(state, dataset, &facts, now);
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    // What is ready stands first: whoever wanted that needs nothing more.
    steps.sort_by_key(|step| !matches!(step, StepAfterAcceptance::RequestAccess { .. }));
    steps
}

fn next_step(
    state: &AppState,
    dataset: &Dataset,
    facts: &AccessFacts,
    now: Timestamp,
) -> StepAfterAcceptance {
    let decision = evaluate(&access::rule(dataset, now), facts, now);
    let (name, slug) = (dataset.short_title.clone(), dataset.slug.clone());
    let open = decision.requirements.iter().find(|one| !one.state.is_met());
    match open.map(|one| (&one.requirement, one.state)) {
        Some((Requirement::Training { training_type }, standing)) => {
            let kind = state.catalogue.training(training_type);
            let training = kind.map_or_else(|| training_type.clone(), |one| one.title.clone());
            if matches!(standing, RequirementState::Waiting { .. }) {
                StepAfterAcceptance::WaitForTrainingReview { training }
            } else {
                StepAfterAcceptance::CompleteTraining { training }
            }
        }
        Some((Requirement::Agreement, _)) => StepAfterAcceptance::SignAgreement {
            dataset: name,
            dataset_slug: slug,
        },
        _ => StepAfterAcceptance::RequestAccess {
            dataset: name,
            dataset_slug: slug,
        },
    }
}

async fn to_reference(work: &mut Work<'_>, kind: MailKind) -> Result<(), ApiError> {
    let Some(request) = work.present.clone() else {
        return Err(ApiError::internal("no request to a reference"));
    };
    let applicant_name = work.after.applicant_name.clone();
    let message = match kind {
        MailKind::ReferenceInvited => Message::ReferenceInvited {
            applicant_name,
            applicant_organisation: work.after.organisation.clone(),
            message: request.message.clone(),
            answer_by: answer_by(&request, work.now),
        },
        MailKind::ReferenceThanked => Message::ReferenceThanked {
            applicant_name,
            change_until: work.now.plus(reference::CORRECTION_WINDOW),
        },
        MailKind::ReferenceReplaced => Message::ReferenceEnded {
            applicant_name,
            because: work.reference_end(),
        },
        _ => reminder(
            &applicant_name,
            &work.after.organisation,
            &request,
            work.now,
        ),
    };
    let link_id = request
        .link_id
        .as_deref()
        .filter(|_| message.needs_link().is_some());
    // What becomes of a thank-you or a farewell changes nothing about the request.
    let asks = matches!(kind, MailKind::ReferenceInvited | MailKind::ReferenceResent);
    let subject = asks.then_some((REQUEST, request.id.as_str()));
    let to = To {
        address: &request.email,
        account_id: None,
        link_id,
        subject,
        stranger_reads: work.by.reads,
    };
    let outbox_id = record::mail(work.tx, work.state, to, &message).await?;
    work.mailed(kind, &outbox_id).await
}

/// The mail on day 5, and the one that the applicant asks for.
pub(crate) fn reminder(
    applicant_name: &str,
    applicant_organisation: &str,
    request: &ReferenceRequest,
    now: Timestamp,
) -> Message {
    Message::ReferenceReminded {
        applicant_name: applicant_name.to_owned(),
        applicant_organisation: applicant_organisation.to_owned(),
        answer_by: answer_by(request, now),
    }
}

/// The day on which a request ends.
pub(crate) fn answer_by(request: &ReferenceRequest, now: Timestamp) -> Date {
    reference::ends_at(request.first_requested_at.unwrap_or(now)).date()
}

/// Somebody else was named after identity had been confirmed: the applicant is told at once, in case it was not them,
/// and so are the reviewers.
pub(super) async fn reference_changed(
    work: &mut Work<'_>,
    reviewers: &[StaffMember],
) -> Result<(), ApiError> {
    let number = work.after.reference_number.clone().unwrap_or_default();
    let reference_name = work.after.form.reference_name.clone();
    let told = Message::ReferenceChanged {
        number: number.clone(),
        reference_name,
        at: work.now,
    };
    to_applicant(work, &told).await?;
    let message = Message::ReferenceChangedForReview {
        application_id: work.after.id.clone(),
        number,
        applicant_name: work.after.applicant_name.clone(),
        at: work.now,
    };
    for reviewer in reviewers
        .iter()
        .filter(|one| one.account_id != work.after.account_id)
    {
        let account_id = Some(reviewer.account_id.as_str());
        let to = To {
            address: &reviewer.address,
            account_id,
            ..To::default()
        };
        record::mail(work.tx, work.state, to, &message).await?;
    }
    Ok(())
}
