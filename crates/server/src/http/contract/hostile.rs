//! Nonsense at every operation, by every kind of caller. It is answered as the contract says: never with a fault of ours,
//! always with a problem document, and a field at fault is named.

use accede_api::problem::ProblemCode;
use accede_store::Dialect;
use axum::http::{Method, header};
use serde_json::{Value, json};

use super::document::{Operation, fields, operations};
use super::faults::Faults;
use super::good::{Body, Good, good};
use super::nonsense::{self, Chance};
use super::world::World;
use crate::testing::{Client, TestAnswer, uuid};

/// Rounds of nonsense at an operation, by the person whose request it is and by each other kind of caller.
const OWN_ROUNDS: u64 = 32;
const OTHERS_ROUNDS: u64 = 4;

/// Words that stand in no answer: they would tell of the inside.
const INSIDE: [&str; 7] = [
    "sqlx",
    "sqlite",
    "postgres",
    "panicked",
    "SELECT ",
    ".rs:",
    "No such file",
];

/// What of an answer breaks the contract.
fn breach(answer: &TestAnswer, method: &Method) -> Option<&'static str> {
    if answer.status >= 500 {
        return Some("a fault of ours");
    }
    if answer.status < 400 || method == Method::HEAD {
        return None;
    }
    if answer.header("content-type") != "application/problem+json" {
        return Some("no problem document");
    }
    let problem: Value = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default();
    let code = ProblemCode::ALL
        .iter()
        .find(|one| one.as_str() == text("code"));
    let errors = problem["errors"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    // The whole body has the empty pointer: it may be no object at all.
    let is_named = |error: &Value| {
        let part = |name: &str| error[name].as_str().unwrap_or_default();
        let pointer = error["pointer"].as_str();
        pointer.is_some_and(|at| at.is_empty() || at.starts_with('/'))
            && !part("code").is_empty()
            && !part("detail").is_empty()
    };
    let rules = [
        (code.is_some(), "an unknown code"),
        (problem["status"] == answer.status, "two statuses"),
        (!text("title").is_empty(), "no title"),
        (!text("detail").is_empty(), "no detail"),
        (!text("request_id").is_empty(), "no request id"),
        (text("instance").starts_with('/'), "no instance"),
        (
            INSIDE.iter().all(|word| !answer.text().contains(word)),
            "words of the inside",
        ),
        (
            (code == Some(&ProblemCode::Invalid)) != errors.is_empty(),
            "fields at fault without a name",
        ),
        (errors.iter().all(is_named), "a field that is half named"),
    ];
    rules
        .into_iter()
        .find_map(|(holds, what)| (!holds).then_some(what))
}

/// Holds an answer against the contract.
fn judge(faults: &mut Faults, answer: &TestAnswer, method: &Method, case: impl FnOnce() -> String) {
    let breach = breach(answer, method);
    faults.check(breach.is_none(), || {
        let what = breach.unwrap_or_default();
        format!("{what}: {}: {} {}", case(), answer.status, lossy(answer))
    });
}

fn lossy(answer: &TestAnswer) -> String {
    String::from_utf8_lossy(&answer.body)
        .chars()
        .take(600)
        .collect()
}

