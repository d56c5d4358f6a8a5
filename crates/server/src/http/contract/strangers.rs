//! Nobody meets somebody else's things: what is another person's answers as what never was.

use accede_domain::account::Role;
use accede_store::{Dialect, params};
use serde_json::Value;

use super::document::{Operation, Way, fields, operations};
use super::faults::Faults;
use super::good::{Body, Good, NOWHERE, good};
use super::world::{MARK, Person, World};
use crate::testing::TestAnswer;

/// Operations on an object whose role lets them see anybody's: what the others get is [`super::actors`]' subject.
fn is_for_staff(operation: &Operation) -> bool {
    let staff = [Way::Reviewer, Way::Administrator];
    operation.lets_in.iter().any(|way| staff.contains(way))
}

/// What a caller can tell from an answer: all but the path that was asked for and the request's own id.
fn told(answer: &TestAnswer) -> (u16, Value) {
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("instance");
        fields.remove("request_id");
    }
    (answer.status, body)
}

fn says_nothing_of_anybody(answer: &TestAnswer, whose: &str) {
    let text = String::from_utf8_lossy(&answer.body).to_lowercase();
    assert!(!text.contains(&MARK.to_lowercase()), "{whose}: {text}");
    let headers = format!("{:?}", answer.headers).to_lowercase();
    assert!(
        !headers.contains(&MARK.to_lowercase()),
        "{whose}: {headers}"
    );
}

/// Tries the request as this person on the thing and on nothing: there must be no difference.
async fn cannot_tell(
    faults: &mut Faults,
    operation: &Operation,
    request: &Good,
    who: &str,
    person: &Person,
    expected: u16,
) {
    let case = format!("{} by {who}", operation.name());
    let there = request.send(operation, &person.client).await;
    let path = request.path(operation, NOWHERE);
    let nowhere = request
        .send_to(operation, &person.client, &path, None)
        .await;
    faults.same(&told(&there), &told(&nowhere), &case);
    faults.same(&there.status, &expected, &case);
    says_nothing_of_anybody(&there, &case);
}

#[tokio::test]
async fn another_persons_object_is_as_if_it_were_not_there() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let world = World::new(dialect).await;
        let stranger = world.stranger().await;
        let (mut tried, mut faults) = (0, Faults::default());
        for operation in operations() {
            if !operation.parameters().contains(&"id".to_owned()) {
                continue;
            }
            let name = operation.name();
            let request = good(&world, &operation).await;
            // The role is asked for first, so that its refusal tells nothing either.
            let staff = is_for_staff(&operation);
            let mut others = vec![("a stranger", &stranger, if staff { 403 } else { 404 })];
            if !staff && !is_read_by_staff(&name) {
                others.push(("an administrator", &world.administrator, 404));
                if !is_given_by_reviewers_too(&name) {
                    others.push(("a reviewer", &world.reviewer, 404));
                }
            }
            for (who, person, expected) in others {
                let faults = &mut faults;
                cannot_tell(faults, &operation, &request, who, person, expected).await;
                tried += 1;
            }
            if !name.contains("/demo/") {
                // Whose it is finds it, and as it was: the request rests on the version from before.
                let answer = request.send(&operation, &request.by).await;
                faults.check(answer.status < 300, || {
                    format!("{name} by whose it is: {:?}", told(&answer))
                });
            }
        }
        faults.none();
        assert!(tried > 60, "{tried}");
    }
}

/// Staff read anybody's report, through the same address as its person.
fn is_read_by_staff(name: &str) -> bool {
    name == "GET /api/v1/trainings/{id}/file"
}

/// A reviewer sends the request to a reference again, through the same address as the applicant.
fn is_given_by_reviewers_too(name: &str) -> bool {
    name.ends_with("/reference/resend")
}

/// Whoever is tied to a case decides nothing on it, whatever their role.
#[tokio::test]
async fn a_reviewer_decides_nothing_on_what_they_are_tied_to() {
    let world = World::new(Dialect::Sqlite).await;
    let (mut tried, mut faults) = (0, Faults::default());
    for operation in operations() {
        // Whoever has a part in a case never holds it: letting go of it changes nothing, and is told to nobody.
        let decides = operation.lets_in == [Way::Reviewer]
            && operation.parameters().contains(&"id".to_owned())
            && !operation.path.ends_with("/release");
        if !decides {
            continue;
        }
        for tie in [
            "own_case",
            "named_as_reference",
            "applicant_is_own_reference",
        ] {
            tried += 1;
            let case = format!("{} by a reviewer: {tie}", operation.name());
            let request = good(&world, &operation).await;
            let owner = request.owner.clone().unwrap();
            let tied = tie_to(&world, &owner, tie).await;
            let (status, told) = told(&request.send(&operation, &tied).await);
            faults.same(
                &(status, &told["refusal"]),
                &(403, &Value::from(tie)),
                &case,
            );
            if tie != "own_case" {
                // The decision waits for somebody without ties.
                let answer = request.send(&operation, &request.by).await;
                faults.same(&answer.status, &200, &case);
            }
        }
    }
    faults.none();
    assert!(tried >= 3 * 10, "{tried}");
}

