//! ORCID, as the portal asks it who somebody is: OpenID Connect's authorization code flow with PKCE, state and nonce.
//!
//! Nobody types an iD. The browser goes to ORCID, where the person signs in and agrees, and comes back with a code; the server
//! exchanges the code and checks what it gets ([`token`]). Nothing of the exchange is kept but the iD.

#[cfg(test)]
pub(crate) mod fake;
mod token;

use std::time::Duration;

use accede_api::account::LinkedOrcid;
use accede_api::problem::ProblemCode;
use accede_domain::orcid::Orcid;
use accede_domain::time::Timestamp;
use accede_store::orcid::Linked;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, StatusCode, Url, header};
use rustls::crypto::CryptoProvider;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::config::{OrcidSettings, PublicOrigin};
use crate::error::ApiError;
use crate::keys::Keys;
use crate::state::AppState;

use token::{Expected, KeySet, TokenAnswer};

/// Where ORCID sends the browser back to: a page, which asks the server to finish. The page asks from the portal's own site, so
/// that what changes something is a POST with the session behind the guard of all others, and no link from elsewhere.
pub const CALLBACK: &str = "/account/orcid";
/// For a connection, and for a whole answer of ORCID's: two of them fit into the time that a request may take.
const PATIENCE_CONNECTION: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(10);
/// Tokens and keys are a few kilobytes.
const ANSWER_LIMIT: usize = 64 * 1024;

/// The portal as a client of ORCID.
pub struct OrcidClient {
    http: Client,
    settings: OrcidSettings,
    callback: String,
}

/// What one way to ORCID and back needs besides its state. Both follow from the state and the server's key, so that neither
/// the database nor the browser holds what would finish the way.
#[derive(Debug, PartialEq, Eq)]
pub struct Way {
    verifier: String,
    nonce: String,
}

impl Way {
    #[must_use]
    pub fn of(keys: &Keys, state: &str) -> Self {
        let secret = |purpose| URL_SAFE_NO_PAD.encode(keys.mac(purpose, &[state.as_bytes()]));
        Self {
            verifier: secret("orcid-verifier"),
            nonce: secret("orcid-nonce"),
        }
    }
}

/// A client that goes nowhere by itself.
fn http() -> ClientBuilder {
    if CryptoProvider::get_default().is_none() {
        // Refused only where another thread was faster with the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    Client::builder().redirect(Policy::none())
}

impl OrcidClient {
    /// # Errors
    /// Where the machine has no certificates of authorities.
    pub fn new(settings: OrcidSettings, portal: &PublicOrigin) -> Result<Self, reqwest::Error> {
        let mut http = http()
            .user_agent(concat!("accede/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(PATIENCE_CONNECTION)
            .timeout(PATIENCE);
        if settings.origin.is_loopback() {
            http = http.no_proxy();
        }
        Ok(Self {
            http: http.build()?,
            settings,
            callback: format!("{portal}{CALLBACK}"),
        })
    }

    /// ORCID's page where the person signs in and agrees.
    ///
    /// # Errors
    /// None that happens: the origin was checked when the program started.
    pub fn authorize_url(&self, state: &str, way: &Way) -> Result<String, ApiError> {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&way.verifier));
        let parameters = [
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("scope", "openid"),
            ("redirect_uri", &self.callback),
            ("state", state),
            ("nonce", &way.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let page = Url::parse_with_params(&self.at("/oauth/authorize"), parameters);
        Ok(page.map_err(ApiError::internal)?.into())
    }

    /// Exchanges the code that the browser brought back for the iD of whoever agreed.
    ///
    /// # Errors
    /// `orcid_unreachable`; `orcid_refused` where the answer proves nothing.
    pub async fn exchange(&self, code: &str, way: &Way, now: Timestamp) -> Result<Orcid, ApiError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.settings.client_id),
            ("client_secret", &self.settings.client_secret),
            ("redirect_uri", &self.callback),
            ("code", code),
            ("code_verifier", &way.verifier),
        ];
        let request = self.http.post(self.at("/oauth/token")).form(&form);
        let answer: TokenAnswer = ask(request).await?;
        let keys: KeySet = ask(self.http.get(self.at("/oauth/jwks"))).await?;
        let expected = Expected {
            issuer: &self.settings.origin.to_string(),
            audience: &self.settings.client_id,
            nonce: &way.nonce,
            now,
        };
        token::check(&answer, &keys, &expected).map_err(|why| {
            tracing::warn!(why, "a token of ORCID's does not hold");
            refused()
        })
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.settings.origin)
    }
}

/// A linked iD as ORCID asks to show it; nothing where ORCID is not set up any more.
#[must_use]
pub fn shown(state: &AppState, linked: &Linked) -> Option<LinkedOrcid> {
    state.orcid.as_ref().map(|client| LinkedOrcid {
        url: client.at(&format!("/{}", linked.orcid)),
        verified_at: linked.verified_at,
    })
}

/// One answer of ORCID's. The log says what went wrong, and nothing of whom it was about.
async fn ask<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ApiError> {
    let request = request.header(header::ACCEPT, "application/json");
    let mut response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    if !status.is_success() {
        tracing::warn!(status = status.as_u16(), "ORCID refused a request");
        // Too many requests are no word on this one.
        let is_about_this = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS;
        return Err(if is_about_this { refused() } else { gone() });
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(unreachable)? {
        if body.len() + part.len() > ANSWER_LIMIT {
            tracing::warn!("an answer of ORCID's is too long");
            return Err(refused());
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).map_err(|_| {
        tracing::warn!("an answer of ORCID's is not what was asked for");
        refused()
    })
}

fn unreachable(error: reqwest::Error) -> ApiError {
    tracing::warn!(error = %error.without_url(), "ORCID cannot be reached");
    gone()
}

fn gone() -> ApiError {
    ApiError::new(
        ProblemCode::OrcidUnreachable,
        "ORCID cannot be reached now. Nothing was changed; begin again later.",
    )
}

fn refused() -> ApiError {
    ApiError::new(
        ProblemCode::OrcidRefused,
        "ORCID did not confirm an iD. Nothing was changed; begin again.",
    )
}
