use accede_domain::language::Language;
use accede_domain::time::{Duration, Timestamp};
use accede_store::demo_mail::{self, DemoMail};
use accede_store::outbox::{self, Deferral, LEASE, Mail, MailState, NewMail, PutOff, Subject};
use accede_store::page::{Cursor, Page};
use accede_store::{Dialect, Store, Tx};

use crate::support::{NOW, write};

contract_tests!(
    a_mail_is_claimed_once_and_sent,
    a_mail_that_fails_is_tried_again_for_two_days,
    a_dead_worker_is_replaced_and_comes_too_late,
    two_workers_take_different_mails,
    a_delivery_report_finds_its_mail,
    what_is_not_wanted_any_more_is_taken_back,
    the_demonstration_keeps_what_was_rendered,
);

fn subject() -> Subject {
    Subject {
        kind: "reference_request".to_owned(),
        id: "r".to_owned(),
    }
}

async fn enqueue(tx: &mut Tx, id: &str, at: Timestamp) {
    let mail = NewMail {
        id,
        kind: "reference_invited",
        message: &serde_json::json!({ "request": "r" }),
        recipient: "a@b.example",
        account_id: None,
        link_id: None,
        subject: Some(subject()),
        message_id: &format!("{id}@portal.example"),
        language: Language::Spanish,
    };
    outbox::enqueue(tx, &mail, at).await.unwrap();
}

async fn claim(store: &Store, now: Timestamp) -> Vec<Mail> {
    let mut tx = write(store).await;
    let mails = outbox::claim_due(&mut tx, 10, now).await.unwrap();
    tx.commit().await.unwrap();
    mails
}

async fn a_mail_is_claimed_once_and_sent(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "b", NOW.plus(Duration::seconds(1))).await;
    enqueue(&mut tx, "a", NOW).await;
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), Some(NOW));
    tx.commit().await.unwrap();
    assert!(
        claim(store, NOW.minus(Duration::seconds(1)))
            .await
            .is_empty()
    );
    let later = NOW.plus(Duration::seconds(2));
    let mails = claim(store, later).await;
    assert_eq!(
        mails
            .iter()
            .map(|mail| mail.id.as_str())
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(
        (mails[0].attempts, mails[0].subject.as_ref()),
        (1, Some(&subject()))
    );
    assert_eq!(mails[0].language, Language::Spanish);
    assert!(claim(store, later).await.is_empty());
    let mut tx = write(store).await;
    assert!(
        outbox::mark_sent(&mut tx, &mails[0], "250 ok", later)
            .await
            .unwrap()
    );
    assert!(
        outbox::mark_refused(&mut tx, &mails[1], "550 no such user", later)
            .await
            .unwrap()
    );
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);
    let states: Vec<_> = outbox::about(&mut tx, &subject())
        .await
        .unwrap()
        .into_iter()
        .map(|m| m.state)
        .collect();
    assert_eq!(states, [MailState::Sent, MailState::Refused]);
    assert_eq!(
        outbox::get(&mut tx, "a").await.unwrap().unwrap().sent_at,
        Some(later)
    );
}

async fn a_mail_that_fails_is_tried_again_for_two_days(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "a", NOW).await;
    tx.commit().await.unwrap();
    let mut now = NOW;
    loop {
        let mails = claim(store, now).await;
        let mut tx = write(store).await;
        let deferral = outbox::defer(&mut tx, &mails[0], "451 later", now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        match deferral {
            Deferral::Until(next) => {
                assert!(
                    next > now
                        && claim(store, next.minus(Duration::seconds(1)))
                            .await
                            .is_empty()
                );
                now = next;
            }
            Deferral::GivenUp => break,
            Deferral::NotOurs => unreachable!("nobody else is there"),
        }
    }
    let hours = (now.0 - NOW.0) / Duration::hours(1).0;
    assert!((44..=50).contains(&hours), "{hours}");
    let mut tx = write(store).await;
    let mail = outbox::get(&mut tx, "a").await.unwrap().unwrap();
    assert_eq!(
        (mail.state, mail.server_reply.as_deref()),
        (MailState::Failed, Some("451 later"))
    );
}

async fn a_dead_worker_is_replaced_and_comes_too_late(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "a", NOW).await;
    tx.commit().await.unwrap();
    let first = claim(store, NOW).await;
    let second = claim(store, NOW.plus(LEASE)).await;
    assert_eq!(
        (second[0].attempts, &second[0].message_id),
        (2, &first[0].message_id)
    );
    let mut tx = write(store).await;
    assert!(
        !outbox::mark_sent(&mut tx, &first[0], "250 ok", NOW)
            .await
            .unwrap()
    );
    assert_eq!(
        outbox::defer(&mut tx, &first[0], "451", NOW).await.unwrap(),
        Deferral::NotOurs
    );
    assert!(
        outbox::mark_sent(&mut tx, &second[0], "250 ok", NOW)
            .await
            .unwrap()
    );
}

