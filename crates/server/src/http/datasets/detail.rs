//! `GET /api/v1/datasets/{slug}`

use accede_api::dataset::{AccessMethod, Dataset, DatasetFact, DatasetVersion, MethodKind};
use accede_content::{self as content, AccessMethod as Kind};
use accede_store::grant::{self, Grant};
use axum::Json;
use axum::extract::State;

use super::view;
use crate::access;
use crate::datasets::{Manifest, manifest};
use crate::http::Answer;
use crate::http::actor::{Actor, MaybeActor};
use crate::http::extract::{Path, Reads};
use crate::http::openapi::ReadProblems;
use crate::http::site::with_site;
use crate::state::AppState;

/// A dataset, what access to it takes of the caller, and the ways to its data.
#[utoipa::path(get, path = "/api/v1/datasets/{slug}", tag = "datasets", params(("slug" = String, Path)),
    responses((status = 200, body = Dataset), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
    Path(slug): Path<String>,
    Reads(wanted): Reads,
) -> Answer<Json<Dataset>> {
    let dataset = super::named(&state, &slug)?;
    let now = state.now();
    let account_id = actor.as_ref().map(|actor| actor.account_id.as_str());
    let mut tx = state.store.read().await?;
    let decision = access::decide(&mut tx, account_id, dataset, now).await?;
    let grants = match account_id {
        Some(id) => grant::of_account(&mut tx, id).await?,
        None => Vec::new(),
    };
    drop(tx);
    let files = if decision.allowed {
        manifest(&state, &slug, dataset.current().as_str()).await?
    } else {
        None
    };
    let user_name = actor.as_ref().map(|actor| actor.user_name.as_str());
    let methods = Methods {
        state: &state,
        dataset,
        actor: actor.as_ref(),
        files: files.as_deref(),
        grants: &grants,
    };
    let (precautions_language, precautions) = dataset.precautions.spoken(wanted);
    Ok(Json(Dataset {
        slug,
        title: dataset.title.clone(),
        summary: dataset.summary.clone(),
        version: dataset.current().to_string(),
        versions: dataset.versions.iter().map(version).collect(),
        policy: dataset.policy,
        description_html: with_site(&state, |site| dataset.description.html(site, user_name)),
        precautions_html: with_site(&state, |site| precautions.html(site, user_name)),
        precautions_language,
        citation: dataset.citation.dataset.clone(),
        doi: dataset.citation.doi.clone(),
        facts: dataset.facts.iter().map(fact).collect(),
        agreement_version: access::agreement_in_force(dataset, now).version.to_string(),
        methods: dataset
            .methods
            .iter()
            .map(|method| methods.view(method))
            .collect(),
        access: view::access(decision),
    }))
}

fn version(of: &content::DatasetVersion) -> DatasetVersion {
    DatasetVersion {
        version: of.version.to_string(),
        released: of.released.to_string(),
        note: of.note.clone(),
    }
}

fn fact(of: &content::Fact) -> DatasetFact {
    DatasetFact {
        label: of.label.clone(),
        value: of.value.clone(),
    }
}

/// What the ways to the data depend on. `files` are there for who may get in, where the files are.
struct Methods<'a> {
    state: &'a AppState,
    dataset: &'a content::Dataset,
    actor: Option<&'a Actor>,
    files: Option<&'a Manifest>,
    grants: &'a [Grant],
}

impl Methods<'_> {
    fn view(&self, method: &content::Method) -> AccessMethod {
        let (kind, url) = match method.kind {
            Kind::Zip => (MethodKind::Zip, Some(view::archive_path(self.dataset))),
            Kind::Wget => (MethodKind::Wget, Some(view::files_path(self.dataset))),
            Kind::BigQuery => (MethodKind::BigQuery, None),
            Kind::CloudStorage => (MethodKind::CloudStorage, None),
        };
        let files = self.files.filter(|_| url.is_some());
        AccessMethod {
            kind,
            recommended: method.recommended,
            size: files
                .filter(|_| kind == MethodKind::Zip)
                .map(|files| files.archive_size),
            url: url.filter(|_| files.is_some()),
            command: files
                .filter(|_| kind == MethodKind::Wget)
                .map(|_| self.command()),
            grant: self.grant(method.kind),
        }
    }

    /// The command for a terminal. Whoever may get in without an account has no name to give.
    fn command(&self) -> String {
        let url = format!(
            "{}{}",
            self.state.config.public_origin,
            view::files_path(self.dataset)
        );
        match self.actor {
            Some(actor) => format!(
                "wget -r -N -c -np --user {} --ask-password {url}",
                actor.user_name
            ),
            None => format!("wget -r -N -c -np {url}"),
        }
    }

    fn grant(&self, kind: Kind) -> Option<accede_api::dataset::Grant> {
        let service = kind.service()?;
        let of_this =
            |grant: &&Grant| grant.dataset == self.dataset.slug && grant.service == service;
        self.grants
            .iter()
            .find(of_this)
            .map(|grant| view::grant(self.state, grant))
    }
}
