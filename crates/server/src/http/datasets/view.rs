//! What grants, signatures and the answer of the access rule look like on the wire.

use accede_api::dataset as wire;
use accede_content::Dataset;
use accede_domain::access::AccessDecision;
use accede_domain::time::Timestamp;
use accede_domain::versions::last_day;
use accede_store::grant::Grant;
use accede_store::signature::Signature;

use crate::access::{self, Standing};
use crate::state::AppState;

/// The answer of the access rule.
#[must_use]
pub fn access(decision: AccessDecision) -> wire::Access {
    wire::Access {
        allowed: decision.allowed,
        requirements: decision.requirements,
    }
}

/// The dataset's title; its slug where it is offered no longer.
fn title(state: &AppState, slug: &str) -> String {
    state
        .catalogue
        .dataset(slug)
        .map_or_else(|| slug.to_owned(), |dataset| dataset.title.clone())
}

/// A grant.
#[must_use]
pub fn grant(state: &AppState, grant: &Grant) -> wire::Grant {
    wire::Grant {
        id: grant.id.clone(),
        dataset: grant.dataset.clone(),
        dataset_title: title(state, &grant.dataset),
        service: grant.service,
        state: grant.state,
        address: grant.address.clone(),
        requested_at: grant.requested_at,
        accepted_at: grant.accepted_at,
        verified_at: grant.verified_at,
        removed_at: grant.removed_at,
    }
}

/// A signature.
#[must_use]
pub fn signature(state: &AppState, signature: Signature, now: Timestamp) -> wire::Signature {
    let dataset = state.catalogue.dataset(&signature.dataset);
    let standing = dataset.map_or(Standing::Unknown, |of| {
        access::standing(of, &signature.agreement_version, now)
    });
    wire::Signature {
        receipt_url: format!("/api/v1/signatures/{}/receipt", signature.id),
        dataset_title: title(state, &signature.dataset),
        id: signature.id,
        dataset: signature.dataset,
        agreement_version: signature.agreement_version,
        agreement_sha256: signature.agreement_sha256,
        typed_name: signature.typed_name,
        signed_at: signature.signed_at,
        current: standing == Standing::Counts,
        counts_until: match standing {
            Standing::CountsUntil(until) => Some(last_day(until)),
            Standing::Counts | Standing::Unknown => None,
        },
    }
}

/// The folder of the version that is offered, on this portal.
#[must_use]
pub fn files_path(dataset: &Dataset) -> String {
    format!("/files/{}/{}/", dataset.slug, dataset.current())
}

/// The ZIP file of the version that is offered.
#[must_use]
pub fn archive_path(dataset: &Dataset) -> String {
    format!(
        "/files/{slug}/{slug}-{}.zip",
        dataset.current(),
        slug = dataset.slug
    )
}
