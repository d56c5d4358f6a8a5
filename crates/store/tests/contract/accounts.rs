use accede_domain::account::{AccountState, Profile, Role, TokenScope};
use accede_domain::email::EmailAddress;
use accede_domain::language::Language;
use accede_domain::time::Duration;
use accede_store::account::{self, NewAccount};
use accede_store::known_device::{self, Device};
use accede_store::personal_token::{self, NewToken};
use accede_store::{Store, StoreError, Tx, account_email, counter, export, params, recovery_code};

use crate::support::{NOW, add_account, ids, write};

contract_tests!(
    an_account_is_read_as_it_was_made,
    a_user_name_is_given_once,
    every_change_that_shows_counts,
    a_passphrase_is_changed_by_who_knows_the_present_one,
    a_time_step_is_used_once,
    a_secret_that_counts_is_not_replaced,
    an_address_verified_is_one_persons,
    an_address_is_looked_up_by_holder_then_latest_claimant,
    one_address_is_primary_and_stays,
    a_recovery_code_is_used_once_by_its_person,
    a_browser_is_known_after_its_first_sign_in,
    a_token_is_ended_by_its_person,
    a_closed_account_keeps_its_name_only,
    what_was_never_proved_is_forgotten_in_time,
    an_export_runs_on_an_empty_account,
    the_language_of_a_mail_is_that_of_whose_address_it_is,
);

async fn make(tx: &mut Tx, id: &str, state: AccountState) -> Result<(), StoreError> {
    let profile = Profile {
        given_names: "Ada".to_owned(),
        family_name: "Lovelace".to_owned(),
        ..Profile::default()
    };
    let new = NewAccount {
        id,
        user_name: id,
        role: Role::Researcher,
        state,
        passphrase_hash: Some("hash"),
        profile: &profile,
        language: Language::English,
        privacy_version: "1.0",
        terms_version: "1.0",
    };
    account::create(tx, &new, NOW).await
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

async fn claim(tx: &mut Tx, id: &str, account_id: &str, text: &str, is_primary: bool) {
    account_email::add(tx, id, account_id, &address(text), None, is_primary, NOW)
        .await
        .unwrap();
}

async fn an_account_is_read_as_it_was_made(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Unverified)
        .await
        .unwrap();
    let made = account::by_id(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(
        (made.version, made.state, made.role),
        (1, AccountState::Unverified, Role::Researcher)
    );
    assert_eq!(
        (made.display_name().as_str(), made.created_at),
        ("Ada Lovelace", NOW)
    );
    assert_eq!(
        account::by_user_name(&mut tx, "ada").await.unwrap(),
        Some(made)
    );
    assert_eq!(account::by_user_name(&mut tx, "Ada").await.unwrap(), None);
    assert_eq!(
        account::display_name(&mut tx, "nobody").await.unwrap(),
        None
    );
    assert_eq!(counter::get(&mut tx, account::COUNTER).await.unwrap(), 1);
}

async fn a_user_name_is_given_once(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Active).await.unwrap();
    tx.execute("UPDATE account SET id = 'other'", params![])
        .await
        .unwrap();
    let refused = make(&mut tx, "ada", AccountState::Active)
        .await
        .unwrap_err();
    assert!(refused.is_unique("account_user_name_key"), "{refused:?}");
}

async fn every_change_that_shows_counts(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Unverified)
        .await
        .unwrap();
    assert!(account::activate(&mut tx, "ada", NOW).await.unwrap());
    assert!(!account::activate(&mut tx, "ada", NOW).await.unwrap());
    assert!(
        account::set_role(&mut tx, "ada", Role::Reviewer, NOW)
            .await
            .unwrap()
    );
    assert!(
        !account::set_role(&mut tx, "ada", Role::Reviewer, NOW)
            .await
            .unwrap()
    );
    assert_eq!(account::touch(&mut tx, "ada", NOW).await.unwrap(), 4);
    let one_name = Profile {
        given_names: "Ada".to_owned(),
        one_name: true,
        ..Profile::default()
    };
    assert_eq!(
        account::set_profile(&mut tx, "ada", &one_name, NOW)
            .await
            .unwrap(),
        5
    );
    assert!(account::deactivate(&mut tx, "ada", NOW).await.unwrap());
    assert!(!account::deactivate(&mut tx, "ada", NOW).await.unwrap());
    let now = account::by_id(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(
        (now.version, now.profile, now.ended_at),
        (6, one_name, Some(NOW))
    );
    assert_eq!(
        account::active_with_role(&mut tx, Role::Reviewer)
            .await
            .unwrap(),
        []
    );
}

