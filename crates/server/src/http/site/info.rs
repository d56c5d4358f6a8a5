//! `GET /api/v1/site`

use accede_api::site::Site;
use accede_content::{Catalogue, DocumentKind};
use accede_domain::time::Timestamp;
use axum::Json;
use axum::extract::State;

use crate::config::Config;
use crate::state::AppState;

/// What a page needs to know about the installation before anything else.
#[utoipa::path(get, path = "/api/v1/site", tag = "site", responses((status = 200, body = Site)))]
pub(super) async fn get(State(state): State<AppState>) -> Json<Site> {
    Json(site(
        &state.config,
        &state.catalogue,
        &state.build,
        state.now(),
    ))
}

/// The installation as it is at this moment: only the versions of its texts change while it runs.
#[must_use]
pub fn site(config: &Config, catalogue: &Catalogue, build: &str, now: Timestamp) -> Site {
    let version = |kind| {
        catalogue
            .document_in_force(kind, now.date())
            .version
            .to_string()
    };
    Site {
        name: config.site_name.clone(),
        support_address: config.support_address.clone(),
        origin: config.public_origin.to_string(),
        build: build.to_owned(),
        demonstration: config.demonstration,
        credentialing_paused: config.credentialing_paused.clone(),
        privacy_version: version(DocumentKind::Privacy),
        terms_version: version(DocumentKind::Terms),
        extra_personal_mail_domains: config.personal_mail_domains.clone(),
        // The only provider so far.
        local_ledger: true,
        orcid: config.orcid.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use accede_store::Dialect;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn the_page_learns_where_it_is() {
        let settings = [
            ("site_name", "Heart data"),
            ("credentialing_paused", "We are moving."),
            ("personal_mail_domains", "Mail.example"),
        ];
        let server = TestServer::with(Dialect::Sqlite, &settings).await;
        let site: Site = server.client().get("/api/v1/site").await.expect(200).json();
        assert_eq!(
            (site.name.as_str(), site.support_address.as_str()),
            ("Heart data", "help@example.org")
        );
        assert_eq!(site.credentialing_paused.as_deref(), Some("We are moving."));
        assert_eq!(site.extra_personal_mail_domains, ["mail.example"]);
        assert!(!site.demonstration && !site.orcid && !site.privacy_version.is_empty());
        assert_eq!(site.build, server.state.build);
    }
}
