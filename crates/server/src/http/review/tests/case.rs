//! What opening a case costs, with everything on it.

use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use super::another;
use crate::application::testing::{Scene, all_yes, form};

/// The statements of a case, those that find the session and write the look into the audit log among them. An administrator
/// is told what there is to look at on the credential, too.
const MOST: u64 = 26;

const OLGA: &str = "olga@example.edu";

/// Further addresses of the applicant's, at institutions of their own.
async fn addresses(scene: &Scene) {
    for domain in ["lab.example.org", "clinic.example.net", "uni.example.com"] {
        let sql = "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary,
                       created_at, updated_at) VALUES ($1, 1, $2, $3, $3, 1, 0, 1, 1)";
        let address = ["ada@", domain].concat();
        scene
            .server
            .execute(sql, params![domain, &scene.ada_id, address])
            .await;
    }
}

/// Somebody else of the same name and organisation, with the same reference, who sent the same file.
async fn twin(scene: &Scene) {
    let same = ApplicationForm {
        reference_name: "Olga Meyer".into(),
        reference_email: OLGA.into(),
        ..form()
    };
    let twin = another(scene, "bea", same, Position::FINAL).await;
    let sql = "UPDATE file SET sha256 = 'same' WHERE owner_account_id IN ($1, $2)";
    let both = params![&scene.ada_id, &twin.ada_id];
    scene.server.execute(sql, both).await;
}

#[tokio::test]
async fn a_case_takes_so_many_statements_with_everything_on_it() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        // One that came to nothing, and one that goes all the way, with a reference that is replaced.
        scene.go_to(Position::REJECTED).await;
        let begun = scene.ada.post("/api/v1/applications", &json!({})).await;
        let id = begun.expect(201).json::<Value>()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let scene = Scene { id, ..scene };
        scene.go_to(Position::RETURNED).await;
        let longer = ApplicationForm {
            city: "Cambridge".into(),
            ..form()
        };
        scene.save(&longer).await.expect(200);
        let (ada, reviewer) = (&scene.ada, &scene.reviewer);
        let none = json!({});
        scene.command(ada, "submit", &none).await.expect(200);
        scene
            .decide(reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        let invitation = json!({ "message": "" });
        scene
            .decide(reviewer, "invite-reference", &invitation)
            .await
            .expect(200);
        let olga = crate::application::testing::another(OLGA);
        scene
            .command(ada, "reference/replace", &olga)
            .await
            .expect(200);
        addresses(&scene).await;
        twin(&scene).await;
        let path = ["/api/v1/review/applications/", &scene.id].concat();
        let note = json!({ "text": "Met her at the symposium." });
        reviewer
            .post(&[&path, "/notes"].concat(), &note)
            .await
            .expect(201);
        let take = json!({ "take_over": false });
        reviewer
            .post(&[&path, "/claim"].concat(), &take)
            .await
            .expect(200);

        for (by, most) in [(reviewer, MOST), (&scene.admin, MOST + 1)] {
            let before = scene.server.state.store.statements();
            let case: Value = by.get(&path).await.expect(200).json();
            let statements = scene.server.state.store.statements() - before;
            for (part, many) in [
                ("references", 2),
                ("comments", 1),
                ("earlier", 1),
                ("trainings", 1),
                ("notes", 1),
                ("changed", 2),
            ] {
                assert_eq!(case[part].as_array().unwrap().len(), many, "{part}");
            }
            let record = &case["on_record"];
            for (part, many) in [("institution", 4), ("same_name", 1), ("same_report", 1)] {
                assert_eq!(record[part].as_array().unwrap().len(), many, "{part}");
            }
            assert_eq!(record["reference"]["latest"].as_array().unwrap().len(), 1);
            assert_eq!(case["claim"]["by"], "rosa");
            assert!(statements <= most, "{statements}");
        }
    }
}
