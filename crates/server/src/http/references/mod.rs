//! The reference's side: a request opened and answered through a mailed link, without an account; and everybody they were
//! asked about, with an account, or by a link that is mailed when they ask for one.

mod answer;
mod list_link;
mod list_open;
mod list_withdraw;
mod open;
mod vouches;
mod withdraw;
mod withdraw_vouch;

#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod tests;

use accede_api::problem::ProblemCode;
use accede_api::reference::{GivenAnswer, ReferenceRequest as Shown};
use accede_domain::application::CommandKind;
use accede_domain::application::state::{ActorRole, allowed_commands};
use accede_domain::reference;
use accede_domain::refusal::Refusal;
use accede_domain::time::{Duration, Timestamp};
use accede_store::attempt::{self, Limit, Verdict};
use accede_store::mailed_link::{self, EndReason, Link, Purpose, Standing};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Tx, application};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Answer;
use super::edge::context::RequestContext;
use crate::application::{By, Case};
use crate::error::ApiError;
use crate::links;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(open::post))
        .routes(routes!(answer::post))
        .routes(routes!(withdraw::post))
        .routes(routes!(list_link::post))
        .routes(routes!(list_open::post))
        .routes(routes!(list_withdraw::post))
        .routes(routes!(vouches::get))
        .routes(routes!(withdraw_vouch::post))
}

/// Tokens that open nothing, from one address. A token has 100 random bits: this spares the database, not the secret.
const WRONG_TOKENS: Limit = Limit {
    free: 20,
    window: Duration::hours(1),
    first_delay: Duration::seconds(1),
    longest_delay: Duration::minutes(5),
};

/// What the subject of a link to everything that was asked at an address begins with; the id of the first request to it
/// follows. No request has such an id, so neither kind of link opens the other's door.
const LIST: &str = "all with ";
/// How long such a link works: whoever wants it later asks again.
const LIST_LIFETIME: Duration = Duration::hours(24);

const TIME_RAN_OUT: &str = "The time for an answer has run out.";

/// The link of a token and its request, if both still stand.
pub(super) async fn find(
    state: &AppState,
    context: &RequestContext,
    token: &str,
) -> Answer<(Link, ReferenceRequest)> {
    let mut tx = state.store.read().await?;
    let Some(link) = links::find(&mut tx, Purpose::Reference, token).await? else {
        drop(tx);
        return Err(wrong_token(state, context).await?);
    };
    let request = reference_request::get(&mut tx, &link.subject_id)
        .await?
        .ok_or_else(|| dead(state, None))?;
    if request.ended_at.is_some() {
        return Err(dead(state, link.ended_reason));
    }
    // As the mail says. What was answered can still be taken back, by a fresh link or with an account.
    if link.expires_at <= state.now() {
        let why = if request.answer.is_some() {
            "This link is too old. Ask for a fresh one to see or take back your answer."
        } else {
            TIME_RAN_OUT
        };
        return Err(ended(state, why));
    }
    Ok((link, request))
}

/// The link of a token to a list, and the address that it was mailed to, folded.
async fn find_list(
    state: &AppState,
    context: &RequestContext,
    token: &str,
) -> Answer<(Link, String)> {
    let mut tx = state.store.read().await?;
    let link = links::find(&mut tx, Purpose::Reference, token).await?;
    let of_list = link.and_then(|link| {
        let request_id = link.subject_id.strip_prefix(LIST)?.to_owned();
        Some((link, request_id))
    });
    let Some((link, request_id)) = of_list else {
        drop(tx);
        return Err(wrong_token(state, context).await?);
    };
    let live = link.standing(state.now()) == Standing::Live;
    match reference_request::get(&mut tx, &request_id).await? {
        Some(request) if live => Ok((link, request.email_folded)),
        _ => Err(ended(
            state,
            "This link is too old, or a later mail took its place. Ask for a fresh one.",
        )),
    }
}

async fn wrong_token(state: &AppState, context: &RequestContext) -> Answer<ApiError> {
    let now = state.now();
    let key = ["reference-link ", &context.address_text()].concat();
    let mut tx = state.store.write().await?;
    let verdict = attempt::take(&mut tx, &key, &WRONG_TOKENS, now).await?;
    tx.commit().await?;
    Ok(match verdict {
        Verdict::Allowed => dead(state, None),
        Verdict::NotBefore(at) => {
            let seconds = at.since(now).whole_seconds().max(1);
            ApiError::too_many_attempts(u32::try_from(seconds).unwrap_or(u32::MAX))
        }
    })
}

/// Why a link does not work any more, and whom to ask.
fn dead(state: &AppState, reason: Option<EndReason>) -> ApiError {
    let why = match reason {
        Some(EndReason::Replaced) => "The applicant has changed whom they name, or the address.",
        Some(EndReason::Cancelled) => "The application went on, or ended, without this answer.",
        Some(EndReason::Expired) => TIME_RAN_OUT,
        Some(EndReason::Answered) | None => {
            "No request belongs to this link; it may have been cut short."
        }
    };
    ended(state, why)
}

fn ended(state: &AppState, why: &str) -> ApiError {
    let support = &state.config.support_address;
    ApiError::new(
        ProblemCode::LinkEnded,
        format!("{why} Questions reach {support}."),
    )
}

/// What a refused command means to whoever holds the link.
pub(super) fn refused(state: &AppState, request: &ReferenceRequest, error: ApiError) -> ApiError {
    match &error {
        ApiError::Problem(problem)
            if problem.code == ProblemCode::NotFound
                || problem.refusal == Some(Refusal::ReferenceRequestOver) =>
        {
            if request.withdrawn_at.is_some() {
                ended(
                    state,
                    "You have taken your answer back; it cannot be given again here.",
                )
            } else {
                dead(state, Some(EndReason::Cancelled))
            }
        }
        _ => error,
    }
}

/// The request as the page shows it.
pub(super) async fn shown(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    request_id: &str,
    now: Timestamp,
) -> Answer<Shown> {
    let gone = || dead(state, None);
    let request = reference_request::get(tx, request_id)
        .await?
        .ok_or_else(gone)?;
    let found = application::get(tx, &request.application_id)
        .await?
        .ok_or_else(gone)?;
    let case = Case::load(tx, state, found, by, None, now).await?;
    let position = case.application.position;
    let allowed = allowed_commands(position, ActorRole::Reference, &case.facts);
    let given = match (request.answer, request.answered_at) {
        (Some(answer), Some(answered_at)) => Some(GivenAnswer {
            answer,
            text: request.answer_text.clone().unwrap_or_default(),
            answered_at,
            changeable_until: answered_at.plus(reference::CORRECTION_WINDOW),
            changeable: reference::may_correct(answered_at, now)
                && allowed.contains(&CommandKind::ReferenceCorrects),
            withdrawable: allowed.contains(&CommandKind::ReferenceWithdraws),
            withdrawn_at: request.withdrawn_at,
        }),
        _ => None,
    };
    let requested_at = request.first_requested_at.unwrap_or(request.created_at);
    let link = match &request.link_id {
        Some(link) => mailed_link::get(tx, link).await?,
        None => None,
    };
    let form = case.snapshot.unwrap_or(case.application.form);
    Ok(Shown {
        applicant_name: case.application.applicant_name,
        applicant_organisation: form.organisation,
        applicant_title: form.job_title,
        relationship: request.category,
        reference_name: request.name,
        research_summary: form.research_summary,
        requested_at,
        ends_at: link.map_or(reference::ends_at(requested_at), |link| link.expires_at),
        given,
    })
}