/// The first field at fault: its pointer and code, or the status where there is none.
fn fault(answer: &TestAnswer) -> (String, String) {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let first = &body["errors"][0];
    match (first["pointer"].as_str(), first["code"].as_str()) {
        (Some(pointer), Some(code)) => (pointer.to_owned(), code.to_owned()),
        _ => (answer.status.to_string(), lossy(answer)),
    }
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_named_for_every_body_that_the_document_describes() {
    let world = World::new(Dialect::Sqlite).await;
    let (mut tried, mut faults) = (0, Faults::default());
    for operation in operations().iter().filter(|one| one.body.is_some()) {
        let name = operation.name();
        let mut request = good(&world, operation).await;
        let Body::Json(right) = request.body.clone() else {
            panic!("{name}")
        };
        for field in operation.body.iter().flat_map(fields) {
            let (parent, _) = field.pointer.rsplit_once('/').unwrap();
            let Some(Value::Object(around)) = right.pointer(parent) else {
                panic!(
                    "{name}: the good body lacks {parent}, so that {} is not tried",
                    field.pointer
                )
            };
            let mut try_with = async |value: Option<Value>, extra: bool| {
                let mut around = around.clone();
                match value {
                    Some(value) => around.insert(field.name.clone(), value),
                    None => around.remove(&field.name),
                };
                if extra {
                    around.insert("nobody_knows".to_owned(), json!(1));
                }
                let mut body = right.clone();
                *body.pointer_mut(parent).unwrap() = Value::Object(around);
                let case = format!("{name} with {body}");
                request.body = Body::Json(body);
                tried += 1;
                (request.send(operation, &request.by).await, case)
            };
            for wrong in nonsense::wrong_for(&field) {
                let (answer, case) = try_with(Some(wrong), false).await;
                faults.same(&fault(&answer).0, &field.pointer, &case);
            }
            if field.required {
                let (answer, case) = try_with(None, false).await;
                let expected = (field.pointer.clone(), "required".to_owned());
                faults.same(&fault(&answer), &expected, &case);
            }
            let there = around.get(&field.name).cloned();
            let (answer, case) = try_with(there, true).await;
            let expected = (format!("{parent}/nobody_knows"), "unknown_field".to_owned());
            faults.same(&fault(&answer), &expected, &case);
        }
        // Nothing of all that did anything.
        request.body = Body::Json(right);
        let answer = request.send(operation, &request.by).await;
        faults.check(answer.status < 300, || {
            format!("{name}: {}", lossy(&answer))
        });
    }
    faults.none();
    assert!(tried > 600, "{tried}");
}

/// One request of nonsense.
async fn nonsense(
    operation: &Operation,
    request: &Good,
    client: &Client,
    token: Option<&str>,
    chance: &mut Chance,
) -> (TestAnswer, Method, String) {
    let mut path = request.path(operation, request.id.as_deref().unwrap_or_default());
    if !operation.parameters().is_empty() && chance.one_in(4) {
        let mut template = operation.path.clone();
        for name in operation.parameters() {
            for parameter in [format!("{{{name}}}"), format!("{{*{name}}}")] {
                template = template.replace(&parameter, &nonsense::segment(chance));
            }
        }
        path = template;
    }
    if chance.one_in(if operation.query.is_empty() { 8 } else { 2 }) {
        let base = path.split('?').next().unwrap_or_default().to_owned();
        path = base + &nonsense::query(&operation.query, chance);
    }
    let method = if chance.one_in(10) {
        nonsense::method(chance)
    } else {
        operation.method.clone()
    };
    let mut builder = client.request(method.clone(), &path);
    if let Some(token) = token {
        builder = super::world::bearer(builder, token);
    }
    if operation.takes_key {
        builder = builder.header("idempotency-key", uuid());
    }
    if let Some(version) = request.version.filter(|_| !chance.one_in(4)) {
        builder = builder.header(header::IF_MATCH, format!("\"{version}\""));
    }
    let bytes = match &request.body {
        Body::Json(right) => {
            builder = builder.header(header::CONTENT_TYPE, "application/json");
            if chance.one_in(3) {
                nonsense::raw(right, chance)
            } else {
                nonsense::mutated(right, chance).to_string().into_bytes()
            }
        }
        Body::File(right) if chance.one_in(2) => right[..chance.below(right.len())].to_vec(),
        Body::File(_) | Body::None if chance.one_in(3) => nonsense::raw(&json!({ "x": 1 }), chance),
        Body::File(right) => right.clone(),
        Body::None => Vec::new(),
    };
    let mut odd = Vec::new();
    if chance.one_in(3) {
        let (name, value) = nonsense::odd_header(chance);
        odd.push(format!("{name}: {value:?}"));
        // In the place of the right one, so that it counts.
        if let Some(headers) = builder.headers_mut() {
            headers.insert(name, value);
        }
    }
    let shown: String = String::from_utf8_lossy(&bytes).chars().take(400).collect();
    let case = format!("{method} {path:.200} {odd:?} {shown}");
    (client.send_bytes(builder, bytes).await, method, case)
}

async fn nonsense_is_answered_with_a_problem(dialect: Dialect) {
    let world = World::new(dialect).await;
    let (stranger, half) = (world.stranger().await, world.half_way().await);
    let tool = world.server.files_token(&stranger.id).await;
    let visitor = world.server.client();
    let mut faults = Faults::default();
    let reads: Vec<Operation> = operations()
        .into_iter()
        .filter(|one| one.method == "GET" && !one.path.contains('{'))
        .collect();
    for (number, operation) in operations().into_iter().enumerate() {
        let name = operation.name();
        let request = good(&world, &operation).await;
        let callers: [(&str, &Client, Option<&str>, u64); 7] = [
            ("its person", &request.by, None, OWN_ROUNDS),
            ("a visitor", &visitor, None, OTHERS_ROUNDS),
            ("somebody half-way in", &half.client, None, OTHERS_ROUNDS),
            ("a stranger", &stranger.client, None, OTHERS_ROUNDS),
            ("a reviewer", &world.reviewer.client, None, OTHERS_ROUNDS),
            (
                "an administrator",
                &world.administrator.client,
                None,
                OTHERS_ROUNDS,
            ),
            ("a tool", &visitor, Some(&tool), OTHERS_ROUNDS),
        ];
        for (kind, client, token, rounds) in callers {
            // What the nonsense does to the cookies of this browser is no matter for the next.
            for round in 0..rounds {
                let client = client.copy();
                let seed = u64::try_from(number).unwrap() << 32 | round << 8;
                let mut chance = Chance::new(seed);
                world.forget_attempts().await;
                let (answer, method, case) =
                    nonsense(&operation, &request, &client, token, &mut chance).await;
                judge(&mut faults, &answer, &method, || {
                    format!("{name} by {kind}: {case}")
                });
            }
        }
        if operation.method == "GET" {
            continue;
        }
        // What was taken in can be read again by whoever reads it, and the jobs can work with it.
        for read in &reads {
            let path = read.path.clone();
            for client in [
                &request.by,
                &world.reviewer.client,
                &world.administrator.client,
            ] {
                let answer = client.copy().get(&path).await;
                judge(&mut faults, &answer, &Method::GET, || {
                    format!("GET {path} after {name}")
                });
            }
        }
        world.server.run_jobs().await;
    }
    faults.none();
}

#[tokio::test]
async fn nonsense_is_answered_with_a_problem_on_sqlite() {
    nonsense_is_answered_with_a_problem(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_with_a_problem_on_postgres() {
    nonsense_is_answered_with_a_problem(Dialect::Postgres).await;
}
