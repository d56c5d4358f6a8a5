//! An application as staff see it: a line of the queue, and everything on one page.

use accede_api::application::ApplicationSummary;
use accede_api::review::{
    Case as Shown, CaseGrant, CaseReference, CaseTraining, ChangedField, ReferenceSaid,
};
use accede_domain::age;
use accede_domain::application::state::{
    ActorRole, Command, Facts, Position, ReferenceFacts, Stage, allowed_commands, decide,
};
use accede_domain::application::{
    ApplicationForm, IdentityChecklist, ResponseChecklist, changed_fields,
};
use accede_domain::email::EmailAddress;
use accede_domain::grant::GrantState;
use accede_domain::lookalike;
use accede_domain::reference::{self, ReferenceAnswer, ReferenceState};
use accede_domain::refusal::Refusal;
use accede_domain::review::{CaseKind, Holds};
use accede_domain::time::Timestamp;
use accede_store::application::{self, Application};
use accede_store::application_record::{self, Audience};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Tx, credential_flag, grant, reference_answer, training};

use super::{By, Case, position_for, present, timeline, view};
use crate::error::ApiError;
use crate::orcid;
use crate::review::on_record::COUNTED;
use crate::review::{claims, credentials, decisions, notes};
use crate::state::AppState;

/// As [`shown`], of an application that is not looked through yet.
///
/// # Errors
/// 404 for what was never submitted.
pub async fn case(
    tx: &mut Tx,
    state: &AppState,
    application: Application,
    by: &By,
    now: Timestamp,
) -> Result<Shown, ApiError> {
    let case = Case::load(tx, state, application, by, None, now).await?;
    shown(tx, state, case, by, now).await
}

/// Everything on one application that was ever submitted, for this member of staff. On their own they read what any
/// applicant reads: nothing of what their reference said.
///
/// # Errors
/// 404 for what was never submitted.
pub async fn shown(
    tx: &mut Tx,
    state: &AppState,
    case: Case,
    by: &By,
    now: Timestamp,
) -> Result<Shown, ApiError> {
    let (Some(submitted_at), Some(stage_since), Some(form)) = (
        case.application.first_submitted_at,
        case.application.stage_since,
        case.snapshot.clone(),
    ) else {
        return Err(ApiError::not_found());
    };
    let own = case.facts.relation.is_applicant;
    let position = if own {
        position_for(
            ActorRole::Applicant,
            case.application.position,
            present(&case.references),
        )
    } else {
        case.application.position
    };
    let beside = application_record::beside(tx, &case.application.id).await?;
    let (identity_checklist, response_checklist) = checklists(&beside.answers, own);
    let is_administrator = by.role == ActorRole::Administrator;
    let audience = if is_administrator {
        Audience::Administrator
    } else {
        Audience::Reviewer
    };
    let credential_flags = if is_administrator && !own {
        credential_flag::of_application(tx, &case.application.id).await?
    } else {
        Vec::new()
    };
    let id = &case.application.id;
    let me = by.account_id.as_deref().unwrap_or_default();
    // On their own, a reviewer does not read who looks at it and what is coming.
    let (claim, decision) = if own {
        (None, None)
    } else {
        (
            claims::live(tx, CaseKind::Application, id, me, now).await?,
            decisions::latest(tx, CaseKind::Application, id, me).await?,
        )
    };
    let timeline = if own {
        timeline::for_applicant(tx, &case.application).await?
    } else {
        timeline::for_staff(tx, id).await?
    };
    Ok(Shown {
        reference_number: case
            .application
            .reference_number
            .clone()
            .unwrap_or_default(),
        state: position.state,
        stage: position.stage,
        account_id: case.application.account_id.clone(),
        user_name: case.applicant.user_name.clone(),
        applicant_name: case.application.applicant_name.clone(),
        emails: case
            .applicant
            .verified()
            .map(|one| one.address.clone())
            .collect(),
        orcid: case
            .applicant
            .orcid
            .as_ref()
            .and_then(|linked| orcid::shown(state, linked)),
        changed: case
            .snapshot_before
            .as_ref()
            .map(|before| changed(before, &form))
            .unwrap_or_default(),
        submitted_at,
        stage_since,
        age: age::of_application(position, stage_since, now),
        signals: beside.signals.iter().collect(),
        flagged: !own && beside.flags.iter().any(|(_, of)| *of == audience),
        credential_flags: credential_flags
            .into_iter()
            .map(credentials::shown)
            .collect(),
        commands: allowed_commands(position, by.role, &case.facts),
        may_not_because: bar(&case.facts).map(|refusal| refusal.as_str().to_owned()),
        identity_checklist,
        response_checklist,
        response_checklist_needed: !own && needs_response_checklist(&case),
        references: references(tx, state, &case, own).await?,
        trainings: trainings(tx, state, &case.application.account_id).await?,
        comments: beside.comments.into_iter().map(view::comment).collect(),
        timeline,
        earlier: earlier(tx, &case, own).await?,
        grants: grants(tx, state, &case.application.account_id).await?,
        invitation_message: invitation(&case),
        accept_blockers: if own {
            Vec::new()
        } else {
            blockers(&case.facts, now)
        },
        claim,
        decision,
        notes: if own {
            Vec::new()
        } else {
            notes::of(tx, id).await?
        },
        on_record: None,
        version: case.application.version,
        id: case.application.id,
        form,
    })
}

