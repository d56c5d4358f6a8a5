//! The document as the tests read it: operations with whom they let in, and the fields of their bodies.

use axum::http::Method;
use serde_json::Value;

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: Method,
    /// The template, such as `/api/v1/applications/{id}`.
    pub path: String,
    /// Whom the security section lets in; empty where everybody is.
    pub lets_in: Vec<Way>,
    pub takes_key: bool,
    pub takes_version: bool,
    /// Names of the query's parameters.
    pub query: Vec<String>,
    /// The schema of a JSON body, without references.
    pub body: Option<Value>,
}

/// One way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A complete sign-in.
    Session,
    /// A sign-in however far it got.
    SigningIn,
    /// A complete sign-in, of staff without their second factor too.
    SettingUp,
    Reviewer,
    Administrator,
    /// A personal access token.
    Token,
}

impl Operation {
    /// `POST /api/v1/…`, as messages and tables name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Names of the path's parameters.
    pub fn parameters(&self) -> Vec<String> {
        let parts = self.path.split('/');
        let names = parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        names
            .map(|name| name.trim_start_matches('*').to_owned())
            .collect()
    }
}

/// Every operation of the served document.
pub fn operations() -> Vec<Operation> {
    let document: Value =
        serde_json::from_str(&crate::http::document().to_json().unwrap()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push(read(&document, method, path, operation));
        }
    }
    all
}

fn read(document: &Value, method: &str, path: &str, operation: &Value) -> Operation {
    let parameters = || operation["parameters"].as_array().into_iter().flatten();
    let takes = |name: &str| parameters().any(|p| p["in"] == "header" && p["name"] == name);
    let query = parameters().filter(|p| p["in"] == "query");
    let content = &operation["requestBody"]["content"];
    let json = &content["application/json"]["schema"];
    Operation {
        method: method.to_uppercase().parse().unwrap(),
        path: path.to_owned(),
        lets_in: operation["security"]
            .as_array()
            .into_iter()
            .flatten()
            .map(way)
            .collect(),
        takes_key: takes("Idempotency-Key"),
        takes_version: takes("If-Match"),
        query: query
            .map(|p| p["name"].as_str().unwrap().to_owned())
            .collect(),
        body: (!json.is_null()).then(|| resolved(document, json)),
    }
}

fn way(requirement: &Value) -> Way {
    let (scheme, roles) = requirement.as_object().unwrap().iter().next().unwrap();
    let roles: Vec<&str> = roles
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r.as_str().unwrap())
        .collect();
    match (scheme.as_str(), roles.as_slice()) {
        ("session", []) => Way::Session,
        ("session", ["signing_in"]) => Way::SigningIn,
        ("session", ["setting_up"]) => Way::SettingUp,
        ("session", ["reviewer"]) => Way::Reviewer,
        ("session", ["administrator"]) => Way::Administrator,
        ("token", []) => Way::Token,
        other => panic!("a security requirement that no test knows: {other:?}"),
    }
}

/// The schema with every reference replaced by what it refers to. No body refers to itself.
fn resolved(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolved(document, &document.pointer(&name[1..]).unwrap().clone());
    }
    match schema {
        Value::Object(fields) => {
            let all = fields.iter();
            all.map(|(name, value)| (name.clone(), resolved(document, value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(|item| resolved(document, item)).collect(),
        other => other.clone(),
    }
}

/// A field of a body.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where it stands; an item of a list has the index 0.
    pub pointer: String,
    pub name: String,
    pub schema: Value,
    pub required: bool,
}

impl Field {
    /// Whether the schema lets a JSON value of this kind stand here: `string`, `null` …
    pub fn takes(&self, kind: &str) -> bool {
        takes(&self.schema, kind)
    }

    /// Whether any text may stand here, other than for one of a list, a date or the like.
    pub fn takes_any_text(&self) -> bool {
        let is_bound = |key: &str| !self.schema[key].is_null();
        self.takes("string") && !["enum", "format", "oneOf"].into_iter().any(is_bound)
    }
}

fn takes(schema: &Value, kind: &str) -> bool {
    let listed = match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(all) => all.iter().any(|one| one == kind),
        _ => false,
    };
    let choices = ["oneOf", "anyOf", "allOf"].map(|key| schema[key].as_array());
    listed
        || choices
            .into_iter()
            .flatten()
            .flatten()
            .any(|one| takes(one, kind))
}

/// Every field of a body's schema, the inner ones too.
pub fn fields(schema: &Value) -> Vec<Field> {
    let mut all = Vec::new();
    walk(schema, "", &mut all);
    all
}

fn walk(schema: &Value, at: &str, into: &mut Vec<Field>) {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let pointer = format!("{at}/{name}");
        into.push(Field {
            pointer: pointer.clone(),
            name: name.clone(),
            schema: field.clone(),
            required: required.contains(&name.as_str()),
        });
        walk(field, &pointer, into);
        if !field["items"].is_null() {
            walk(&field["items"], &format!("{pointer}/0"), into);
        }
    }
}