async fn a_passphrase_is_changed_by_who_knows_the_present_one(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Active).await.unwrap();
    assert!(
        !account::set_passphrase(&mut tx, "ada", None, "new", NOW)
            .await
            .unwrap()
    );
    assert!(
        !account::set_passphrase(&mut tx, "ada", Some("other"), "new", NOW)
            .await
            .unwrap()
    );
    assert!(
        account::set_passphrase(&mut tx, "ada", Some("hash"), "new", NOW)
            .await
            .unwrap()
    );
    let secrets = account::secrets(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(secrets.passphrase_hash.as_deref(), Some("new"));
    assert_eq!(
        account::secrets_by_user_name(&mut tx, "ada").await.unwrap(),
        Some(secrets)
    );
}

async fn a_time_step_is_used_once(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    assert!(account::use_totp_step(&mut tx, "ada", 7).await.unwrap());
    for used in [7, 6] {
        assert!(
            !account::use_totp_step(&mut tx, "ada", used).await.unwrap(),
            "{used}"
        );
    }
    assert!(account::use_totp_step(&mut tx, "ada", 8).await.unwrap());
}

async fn a_secret_that_counts_is_not_replaced(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    assert!(
        !account::confirm_totp(&mut tx, "ada", 1, NOW).await.unwrap(),
        "there is none"
    );
    for secret in [b"one", b"two"] {
        assert!(
            account::set_totp_secret(&mut tx, "ada", secret, NOW)
                .await
                .unwrap()
        );
    }
    assert!(account::confirm_totp(&mut tx, "ada", 1, NOW).await.unwrap());
    assert!(!account::confirm_totp(&mut tx, "ada", 2, NOW).await.unwrap());
    assert!(
        !account::set_totp_secret(&mut tx, "ada", b"three", NOW)
            .await
            .unwrap()
    );
    let secrets = account::secrets(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(
        (secrets.totp_secret, secrets.totp_last_step),
        (Some(b"two".to_vec()), Some(1))
    );
    assert!(account::remove_totp(&mut tx, "ada", NOW).await.unwrap());
    assert!(!account::remove_totp(&mut tx, "ada", NOW).await.unwrap());
}

async fn an_address_verified_is_one_persons(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    add_account(&mut tx, "eve").await;
    claim(&mut tx, "e1", "ada", "Ada@Example.org", true).await;
    claim(&mut tx, "e2", "eve", "ada+x@example.org", true).await;
    assert_eq!(
        account_email::holder(&mut tx, "ada@example.org")
            .await
            .unwrap(),
        None
    );
    assert!(account_email::verify(&mut tx, "e1", NOW).await.unwrap());
    assert!(!account_email::verify(&mut tx, "e1", NOW).await.unwrap());
    let holder = account_email::holder(&mut tx, "ada@example.org")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (holder.account_id.as_str(), holder.address.as_str()),
        ("ada", "Ada@example.org")
    );
    assert_eq!(
        account_email::verified_of(&mut tx, "ada").await.unwrap(),
        ["Ada@example.org"]
    );
    assert_eq!(
        account_email::verified_of(&mut tx, "eve").await.unwrap(),
        Vec::<String>::new()
    );
    let found = account::secrets_by_email(&mut tx, "ada@example.org")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.account_id, "ada");
    tx.commit().await.unwrap();

    let mut tx = write(store).await;
    let refused = account_email::verify(&mut tx, "e2", NOW).await.unwrap_err();
    assert!(
        refused.is_unique("account_email_verified_key"),
        "{refused:?}"
    );
    drop(tx);
    let mut tx = write(store).await;
    let twice = account_email::add(
        &mut tx,
        "e3",
        "ada",
        &address("ADA@example.org"),
        None,
        false,
        NOW,
    )
    .await;
    assert!(twice.unwrap_err().is_unique("account_email_own_key"));
}

async fn an_address_is_looked_up_by_holder_then_latest_claimant(store: &Store) {
    let mut tx = write(store).await;
    let found = async |tx: &mut Tx| {
        let found = account_email::holder_or_claimant(tx, "a@example.org")
            .await
            .unwrap();
        found.map(|email| email.id)
    };
    assert_eq!(found(&mut tx).await, None);
    for (account_id, state) in [
        ("one", AccountState::Unverified),
        ("two", AccountState::Unverified),
        ("three", AccountState::Active),
    ] {
        make(&mut tx, account_id, state).await.unwrap();
        claim(
            &mut tx,
            &format!("e-{account_id}"),
            account_id,
            "a@example.org",
            true,
        )
        .await;
    }
    // An account in use that claims a further address has pages of its own for that.
    assert_eq!(found(&mut tx).await.as_deref(), Some("e-two"));
    account_email::verify(&mut tx, "e-one", NOW).await.unwrap();
    assert_eq!(found(&mut tx).await.as_deref(), Some("e-one"));
}

