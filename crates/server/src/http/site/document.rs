//! `GET /api/v1/documents/{kind}`

use accede_api::site::{Document, DocumentVersion};
use accede_content::DocumentKind;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::with_site;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::extract::{Path, Query};
use crate::http::openapi::ReadProblems;
use crate::http::version::polled;
use crate::state::AppState;
use crate::texts;

/// Which version of a text.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// An earlier version; the one in force without it.
    #[serde(default)]
    version: Option<String>,
}

/// The privacy notice, the terms or the accessibility statement: the text in force, or an earlier one, which whoever
/// accepted it may want to read again.
#[utoipa::path(get, path = "/api/v1/documents/{kind}", tag = "site",
    params(("kind" = String, Path, description = "`privacy`, `terms` or `accessibility`"), Which),
    responses((status = 200, body = Document), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Answer<Response> {
    let known = DocumentKind::ALL.into_iter().find(|k| k.as_str() == kind);
    let known = known.ok_or_else(ApiError::not_found)?;
    let today = state.now().date();
    // What is announced and not yet in force is told to whoever has to accept it, see `texts`.
    let until_now = || {
        let all = state.catalogue.document_versions(known).iter();
        all.filter(|one| one.effective <= today)
    };
    let in_force = texts::in_force(&state, known, state.now());
    let document = match &which.version {
        None => in_force,
        Some(version) => until_now()
            .find(|one| one.version.as_str() == version)
            .ok_or_else(ApiError::not_found)?,
    };
    // The text, the one in force and the build that renders it; settings that it names change with a restart only.
    let digests = (&document.sha256[..16], &in_force.sha256[..16]);
    let etag = format!("\"{}-{}-{}\"", digests.0, digests.1, state.build);
    polled(&headers, &etag, async {
        Ok(Document {
            kind,
            title: document.title.clone(),
            version: document.version.as_str().to_owned(),
            effective: document.effective.to_string(),
            sha256: document.sha256.clone(),
            html: with_site(&state, |site| document.text.html(site, None)),
            versions: until_now()
                .map(|one| DocumentVersion {
                    version: one.version.as_str().to_owned(),
                    effective: one.effective.to_string(),
                    in_force: one.version == in_force.version,
                })
                .collect(),
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn each_document_is_there_once_and_not_sent_twice() {
        let server = TestServer::start().await;
        let client = server.client();
        for kind in DocumentKind::ALL {
            let path = format!("/api/v1/documents/{}", kind.as_str());
            let answer = client.get(&path).await.expect(200);
            let document: Document = answer.json();
            assert!(
                document.html.contains("<h2") && document.html.contains("help@example.org"),
                "{}",
                document.html
            );
            let again = client
                .request(Method::GET, &path)
                .header("if-none-match", answer.header("etag"));
            assert_eq!(client.send(again).await.status, 304);
        }
        assert_eq!(
            client.get("/api/v1/documents/other").await.problem(),
            "not_found"
        );
    }
}
