//! An application as its applicant sees it. Nothing here comes from a reference's choice or text.

use accede_api::application::{
    Application as Shown, ApplicationSummary, FieldComment, ReferenceStatus, Waiting,
};
use accede_domain::application::CommandKind;
use accede_domain::application::state::{
    ActorRole, ApplicationState, Position, Stage, allowed_commands,
};
use accede_domain::language::Language;
use accede_domain::reference::{self, MailRefusal, REFERENCES_AN_APPLICATION, ReferenceState};
use accede_domain::review::figures::{PLACES_COUNTED, place_told};
use accede_domain::schedule::RETURNED_DAYS;
use accede_domain::time::{Duration, Timestamp};
use accede_store::application::{self, Application};
use accede_store::outbox::{self, PutOff, Subject};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Tx, application_record};

use super::{By, Case, REQUEST, position_for, present, timeline};
use crate::error::ApiError;
use crate::record::Who;
use crate::review::figures;
use crate::state::AppState;

/// Everything on one application, for its applicant.
///
/// # Errors
/// Those of the store.
pub async fn for_applicant(
    tx: &mut Tx,
    state: &AppState,
    application: Application,
    now: Timestamp,
) -> Result<Shown, ApiError> {
    let by = By {
        role: ActorRole::Applicant,
        account_id: Some(application.account_id.clone()),
        request_id: None,
        version_seen: None,
        minds_holds: false,
        reads: Language::default(),
        who: Who::system(),
    };
    let case = Case::load(tx, state, application, &by, None, now).await?;
    let position = shown_position(&case);
    let commands = allowed_commands(position, ActorRole::Applicant, &case.facts);
    let reference = match case.references.last() {
        Some(_) => reference_status(tx, &case, &commands, now).await?,
        None => None,
    };
    let comments = if position == Position::RETURNED {
        application_record::last_comments(tx, &case.application.id).await?
    } else {
        Vec::new()
    };
    let waiting = waiting(tx, &case, position).await?;
    let timeline = timeline::for_applicant(tx, &case.application).await?;
    let application = case.application;
    let tells = position == Position::RETURNED
        || matches!(
            position.state,
            ApplicationState::Rejected | ApplicationState::Revoked
        );
    Ok(Shown {
        deadline: deadline(&application, position, reference.as_ref()),
        message: application.decision_comment.filter(|_| tells),
        id: application.id,
        version: application.version,
        reference_number: application.reference_number,
        state: position.state,
        stage: position.stage,
        form: application.form,
        comments: comments.into_iter().map(comment).collect(),
        reference,
        commands,
        timeline,
        created_at: application.created_at,
        updated_at: application.updated_at,
        submitted_at: application.first_submitted_at,
        decided_at: application.decided_at,
        waiting,
    })
}

/// One line of the applicant's own list, from the application and its present reference.
#[must_use]
pub fn summary(application: &Application, references: &[ReferenceRequest]) -> ApplicationSummary {
    let position = position_for(
        ActorRole::Applicant,
        application.position,
        present(references),
    );
    summary_at(application, position)
}

/// One line, at the position that the reader may know.
pub(super) fn summary_at(application: &Application, position: Position) -> ApplicationSummary {
    ApplicationSummary {
        id: application.id.clone(),
        reference_number: application.reference_number.clone(),
        state: position.state,
        stage: position.stage,
        created_at: application.created_at,
        submitted_at: application.first_submitted_at,
        decided_at: application.decided_at,
    }
}

pub fn comment(one: accede_domain::application::FieldComment) -> FieldComment {
    FieldComment {
        pointer: one.pointer,
        text: one.text,
    }
}

fn shown_position(case: &Case) -> Position {
    position_for(
        ActorRole::Applicant,
        case.application.position,
        present(&case.references),
    )
}

