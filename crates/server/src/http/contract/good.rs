//! For each operation a request that succeeds, with everything it needs to be there.

use accede_content::DocumentKind;
use accede_domain::application::state::Position;
use accede_store::params;
use axum::http::header;
use serde_json::{Value, json};

use super::document::{Operation, Way};
use super::world::{MARK, Person, SLUG, World, bearer, id_of, picture, training_path};
use crate::account::testing::{OTHER, PASSPHRASE};
use crate::account::totp::Secret;
use crate::application::testing::{
    Scene, TEXT, all_yes, another, comment, form, rejection, response_yes,
};
use crate::testing::{Client, TestAnswer, uuid};
use crate::texts;

/// A request of somebody who may make it.
pub struct Good {
    /// Whose request it is: whoever owns what it names.
    pub by: Client,
    /// The account that the thing belongs to, where it belongs to one.
    pub owner: Option<String>,
    /// What stands for `{id}`.
    pub id: Option<String>,
    pub query: String,
    pub body: Body,
    /// What `If-Match` names.
    pub version: Option<i64>,
}

#[derive(Clone)]
pub enum Body {
    None,
    Json(Value),
    File(Vec<u8>),
}

/// An id that nothing has.
pub const NOWHERE: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Parameters of paths that name nothing of anybody's, with a value that is there. Any other one but `id` is a mistake:
/// say here whether it names somebody's thing.
const PUBLIC: [(&str, &str); 8] = [
    ("slug", SLUG),
    ("key", "citi-data-or-specimens-only"),
    ("service", "wget"),
    ("kind", "privacy"),
    ("version", "3.1"),
    ("name", "mimiciv-3.1.zip"),
    ("path", "SHA256SUMS.txt"),
    ("n", "1"),
];

