//! `POST /api/v1/datasets/{slug}/signatures`

use accede_api::dataset::{Sign, Signature};
use accede_content::{Agreement, Dataset};
use accede_domain::agreement::check_signature;
use accede_domain::name::full_name;
use accede_domain::problem::FieldProblem;
use accede_domain::time::Timestamp;
use accede_mail::Message;
use accede_store::Tx;
use accede_store::signature::{self, AgreementText, NewSignature, Signer};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::view;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::receipt::{self, Evidence};
use crate::record::{self, Event, To};
use crate::state::AppState;
use crate::{access, desire};

/// Names the words below; new words get a new number.
const CONSENT_VERSION: &str = "1.0";
/// The consent to sign electronically (15 U.S.C. 7001 (c) asks for it to be given before signing).
pub(super) const CONSENT: &str = "I agree to sign this agreement electronically. My typed name has the same effect as \
                                  my signature on paper. I can keep the receipt, and print it.";

/// Signs the agreement in force. Its receipt is mailed. Signing again gives the signature that is there.
#[utoipa::path(post, path = "/api/v1/datasets/{slug}/signatures", tag = "datasets",
    params(("slug" = String, Path), IdempotencyKeyParam), request_body = Sign,
    responses((status = 201, body = Signature), (status = 200, body = Signature, description = "It was signed before."),
        CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(slug): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<Sign>,
) -> Answer<Response> {
    let dataset = super::named(&state, &slug)?;
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    let agreement = access::agreement_in_force(dataset, now);
    // Two presses at once must not both find nothing.
    cmd.tx.lock("account", &actor.account_id).await?;
    let version = agreement.version.as_str();
    if let Some(signed) = signature::find(&mut cmd.tx, &actor.account_id, &slug, version).await? {
        return cmd
            .finish(StatusCode::OK, &view::signature(&state, signed, now))
            .await;
    }
    let signer = signature::signer(&mut cmd.tx, &actor.account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let email = check(&body.value, agreement, &signer)?;
    let act = Act {
        state: &state,
        actor: &actor,
        dataset,
        agreement,
        signer: &signer,
        email: &email,
        now,
    };
    let signed = act.sign(&mut cmd.tx, body.value.typed_name.trim()).await?;
    desire::recompute(&state, &mut cmd.tx, &actor.account_id, now).await?;
    cmd.finish(StatusCode::CREATED, &view::signature(&state, signed, now))
        .await
}

/// What stands in the way of signing; else the address that the receipt goes to.
fn check(body: &Sign, agreement: &Agreement, signer: &Signer) -> Result<String, ApiError> {
    let mut problems = check_signature(
        &body.typed_name,
        body.consent,
        &signer.given_names,
        &signer.family_name,
    );
    for problem in &mut problems {
        rename(problem);
    }
    if !problems.is_empty() {
        return Err(ApiError::invalid(&problems));
    }
    if body.sha256 != agreement.sha256 {
        let detail = "This is not the text in force. Read it again, and sign what you read.";
        return Err(ApiError::field("/sha256", "agreement_changed", detail));
    }
    signer
        .email
        .clone()
        .ok_or_else(|| ApiError::not_possible_now("Verify an e-mail address first."))
}

/// The domain speaks of a full name; on the wire the field is the typed one.
fn rename(problem: &mut FieldProblem) {
    if problem.pointer == "/full_name" {
        problem.pointer = "/typed_name".to_owned();
    }
}

/// One act of signing, with everything it rests on.
struct Act<'a> {
    state: &'a AppState,
    actor: &'a Actor,
    dataset: &'a Dataset,
    agreement: &'a Agreement,
    signer: &'a Signer,
    email: &'a str,
    now: Timestamp,
}

impl Act<'_> {
    async fn sign(&self, tx: &mut Tx, typed_name: &str) -> Result<signature::Signature, ApiError> {
        let id = self.state.ids.id(self.now);
        self.keep_text(tx).await?;
        self.insert(tx, &id, typed_name).await?;
        self.tell(tx, &id).await?;
        Ok(signature::Signature {
            id,
            dataset: self.dataset.slug.clone(),
            agreement_version: self.agreement.version.to_string(),
            agreement_sha256: self.agreement.sha256.clone(),
            typed_name: typed_name.to_owned(),
            signed_at: self.now,
        })
    }

    async fn keep_text(&self, tx: &mut Tx) -> Result<(), ApiError> {
        let text = AgreementText {
            sha256: &self.agreement.sha256,
            dataset: &self.dataset.slug,
            agreement_version: self.agreement.version.as_str(),
            bytes: self.agreement.bytes(),
            material: self.agreement.material,
            published_at: self.agreement.effective.start(),
        };
        Ok(signature::keep_text(tx, &text).await?)
    }

    async fn insert(&self, tx: &mut Tx, id: &str, typed_name: &str) -> Result<(), ApiError> {
        let (origin, address) = (
            self.state.config.public_origin.to_string(),
            self.actor.context.address_text(),
        );
        let account_name = full_name(&self.signer.given_names, &self.signer.family_name);
        let evidence = Evidence {
            signature_id: id,
            portal: (&origin, &self.state.config.site_name),
            dataset: (&self.dataset.slug, &self.dataset.title),
            agreement_version: self.agreement.version.as_str(),
            agreement: self.agreement.bytes(),
            typed_name,
            user_name: &self.signer.user_name,
            account_name: &account_name,
            email: self.email,
            affiliation: &self.signer.affiliation,
            consent: (CONSENT_VERSION, CONSENT),
            signed_at: self.now,
            session_id: self.actor.session_id(),
            address: &address,
            user_agent: &self.actor.context.user_agent,
        };
        let (key_id, receipt) = receipt::issue(&self.state.keys, &evidence)?;
        let new = NewSignature {
            id,
            account_id: &self.actor.account_id,
            dataset: evidence.dataset.0,
            agreement_version: evidence.agreement_version,
            agreement_sha256: &self.agreement.sha256,
            typed_name,
            user_name: evidence.user_name,
            account_name: evidence.account_name,
            email: evidence.email,
            affiliation: evidence.affiliation,
            consent_version: CONSENT_VERSION,
            consent_text: CONSENT,
            session_id: evidence.session_id,
            address: evidence.address,
            user_agent: evidence.user_agent,
            key_id: &key_id,
            receipt: &receipt,
            signed_at: self.now,
        };
        Ok(signature::insert(tx, &new).await?)
    }

    /// The event, and the mail with the receipt.
    async fn tell(&self, tx: &mut Tx, id: &str) -> Result<(), ApiError> {
        let event = Event {
            action: "agreement.sign",
            object: ("signature", id),
            concerns: Some(&self.actor.account_id),
            after: Some(json!({
                "dataset": self.dataset.slug,
                "agreement_version": self.agreement.version.as_str(),
                "agreement_sha256": self.agreement.sha256,
            })),
            ..Event::default()
        };
        record::audit(tx, self.state, self.actor, event).await?;
        let to = To {
            address: self.email,
            account_id: Some(&self.actor.account_id),
            subject: Some(("signature", id)),
            ..To::default()
        };
        let message = Message::AgreementReceipt {
            dataset: self.dataset.title.clone(),
            dataset_slug: self.dataset.slug.clone(),
            agreement_version: self.agreement.version.to_string(),
            signed_at: self.now,
            signature_id: id.to_owned(),
        };
        record::mail(tx, self.state, to, &message).await?;
        Ok(())
    }
}