async fn reference_status(
    tx: &mut Tx,
    case: &Case,
    commands: &[CommandKind],
    now: Timestamp,
) -> Result<Option<ReferenceStatus>, ApiError> {
    let Some(request) = present(&case.references) else {
        return Ok(None);
    };
    let last_mail_at = reference_request::last_mailed(tx, &request.id).await?;
    let may_mail = reference::may_mail(&case.facts.reference_mailed_at, now);
    let before_asking = case.application.position == Position::IDENTITY;
    let left = REFERENCES_AN_APPLICATION.saturating_sub(case.facts.references_named);
    let about = Subject {
        kind: REQUEST.to_owned(),
        id: request.id.clone(),
    };
    let put_off = match request.state {
        ReferenceState::Invited | ReferenceState::Sent => outbox::put_off(tx, &about).await?,
        _ => None,
    };
    let (next_try_at, asked_to_wait) = match put_off {
        None => (None, false),
        // A reply of a mail server begins with its code; everything else is our own word for not reaching one.
        Some(PutOff::Until(at, reply)) => (Some(at), reply.starts_with('4')),
        Some(PutOff::OnItsWay) => (None, true),
    };
    let reply = request.bounce_reason.as_deref();
    let refusal = reply.filter(|_| request.state == ReferenceState::Bounced);
    Ok(Some(ReferenceStatus {
        id: request.id.clone(),
        name: request.name.clone(),
        email: request.email.clone(),
        organisation: request.organisation.clone(),
        title: request.title.clone(),
        state: request.state,
        invited_at: request.first_requested_at,
        last_mail_at,
        answered_at: request.answered_at,
        ends_at: request
            .first_requested_at
            .filter(|_| request.state.is_asked())
            .map(reference::ends_at),
        next_try_at,
        asked_to_wait,
        refusal: refusal.map(MailRefusal::of),
        can_resend: may_mail && commands.contains(&CommandKind::ResendReference),
        can_replace: (may_mail || before_asking)
            && commands.contains(&CommandKind::ReplaceReference),
        replacements_left: u8::try_from(left).unwrap_or(0),
    }))
}

fn deadline(
    application: &Application,
    position: Position,
    reference: Option<&ReferenceStatus>,
) -> Option<Timestamp> {
    match position.stage? {
        Stage::Returned => application
            .returned_at
            .map(|at| at.plus(Duration::days(RETURNED_DAYS))),
        Stage::Response => reference.and_then(|one| one.ends_at),
        Stage::Identity | Stage::Reference | Stage::Final => None,
    }
}

/// Whom it waits for. An answered request waits for a reviewer since the answer, whatever it was.
async fn waiting(
    tx: &mut Tx,
    case: &Case,
    position: Position,
) -> Result<Option<Waiting>, ApiError> {
    let application = &case.application;
    let (Some(stage), Some(since)) = (position.stage, application.stage_since) else {
        return Ok(None);
    };
    let request = present(&case.references);
    let answered_at = request
        .filter(|one| one.state == ReferenceState::Answered)
        .and_then(|one| one.answered_at);
    let (on, since) = match stage {
        Stage::Returned => ("you", since),
        Stage::Response => ("reference", since),
        Stage::Final => ("reviewer", answered_at.unwrap_or(since)),
        Stage::Identity | Stage::Reference => ("reviewer", since),
    };
    let place = match (on, application.first_submitted_at) {
        ("reviewer", Some(at)) => {
            let ahead = application::place(tx, stage, at, &application.id, PLACES_COUNTED).await?;
            u32::try_from(place_told(ahead + 1)).ok()
        }
        _ => None,
    };
    // How long somebody takes who changes their own answers is theirs to know.
    let takes = match on {
        "you" => None,
        _ => figures::takes(tx, stage.into()).await?,
    };
    let asked = request.filter(|_| on == "reference");
    Ok(Some(Waiting {
        on: on.to_owned(),
        since,
        whom: asked.map(|one| one.name.clone()),
        until: asked
            .and_then(|one| one.first_requested_at)
            .map(reference::ends_at),
        place,
        takes,
    }))
}
