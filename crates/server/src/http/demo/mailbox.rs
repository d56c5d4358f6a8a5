//! `GET /api/v1/demo/mailbox`, `GET /api/v1/demo/mailbox/{id}`

use accede_api::demo::DemoMail;
use accede_api::page::{Count, Page};
use accede_domain::time::Timestamp;
use accede_store::demo_mail;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::only_in_the_demonstration;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::cursor::{self, Paging};
use crate::http::extract::{Path, Query};
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// The page asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Rows a page, 1 to 100; 50 without it.
    limit: Option<u32>,
    /// The `next` of an earlier page.
    after: Option<String>,
    /// The `prev` of an earlier page.
    before: Option<String>,
}

/// Every mail that the demonstration sent, newest first.
#[utoipa::path(get, path = "/api/v1/demo/mailbox", tag = "demonstration", params(Asked),
    responses((status = 200, body = Page<DemoMail>), ReadProblems))]
pub(super) async fn list(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Answer<Json<Page<DemoMail>>> {
    only_in_the_demonstration(&state)?;
    let paging = Paging::new(asked.limit, asked.after, asked.before);
    let (limit, edge) = (paging.limit()?, paging.edge::<(Timestamp, String)>()?);
    let mut tx = state.store.read().await?;
    let mails = demo_mail::list(&mut tx, &cursor::newest_first(&edge), limit + 1).await?;
    let total = Count {
        count: u32::try_from(demo_mail::count(&mut tx).await?).unwrap_or(u32::MAX),
        exact: true,
    };
    let items: Vec<DemoMail> = mails.into_iter().map(|mail| shown(mail, false)).collect();
    cursor::page(items, limit, &edge, total, |mail| {
        (mail.sent_at, mail.id.clone())
    })
    .map(Json)
}

/// One mail with its words.
#[utoipa::path(get, path = "/api/v1/demo/mailbox/{id}", tag = "demonstration", params(("id" = String, Path)),
    responses((status = 200, body = DemoMail), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Answer<Json<DemoMail>> {
    only_in_the_demonstration(&state)?;
    let mut tx = state.store.read().await?;
    let mail = demo_mail::get(&mut tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(Json(shown(mail, true)))
}

fn shown(mail: demo_mail::DemoMail, whole: bool) -> DemoMail {
    DemoMail {
        id: mail.id,
        to: mail.recipient,
        subject: mail.subject,
        sent_at: mail.sent_at,
        language: mail.language,
        text: whole.then_some(mail.text_body),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestServer;

    #[tokio::test]
    async fn outside_the_demonstration_there_is_no_mailbox() {
        let server = TestServer::start().await;
        for path in [
            "/api/v1/demo/mailbox",
            "/api/v1/demo/mailbox/01",
            "/api/v1/demo/sign-ins",
        ] {
            assert_eq!(server.client().get(path).await.problem(), "not_found");
        }
    }
}
