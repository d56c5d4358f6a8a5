//! `GET /api/v1/datasets/{slug}/agreement`

use accede_api::dataset::Agreement;
use accede_domain::name::full_name;
use accede_store::signature;
use axum::Json;
use axum::extract::State;

use super::{sign, view};
use crate::access;
use crate::http::Answer;
use crate::http::actor::MaybeActor;
use crate::http::extract::{Path, Reads};
use crate::http::openapi::ReadProblems;
use crate::http::site::with_site;
use crate::state::AppState;
use crate::texts;

/// The agreement in force, the caller's signature on it or on an earlier version, and what is new since then.
#[utoipa::path(get, path = "/api/v1/datasets/{slug}/agreement", tag = "datasets", params(("slug" = String, Path)),
    responses((status = 200, body = Agreement), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
    Path(slug): Path<String>,
    Reads(wanted): Reads,
) -> Answer<Json<Agreement>> {
    let dataset = super::named(&state, &slug)?;
    let now = state.now();
    let agreement = access::agreement_in_force(dataset, now);
    let (mut signer_name, mut signed, mut news) = (None, None, None);
    if let Some(actor) = &actor {
        let mut tx = state.store.read().await?;
        let signer = signature::signer(&mut tx, &actor.account_id).await?;
        signer_name = signer.map(|of| full_name(&of.given_names, &of.family_name));
        let found = signature::latest(&mut tx, &actor.account_id, &slug).await?;
        news = found
            .as_ref()
            .and_then(|found| texts::agreement_news(dataset, agreement, &found.agreement_version));
        signed = found.map(|found| view::signature(&state, found, now));
    }
    let (precautions_language, precautions) = dataset.precautions.spoken(wanted);
    Ok(Json(Agreement {
        dataset: slug,
        dataset_title: dataset.title.clone(),
        version: agreement.version.to_string(),
        effective: agreement.effective.to_string(),
        sha256: agreement.sha256.clone(),
        html: agreement.html(),
        precautions_html: with_site(&state, |site| precautions.html(site, None)),
        precautions_language,
        consent: sign::CONSENT.to_owned(),
        signer_name,
        signed,
        news,
    }))
}
