//! What the tests of accounts share.

use accede_store::{account, mailed_link, params};
use serde_json::json;

use crate::account::totp::Secret;
use crate::links;
use crate::testing::{Client, TestAnswer, TestServer};

pub const PASSPHRASE: &str = "copper lantern beside the quiet harbour";
pub const OTHER: &str = "seven pewter kettles under one umbrella";

impl TestServer {
    /// Gives an account [`PASSPHRASE`].
    pub async fn give_passphrase(&self, account_id: &str) {
        let hash = self
            .state
            .passphrases
            .hash(self.state.entropy.as_ref(), PASSPHRASE)
            .await
            .unwrap();
        let mut tx = self.state.store.write().await.unwrap();
        assert!(
            account::set_passphrase(&mut tx, account_id, None, &hash, self.state.now())
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
    }

    /// Gives an account a second factor, as if it had been set up.
    pub async fn give_second_factor(&self, account_id: &str) -> Secret {
        let (entropy, now) = (self.state.entropy.as_ref(), self.state.now());
        let secret = Secret::new(entropy);
        let sealed = secret.seal(&self.state.keys, account_id, entropy);
        let mut tx = self.state.store.write().await.unwrap();
        let sql = "UPDATE account SET totp_secret = $1, totp_confirmed_at = $2, totp_last_step = NULL WHERE id = $3";
        tx.execute(sql, params![sealed, now, account_id])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        secret
    }

    /// The token in the latest mail that carries one.
    pub async fn mailed_token(&self) -> String {
        let mut tx = self.state.store.read().await.unwrap();
        let sql = "SELECT link_id FROM outbox WHERE link_id IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1";
        let id = tx
            .fetch_one(sql, params![])
            .await
            .unwrap()
            .text("link_id")
            .unwrap();
        let link = mailed_link::get(&mut tx, &id).await.unwrap().unwrap();
        links::token_of(&self.state, &link).to_string()
    }

    /// Kind and recipient of every mail since the last call, oldest first.
    pub async fn new_mails(&self) -> Vec<(String, String)> {
        let mut tx = self.state.store.write().await.unwrap();
        let sql =
            "SELECT kind, recipient FROM outbox WHERE subject_kind IS NULL ORDER BY created_at, id";
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        tx.execute(
            "UPDATE outbox SET subject_kind = 'seen' WHERE subject_kind IS NULL",
            params![],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        rows.iter()
            .map(|row| (row.text("kind").unwrap(), row.text("recipient").unwrap()))
            .collect()
    }

    /// Runs of Argon2, statements, mails: what must not tell a known address from an unknown one.
    pub async fn work(&self) -> (u64, u64, i64) {
        let mails = self.number("SELECT count(*) AS n FROM outbox").await;
        (
            self.state.passphrases.runs(),
            self.state.store.statements(),
            mails,
        )
    }
}

impl Client {
    /// Signs in by the form.
    pub async fn enter(&self, identifier: &str, passphrase: &str) -> TestAnswer {
        self.post(
            "/api/v1/session",
            &json!({"identifier": identifier, "passphrase": passphrase}),
        )
        .await
    }
}

/// A mail, for comparing with [`TestServer::new_mails`].
pub fn mail(kind: &str, recipient: &str) -> (String, String) {
    (kind.to_owned(), recipient.to_owned())
}
