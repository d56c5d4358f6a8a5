//! A review for tests: an applicant, a reviewer and an administrator, and the way to every position.

use std::sync::Arc;

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_store::{Dialect, mailed_link, params};
use serde_json::{Value, json};

use crate::testing::{Client, TestAnswer, TestServer};
use crate::{links, lists};

pub(crate) const TEXT: &str = "We have worked in one group for three years.";

/// The people of one application, which begins as a valid draft with a training handed in.
pub(crate) struct Scene {
    pub server: Arc<TestServer>,
    pub ada_id: String,
    pub ada: Client,
    pub reviewer_id: String,
    pub reviewer: Client,
    pub admin: Client,
    /// The application.
    pub id: String,
}

/// A postdoc with a supervisor, in order.
pub(crate) fn form() -> ApplicationForm {
    ApplicationForm {
        given_names: "Émile".into(),
        family_name: "O’Brien".into(),
        researcher_category: "postdoc".into(),
        organisation: "École 3M".into(),
        job_title: "R&D Engineer".into(),
        city: "Boston".into(),
        state_province: "Massachusetts".into(),
        postal_code: "02139".into(),
        country: "US".into(),
        webpage: "https://example.edu/people/obrien".into(),
        listed_in_directory: "yes".into(),
        research_summary: "We want to predict delirium from the notes of MIMIC-IV. The data stays on an encrypted \
                           server of the hospital that only I can reach."
            .into(),
        reference_category: "supervisor".into(),
        reference_name: "Ruth Smith".into(),
        reference_email: "ruth@example.edu".into(),
        reference_organisation: "Example University".into(),
        reference_title: "Professor".into(),
        ..ApplicationForm::default()
    }
}

pub(crate) fn all_yes() -> Value {
    json!({ "checklist": {
        "found_by_name": true, "organisation_fits_email": true, "category_fits_position": true,
        "summary_sufficient": true, "summary_no_sharing": true,
    } })
}

pub(crate) fn response_yes() -> Value {
    json!({ "checklist": { "knows_applicant": true, "supports_use": true, "understands_privacy": true } })
}

pub(crate) fn comment() -> Value {
    json!({ "comments": [{ "pointer": "/research_summary", "text": "Say how it is kept." }], "message": "Nearly." })
}

pub(crate) fn rejection() -> Value {
    json!({ "template": "frivolous", "comment": "It is not meant." })
}