async fn one_address_is_primary_and_stays(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    claim(&mut tx, "e1", "ada", "one@example.org", true).await;
    claim(&mut tx, "e2", "ada", "two@example.org", false).await;
    account_email::make_primary(&mut tx, "ada", "e2", NOW)
        .await
        .unwrap();
    assert_eq!(
        account_email::primary(&mut tx, "ada")
            .await
            .unwrap()
            .as_deref(),
        Some("two@example.org")
    );
    let order: Vec<_> = account_email::of_account(&mut tx, "ada").await.unwrap();
    assert_eq!(
        order
            .iter()
            .map(|email| email.id.as_str())
            .collect::<Vec<_>>(),
        ["e2", "e1"]
    );
    assert!(
        !account_email::remove(&mut tx, "ada", "e2").await.unwrap(),
        "the primary one"
    );
    assert!(
        !account_email::remove(&mut tx, "eve", "e1").await.unwrap(),
        "somebody else's"
    );
    assert!(account_email::remove(&mut tx, "ada", "e1").await.unwrap());
    assert_eq!(account_email::by_id(&mut tx, "e1").await.unwrap(), None);
}

async fn a_recovery_code_is_used_once_by_its_person(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    add_account(&mut tx, "eve").await;
    let ids = ids();
    recovery_code::replace(&mut tx, &ids, "ada", &[[1; 32], [2; 32]], NOW)
        .await
        .unwrap();
    assert!(
        !recovery_code::consume(&mut tx, "eve", &[1; 32], NOW)
            .await
            .unwrap()
    );
    assert!(
        recovery_code::consume(&mut tx, "ada", &[1; 32], NOW)
            .await
            .unwrap()
    );
    assert!(
        !recovery_code::consume(&mut tx, "ada", &[1; 32], NOW)
            .await
            .unwrap()
    );
    assert_eq!(recovery_code::left(&mut tx, "ada").await.unwrap(), 1);
    recovery_code::replace(&mut tx, &ids, "ada", &[[3; 32]], NOW)
        .await
        .unwrap();
    assert!(
        !recovery_code::consume(&mut tx, "ada", &[2; 32], NOW)
            .await
            .unwrap(),
        "of the set before"
    );
}

async fn a_browser_is_known_after_its_first_sign_in(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    assert!(
        !known_device::is_known(&mut tx, "ada", &[1; 32])
            .await
            .unwrap()
    );
    let mut seen = Vec::new();
    for browser in [1, 1, 2, 2] {
        seen.push(
            known_device::note(&mut tx, "ada", &[browser; 32], NOW)
                .await
                .unwrap(),
        );
    }
    assert_eq!(
        seen,
        [Device::First, Device::Known, Device::New, Device::Known]
    );
    assert!(
        known_device::is_known(&mut tx, "ada", &[2; 32])
            .await
            .unwrap()
    );
    assert!(!known_device::is_known(&mut tx, "", &[2; 32]).await.unwrap());
}

async fn a_token_is_ended_by_its_person(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    let expires_at = NOW.plus(Duration::days(1));
    for (id, hash) in [("t1", 1), ("t2", 2)] {
        let new = NewToken {
            id,
            account_id: "ada",
            name: "cluster",
            scope: TokenScope::FilesRead,
            token_hash: [hash; 32],
            expires_at,
        };
        personal_token::create(&mut tx, &new, NOW).await.unwrap();
    }
    assert_eq!(personal_token::live(&mut tx, "ada", NOW).await.unwrap(), 2);
    assert_eq!(
        personal_token::live(&mut tx, "ada", expires_at)
            .await
            .unwrap(),
        0
    );
    assert!(
        !personal_token::end(&mut tx, "t1", "eve", NOW)
            .await
            .unwrap()
    );
    assert!(
        personal_token::end(&mut tx, "t1", "ada", NOW)
            .await
            .unwrap()
    );
    assert!(
        !personal_token::end(&mut tx, "t1", "ada", NOW)
            .await
            .unwrap()
    );
    assert!(
        personal_token::find(&mut tx, &[1; 32], NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        personal_token::find(&mut tx, &[2; 32], NOW)
            .await
            .unwrap()
            .is_some()
    );
    let list = personal_token::list(&mut tx, "ada", 10).await.unwrap();
    assert_eq!(
        list.iter()
            .map(|token| token.id.as_str())
            .collect::<Vec<_>>(),
        ["t2", "t1"]
    );
    assert_eq!(
        personal_token::end_all(&mut tx, "ada", NOW).await.unwrap(),
        1
    );
}

async fn a_closed_account_keeps_its_name_only(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Active).await.unwrap();
    account::set_totp_secret(&mut tx, "ada", b"secret", NOW)
        .await
        .unwrap();
    assert!(account::close(&mut tx, "ada", NOW).await.unwrap());
    assert!(!account::close(&mut tx, "ada", NOW).await.unwrap());
    let shell = account::by_user_name(&mut tx, "ada")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (shell.state, shell.display_name().as_str()),
        (AccountState::Closed, "ada")
    );
    assert_eq!(shell.profile, Profile::default());
    let secrets = account::secrets(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!((secrets.passphrase_hash, secrets.totp_secret), (None, None));
    assert_eq!(counter::get(&mut tx, account::COUNTER).await.unwrap(), 0);
}

