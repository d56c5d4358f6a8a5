//! An ORCID for tests, asked over real HTTP. It is strict where a mistake of ours would show: the client and its secret, the
//! address to come back to, PKCE, one use of each code, and not one parameter more than is due.
//!
//! What it cannot prove: that ORCID takes these parameters in just this way, that its answers look like these, and what its
//! certificate, its sign-in and its limits do. That takes a client of the sandbox and somebody at a keyboard.
#![allow(clippy::expect_used, reason = "what cannot be set up fails the test")]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use accede_domain::orcid::Orcid;
use accede_domain::time::Duration;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

use crate::testing::{Client, START};

const CLIENT: &str = "APP-0123456789ABCDEF";
const SECRET: &str = "ff01cc22-secret";
const KEY_ID: &str = "fake-orcid-org";
/// Made for this file, and in use nowhere else.
const KEY: &[u8] = include_bytes!("fake-key.pk8");
/// Where the tests' portal is, and its page to come back to.
const CALLBACK: &str = "http://localhost:8080/account/orcid";

/// An iD with a right check digit, another for each number.
pub(crate) fn some_orcid(number: u32) -> String {
    let payload = format!("0000-0002-{:04}-{:03}", number / 1000, number % 1000);
    let each = "0123456789X"
        .chars()
        .map(|check| format!("{payload}{check}"));
    let mut right = each.filter(|text| Orcid::parse(text).is_some());
    right.next().expect("one of eleven is right")
}

/// How a test bends what the fake answers.
pub(crate) type Bend = fn(&mut Value);

pub(crate) struct FakeOrcid {
    pub origin: String,
    scene: Arc<Mutex<Scene>>,
    browser: reqwest::Client,
}

struct Scene {
    origin: String,
    key: RsaKeyPair,
    /// Who is at the keyboard; nobody: whoever is denies.
    person: Option<String>,
    /// What was given, each for one use.
    codes: HashMap<String, Given>,
    count: u32,
    is_down: bool,
    bend_header: Option<Bend>,
    bend_claims: Option<Bend>,
    bend_answer: Option<Bend>,
}

struct Given {
    orcid: String,
    nonce: String,
    challenge: String,
}

type Shared = State<Arc<Mutex<Scene>>>;
type Pairs = BTreeMap<String, String>;

impl FakeOrcid {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let scene = Arc::new(Mutex::new(Scene {
            origin: origin.clone(),
            key: RsaKeyPair::from_pkcs8(KEY).expect("a key"),
            person: None,
            codes: HashMap::new(),
            count: 0,
            is_down: false,
            bend_header: None,
            bend_claims: None,
            bend_answer: None,
        }));
        let routes = Router::new()
            .route("/oauth/authorize", get(authorize))
            .route("/oauth/token", post(token))
            .route("/oauth/jwks", get(keys))
            .with_state(Arc::clone(&scene));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let browser = super::http().no_proxy();
        Self {
            origin,
            scene,
            browser: browser.build().expect("a browser"),
        }
    }

    /// The settings of a portal that asks here.
    pub(crate) fn settings(&self) -> [(&'static str, &str); 3] {
        [
            ("orcid_client_id", CLIENT),
            ("orcid_client_secret", SECRET),
            ("orcid_origin", &self.origin),
        ]
    }

    pub(crate) fn go_down(&self) {
        self.change(|scene| scene.is_down = true);
    }

    pub(crate) fn bend_header(&self, bend: Bend) {
        self.change(|scene| scene.bend_header = Some(bend));
    }

    pub(crate) fn bend_claims(&self, bend: Bend) {
        self.change(|scene| scene.bend_claims = Some(bend));
    }

    pub(crate) fn bend_answer(&self, bend: Bend) {
        self.change(|scene| scene.bend_answer = Some(bend));
    }

    pub(crate) fn straighten(&self) {
        self.change(|scene| {
            scene.bend_header = None;
            scene.bend_claims = None;
            scene.bend_answer = None;
        });
    }

    fn change(&self, change: impl FnOnce(&mut Scene)) {
        change(&mut self.scene.lock().expect("no test panicked with it"));
    }

    /// Somebody opens ORCID's page and agrees, or denies where nobody is named. Gives what the browser brings back.
    pub(crate) async fn visit(&self, authorize_url: &str, person: Option<&str>) -> Value {
        self.change(|scene| scene.person = person.map(str::to_owned));
        let answer = self.browser.get(authorize_url).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::FOUND, "{authorize_url}");
        let to = answer.headers()[header::LOCATION].to_str();
        let to = Url::parse(to.expect("ASCII")).expect("an address");
        assert!(to.as_str().starts_with(CALLBACK), "{to}");
        json!(to.query_pairs().collect::<HashMap<_, _>>())
    }

    /// Somebody sets out for ORCID and agrees there: the body that finishes the way.
    pub(crate) async fn agree(&self, client: &Client, orcid: &str) -> Value {
        let begun = client.post("/api/v1/account/orcid/begin", &json!({})).await;
        let begun: Value = begun.expect(200).json();
        let url = begun["authorize_url"].as_str().expect("an address");
        self.visit(url, Some(orcid)).await
    }

    /// Somebody links an iD, the whole way.
    pub(crate) async fn link(&self, client: &Client, orcid: &str) {
        let body = self.agree(client, orcid).await;
        let path = "/api/v1/account/orcid/finish";
        client.post(path, &body).await.expect(200);
    }
}

