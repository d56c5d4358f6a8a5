//! `GET /api/v1/review/templates`

use accede_api::page::List;
use accede_api::review::DecisionTemplate;
use accede_content::{Subject, Template};
use axum::Json;
use axum::extract::State;

use crate::http::actor::StaffActor;
use crate::http::openapi::ReadProblems;
use crate::http::site::with_site;
use crate::state::AppState;

/// The texts that a reviewer begins from.
#[utoipa::path(get, path = "/api/v1/review/templates", tag = "review",
    responses((status = 200, body = List<DecisionTemplate>), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: StaffActor,
) -> Json<List<DecisionTemplate>> {
    let shown = |kind: &'static str| {
        let state = &state;
        move |one: &Template| DecisionTemplate {
            key: one.key.clone(),
            kind: kind.to_owned(),
            subject: match one.subject {
                Subject::Application => "application",
                Subject::Training => "training",
            }
            .to_owned(),
            pointer: one.field.map(|field| field.pointer().to_owned()),
            title: one.title.clone(),
            text: with_site(state, |site| one.text(site)),
        }
    };
    let returns = state
        .catalogue
        .return_templates()
        .iter()
        .map(shown("return"));
    let rejections = state
        .catalogue
        .rejection_templates()
        .iter()
        .map(shown("reject"));
    Json(List {
        items: returns.chain(rejections).collect(),
    })
}
