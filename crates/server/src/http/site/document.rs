//! `GET /api/v1/documents/{kind}`

use accede_api::site::Document;
use accede_content::DocumentKind;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::with_site;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::polled;
use crate::state::AppState;

/// The privacy notice, the terms or the accessibility statement in force.
#[utoipa::path(get, path = "/api/v1/documents/{kind}", tag = "site",
    params(("kind" = String, Path, description = "`privacy`, `terms` or `accessibility`")),
    responses((status = 200, body = Document), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let known = DocumentKind::ALL.into_iter().find(|k| k.as_str() == kind);
    let document = state
        .catalogue
        .document(known.ok_or_else(ApiError::not_found)?);
    // The text and the build that renders it; settings that it names change with a restart only.
    let etag = format!("\"{}-{}\"", &document.sha256[..16], state.build);
    polled(&headers, &etag, async {
        Ok(Document {
            kind,
            title: document.title.clone(),
            version: document.version.as_str().to_owned(),
            effective: document.effective.to_string(),
            sha256: document.sha256.clone(),
            html: with_site(&state, |site| document.text.html(site, None)),
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
