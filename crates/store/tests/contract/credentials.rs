use accede_domain::application::state::Flag;
use accede_domain::reference::ReferenceAnswer;
use accede_store::application_record::{self, Audience};
use accede_store::page::{Cursor, Page};
use accede_store::reference_answer::{self, Given};
use accede_store::{Store, Tx, credential_flag, params, revoked};

use crate::support::{NOW, add_account, write};

contract_tests!(
    what_is_on_a_credential_waits_until_it_is_settled,
    who_had_a_credential_revoked_is_recognised_by_an_address_given_up,
    every_answer_of_a_reference_is_kept,
);

async fn application(tx: &mut Tx, id: &'static str, account: &'static str, state: &'static str) {
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, form, reference_number, snapshots, applicant_name,
             organisation, country, researcher_category, decided_at, created_at, updated_at)
         VALUES ($1, 1, $2, $3, '{}', $1, 1, 'Ada Lovelace', '', '', '', 0, 0, 0)",
        params![id, account, state],
    )
    .await
    .unwrap();
}

async fn what_is_on_a_credential_waits_until_it_is_settled(store: &Store) {
    let mut tx = write(store).await;
    for account in ["ada", "eve", "anna"] {
        add_account(&mut tx, account).await;
    }
    application(&mut tx, "of-ada", "ada", "accepted").await;
    application(&mut tx, "of-eve", "eve", "revoked").await;
    let (flag, audience) = (Flag::ReferenceWithdrew, Audience::Administrator);
    for (id, of) in [("1", "of-ada"), ("2", "of-eve"), ("3", "of-ada")] {
        application_record::raise_flag(&mut tx, id, of, flag, audience, NOW)
            .await
            .unwrap();
    }
    application_record::raise_flag(&mut tx, "4", "of-ada", flag, Audience::Reviewer, NOW)
        .await
        .unwrap();
    // Nothing of a credential that holds no longer, of what is for reviewers, and of one's own.
    let first = credential_flag::list(&mut tx, "anna", &Page::First, 9).await;
    let ids: Vec<_> = first.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, ["3", "1"]);
    let after = Page::After(Cursor {
        at: NOW,
        id: "3".into(),
    });
    let rest = credential_flag::list(&mut tx, "anna", &after, 9).await;
    assert_eq!(rest.unwrap()[0].id, "1");
    let count = async |tx: &mut Tx, of: &str| credential_flag::count(tx, of, 9).await.unwrap();
    assert_eq!(
        (count(&mut tx, "anna").await, count(&mut tx, "ada").await),
        (2, 0)
    );
    assert!(
        credential_flag::settle(&mut tx, "1", "anna", NOW)
            .await
            .unwrap()
    );
    assert!(
        !credential_flag::settle(&mut tx, "1", "anna", NOW)
            .await
            .unwrap()
    );
    assert!(credential_flag::get(&mut tx, "1").await.unwrap().is_none());
    let left = credential_flag::of_application(&mut tx, "of-ada")
        .await
        .unwrap();
    assert_eq!((left.len(), left[0].id.as_str()), (1, "3"));
    let held = credential_flag::held_by(&mut tx, "ada").await.unwrap();
    assert_eq!(held, Some(("of-ada".to_owned(), "Ada Lovelace".to_owned())));
    assert_eq!(
        credential_flag::held_by(&mut tx, "eve").await.unwrap(),
        None
    );
}

async fn who_had_a_credential_revoked_is_recognised_by_an_address_given_up(store: &Store) {
    let mut tx = write(store).await;
    for account in ["ada", "again", "once-more", "other"] {
        add_account(&mut tx, account).await;
    }
    application(&mut tx, "1", "ada", "revoked").await;
    application(&mut tx, "2", "other", "rejected").await;
    let of = async |tx: &mut Tx, id: &str| {
        let found = revoked::of_account(tx, id).await.unwrap();
        found.map(|found| found.application_id)
    };
    assert_eq!(of(&mut tx, "ada").await.as_deref(), Some("1"));
    assert_eq!(of(&mut tx, "other").await, None);
    for _ in 0..2 {
        revoked::remember(&mut tx, "digest", "1").await.unwrap();
    }
    assert!(
        !revoked::recognise(&mut tx, "other", "another")
            .await
            .unwrap()
    );
    assert!(
        revoked::recognise(&mut tx, "again", "digest")
            .await
            .unwrap()
    );
    assert_eq!(of(&mut tx, "again").await.as_deref(), Some("1"));
    assert_eq!(of(&mut tx, "once-more").await, None);
}

async fn every_answer_of_a_reference_is_kept(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    application(&mut tx, "1", "ada", "accepted").await;
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email, email_folded,
             organisation, title, page_url, created_at, updated_at)
         VALUES ('r', 1, '1', 1, 'answered', 'supervisor', 'Tess', 't@uni.example', 't@uni.example', '', '', '', 0, 0)",
        params![],
    )
    .await
    .unwrap();
    let given = |answer, text: &str| Given {
        request_id: "r".into(),
        answer,
        text: text.into(),
        at: NOW,
    };
    let all = [
        given(Some(ReferenceAnswer::Concern), "By mistake."),
        given(None, "They left us."),
    ];
    for (id, one) in ["1", "2"].iter().zip(&all) {
        reference_answer::add(&mut tx, id, one).await.unwrap();
    }
    assert_eq!(
        reference_answer::of_application(&mut tx, "1")
            .await
            .unwrap(),
        all
    );
    assert_eq!(
        reference_answer::of_application(&mut tx, "2")
            .await
            .unwrap(),
        []
    );
}