/// Why this person may not decide here now, whatever their role lets them do elsewhere.
fn bar(facts: &Facts) -> Option<Refusal> {
    facts
        .relation
        .lets_review()
        .and_then(|()| facts.holds.check())
        .err()
}

fn checklists(
    answers: &[(Stage, String, bool)],
    own: bool,
) -> (IdentityChecklist, ResponseChecklist) {
    let (mut identity, mut response) = (IdentityChecklist::default(), ResponseChecklist::default());
    for (stage, question, answer) in answers.iter().filter(|_| !own) {
        match stage {
            Stage::Identity => identity.set(question, Some(*answer)),
            _ => response.set(question, Some(*answer)),
        }
    }
    (identity, response)
}

fn needs_response_checklist(case: &Case) -> bool {
    let answered =
        present(&case.references).is_some_and(|one| one.state == ReferenceState::Answered);
    answered && !case.facts.reference_skipped
}

fn changed(before: &ApplicationForm, after: &ApplicationForm) -> Vec<ChangedField> {
    let fields = changed_fields(before, after).into_iter();
    fields
        .map(|field| ChangedField {
            pointer: field.pointer().to_owned(),
            before: before.get(field).to_owned(),
        })
        .collect()
}

async fn references(
    tx: &mut Tx,
    state: &AppState,
    case: &Case,
    own: bool,
) -> Result<Vec<CaseReference>, ApiError> {
    let (id, owner) = (&case.application.id, &case.application.account_id);
    let before = reference_request::confirmed_before(tx, id, owner, COUNTED).await?;
    // On their own, a reviewer does not read what their reference said.
    let given = if own {
        Vec::new()
    } else {
        reference_answer::of_application(tx, &case.application.id).await?
    };
    let answers = |one: &ReferenceRequest| {
        let of = given.iter().filter(|given| given.request_id == one.id);
        of.map(|given| ReferenceSaid {
            answer: given.answer,
            text: given.text.clone(),
            at: given.at,
        })
        .collect()
    };
    let present = present(&case.references).map(|one| one.id.clone());
    let times = |one: &ReferenceRequest| {
        let found = before
            .iter()
            .find(|(folded, _)| *folded == one.email_folded);
        found.and_then(|(_, n)| u32::try_from(*n).ok()).unwrap_or(0)
    };
    let is_personal = |one: &ReferenceRequest| {
        let address = EmailAddress::parse(&one.email);
        address.is_some_and(|it| it.is_personal(&state.config.personal_mail_domains))
    };
    let verified = case.applicant.verified();
    let verified: Vec<_> = verified
        .filter_map(|one| EmailAddress::parse(&one.address))
        .collect();
    let looks_like = |one: &ReferenceRequest| {
        let meant = lookalike::meant(&EmailAddress::parse(&one.email)?, &verified)?;
        Some(meant.as_str().to_owned())
    };
    let shown = case.references.iter().map(|one| CaseReference {
        id: one.id.clone(),
        current: present.as_ref() == Some(&one.id),
        category: one.category.clone(),
        name: one.name.clone(),
        email: one.email.clone(),
        organisation: one.organisation.clone(),
        title: one.title.clone(),
        page_url: one.page_url.clone(),
        state: one.state,
        personal_mail: is_personal(one),
        looks_like: looks_like(one),
        invited_at: one.first_requested_at,
        ends_at: one
            .first_requested_at
            .filter(|_| one.state.is_asked())
            .map(reference::ends_at),
        answer: one.answer.filter(|_| !own),
        answer_text: one.answer_text.clone().filter(|_| !own),
        answered_at: one.answered_at,
        answers: answers(one),
        bounce: one.bounce_reason.clone(),
        confirmed_before: times(one),
    });
    Ok(shown.collect())
}