async fn what_was_never_proved_is_forgotten_in_time(store: &Store) {
    let mut tx = write(store).await;
    for (id, state) in [
        ("waits", AccountState::Unverified),
        ("works", AccountState::Active),
    ] {
        make(&mut tx, id, state).await.unwrap();
        claim(&mut tx, &format!("e-{id}"), id, "a@example.org", true).await;
        tx.execute(
            "INSERT INTO mailed_link (id, purpose, subject_id, account_id, salt, token_hash, created_at, expires_at)
             VALUES ($1, 'registration', $1, $1, $2, $3, $4, $4)",
            params![id, [0_u8; 16], id.as_bytes(), NOW],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO outbox (id, kind, message, recipient, account_id, link_id, state, attempts, next_attempt_at,
                 message_id, created_at, updated_at)
             VALUES ($1, 'k', '{}', 'a@example.org', $1, $1, 'sent', 1, $2, $1, $2, $2)",
            params![id, NOW],
        )
        .await
        .unwrap();
    }
    let before = NOW.minus(Duration::seconds(1));
    assert_eq!(
        account::purge_unverified(&mut tx, before, 10)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        account::purge_unverified(&mut tx, NOW, 10).await.unwrap(),
        1
    );
    assert_eq!(
        account::purge_unverified(&mut tx, NOW, 10).await.unwrap(),
        0
    );
    assert_eq!(account::by_id(&mut tx, "waits").await.unwrap(), None);
    assert!(account::by_id(&mut tx, "works").await.unwrap().is_some());
    assert_eq!(counter::get(&mut tx, account::COUNTER).await.unwrap(), 1);
    make(&mut tx, "waits", AccountState::Unverified)
        .await
        .unwrap();
}

/// Every section's SQL is understood by both databases.
async fn an_export_runs_on_an_empty_account(store: &Store) {
    let mut tx = write(store).await;
    make(&mut tx, "ada", AccountState::Active).await.unwrap();
    let file = export::of_account(&mut tx, "ada").await.unwrap();
    assert_eq!(file["account"][0]["one_name"], serde_json::json!(false));
    let filled: Vec<_> = file
        .iter()
        .filter(|(_, rows)| rows != &&serde_json::json!([]))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(filled, ["account"]);
}

async fn the_language_of_a_mail_is_that_of_whose_address_it_is(store: &Store) {
    let mut tx = write(store).await;
    for id in ["ada", "bob"] {
        make(&mut tx, id, AccountState::Active).await.unwrap();
    }
    claim(&mut tx, "e1", "ada", "ada@example.org", true).await;
    account_email::verify(&mut tx, "e1", NOW).await.unwrap();
    // Bob only says that it is his.
    claim(&mut tx, "e2", "bob", "ada@example.org", true).await;
    let of = async |tx: &mut Tx, id: Option<&str>, folded: &str| {
        account::language_of(tx, id, folded).await.unwrap()
    };
    let before = account::by_id(&mut tx, "ada").await.unwrap().unwrap();
    for changed in [true, false] {
        let spanish = account::set_language(&mut tx, "ada", Language::Spanish, NOW).await;
        assert_eq!(spanish.unwrap(), changed);
    }
    let after = account::by_id(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(after.language, Language::Spanish);
    // An open profile is not held up by it.
    assert_eq!(after.version, before.version);
    let spanish = Some(Language::Spanish);
    assert_eq!(of(&mut tx, None, "ada@example.org").await, spanish);
    assert_eq!(of(&mut tx, Some("ada"), "").await, spanish);
    let english = Some(Language::English);
    assert_eq!(of(&mut tx, Some("bob"), "ada@example.org").await, english);
    assert_eq!(of(&mut tx, None, "nobody@example.org").await, None);
    let export = export::of_account(&mut tx, "ada").await.unwrap();
    assert_eq!(export["account"][0]["language"], "es");
}
