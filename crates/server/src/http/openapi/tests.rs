//! The document holds every route, and every route its failures.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::testing::TestServer;

fn document() -> Value {
    serde_json::from_str(&crate::http::document().to_json().unwrap()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                all.push((method.clone(), path.clone(), operation.clone()));
            }
        }
    }
    all
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("fake.rs")
        {
            into.push(path);
        }
    }
}

/// A route can come into being in one way only, `routes!`, which documents it; and what is written as an endpoint is
/// mounted. Both are read from the sources, because a router cannot be asked for its routes.
#[test]
fn no_route_is_missing_from_the_document() {
    let known = operations(&document());
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut written = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for way in [".route(", ".route_service(", ".nest(", ".nest_service("] {
            assert!(
                !text.contains(way),
                "{}: use routes!(…) and not {way}…)",
                file.display()
            );
        }
        for part in text.split("#[utoipa::path(").skip(1) {
            let method = part.trim_start().split([',', ' ', '\n']).next().unwrap();
            let path = part
                .split("path = \"")
                .nth(1)
                .and_then(|p| p.split('"').next())
                .unwrap();
            written += 1;
            let found = known.iter().any(|(m, p, _)| m == method && p == path);
            assert!(found, "{}: {method} {path} is not mounted", file.display());
        }
    }
    assert_eq!(
        written,
        known.len(),
        "each operation is one endpoint in one file"
    );
}

#[test]
fn every_change_says_how_it_fails() {
    for (method, path, operation) in operations(&document()) {
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.contains_key("default"), "{method} {path}");
        let problems = responses
            .values()
            .filter(|r| !r["content"]["application/problem+json"].is_null())
            .count();
        assert!(
            method == "get" || problems > 3,
            "{method} {path}: add CommandProblems or ChangeProblems to its responses"
        );
        assert!(
            operation["summary"].is_string(),
            "{method} {path}: a comment above the handler says what it does"
        );
        assert!(
            operation["tags"].is_array(),
            "{method} {path}: a tag names its area"
        );
    }
}

#[test]
fn the_document_is_openapi_3_1_without_a_dangling_reference() {
    let document = document();
    let mut ids: Vec<String> = operations(&document)
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    let known = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), known, "an operation's id is its own: {ids:?}");
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name} is referred to but not defined"
        );
    }
}

#[tokio::test]
async fn it_is_served() {
    let server = TestServer::start().await;
    let answer = server.client().get("/api/openapi.json").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json")
    );
    assert_eq!(answer.json::<Value>(), document());
    let page = server.client().get("/api/docs").await;
    assert!(
        page.text().contains("problem-stale_version")
            && page.header("content-type").starts_with("text/html")
    );
    assert_eq!(server.client().get("/api/docs.css").await.status, 200);
}