/// A reviewer who is tied to this applicant.
async fn tie_to(world: &World, owner: &str, tie: &str) -> crate::testing::Client {
    if tie == "own_case" {
        return world.promote(owner).await;
    }
    let server = &world.server;
    let (id, client) = server.person(&world.name(), Role::Reviewer).await;
    // Who vouches, and for whom.
    let (reference, applicant) = match tie {
        "named_as_reference" => (id.as_str(), owner),
        _ => (owner, id.as_str()),
    };
    let address = format!("{}@example.edu", world.name());
    let sql = "UPDATE account_email SET folded = $2 WHERE account_id = $1";
    server.execute(sql, params![reference, &address]).await;
    name_as_reference(world, applicant, &address).await;
    client
}

/// Has this address stand for somebody whom the person named as reference, in all of their applications.
async fn name_as_reference(world: &World, account_id: &str, folded: &str) {
    let server = &world.server;
    let id = server.state.ids.id(server.state.now());
    server
        .execute(
            "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation,
                 country, researcher_category, created_at, updated_at)
             VALUES ($1, 1, $2, 'withdrawn', '{}', 1, 'Ada Lovelace', 'University', 'DE', 'academic', 0, 0)",
            params![&id, account_id],
        )
        .await;
    server
        .execute(
            "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
                 email_folded, organisation, title, page_url, created_at, updated_at)
             VALUES ($1, 1, $1, 1, 'nominated', '', '', '', $2, '', '', '', 0, 0)",
            params![&id, folded],
        )
        .await;
    server
        .execute(
            "UPDATE reference_request SET email_folded = $2
             WHERE application_id IN (SELECT id FROM application WHERE account_id = $1)",
            params![account_id, folded],
        )
        .await;
}

/// Every list and page that a researcher can read holds their own things only.
#[tokio::test]
async fn nothing_that_can_be_read_without_an_id_tells_of_others() {
    let world = World::new(Dialect::Sqlite).await;
    // Somebody with one thing of each kind.
    for operation in operations() {
        good(&world, &operation).await;
        world.forget_attempts().await;
    }
    let (stranger, visitor) = (world.stranger().await, world.server.client());
    for operation in operations() {
        if operation.method != "GET" || operation.parameters().contains(&"id".to_owned()) {
            continue;
        }
        let request = Good {
            body: Body::None,
            ..good(&world, &operation).await
        };
        for (who, client) in [("a stranger", &stranger.client), ("a visitor", &visitor)] {
            let case = format!("{} by {who}", operation.name());
            says_nothing_of_anybody(&request.send(&operation, client).await, &case);
        }
    }
}

/// Fields and parameters that name an object of somebody's, other than in the path, and the test that holds them.
const NAMED_ELSEWHERE: [&str; 38] = [
    // Mailed links: [`a_mailed_token_opens_what_it_was_mailed_for_and_nothing_else`].
    "POST /api/v1/cloud-identities/verify /token",
    "POST /api/v1/email-verifications /token",
    "POST /api/v1/passphrase-resets/complete /token",
    "POST /api/v1/reference-requests/answer /token",
    "POST /api/v1/reference-requests/open /token",
    "POST /api/v1/reference-requests/withdraw /token",
    "POST /api/v1/reference-lists/open /token",
    "POST /api/v1/reference-lists/withdraw /token",
    // Of the address that the link was mailed to, in the tests of references.
    "POST /api/v1/reference-lists/withdraw /id",
    // Places in a list: [`a_place_in_a_list_opens_no_other_list`], and the review's own tests for staff.
    "GET /api/v1/account/events ?after",
    "GET /api/v1/account/events ?before",
    "GET /api/v1/review/applications ?after",
    "GET /api/v1/review/applications ?before",
    "GET /api/v1/review/references ?after",
    "GET /api/v1/review/references ?before",
    "GET /api/v1/review/credential-flags ?after",
    "GET /api/v1/review/credential-flags ?before",
    "GET /api/v1/review/trainings ?after",
    "GET /api/v1/review/trainings ?before",
    "POST /api/v1/review/applications/bulk/preview ?after",
    "POST /api/v1/review/applications/bulk/preview ?before",
    // Anybody's who waits for a reviewer: the ties to each are judged, in the review's own tests of bulks.
    "POST /api/v1/review/applications/bulk /items/0/id",
    // Not read: counts and files are of the whole list.
    "GET /api/v1/review/applications.csv ?after",
    "GET /api/v1/review/applications.csv ?before",
    "GET /api/v1/review/applications/facets ?after",
    "GET /api/v1/review/applications/facets ?before",
    "GET /api/v1/review/references/facets ?after",
    "GET /api/v1/review/references/facets ?before",
    "GET /api/v1/review/trainings/facets ?after",
    "GET /api/v1/review/trainings/facets ?before",
    "GET /api/v1/review/references.csv ?after",
    "GET /api/v1/review/references.csv ?before",
    "GET /api/v1/review/trainings.csv ?after",
    "GET /api/v1/review/trainings.csv ?before",
    // Not read: the next case is the view's oldest, on whichever page of it the reviewer looks.
    "POST /api/v1/review/applications/next ?after",
    "POST /api/v1/review/applications/next ?before",
    "POST /api/v1/review/trainings/next ?after",
    "POST /api/v1/review/trainings/next ?before",
];

