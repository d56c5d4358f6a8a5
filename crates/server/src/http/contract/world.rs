//! People and their things. Whatever belongs to somebody has [`MARK`] in its words, so that it can be told where it
//! must not be.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{Flag, Position};
use accede_store::session::Level;
use accede_store::{Dialect, credential_flag, params};
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::access;
use crate::application::testing::{Scene, all_yes, another, form};
use crate::orcid::fake::{FakeOrcid, some_orcid};
use crate::review::credentials;
use crate::testing::{Client, TestServer, uuid};

/// Stands in every word that a person of this world typed.
pub const MARK: &str = "Zebrafinch";
pub const SLUG: &str = "mimiciv";

/// A portal with a reviewer and an administrator. Applicants come as they are asked for, each with a thing of their own.
pub struct World {
    pub server: Arc<TestServer>,
    pub reviewer: Person,
    pub administrator: Person,
    pub orcid: FakeOrcid,
    count: AtomicU32,
}

/// Somebody with a browser of their own.
#[derive(Clone)]
pub struct Person {
    pub id: String,
    pub client: Client,
}

impl World {
    pub async fn new(dialect: Dialect) -> Self {
        // As it is where nobody set anything: what staff decide waits, and can be undone.
        let orcid = FakeOrcid::start().await;
        let settings = [&[("decision_undo_seconds", "10")], &orcid.settings()[..]].concat();
        let server = Arc::new(TestServer::with(dialect, &settings).await);
        server.import_synthetic(SLUG).await;
        let staff = async |name, role| {
            let (id, client) = server.person(name, role).await;
            Person { id, client }
        };
        Self {
            reviewer: staff("rosa", Role::Reviewer).await,
            administrator: staff("anna", Role::Administrator).await,
            orcid,
            count: AtomicU32::new(0),
            server,
        }
    }

