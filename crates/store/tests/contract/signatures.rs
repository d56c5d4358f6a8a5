//! Signatures with their texts, and the facts for the access rule.

use accede_domain::access::AccessFacts;
use accede_domain::account::AccountState;
use accede_domain::application::state::Position;
use accede_domain::time::{Duration, Timestamp};
use accede_store::signature::{self, AgreementText, NewSignature};
use accede_store::{Store, Tx, access_facts, params};

use crate::support::{NOW, add_account, write};

contract_tests!(a_version_is_signed_once, facts_are_those_of_the_person);

const SHA256: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

async fn sign(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    version: &str,
    at: Timestamp,
) -> Result<(), accede_store::StoreError> {
    let text = AgreementText {
        sha256: SHA256,
        dataset: "mimiciii",
        agreement_version: "1.0",
        bytes: b"hello",
        material: true,
        published_at: NOW,
    };
    signature::keep_text(tx, &text).await?;
    let new = NewSignature {
        id,
        account_id,
        dataset: "mimiciii",
        agreement_version: version,
        agreement_sha256: SHA256,
        typed_name: "Ada Lovelace",
        user_name: account_id,
        account_name: "Ada Lovelace",
        email: "ada@example.org",
        affiliation: "Somewhere",
        consent_version: "1.0",
        consent_text: "I agree.",
        session_id: "s",
        address: "",
        user_agent: "",
        key_id: "k",
        receipt: b"{}",
        signed_at: at,
    };
    signature::insert(tx, &new).await
}

async fn a_version_is_signed_once(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    sign(&mut tx, "1", "ada", "1.0", NOW).await.unwrap();
    sign(&mut tx, "2", "ada", "2.0", NOW.plus(Duration::days(1)))
        .await
        .unwrap();
    let all = signature::of_account(&mut tx, "ada").await.unwrap();
    assert_eq!(
        all.iter().map(|of| of.id.as_str()).collect::<Vec<_>>(),
        ["2", "1"]
    );
    let found = signature::find(&mut tx, "ada", "mimiciii", "1.0")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.id.as_str(), found.typed_name.as_str()),
        ("1", "Ada Lovelace")
    );
    assert_eq!(
        signature::find(&mut tx, "ada", "mimiciv", "1.0")
            .await
            .unwrap(),
        None
    );
    let receipt = signature::receipt(&mut tx, "1").await.unwrap().unwrap();
    assert_eq!(
        (receipt.account_id.as_str(), receipt.bytes.as_slice()),
        ("ada", b"{}".as_slice())
    );
    assert_eq!(signature::receipt(&mut tx, "3").await.unwrap(), None);
    let signer = signature::signer(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(
        (signer.given_names.as_str(), signer.email),
        ("Ada", None),
        "no address is verified"
    );
    tx.commit().await.unwrap();
    let mut tx = write(store).await;
    let refused = sign(&mut tx, "4", "ada", "1.0", NOW).await.unwrap_err();
    assert!(refused.is_unique("signature_once_key"), "{refused}");
}

async fn facts_are_those_of_the_person(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(
        access_facts::read(&mut tx, "nobody").await.unwrap(),
        AccessFacts::default()
    );
    add_account(&mut tx, "ada").await;
    add_account(&mut tx, "eve").await;
    let of_ada = access_facts::read(&mut tx, "ada").await.unwrap();
    assert_eq!(
        of_ada,
        AccessFacts {
            account: Some(AccountState::Active),
            ..AccessFacts::default()
        }
    );
    for (id, state, superseded) in [
        ("1", "accepted", None),
        ("2", "draft", None),
        ("0", "rejected", None::<Timestamp>),
    ] {
        tx.execute(
            "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation,
                 country, researcher_category, superseded_at, created_at, updated_at)
             VALUES ($1, 1, 'ada', $2, '{}', 0, '', '', '', '', $3, $4, $4)",
            params![id, state, superseded, NOW],
        )
        .await
        .unwrap();
    }
    sign(&mut tx, "s", "ada", "1.0", NOW).await.unwrap();
    let of_ada = access_facts::read(&mut tx, "ada").await.unwrap();
    assert!(
        of_ada.credential.is_some(),
        "it holds while another is being written"
    );
    assert_eq!(of_ada.application.unwrap().position, Position::DRAFT);
    assert_eq!(of_ada.signed_versions, ["mimiciii/1.0"]);
    let sql = "UPDATE application SET superseded_at = $1 WHERE id = '1'";
    tx.execute(sql, params![NOW]).await.unwrap();
    assert!(
        access_facts::read(&mut tx, "ada")
            .await
            .unwrap()
            .credential
            .is_none()
    );
    assert!(
        access_facts::read(&mut tx, "eve")
            .await
            .unwrap()
            .application
            .is_none()
    );
}