async fn two_workers_take_different_mails(store: &Store) {
    let mut tx = write(store).await;
    for id in ["a", "b", "c"] {
        enqueue(&mut tx, id, NOW).await;
    }
    tx.commit().await.unwrap();
    let mut first = write(store).await;
    let taken = outbox::claim_due(&mut first, 2, NOW).await.unwrap();
    if store.dialect() == Dialect::Postgres {
        // It does not wait for the first worker's transaction.
        let other = claim(store, NOW).await;
        assert_eq!(
            other
                .iter()
                .map(|mail| mail.id.as_str())
                .collect::<Vec<_>>(),
            ["c"]
        );
    }
    first.commit().await.unwrap();
    assert_eq!(taken.len(), 2);
}

async fn a_delivery_report_finds_its_mail(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "a", NOW).await;
    let id = "a@portal.example";
    assert_eq!(
        outbox::mark_bounced(&mut tx, id, "5.1.1", NOW)
            .await
            .unwrap(),
        None
    );
    let mails = outbox::claim_due(&mut tx, 10, NOW).await.unwrap();
    outbox::mark_sent(&mut tx, &mails[0], "250 ok", NOW)
        .await
        .unwrap();
    assert_eq!(outbox::put_off(&mut tx, &subject()).await.unwrap(), None);
    for (id, known) in [(id, true), ("unknown@x", false)] {
        let delayed = outbox::mark_delayed(&mut tx, id, "4.4.1", NOW).await;
        assert_eq!(delayed.unwrap(), known, "{id}");
    }
    assert_eq!(
        outbox::put_off(&mut tx, &subject()).await.unwrap(),
        Some(PutOff::OnItsWay)
    );
    let bounced = outbox::mark_bounced(&mut tx, id, "5.1.1", NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(outbox::put_off(&mut tx, &subject()).await.unwrap(), None);
    let late = outbox::mark_delayed(&mut tx, id, "4.4.1", NOW).await;
    assert!(!late.unwrap(), "what failed is not on its way");
    assert_eq!(
        (bounced.subject, bounced.state),
        (Some(subject()), MailState::Bounced)
    );
    assert_eq!(
        outbox::mark_bounced(&mut tx, id, "5.1.1", NOW)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        outbox::mark_bounced(&mut tx, "unknown@x", "5.1.1", NOW)
            .await
            .unwrap(),
        None
    );
}

async fn what_is_not_wanted_any_more_is_taken_back(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "a", NOW).await;
    assert_eq!(
        outbox::cancel_about(&mut tx, &subject(), NOW)
            .await
            .unwrap(),
        1
    );
    assert!(
        outbox::claim_due(&mut tx, 10, NOW)
            .await
            .unwrap()
            .is_empty()
    );
    enqueue(&mut tx, "b", NOW).await;
    let mails = outbox::claim_due(&mut tx, 10, NOW).await.unwrap();
    assert!(
        outbox::mark_cancelled(&mut tx, &mails[0], "the request ended", NOW)
            .await
            .unwrap()
    );
}

async fn the_demonstration_keeps_what_was_rendered(store: &Store) {
    let mut tx = write(store).await;
    enqueue(&mut tx, "a", NOW).await;
    let mail = |id: &str, seconds| DemoMail {
        id: id.to_owned(),
        outbox_id: "a".to_owned(),
        recipient: "a@b.example".to_owned(),
        subject: "Hello".to_owned(),
        text_body: "text".to_owned(),
        language: Language::English,
        html_body: "<p>text</p>".to_owned(),
        sent_at: NOW.plus(Duration::seconds(seconds)),
    };
    for (id, seconds) in [("1", 0), ("2", 0), ("3", 1)] {
        demo_mail::keep(&mut tx, &mail(id, seconds)).await.unwrap();
    }
    let ids = |mails: Vec<DemoMail>| mails.into_iter().map(|mail| mail.id).collect::<Vec<_>>();
    let first = demo_mail::list(&mut tx, &Page::First, 2).await.unwrap();
    assert_eq!(ids(first), ["3", "2"]);
    let after = Page::After(Cursor {
        at: NOW,
        id: "2".to_owned(),
    });
    assert_eq!(
        ids(demo_mail::list(&mut tx, &after, 2).await.unwrap()),
        ["1"]
    );
    let before = Page::Before(Cursor {
        at: NOW,
        id: "1".to_owned(),
    });
    assert_eq!(
        ids(demo_mail::list(&mut tx, &before, 2).await.unwrap()),
        ["3", "2"]
    );
    assert_eq!(
        demo_mail::get(&mut tx, "1").await.unwrap(),
        Some(mail("1", 0))
    );
}