#[test]
fn no_body_and_no_query_names_an_object_that_no_test_knows() {
    let names_one = |name: &str| {
        ["id", "ids", "token", "after", "before"].contains(&name)
            || name.ends_with("_id")
            || name.ends_with("_ids")
    };
    // Of an organisation, not of anything here.
    let is_public = |name: &str| name == "ror_id";
    let mut found = Vec::new();
    for operation in operations() {
        let name = operation.name();
        if name.contains("/demo/") {
            continue;
        }
        for field in operation.body.iter().flat_map(fields) {
            if names_one(&field.name) && !is_public(&field.name) {
                found.push(format!("{name} {}", field.pointer));
            }
        }
        for parameter in operation.query.iter().filter(|one| names_one(one)) {
            found.push(format!("{name} ?{parameter}"));
        }
    }
    found.sort();
    let mut known = NAMED_ELSEWHERE.map(str::to_owned).to_vec();
    known.sort();
    assert_eq!(
        found, known,
        "test that somebody else's cannot be named there, and add the line"
    );
}

#[tokio::test]
async fn a_mailed_token_opens_what_it_was_mailed_for_and_nothing_else() {
    let world = World::new(Dialect::Sqlite).await;
    let by_token: Vec<Operation> = operations()
        .into_iter()
        .filter(|one| one.body.iter().flat_map(fields).any(|f| f.name == "token"))
        .collect();
    let purpose = |operation: &Operation| operation.path.split('/').nth(3).map(str::to_owned);
    for operation in &by_token {
        for other in &by_token {
            if purpose(operation) == purpose(other) {
                continue;
            }
            world.forget_attempts().await;
            let mut request = good(&world, operation).await;
            let foreign = good(&world, other).await;
            let (Body::Json(body), Body::Json(from)) = (&mut request.body, &foreign.body) else {
                panic!("{}", operation.name());
            };
            let own = std::mem::replace(&mut body["token"], from["token"].clone());
            let case = format!("{} with the token of {}", operation.name(), other.name());
            let answer = request.send(operation, &request.by).await;
            assert!(
                (400..500).contains(&answer.status),
                "{case}: {}",
                answer.status
            );
            says_nothing_of_anybody(&answer, &case);
            if let Body::Json(body) = &mut request.body {
                body["token"] = own;
            }
            let answer = request.send(operation, &request.by).await;
            assert!(answer.status < 300, "{case}: {}", answer.text());
        }
    }
    assert!(by_token.len() >= 6);
}

#[tokio::test]
async fn a_place_in_a_list_opens_no_other_list() {
    let world = World::new(Dialect::Sqlite).await;
    let (owner, stranger) = (world.somebody().await, world.stranger().await);
    for person in [&owner, &stranger] {
        for _ in 0..3 {
            let body = serde_json::json!({ "name": MARK, "scope": "files_read", "days": 30 });
            let made = person.client.post("/api/v1/account/tokens", &body).await;
            made.expect(201);
        }
    }
    let list = async |person: &Person, query: &str| -> Value {
        let path = format!("/api/v1/account/events?limit=1{query}");
        person.client.get(&path).await.expect(200).json()
    };
    let first = list(&owner, "").await;
    let next = first["next"].as_str().unwrap();
    let ids_of = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(super::world::id_of).collect()
    };
    let mut own = Vec::new();
    let whole: Value = owner.client.get("/api/v1/account/events").await.json();
    own.extend(ids_of(&whole));
    let seen = list(&stranger, &format!("&after={next}")).await;
    assert!(ids_of(&seen).iter().all(|id| !own.contains(id)));
}