impl Good {
    /// The path with its parameters filled in, on this id.
    pub fn path(&self, operation: &Operation, id: &str) -> String {
        let mut path = operation.path.clone();
        for name in operation.parameters() {
            let value = if name == "id" {
                id
            } else {
                let known = PUBLIC.iter().find(|(known, _)| *known == name);
                let (_, value) = known.unwrap_or_else(|| {
                    panic!(
                        "{}: add {{{name}}} to PUBLIC, or treat it as {{id}}",
                        operation.name()
                    )
                });
                value
            };
            path = path.replace(&format!("{{*{name}}}"), value);
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path + &self.query
    }

    /// Sends it as somebody.
    pub async fn send(&self, operation: &Operation, client: &Client) -> TestAnswer {
        let path = self.path(operation, self.id.as_deref().unwrap_or_default());
        self.send_to(operation, client, &path, None).await
    }

    /// Sends it as somebody, to this path, showing this token.
    pub async fn send_to(
        &self,
        operation: &Operation,
        client: &Client,
        path: &str,
        token: Option<&str>,
    ) -> TestAnswer {
        let mut request = client.request(operation.method.clone(), path);
        if let Some(token) = token {
            request = bearer(request, token);
        }
        if operation.takes_key {
            request = request.header("idempotency-key", uuid());
        }
        if let Some(version) = self.version.filter(|_| operation.takes_version) {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        match &self.body {
            Body::None => client.send(request).await,
            Body::Json(body) => client.send_json(request, body).await,
            Body::File(bytes) => client.send_bytes(request, bytes.clone()).await,
        }
    }
}

/// A request to this operation that succeeds.
pub async fn good(world: &World, operation: &Operation) -> Good {
    let name = operation.name();
    let parts: Vec<&str> = name.split(['/', ' ']).filter(|p| !p.is_empty()).collect();
    let found = match parts.as_slice() {
        ["GET", "api", "v1", "demo", ..] => plain(world, operation).await.of(NOWHERE),
        [_, "api", "v1", "applications", "{id}", ..] => application(world, &name).await,
        [_, "api", "v1", "trainings", ..] | [_, "api", "v1", "review", "trainings", "{id}", ..] => {
            training(world, &name).await
        }
        [
            _,
            "api",
            "v1",
            "review",
            "applications",
            "{id}",
            command @ ..,
        ] => {
            let scene = world.application(Position::FINAL).await;
            let body = claiming(command.last());
            on(&scene, &world.reviewer.client.clone(), body).await
        }
        [_, "api", "v1", "review", "applications", "bulk", ..]
        | [_, "api", "v1", "review", "bulk", ..] => bulk(world, &name).await,
        [_, "api", "v1", "review", .., "next"] => {
            Good::json(&world.reviewer, json!({ "passed": [] }))
        }
        [_, "api", "v1", "review", "decisions", "{id}", command] => {
            let (owner, id) = world.decision(*command == "undo").await;
            let by = Good::by(&world.reviewer, Body::None).of(&id);
            Good { owner, ..by }
        }
        [_, "api", "v1", "review", "credential-flags", ..] => {
            let (owner, id) = world.credential_flag().await;
            let by = Good::by(&world.administrator, Body::None).of(&id);
            Good { owner, ..by }
        }
        [_, "api", "v1", "templates", ..] => templates(world, &name).await,
        [_, "api", "v1", "account", ..] => account(world, operation).await,
        [_, "api", "v1", "cloud-identities", ..] => cloud(world, &name).await,
        [_, "files", ..]
        | [_, "api", "v1", "signatures", ..]
        | [_, "api", "v1", "datasets", _, "files"] => {
            let (person, signature) = world.member().await;
            Good::by(&person, Body::None).of(&signature)
        }
        [_, "api", "v1", "datasets", _, "grants" | "signatures"] => dataset(world, &name).await,
        [_, "api", "v1", "reference-requests", ..] => reference(world, &name).await,
        [_, "api", "v1", "reference-lists", ..] => reference_list(world, &name).await,
        [
            "POST",
            "api",
            "v1",
            "session" | "registrations" | "email-verifications" | "passphrase-resets",
            ..,
        ] => entrance(world, &name).await,
        _ => plain(world, operation).await,
    };
    assert!(
        operation.body.is_none() || matches!(found.body, Body::Json(_)),
        "{name} takes a body: say in good.rs what a good one is"
    );
    assert!(
        !operation.takes_version || found.version.is_some(),
        "{name} takes If-Match: say in good.rs what the version is"
    );
    assert!(
        found.id.is_some() || !operation.parameters().contains(&"id".to_owned()),
        "{name} names an object: make one in good.rs"
    );
    found
}

impl Good {
    fn by(person: &Person, body: Body) -> Self {
        Self {
            by: person.client.clone(),
            owner: Some(person.id.clone()),
            id: None,
            query: String::new(),
            body,
            version: None,
        }
    }

    fn json(person: &Person, body: Value) -> Self {
        Self::by(person, Body::Json(body))
    }

    fn visitor(world: &World, body: Value) -> Self {
        Self {
            by: world.server.client(),
            owner: None,
            id: None,
            query: String::new(),
            body: Body::Json(body),
            version: None,
        }
    }

    fn of(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    fn seen(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }
}

/// Without a body and without an object, by whomever the document lets in.
async fn plain(world: &World, operation: &Operation) -> Good {
    let lets_in = |way: Way| operation.lets_in.contains(&way);
    let person = if operation.lets_in.is_empty() {
        return Good {
            body: Body::None,
            ..Good::visitor(world, Value::Null)
        };
    } else if lets_in(Way::Reviewer) {
        world.reviewer.clone()
    } else if lets_in(Way::Administrator) {
        world.administrator.clone()
    } else {
        world.somebody().await
    };
    Good::by(&person, Body::None)
}

async fn on(scene: &Scene, by: &Client, body: Body) -> Good {
    Good {
        by: by.clone(),
        owner: Some(scene.ada_id.clone()),
        id: Some(scene.id.clone()),
        query: String::new(),
        body,
        version: Some(scene.version().await),
    }
}

async fn application(world: &World, name: &str) -> Good {
    let command = name.split("/{id}").nth(1).unwrap_or_default();
    let none = || Body::None;
    let (position, body) = match command {
        "/draft" => (Position::DRAFT, Body::Json(json!({ "form": form() }))),
        "/submit" => (Position::DRAFT, none()),
        "" if name.starts_with("DELETE") => (Position::DRAFT, none()),
        "/reference/replace" => (
            Position::IDENTITY,
            Body::Json(another(&format!("{MARK}.other@example.edu"))),
        ),
        "/reference/resend" | "/confirm-reference" => (Position::RESPONSE, none()),
        "/confirm-identity" => (Position::IDENTITY, Body::Json(all_yes())),
        "/invite-reference" => (Position::REFERENCE, Body::Json(json!({ "message": "" }))),
        "/skip-reference" => (
            Position::REFERENCE,
            Body::Json(json!({ "reason": "Known to us." })),
        ),
        "/return" => (Position::IDENTITY, Body::Json(comment())),
        "/accept" => (Position::FINAL, Body::Json(response_yes())),
        "/reject" => (Position::IDENTITY, Body::Json(rejection())),
        "/revoke" => (
            Position::ACCEPTED,
            Body::Json(json!({ "reason": "It was shared." })),
        ),
        // What the applicant reads or takes back.
        _ => (Position::IDENTITY, none()),
    };
    let scene = world.application(position).await;
    if command == "/confirm-reference" {
        let replacement = another("somebody.else@example.edu");
        let replaced = scene.command(&scene.ada, "reference/replace", &replacement);
        replaced.await.expect(200);
        scene.answer("confirms").await.expect(200);
    }
    let by = match command {
        "/revoke" => &world.administrator.client,
        "" | "/draft" | "/submit" | "/withdraw" | "/reference/replace" | "/reference/resend" => {
            &scene.ada
        }
        _ => &world.reviewer.client,
    };
    on(&scene, by, body).await
}

/// A text of its own for each request, so that none finds it changed by another.
async fn templates(world: &World, name: &str) -> Good {
    let new = json!({
        "kind": "reject", "subject": "application", "title": "Not meant", "text": "Please apply in earnest.",
    });
    // Some requests move the clock, so that the session of before may have ended.
    let id = world.administrator.id.clone();
    let client = world.server.sign_in(&id).await;
    let administrator = Person { id, client };
    let client = &administrator.client;
    let made = client.post("/api/v1/templates", &new).await.expect(201);
    let id = made.json::<Value>()["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let body = match name {
        "POST /api/v1/templates" => Body::Json(new),
        name if name.starts_with("PUT") => {
            Body::Json(json!({ "title": "Not meant", "text": "Please apply in earnest." }))
        }
        _ => Body::None,
    };
    Good {
        owner: None,
        ..Good::by(&administrator, body).of(&id).seen(1)
    }
}

/// A bulk of one application.
async fn bulk(world: &World, name: &str) -> Good {
    let scene = world.application(Position::IDENTITY).await;
    let decision = json!({ "reject": rejection() });
    if name.ends_with("/preview") {
        return Good::json(&world.reviewer, json!({ "decision": decision }));
    }
    let item = json!({ "id": &scene.id, "version": scene.version().await });
    let id = uuid();
    let body = json!({ "bulk": &id, "decision": decision, "items": [item] });
    if name.ends_with("/bulk") {
        return Good::json(&world.reviewer, body);
    }
    let by = &world.reviewer.client;
    let decided = by.post("/api/v1/review/applications/bulk", &body).await;
    decided.expect(200);
    on(&scene, by, Body::None).await.of(&id)
}

/// The body of whoever claims a case; reading it and letting go of it have none.
fn claiming(command: Option<&&str>) -> Body {
    match command {
        Some(&"claim") => Body::Json(json!({ "take_over": false })),
        Some(&"notes") => Body::Json(json!({ "text": "Seen at the symposium." })),
        _ => Body::None,
    }
}

async fn training(world: &World, name: &str) -> Good {
    if name == "POST /api/v1/trainings" {
        let query = training_path().replace("/api/v1/trainings", "");
        let person = world.somebody().await;
        return Good {
            query,
            ..Good::by(&person, Body::File(picture()))
        };
    }
    let (person, id) = world.training().await;
    let decision = |all: bool, comment: &str| {
        let checklist = accede_domain::training::TrainingChecklist::all(all);
        Body::Json(json!({ "checklist": checklist, "comment": comment }))
    };
    let (by, body) = match name.rsplit('/').next() {
        Some("accept") => (&world.reviewer, decision(true, "")),
        Some("return" | "reject") => (&world.reviewer, decision(false, "It is the certificate.")),
        command if name.contains("/review/") => (&world.reviewer, claiming(command.as_ref())),
        _ => (&person, Body::None),
    };
    Good {
        owner: Some(person.id.clone()),
        ..Good::by(by, body).of(&id).seen(1)
    }
}

async fn account(world: &World, operation: &Operation) -> Good {
    if operation.path.contains("/vouches/{id}/") {
        return vouching(world).await;
    }
    let (name, person) = (operation.name(), world.somebody().await);
    let (server, client) = (&world.server, &person.client);
    let passphrase = json!({ "passphrase": PASSPHRASE });
    let version = async || client.get("/api/v1/account").await.expect(200).version();
    let parts: Vec<&str> = name.split('/').skip(4).collect();
    match (operation.method.as_str(), parts.as_slice()) {
        ("PUT", ["profile"]) => {
            let profile = json!({
                "given_names": MARK, "family_name": "Lovelace", "affiliation": MARK, "country": "DE",
            });
            Good::json(&person, profile).seen(1)
        }
        ("DELETE", ["sessions", "{id}"]) => {
            server.sign_in(&person.id).await;
            let listed: Value = client.get("/api/v1/account/sessions").await.json();
            let mut items = listed["items"].as_array().unwrap().iter();
            let other = items.find(|one| one["current"] == false).unwrap();
            Good::by(&person, Body::None).of(&id_of(other))
        }
        ("POST", ["language"]) => Good::json(&person, json!({ "language": "es" })),
        ("POST", ["texts", "accept"]) => {
            let version = server
                .state
                .catalogue
                .document_versions(DocumentKind::Terms);
            let version = version[0].version.as_str();
            Good::json(&person, json!({ "terms_version": version }))
        }
        ("POST", ["passphrase"]) => {
            server.give_passphrase(&person.id).await;
            Good::json(&person, json!({ "current": PASSPHRASE, "new": OTHER }))
        }
        ("POST", ["close"]) => {
            server.give_passphrase(&person.id).await;
            Good::json(&person, passphrase)
        }
        ("POST", ["second-factor", "confirm"]) => {
            let path = "/api/v1/account/second-factor";
            let setup: Value = client.post(path, &json!({})).await.expect(200).json();
            assert!(setup["secret"].is_string());
            let secret = secret(world, &person.id).await;
            Good::json(
                &person,
                json!({ "code": secret.code_at(server.state.now()) }),
            )
        }
        ("POST", ["second-factor", "remove" | "recovery-codes"]) => {
            server.give_passphrase(&person.id).await;
            server.give_second_factor(&person.id).await;
            Good::json(&person, passphrase)
        }
        ("DELETE", ["orcid"]) => {
            world.orcid.link(client, &world.orcid_id()).await;
            Good::by(&person, Body::None)
        }
        ("POST", ["orcid", "finish"]) => {
            let body = world.orcid.agree(client, &world.orcid_id()).await;
            Good::json(&person, body)
        }
        ("POST", ["emails"]) => Good::json(&person, json!({ "address": "new@example.edu" })),
        (_, ["emails", "{id}", ..]) => {
            let address = format!("second.{}@example.edu", person.id.to_lowercase());
            let path = "/api/v1/account/emails";
            let id = person.make(path, &json!({ "address": address })).await;
            if name.ends_with("make-primary") {
                let sql = "UPDATE account_email SET verified_at = created_at WHERE id = $1";
                server.execute(sql, params![&id]).await;
            }
            Good::by(&person, Body::None).of(&id).seen(version().await)
        }
        ("POST", ["tokens"]) => Good::json(&person, token()),
        ("DELETE", ["tokens", "{id}"]) => {
            let made: Value = client.post("/api/v1/account/tokens", &token()).await.json();
            Good::by(&person, Body::None).of(&id_of(&made["token"]))
        }
        _ => Good::by(&person, Body::None),
    }
}

/// Somebody with an account who answered as a reference.
async fn vouching(world: &World) -> Good {
    let (scene, person) = (
        world.application(Position::FINAL).await,
        world.somebody().await,
    );
    let sql = "UPDATE account_email SET folded =
                   (SELECT email_folded FROM reference_request WHERE application_id = $2) WHERE account_id = $1";
    world
        .server
        .execute(sql, params![&person.id, &scene.id])
        .await;
    let asked: Value = person.client.get("/api/v1/account/vouches").await.json();
    Good::json(&person, json!({ "text": TEXT })).of(&id_of(&asked["items"][0]))
}

fn token() -> Value {
    json!({ "name": format!("{MARK} laptop"), "scope": "files_read", "days": 30 })
}

async fn secret(world: &World, account_id: &str) -> Secret {
    let mut tx = world.server.state.store.read().await.unwrap();
    let secrets = accede_store::account::secrets(&mut tx, account_id).await;
    let sealed = secrets.unwrap().unwrap().totp_secret.unwrap();
    Secret::open(&world.server.state.keys, account_id, &sealed).unwrap()
}

async fn cloud(world: &World, name: &str) -> Good {
    let path = "/api/v1/cloud-identities";
    let person = world.somebody().await;
    let address = format!("{MARK}{}@gmail.com", person.id);
    let body = json!({ "address": address, "mine_alone": true });
    if name == format!("POST {path}") {
        return Good::json(&person, body);
    }
    if name == format!("GET {path}") {
        return Good::by(&person, Body::None);
    }
    let id = person.make(path, &body).await;
    if name.ends_with("/verify") {
        return Good::visitor(world, json!({ "token": world.server.mailed_token().await }));
    }
    Good::by(&person, Body::None).of(&id)
}

async fn dataset(world: &World, name: &str) -> Good {
    if name.ends_with("/signatures") {
        return Good::json(&world.somebody().await, world.signing());
    }
    let (member, _) = world.member().await;
    let path = "/api/v1/cloud-identities";
    let address = format!("{MARK}{}@gmail.com", member.id);
    let body = json!({ "address": address, "mine_alone": true });
    member.make(path, &body).await;
    let token = json!({ "token": world.server.mailed_token().await });
    let path = format!("{path}/verify");
    member.client.post(&path, &token).await.expect(200);
    Good::json(&member, json!({ "service": "big_query" }))
}

async fn reference(world: &World, name: &str) -> Good {
    let (position, mut body) = match name.rsplit('/').next() {
        Some("answer") => (
            Position::RESPONSE,
            json!({ "answer": "confirms", "text": TEXT }),
        ),
        Some("withdraw") => (Position::FINAL, json!({ "text": TEXT })),
        _ => (Position::RESPONSE, json!({})),
    };
    body["token"] = json!(world.application(position).await.token().await);
    Good::visitor(world, body)
}

/// The list of everybody whom somebody answered about, by a mailed link.
async fn reference_list(world: &World, name: &str) -> Good {
    let scene = world.application(Position::FINAL).await;
    let reference = scene.seen().await["reference"].clone();
    let address = json!({ "email": reference["email"] });
    if name.ends_with("/reference-lists") {
        return Good::visitor(world, address);
    }
    let client = world.server.client();
    let asked = client.post("/api/v1/reference-lists", &address).await;
    asked.expect(202);
    let mut body = json!({ "token": world.server.mailed_token().await });
    if name.ends_with("/withdraw") {
        (body["id"], body["text"]) = (reference["id"].clone(), json!(TEXT));
    }
    Good::visitor(world, body)
}

/// What is asked before anybody is signed in.
async fn entrance(world: &World, name: &str) -> Good {
    let server = &world.server;
    match name.trim_start_matches("POST /api/v1/") {
        "session" => {
            let person = world.somebody().await;
            server.give_passphrase(&person.id).await;
            let account: Value = person.client.get("/api/v1/account").await.json();
            let body = json!({ "identifier": account["user_name"], "passphrase": PASSPHRASE });
            Good::visitor(world, body)
        }
        "session/second-factor" => {
            let person = world.half_way().await;
            let secret = secret(world, &person.id).await;
            Good::json(
                &person,
                json!({ "code": secret.code_at(server.state.now()) }),
            )
        }
        "session/extend" => Good::by(&world.half_way().await, Body::None),
        "passphrase-resets/complete" => {
            let address = verified_address(world).await;
            let (client, body) = (server.client(), json!({ "email": address }));
            let asked = client.post("/api/v1/passphrase-resets", &body).await;
            asked.expect(202);
            let token = server.mailed_token().await;
            Good::visitor(world, json!({ "token": token, "passphrase": OTHER }))
        }
        "passphrase-resets" | "registrations/resend" => {
            let address = verified_address(world).await;
            Good::visitor(world, json!({ "email": address }))
        }
        "registrations" => Good::visitor(world, registration(world)),
        "email-verifications" => {
            let form = registration(world);
            let client = server.client();
            let registered = client.post("/api/v1/registrations", &form).await;
            registered.expect(202);
            Good::visitor(world, json!({ "token": server.mailed_token().await }))
        }
        other => panic!("POST {other}: say in good.rs what a good request is"),
    }
}

async fn verified_address(world: &World) -> Value {
    let person = world.somebody().await;
    world.server.give_passphrase(&person.id).await;
    let account: Value = person.client.get("/api/v1/account").await.json();
    account["emails"][0]["address"].clone()
}

fn registration(world: &World) -> Value {
    let state = &world.server.state;
    let version = |kind| {
        texts::in_force(state, kind, state.now())
            .version
            .to_string()
    };
    let name = world.name();
    json!({
        "user_name": name, "email": format!("{name}@example.edu"), "passphrase": PASSPHRASE,
        "given_names": MARK, "family_name": "Lovelace", "affiliation": MARK, "country": "DE",
        "privacy_version": version(DocumentKind::Privacy), "terms_version": version(DocumentKind::Terms),
    })
}
