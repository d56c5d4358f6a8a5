//! What the records hold that bears on a case, through the router.

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use super::another;
use crate::application::testing::{Scene, form};

/// Somebody else of another organisation, with the same reference.
fn bea() -> ApplicationForm {
    ApplicationForm {
        given_names: "Bea".into(),
        organisation: "Another House".into(),
        ..form()
    }
}

#[tokio::test]
async fn a_reference_is_known_by_their_address_and_by_their_account() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        assert_eq!(scene.case().await["on_record"].get("reference"), None);

        another(&scene, "bea", bea(), Position::FINAL).await;
        let elsewhere = ApplicationForm {
            reference_email: "ruth.smith@lab.example.org".into(),
            ..bea()
        };
        let cem = another(&scene, "cem", elsewhere, Position::RESPONSE).await;
        cem.answer("does_not_know").await.expect(200);
        // Of the second address nothing is known, until it is one person's with the first.
        let known = scene.case().await["on_record"]["reference"].clone();
        assert_eq!(
            (
                &known["named"]["count"],
                &known["confirmed"],
                &known["said_no"]
            ),
            (&json!(1), &json!(1), &json!(0))
        );
        let ruth = scene.server.account("ruth", Role::Researcher).await;
        for (id, address) in [
            ("1", "ruth@example.edu"),
            ("2", "ruth.smith@lab.example.org"),
        ] {
            scene
                .server
                .execute(
                    "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary,
                         created_at, updated_at) VALUES ($1, 1, $2, $3, $3, 1, 0, 1, 1)",
                    params![["ruth-", id].concat(), &ruth, address],
                )
                .await;
        }
        let known = scene.case().await["on_record"]["reference"].clone();
        assert_eq!(
            (&known["named"], &known["confirmed"], &known["said_no"]),
            (&json!({ "count": 2, "exact": true }), &json!(1), &json!(1))
        );
        let latest = &known["latest"][0];
        assert_eq!(
            (
                &latest["application_id"],
                &latest["outcome"],
                &latest["same_address"]
            ),
            (&json!(cem.id), &json!("said_no"), &json!(false))
        );
    }
}

#[tokio::test]
async fn who_was_confirmed_and_revoked_since_is_told_apart_and_oneself_is_no_other() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::REJECTED).await;
        let begun = scene.ada.post("/api/v1/applications", &json!({})).await;
        let begun: Value = begun.expect(201).json();
        let id = begun["id"].as_str().unwrap().to_owned();
        let scene = Scene { id, ..scene };
        scene.go_to(Position::IDENTITY).await;
        // The earlier application named the same person.
        assert_eq!(scene.case().await["on_record"].get("reference"), None);

        let bea = another(&scene, "bea", bea(), Position::ACCEPTED).await;
        let told = async || {
            let case = scene.case().await;
            let known = &case["on_record"]["reference"];
            let before = &case["references"][0]["confirmed_before"];
            [
                &known["named"]["count"],
                &known["confirmed"],
                &known["since_revoked"],
                before,
            ]
            .map(|figure| figure.as_i64().unwrap())
        };
        assert_eq!(told().await, [1, 1, 0, 1]);
        let reason = json!({ "reason": "It was shared." });
        bea.decide(&bea.admin, "revoke", &reason).await.expect(200);
        assert_eq!(told().await, [1, 0, 1, 0]);
    }
}

#[tokio::test]
async fn an_institution_has_its_record_by_name_and_by_domain() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let of = |organisation: &str| ApplicationForm {
            organisation: organisation.into(),
            ..form()
        };
        let scene = Scene::with(dialect, &[], of("Example House")).await;
        scene.go_to(Position::IDENTITY).await;
        another(&scene, "bea", of("EXAMPLE house"), Position::ACCEPTED).await;
        another(&scene, "cem", of("Another House"), Position::REJECTED).await;
        let record = scene.case().await["on_record"]["institution"].clone();
        assert_eq!(
            record,
            json!([
                {
                    "name": "Example House", "is_domain": false,
                    "applications": { "count": 1, "exact": true }, "accepted": 1, "rejected": 0,
                },
                {
                    "name": "example.org", "is_domain": true,
                    "applications": { "count": 2, "exact": true }, "accepted": 1, "rejected": 1,
                },
            ])
        );
        // A mail service that anybody may use is no institution.
        scene
            .server
            .execute(
                "UPDATE account_email SET address = 'ada@gmail.com', folded = 'ada@gmail.com' WHERE account_id = $1",
                params![&scene.ada_id],
            )
            .await;
        let record = scene.case().await["on_record"]["institution"].clone();
        assert_eq!(record.as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_same_name_and_the_same_file_under_another_account_are_shown_with_links() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        scene
            .server
            .execute("UPDATE file SET sha256 = 'ada'", params![])
            .await;
        let twin = ApplicationForm {
            family_name: "O’BRIEN".into(),
            ..form()
        };
        let elsewhere = ApplicationForm {
            country: "CA".into(),
            ..form()
        };
        let twin = another(&scene, "bea", twin, Position::IDENTITY).await;
        another(&scene, "cem", elsewhere, Position::IDENTITY).await;
        let record = scene.case().await["on_record"].clone();
        assert_eq!(record["same_report"], json!([]));
        let found = record["same_name"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&found[0]["id"], &found[0]["user_name"]),
            (&json!(twin.id), &json!("bea"))
        );
        scene
            .server
            .execute(
                "UPDATE file SET sha256 = 'ada' WHERE owner_account_id = $1",
                params![&twin.ada_id],
            )
            .await;
        let record = scene.case().await["on_record"].clone();
        let same: Vec<&Value> = record["same_report"].as_array().unwrap().iter().collect();
        assert_eq!(same.len(), 1);
        assert_eq!(same[0]["user_name"], "bea");
        // The training that it names is one that can be opened.
        let training = [
            "/api/v1/review/trainings/",
            same[0]["training_id"].as_str().unwrap(),
        ];
        scene.reviewer.get(&training.concat()).await.expect(200);
    }
}
