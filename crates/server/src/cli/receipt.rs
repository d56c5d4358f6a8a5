//! `accede receipt verify FILE`: needs no network, no database, and with `--keys` or `--fingerprint` no settings.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;

use crate::keys::PublicKey;
use crate::receipt::{Distrust, Receipt, Trust, verify};

#[derive(Debug, Subcommand)]
pub(super) enum ReceiptCommand {
    /// Check that a receipt was signed by a key that is trusted, and that nothing in it was changed
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The receipt
    file: PathBuf,
    #[command(flatten)]
    against: Against,
    /// Also write the agreement's exact bytes to this file
    #[arg(long, value_name = "FILE")]
    agreement: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Against {
    /// The portal's keys, as saved from its /.well-known/accede-keys.json
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The SHA-256 of the public key, 64 hexadecimal digits
    #[arg(long, value_name = "F")]
    fingerprint: Option<String>,
}

/// Why nothing was verified.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    #[error("{}: {source}", path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{} does not hold keys as a portal publishes them", .0.display())]
    Keys(PathBuf),
    #[error("the receipt proves nothing: {0}")]
    Distrust(#[from] Distrust),
}

/// The file of published keys.
#[derive(Deserialize)]
struct Published {
    keys: Vec<PublicKey>,
}

/// What is printed of a receipt that holds, in this order.
const SHOWN: [(&str, &str); 11] = [
    ("typed_name", "Signed by"),
    ("account_name", "Account name"),
    ("user_name", "User name"),
    ("email", "E-mail"),
    ("affiliation", "Affiliation"),
    ("signed_at", "Signed at"),
    ("dataset_title", "Dataset"),
    ("agreement_version", "Agreement version"),
    ("agreement_sha256", "Agreement SHA-256"),
    ("signature_id", "Signature"),
    ("portal", "Portal"),
];

pub(super) fn run(command: &ReceiptCommand) -> Result<(), ReceiptError> {
    let ReceiptCommand::Verify(asked) = command;
    let trust = match (&asked.against.keys, &asked.against.fingerprint) {
        (Some(file), _) => Trust::Keys(published(file)?),
        (None, fingerprint) => Trust::Fingerprint(fingerprint.clone().unwrap_or_default()),
    };
    let receipt = verify(&read(&asked.file)?, &trust)?;
    println!(
        "The receipt is genuine: signed by key {}, nothing in it was changed.\n",
        receipt.key_id
    );
    for (field, label) in SHOWN {
        println!("{label:<18} {}", shown(&receipt, field));
    }
    match &asked.agreement {
        Some(target) => write_agreement(&receipt, target),
        None => Ok(()),
    }
}

fn write_agreement(receipt: &Receipt, target: &Path) -> Result<(), ReceiptError> {
    let failed = |source| ReceiptError::File {
        path: target.to_path_buf(),
        source,
    };
    std::fs::write(target, receipt.agreement()?).map_err(failed)
}

/// Without control characters: a receipt is somebody else's file, and this is a terminal.
fn shown(receipt: &Receipt, field: &str) -> String {
    let value = receipt.payload.get(field).map_or("", String::as_str);
    value.chars().filter(|c| !c.is_control()).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, ReceiptError> {
    std::fs::read(path).map_err(|source| ReceiptError::File {
        path: path.to_path_buf(),
        source,
    })
}

fn published(path: &Path) -> Result<Vec<PublicKey>, ReceiptError> {
    let file: Published =
        serde_json::from_slice(&read(path)?).map_err(|_| ReceiptError::Keys(path.to_path_buf()))?;
    Ok(file.keys)
}

#[cfg(test)]
mod tests {
    use accede_api::dataset::Signature;
    use accede_domain::account::Role;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_downloaded_receipt_holds_against_the_published_keys() {
        let server = TestServer::start().await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let signature: Signature = server
            .sign_agreement(&client, "mimiciii")
            .await
            .expect(201)
            .json();
        let folder = tempfile::tempdir().unwrap();
        let save = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let receipt = client.get(&signature.receipt_url).await.expect(200).body;
        let keys = client
            .get("/.well-known/accede-keys.json")
            .await
            .expect(200)
            .body;
        let agreement = folder.path().join("agreement.md");
        let asked = |file: PathBuf| {
            let against = Against {
                keys: Some(folder.path().join("keys.json")),
                fingerprint: None,
            };
            run(&ReceiptCommand::Verify(Verify {
                file,
                against,
                agreement: Some(agreement.clone()),
            }))
        };
        let file = save("receipt.json", &receipt);
        assert!(
            matches!(asked(file.clone()), Err(ReceiptError::File { .. })),
            "no keys yet"
        );
        save("keys.json", b"[]");
        assert!(matches!(asked(file.clone()), Err(ReceiptError::Keys(_))));
        save("keys.json", &keys);
        asked(file).unwrap();
        let bytes = server
            .state
            .catalogue
            .dataset("mimiciii")
            .unwrap()
            .agreement_in_force(server.state.now().date())
            .bytes();
        assert_eq!(std::fs::read(&agreement).unwrap(), bytes);
        let changed = String::from_utf8(receipt)
            .unwrap()
            .replace("ada@example.org", "eve@example.org");
        let changed = asked(save("changed.json", changed.as_bytes()));
        assert!(matches!(
            changed,
            Err(ReceiptError::Distrust(Distrust::Changed))
        ));
    }
}