/// The parameters, each once.
fn pairs(text: &str) -> Option<Pairs> {
    let url = Url::parse(&format!("http://localhost/?{text}")).ok()?;
    let mut pairs = Pairs::new();
    for (name, value) in url.query_pairs() {
        if pairs
            .insert(name.into_owned(), value.into_owned())
            .is_some()
        {
            return None;
        }
    }
    Some(pairs)
}

/// Whether these parameters are there, with these values where they name one, and no other.
fn are(pairs: &Pairs, expected: &[(&str, Option<&str>)]) -> bool {
    pairs.len() == expected.len()
        && expected.iter().all(|(name, value)| {
            pairs
                .get(*name)
                .is_some_and(|given| value.map_or(given.len() >= 6, |value| value == given))
        })
}

fn bad(error: &str) -> Response {
    let body = json!({ "error": error, "error_description": "The fake says no." });
    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
}

async fn authorize(State(scene): Shared, RawQuery(query): RawQuery) -> Response {
    let mut scene = scene.lock().expect("no test panicked with it");
    let Some(asked) = pairs(&query.unwrap_or_default()) else {
        return bad("invalid_request");
    };
    let expected = [
        ("response_type", Some("code")),
        ("client_id", Some(CLIENT)),
        ("scope", Some("openid")),
        ("redirect_uri", Some(CALLBACK)),
        ("code_challenge_method", Some("S256")),
        ("code_challenge", None),
        ("state", None),
        ("nonce", None),
    ];
    if !are(&asked, &expected) || asked["code_challenge"].len() != 43 {
        return bad("invalid_request");
    }
    let mut back = Url::parse(CALLBACK).expect("an address");
    if let Some(orcid) = scene.person.clone() {
        scene.count += 1;
        let code = format!("fake{:02}", scene.count);
        back.query_pairs_mut().append_pair("code", &code);
        let given = Given {
            orcid,
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
        };
        scene.codes.insert(code, given);
    } else {
        back.query_pairs_mut()
            .append_pair("error", "access_denied")
            .append_pair("error_description", "User denied access");
    }
    back.query_pairs_mut().append_pair("state", &asked["state"]);
    (StatusCode::FOUND, [(header::LOCATION, back.to_string())]).into_response()
}

async fn token(State(scene): Shared, headers: HeaderMap, body: String) -> Response {
    let mut scene = scene.lock().expect("no test panicked with it");
    if scene.is_down {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let form = "application/x-www-form-urlencoded";
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|it| it == form);
    let asked = pairs(&body).filter(|_| is_form).unwrap_or_default();
    // Whatever is wrong with a request, its code is used.
    let given = asked.get("code").and_then(|code| scene.codes.remove(code));
    let secret = asked.get("client_secret").map(String::as_str);
    if (asked.get("client_id").map(String::as_str), secret) != (Some(CLIENT), Some(SECRET)) {
        let body = json!({ "error": "invalid_client" });
        return (StatusCode::UNAUTHORIZED, axum::Json(body)).into_response();
    }
    let expected = [
        ("grant_type", Some("authorization_code")),
        ("client_id", Some(CLIENT)),
        ("client_secret", Some(SECRET)),
        ("redirect_uri", Some(CALLBACK)),
        ("code", None),
        ("code_verifier", None),
    ];
    let Some(given) = given.filter(|_| are(&asked, &expected)) else {
        return bad("invalid_grant");
    };
    let challenge = Sha256::digest(&asked["code_verifier"]);
    if URL_SAFE_NO_PAD.encode(challenge) != given.challenge {
        return bad("invalid_grant");
    }
    // It does not know the test's clock; the tests begin at one moment.
    let expires = START.plus(Duration::days(3650)).seconds();
    let mut claims = json!({
        "at_hash": "x", "aud": CLIENT, "sub": given.orcid, "iss": scene.origin, "exp": expires,
        "iat": START.seconds(), "nonce": given.nonce, "given_name": "Ada", "jti": "1",
    });
    let mut header = json!({ "alg": "RS256", "kid": KEY_ID });
    scene.bend_header.iter().for_each(|bend| bend(&mut header));
    scene.bend_claims.iter().for_each(|bend| bend(&mut claims));
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let said = [part(&header), ".".to_owned(), part(&claims)].concat();
    let mut signature = vec![0; scene.key.public().modulus_len()];
    let signed = scene.key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        said.as_bytes(),
        &mut signature,
    );
    signed.expect("a signature");
    let id_token = [&said, ".", &URL_SAFE_NO_PAD.encode(signature)].concat();
    let mut answer = json!({
        "access_token": "4ab", "token_type": "bearer", "refresh_token": "5bc", "expires_in": 631_138_518,
        "scope": "openid", "name": "Ada Lovelace", "orcid": given.orcid,
        "id_token": id_token,
    });
    scene.bend_answer.iter().for_each(|bend| bend(&mut answer));
    axum::Json(answer).into_response()
}

async fn keys(State(scene): Shared) -> Response {
    let scene = scene.lock().expect("no test panicked with it");
    let public: ring::rsa::PublicKeyComponents<Vec<u8>> = scene.key.public().into();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": part(&public.n), "e": part(&public.e),
    });
    axum::Json(json!({ "keys": [key] })).into_response()
}