async fn trainings(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
) -> Result<Vec<CaseTraining>, ApiError> {
    let rows = training::of_account(tx, account_id).await?;
    let shown = rows.into_iter().map(|one| {
        let kind = state.catalogue.training(&one.training_type);
        CaseTraining {
            id: one.id,
            name: kind.map_or(one.training_type, |kind| kind.title.clone()),
            state: one.state,
            expires_on: one.expires_on,
            submitted_at: one.submitted_at,
        }
    });
    Ok(shown.collect())
}

/// The person's other applications that were ever submitted, newest first.
async fn earlier(tx: &mut Tx, case: &Case, own: bool) -> Result<Vec<ApplicationSummary>, ApiError> {
    let mut all = submitted(tx, &case.application.account_id, own).await?;
    all.retain(|one| one.id != case.application.id);
    Ok(all)
}

/// A person's applications that were ever submitted, newest first. `own`: whoever asks is that person.
///
/// # Errors
/// Those of the store.
pub async fn submitted(
    tx: &mut Tx,
    account_id: &str,
    own: bool,
) -> Result<Vec<ApplicationSummary>, ApiError> {
    let all = application::of_account(tx, account_id).await?;
    let submitted = all.iter().filter(|one| one.first_submitted_at.is_some());
    // A reviewer's applications may be open ones of their own, too.
    let shown = submitted.map(|one| {
        let hides = own && one.position == Position::RESPONSE;
        view::summary_at(one, if hides { Position::FINAL } else { one.position })
    });
    Ok(shown.collect())
}

/// What the person has access to, or has asked for.
async fn grants(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
) -> Result<Vec<CaseGrant>, ApiError> {
    let all = grant::of_account(tx, account_id).await?;
    let there = all
        .into_iter()
        .filter(|one| one.state != GrantState::Removed);
    let shown = there.map(|one| CaseGrant {
        dataset: match state.catalogue.dataset(&one.dataset) {
            Some(dataset) => dataset.title.clone(),
            None => one.dataset,
        },
        service: one.service,
        state: one.state,
        requested_at: one.requested_at,
    });
    Ok(shown.collect())
}

/// What a reviewer begins from when they write to the reference.
fn invitation(case: &Case) -> String {
    let Some(request) = present(&case.references) else {
        return String::new();
    };
    [
        "Dear ",
        &request.name,
        ",\n\nplease tell us how you know ",
        &case.application.applicant_name,
        ", and whether you support that they work with patients’ data for the research they describe. A few sentences \
         are enough.",
    ]
    .concat()
}

/// Everything that is in the way of accepting, as the refusals' words: each one is asked of the rule, then taken as
/// mended, until the rule has no more.
fn blockers(facts: &Facts, now: Timestamp) -> Vec<String> {
    let mut facts = Facts {
        actor: ActorRole::Reviewer,
        relation: accede_domain::application::state::Relation::default(),
        holds: Holds::default(),
        version_seen: None,
        ..facts.clone()
    };
    let accept = Command::Accept {
        checklist: ResponseChecklist::all(true),
    };
    let mut words = Vec::new();
    while let Err(refusal) = decide(Position::FINAL, &accept, &facts, now) {
        words.push(refusal.as_str().to_owned());
        let reference = facts
            .reference
            .get_or_insert_with(ReferenceFacts::nominated);
        match refusal {
            Refusal::IdentityNotConfirmed => facts.identity_confirmed = true,
            Refusal::TrainingNotValid => facts.training_valid = true,
            Refusal::ReferenceNotAnswered | Refusal::NoReferenceNamed => {
                reference.state = ReferenceState::Answered;
                reference.answer = Some(ReferenceAnswer::Confirms);
                reference.withdrawn = false;
            }
            Refusal::ReferenceNotConfirmed => reference.confirmed_by_reviewer = true,
            _ => break,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[test]
    fn every_blocker_is_named() {
        let facts = Facts {
            reference_named: true,
            ..Facts::of(ActorRole::Reviewer)
        };
        assert_eq!(
            blockers(&facts, NOW),
            [
                "identity_not_confirmed",
                "training_not_valid",
                "reference_not_answered",
                "reference_not_confirmed"
            ]
        );
        let facts = Facts {
            identity_confirmed: true,
            training_valid: true,
            ..Facts::of(ActorRole::Reviewer)
        };
        assert!(blockers(&facts, NOW).is_empty());
    }
}
