//! The OpenAPI document: its frame, what every operation shares, and the problem responses that handlers name.

use std::collections::BTreeMap;

use accede_api::problem::Problem;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response, ResponseBuilder,
    SecurityRequirement,
};
use utoipa::{IntoParams, IntoResponses, PartialSchema as _, ToSchema as _};

const ABOUT: &str = "The portal's own page uses nothing else.\n\n\
    A change needs `Idempotency-Key` where it is a POST with an effect, and `If-Match` where it changes something that \
    has an ETag. Unknown fields and parameters are refused. Failures are problem documents (RFC 9457); their `code` is \
    stable. What somebody may not see is 404.\n\n\
    An operation's security section says who is let in. Without one it is everybody. `session` alone takes a complete \
    sign-in; `session` with `reviewer` or `administrator` takes that role, with `signing_in` a sign-in that waits for \
    its second factor too, with `setting_up` also staff who have yet to set theirs up. `token` takes a personal access \
    token. Any other caller gets 401 or 403, whatever is asked for.";

/// Title, description and security schemes; the routes fill in the rest.
pub(super) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Accede")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// Adds what every operation has: the security schemes, the problem schema and a `default` response.
pub(super) fn finish(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-accede")));
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components
        .security_schemes
        .insert("session".to_owned(), RefOr::T(cookie));
    components
        .security_schemes
        .insert("token".to_owned(), RefOr::T(bearer));
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    for (name, schema) in schemas {
        components.schemas.entry(name).or_insert(schema);
    }
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(operation_id(method, path));
            let default = problem("Any other failure, as a problem document.");
            operation
                .responses
                .responses
                .entry("default".to_owned())
                .or_insert(RefOr::T(default));
        }
    }
    document
}

fn operations(
    item: &mut utoipa::openapi::PathItem,
) -> impl Iterator<Item = (&'static str, &mut utoipa::openapi::path::Operation)> {
    [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
        ("patch", &mut item.patch),
        ("head", &mut item.head),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// A name that no other operation has, which is what generators of clients call it: `post_applications_id_accept`.
fn operation_id(method: &str, path: &str) -> String {
    let words = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !["api", "v1"].contains(word));
    let end = if path.ends_with('/') { "_list" } else { "" };
    [method]
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
        + end
}

/// A problem document as a response.
fn problem(description: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
}

fn problems(list: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    list.iter()
        .map(|(status, about)| ((*status).to_owned(), RefOr::T(problem(about))))
        .collect()
}

/// For `security(...)` of an operation that a session or a token opens; operations without it are open to all.
#[must_use]
pub fn signed_in() -> Vec<SecurityRequirement> {
    vec![
        SecurityRequirement::new::<_, [&str; 0], &str>("session", []),
        SecurityRequirement::new::<_, [&str; 0], &str>("token", []),
    ]
}

/// The failures of a read by a person who is signed in.
pub struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "The query cannot be read."),
            ("401", "Nobody is signed in."),
            ("403", "The role does not allow it."),
            ("404", "It is not there, or somebody else's."),
        ])
    }
}

/// The failures of a read that takes what somebody typed.
pub struct ListProblems;

impl IntoResponses for ListProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = ReadProblems::responses();
        all.extend(problems(&[(
            "422",
            "A value needs another, such as a search without a letter or digit.",
        )]));
        all
    }
}

/// The failures of a POST with an effect.
pub struct CommandProblems;

impl IntoResponses for CommandProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            (
                "400",
                "The request cannot be read, or `Idempotency-Key` is missing.",
            ),
            ("401", "Nobody is signed in."),
            ("403", "The role does not allow it, or another site asked."),
            ("404", "It is not there, or somebody else's."),
            (
                "409",
                "The state of things does not allow it, or the same request is still running.",
            ),
            (
                "412",
                "`If-Match` is stale; `current` holds what it is now.",
            ),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            (
                "422",
                "Fields need another value, or the key belongs to another request.",
            ),
            (
                "428",
                "`If-Match` is missing, where the operation lists it.",
            ),
            (
                "429",
                "Too many attempts; `Retry-After` says when to try again.",
            ),
        ])
    }
}

/// The failures of a PUT, PATCH or DELETE on something that has an ETag.
pub struct ChangeProblems;

impl IntoResponses for ChangeProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = CommandProblems::responses();
        all.extend(problems(&[
            ("400", "The request cannot be read."),
            ("409", "The state of things does not allow it."),
        ]));
        all.remove("429");
        all
    }
}

/// Documents `Idempotency-Key` in `params(...)`.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(
    dead_code,
    reason = "read by the derive; the value is taken by `write::IdempotencyKey`"
)]
pub struct IdempotencyKeyParam {
    /// A UUID of the client's making. The same key with the same body gets the same answer, for 48 hours.
    #[param(rename = "Idempotency-Key")]
    key: String,
}

/// Documents `If-Match` in `params(...)`.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(
    dead_code,
    reason = "read by the derive; the value is taken by `version::IfMatch`"
)]
pub struct IfMatchParam {
    /// The ETag that the change rests on, as it was read.
    #[param(rename = "If-Match", example = "\"3\"")]
    etag: String,
}

#[cfg(test)]
mod tests;