    /// A user name that nobody has.
    pub fn name(&self) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number}", MARK.to_lowercase())
    }

    /// An ORCID iD that nobody has.
    pub fn orcid_id(&self) -> String {
        some_orcid(self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// A researcher whom nobody has seen before, with the marked name.
    pub async fn somebody(&self) -> Person {
        let (id, client) = self.server.person(&self.name(), Role::Researcher).await;
        self.server
            .execute(
                "UPDATE account SET given_names = $2, affiliation = $2 WHERE id = $1",
                params![&id, MARK],
            )
            .await;
        Person { id, client }
    }

    /// A researcher without anything.
    pub async fn stranger(&self) -> Person {
        let name = format!("stranger-{}", self.count.fetch_add(1, Ordering::Relaxed));
        let (id, client) = self.server.person(&name, Role::Researcher).await;
        Person { id, client }
    }

    /// An application of somebody's, at a position.
    pub async fn application(&self, position: Position) -> Scene {
        let applicant = self.somebody().await;
        let marked = ApplicationForm {
            given_names: MARK.into(),
            organisation: format!("{MARK} University"),
            reference_name: format!("{MARK} Smith"),
            reference_email: format!("{}.ref@example.edu", self.name()),
            research_summary: format!("{MARK}. {}", form().research_summary),
            ..form()
        };
        let reviewer = (self.reviewer.id.clone(), self.reviewer.client.clone());
        let admin = self.administrator.client.clone();
        let applicant = (applicant.id, applicant.client);
        let scene = Scene::among(self.server.clone(), applicant, reviewer, admin, marked).await;
        scene.go_to(position).await;
        scene
    }

    /// A decision of the reviewer's, and whose case it is on: one that waits, or one that did not happen.
    pub async fn decision(&self, waits: bool) -> (Option<String>, String) {
        let scene = self.application(Position::IDENTITY).await;
        let (decides, body) = (&scene.reviewer, all_yes());
        let taken = scene.command(decides, "confirm-identity", &body).await;
        let case: Value = taken.expect(200).json();
        if !waits {
            let replacement = another("somebody.else@example.edu");
            let replaced = scene.command(&scene.ada, "reference/replace", &replacement);
            replaced.await.expect(200);
            self.server.let_decisions_take_effect().await;
        }
        (Some(scene.ada_id.clone()), id_of(&case["decision"]))
    }

    /// Something on a credential for an administrator to look at, and whose credential it is.
    pub async fn credential_flag(&self) -> (Option<String>, String) {
        let scene = self.application(Position::ACCEPTED).await;
        let (state, now) = (&self.server.state, self.server.state.now());
        let mut tx = state.store.write().await.unwrap();
        let raised = credentials::raise(&mut tx, state, &scene.id, Flag::NameChanged, now);
        raised.await.unwrap();
        let flags = credential_flag::of_application(&mut tx, &scene.id).await;
        let id = flags.unwrap()[0].id.clone();
        tx.commit().await.unwrap();
        (Some(scene.ada_id.clone()), id)
    }

    /// A training that somebody handed in: the person, and its id.
    pub async fn training(&self) -> (Person, String) {
        let person = self.somebody().await;
        let request = person
            .client
            .request(Method::POST, &training_path())
            .header("idempotency-key", uuid());
        let sent = person.client.send_bytes(request, picture()).await;
        let id = id_of(&sent.expect(201).json());
        (person, id)
    }

    /// Somebody who may use the dataset: the person, and the id of their signature.
    pub async fn member(&self) -> (Person, String) {
        let person = self.somebody().await;
        self.server.give_credential(&person.id).await;
        self.server.give_training(&person.id).await;
        let body = self.signing();
        let path = format!("/api/v1/datasets/{SLUG}/signatures");
        let signed = person.client.post(&path, &body).await.expect(201);
        (person, id_of(&signed.json()))
    }

    /// A signature under the agreement in force, by anybody with the marked name.
    pub fn signing(&self) -> Value {
        let dataset = self.server.state.catalogue.dataset(SLUG).unwrap();
        let sha256 = &access::agreement_in_force(dataset, self.server.state.now()).sha256;
        json!({ "sha256": sha256, "typed_name": format!("{MARK} Lovelace"), "consent": true })
    }

    /// A session of somebody with this role that waits for its second factor.
    pub async fn half_way(&self) -> Person {
        let person = self.somebody().await;
        self.server.give_second_factor(&person.id).await;
        let client = self
            .server
            .sign_in_up_to(&person.id, Level::FirstFactor)
            .await;
        Person {
            id: person.id,
            client,
        }
    }

    /// A reviewer who has yet to set up a second factor.
    pub async fn without_second_factor(&self) -> Person {
        let (id, client) = self.server.person(&self.name(), Role::Reviewer).await;
        let sql = "UPDATE account SET totp_confirmed_at = NULL WHERE id = $1";
        self.server.execute(sql, params![&id]).await;
        Person { id, client }
    }

    /// Makes somebody a reviewer, and signs them in again.
    pub async fn promote(&self, account_id: &str) -> Client {
        let sql = "UPDATE account SET role = 'reviewer', totp_confirmed_at = 1 WHERE id = $1";
        self.server.execute(sql, params![account_id]).await;
        self.server.sign_in(account_id).await
    }

    /// Limits that were reached say nothing about the request that comes next.
    pub async fn forget_attempts(&self) {
        self.server.execute("DELETE FROM attempt", params![]).await;
    }
}

impl Person {
    /// Posts, and gives the id of what was made.
    pub async fn make(&self, path: &str, body: &Value) -> String {
        id_of(&self.client.post(path, body).await.expect(201).json())
    }
}

/// A browser that shows a token instead of a cookie.
pub fn bearer(request: axum::http::request::Builder, token: &str) -> axum::http::request::Builder {
    request.header(header::AUTHORIZATION, format!("Bearer {token}"))
}

pub fn id_of(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

pub fn training_path() -> String {
    "/api/v1/trainings?training_type=citi-data-or-specimens-only&completed_on=2026-09-12&file_name=report.png"
        .to_owned()
}

/// A small PNG: a report of one page.
pub fn picture() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([1, 2, 3]));
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}