pub(crate) fn another(email: &str) -> Value {
    json!({
        "reference_category": "supervisor", "reference_name": "Olga Meyer", "reference_email": email,
        "reference_organisation": "Example University", "reference_title": "Professor",
    })
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::with(Dialect::Sqlite, &[], form()).await
    }

    pub(crate) async fn with(
        dialect: Dialect,
        settings: &[(&'static str, &str)],
        form: ApplicationForm,
    ) -> Self {
        let server = Arc::new(TestServer::with(dialect, settings).await);
        let applicant = server.person("ada", Role::Researcher).await;
        let reviewer = server.person("rosa", Role::Reviewer).await;
        let (_, admin) = server.person("anna", Role::Administrator).await;
        Self::among(server, applicant, reviewer, admin, form).await
    }

    /// Of people who are there already, each with their id.
    pub(crate) async fn among(
        server: Arc<TestServer>,
        (ada_id, ada): (String, Client),
        (reviewer_id, reviewer): (String, Client),
        admin: Client,
        form: ApplicationForm,
    ) -> Self {
        let begun = ada
            .post("/api/v1/applications", &json!({}))
            .await
            .expect(201);
        let id = begun.json::<Value>()["id"].as_str().unwrap().to_owned();
        let scene = Self {
            server,
            ada_id,
            ada,
            reviewer_id,
            reviewer,
            admin,
            id,
        };
        scene.save(&form).await.expect(200);
        scene.add_training("accepted").await;
        scene
    }

    /// The application at a position, on SQLite.
    pub(crate) async fn at(position: Position) -> Self {
        let scene = Self::new().await;
        scene.go_to(position).await;
        scene
    }

    pub(crate) async fn add_training(&self, state: &'static str) {
        let mut tx = self.server.state.store.write().await.unwrap();
        let (now, file) = (
            self.server.state.now(),
            self.server.state.ids.id(self.server.state.now()),
        );
        tx.execute(
            "INSERT INTO file (id, owner_account_id, object_key, sha256, size, media_type, file_name, created_at)
             VALUES ($1, $2, $1, 'x', 1, 'application/pdf', 'report.pdf', $3)",
            params![&file, &self.ada_id, now],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, expires_on,
                 facts, submitted_at, created_at, updated_at)
             VALUES ($1, 1, $2, 'citi-data-or-specimens-only', $3, $1, '2026-12-01', '2029-12-01', '{}', $4, $4, $4)",
            params![&file, &self.ada_id, state, now],
        )
        .await
        .unwrap();
        lists::of_person(&mut tx, &self.server.state, &self.ada_id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn save(&self, form: &ApplicationForm) -> TestAnswer {
        let path = ["/api/v1/applications/", &self.id, "/draft"].concat();
        self.ada
            .put(&path, &json!({ "form": form }), self.version().await)
            .await
    }

    pub(crate) async fn version(&self) -> i64 {
        let mut tx = self.server.state.store.read().await.unwrap();
        let sql = "SELECT version FROM application WHERE id = $1";
        tx.fetch_one(sql, params![&self.id])
            .await
            .unwrap()
            .int("version")
            .unwrap()
    }

    pub(crate) async fn position(&self) -> Position {
        let mut tx = self.server.state.store.read().await.unwrap();
        accede_store::application::get(&mut tx, &self.id)
            .await
            .unwrap()
            .unwrap()
            .position
    }

    pub(crate) fn path(&self, command: &str) -> String {
        ["/api/v1/applications/", &self.id, "/", command].concat()
    }

    /// A command on the version that there is.
    pub(crate) async fn command(&self, by: &Client, command: &str, body: &Value) -> TestAnswer {
        by.post_if_match(&self.path(command), body, self.version().await)
            .await
    }

    /// A command of staff on the version that there is, carried out, however long it could be undone.
    pub(crate) async fn decide(&self, by: &Client, command: &str, body: &Value) -> TestAnswer {
        let answer = self.command(by, command, body).await;
        self.server.let_decisions_take_effect().await;
        answer
    }

    /// The application as its applicant sees it.
    pub(crate) async fn seen(&self) -> Value {
        self.ada
            .get(&["/api/v1/applications/", &self.id].concat())
            .await
            .expect(200)
            .json()
    }

    /// The application as the reviewer sees it.
    pub(crate) async fn case(&self) -> Value {
        self.reviewer
            .get(&["/api/v1/review/applications/", &self.id].concat())
            .await
            .expect(200)
            .json()
    }

    /// The token in the latest mail to a reference of this application.
    pub(crate) async fn token(&self) -> String {
        let mut tx = self.server.state.store.read().await.unwrap();
        let sql = "SELECT l.id FROM mailed_link l JOIN reference_request r ON r.id = l.subject_id
                   WHERE l.purpose = 'reference' AND r.application_id = $1 ORDER BY l.id DESC LIMIT 1";
        let id = tx
            .fetch_one(sql, params![&self.id])
            .await
            .unwrap()
            .text("id")
            .unwrap();
        let link = mailed_link::get(&mut tx, &id).await.unwrap().unwrap();
        links::token_of(&self.server.state, &link).to_string()
    }

    pub(crate) async fn answer(&self, choice: &str) -> TestAnswer {
        let body = json!({ "token": self.token().await, "answer": choice, "text": TEXT });
        self.server
            .client()
            .post("/api/v1/reference-requests/answer", &body)
            .await
    }

    /// How many mails of a kind there are.
    pub(crate) async fn mails(&self, kind: &str) -> i64 {
        let mut tx = self.server.state.store.read().await.unwrap();
        let sql = "SELECT count(*) AS n FROM outbox WHERE kind = $1";
        tx.fetch_one(sql, params![kind])
            .await
            .unwrap()
            .int("n")
            .unwrap()
    }

    pub(crate) async fn go_to(&self, position: Position) {
        let none = json!({});
        let (ada, reviewer) = (&self.ada, &self.reviewer);
        if position == Position::DRAFT {
            return;
        }
        self.command(ada, "submit", &none).await.expect(200);
        match position {
            Position::RETURNED => drop(
                self.decide(reviewer, "return", &comment())
                    .await
                    .expect(200),
            ),
            Position::WITHDRAWN => drop(self.command(ada, "withdraw", &none).await.expect(200)),
            Position::REJECTED => drop(
                self.decide(reviewer, "reject", &rejection())
                    .await
                    .expect(200),
            ),
            _ => {}
        }
        if self.position().await == position {
            return;
        }
        self.decide(reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        if position == Position::REFERENCE {
            return;
        }
        self.decide(reviewer, "invite-reference", &json!({ "message": "" }))
            .await
            .expect(200);
        if position == Position::RESPONSE {
            return;
        }
        self.answer("confirms").await.expect(200);
        if position == Position::FINAL {
            return;
        }
        self.decide(reviewer, "accept", &response_yes())
            .await
            .expect(200);
        if position == Position::REVOKED {
            self.decide(
                &self.admin,
                "revoke",
                &json!({ "reason": "It was shared." }),
            )
            .await
            .expect(200);
        }
        assert_eq!(self.position().await, position);
    }
}
