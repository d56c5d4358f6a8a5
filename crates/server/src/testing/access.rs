//! People whom the access rule lets in, and files to let them at.

use accede_content::synthetic;
use accede_domain::time::Duration;
use accede_store::cloud_identity::{self, NewCloudIdentity, Provider};
use accede_store::params;
use serde_json::json;

use super::{Client, TestAnswer, TestServer};
use crate::access;
use crate::datasets::{self, Content, NewFile};
use crate::http::actor::hash;

impl TestServer {
    /// Accepts the person's credential, without its review.
    pub async fn give_credential(&self, account_id: &str) {
        let now = self.state.now();
        self.execute(
            "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation,
                 country, researcher_category, created_at, updated_at)
             VALUES ($1, 1, $2, 'accepted', '{}', 1, 'Ada Lovelace', 'University', 'DE', 'academic', $3, $3)",
            params![self.state.ids.id(now), account_id, now],
        )
        .await;
    }

    /// Accepts a training of the person, valid for three years.
    pub async fn give_training(&self, account_id: &str) {
        let now = self.state.now();
        let file = self.state.ids.id(now);
        self.execute(
            "INSERT INTO file (id, owner_account_id, object_key, sha256, size, media_type, file_name, created_at)
             VALUES ($1, $2, $1, '', 1, 'application/pdf', 'report.pdf', $3)",
            params![&file, account_id, now],
        )
        .await;
        self.execute(
            "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, expires_on,
                 facts, submitted_at, created_at, updated_at)
             VALUES ($1, 1, $2, 'citi-data-or-specimens-only', 'accepted', $3, $4, $5, '{}', $6, $6, $6)",
            params![self.state.ids.id(now), account_id, &file, now.date(), now.date().add_years(3), now],
        )
        .await;
    }

    /// A proved Google address of the person, `<user>@gmail.com`. Gives its id.
    pub async fn link_google(&self, account_id: &str, user: &str) -> String {
        let (now, id) = (self.state.now(), self.state.ids.id(self.state.now()));
        let address = format!("{user}@gmail.com");
        let new = NewCloudIdentity {
            id: &id,
            account_id,
            provider: Provider::Google,
            address: &address,
            folded: &address,
        };
        let mut tx = self.state.store.write().await.expect("a transaction");
        let made = cloud_identity::insert(&mut tx, &new, now).await;
        made.expect("the address is new");
        let verified = cloud_identity::verify(&mut tx, &id, now).await;
        verified.expect("the address is there");
        tx.commit().await.expect("the commit");
        id
    }

    /// Signs a dataset's agreement through the API.
    pub async fn sign_agreement(&self, client: &Client, slug: &str) -> TestAnswer {
        let dataset = self.state.catalogue.dataset(slug).expect("a dataset");
        let sha256 = &access::agreement_in_force(dataset, self.state.now()).sha256;
        let body = json!({ "sha256": sha256, "typed_name": "Ada Lovelace", "consent": true });
        client
            .post(&format!("/api/v1/datasets/{slug}/signatures"), &body)
            .await
    }

    /// Somebody who may use a credentialed dataset.
    pub async fn member(&self, user_name: &str, slug: &str) -> (String, Client) {
        let (id, client) = self
            .person(user_name, accede_domain::account::Role::Researcher)
            .await;
        self.give_credential(&id).await;
        self.give_training(&id).await;
        self.sign_agreement(&client, slug).await.expect(201);
        (id, client)
    }

    /// A personal access token that may read files.
    pub async fn files_token(&self, account_id: &str) -> String {
        let now = self.state.now();
        let token = format!("token-of-{account_id}");
        self.execute(
            "INSERT INTO personal_token (id, version, account_id, name, scope, token_hash, expires_at, created_at,
                 updated_at)
             VALUES ($1, 1, $2, 'wget', 'files_read', $3, $4, $5, $5)",
            params![self.state.ids.id(now), account_id, hash(&token), now.plus(Duration::days(30)), now],
        )
        .await;
        token
    }

    /// Takes in the demonstration's files of the version that is offered.
    pub async fn import_synthetic(&self, slug: &str) {
        let dataset = self.state.catalogue.dataset(slug).expect("a dataset");
        let version = dataset.current().as_str();
        let file = |file: synthetic::SyntheticFile| NewFile {
            path: file.path,
            modified: file.modified,
            content: Content::Bytes(file.bytes),
        };
        let files = synthetic::files(slug, version)
            .into_iter()
            .map(file)
            .collect();
        datasets::import(&self.state, slug, version, files)
            .await
            .expect("the files");
    }

    /// Carries out one statement in a transaction of its own.
    pub async fn execute(&self, sql: &'static str, params: Vec<accede_store::Value>) {
        let mut tx = self.state.store.write().await.expect("a transaction");
        tx.execute(sql, params).await.expect("the statement");
        tx.commit().await.expect("a commit");
    }
}
