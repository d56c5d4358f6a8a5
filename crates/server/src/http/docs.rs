//! The OpenAPI document and a page of it for reading, made by the server, without a script.

use std::fmt::Write as _;
use std::sync::LazyLock;

use accede_api::problem::ProblemCode;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// Both are made once: they depend on nothing but the build.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    super::document()
        .to_pretty_json()
        .unwrap_or_else(|_| "{}".to_owned())
});
static PAGE: LazyLock<String> =
    LazyLock::new(|| page(&serde_json::from_str(&DOCUMENT).unwrap_or_default()));

const STYLE: &str = include_str!("docs.css");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(document))
        .routes(routes!(readable))
        .routes(routes!(style))
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "house", responses((status = 200, body = Object)))]
async fn document() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        DOCUMENT.as_str(),
    )
}

/// This document, for reading.
#[utoipa::path(get, path = "/api/docs", tag = "house", responses((status = 200, body = String, content_type = "text/html")))]
async fn readable() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        PAGE.as_str(),
    )
}

/// The style of the readable page.
#[utoipa::path(get, path = "/api/docs.css", tag = "house", responses((status = 200, body = String, content_type = "text/css")))]
async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        STYLE,
    )
}

/// Writes HTML. Writing to a String cannot fail, so the results are dropped here, in one place.
struct Html(String);

impl Html {
    fn raw(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(text);
    }

    /// Paragraphs, with `code` in backticks.
    fn prose(&mut self, text: &str) {
        for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
            self.0.push_str("<p>");
            for (position, part) in paragraph.split('`').enumerate() {
                let escaped = escape(part);
                if position % 2 == 1 {
                    self.raw(format_args!("<code>{escaped}</code>"));
                } else {
                    self.0.push_str(&escaped);
                }
            }
            self.0.push_str("</p>\n");
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn page(document: &Value) -> String {
    let mut html = Html(String::with_capacity(64 * 1024));
    let info = &document["info"];
    html.raw(format_args!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>API of {title}</title>\n<link rel=\"stylesheet\" \
         href=\"/api/docs.css\">\n</head>\n<body>\n<header>\n<h1>API of {title}</h1>\n",
        title = escape(text(info, "title")),
    ));
    html.prose(text(info, "description"));
    html.raw(format_args!(
        "<p><a href=\"/api/openapi.json\">The OpenAPI document</a></p>\n</header>\n<nav aria-label=\"Contents\">\n<ul>\n\
         <li><a href=\"#operations\">Operations</a></li>\n<li><a href=\"#problems\">Problems</a></li>\n\
         <li><a href=\"#shapes\">Shapes</a></li>\n</ul>\n</nav>\n<main>\n"
    ));
    operations(&mut html, document);
    problems(&mut html);
    shapes(&mut html, document);
    html.raw(format_args!("</main>\n</body>\n</html>\n"));
    html.0
}

fn operations(html: &mut Html, document: &Value) {
    html.raw(format_args!("<h2 id=\"operations\">Operations</h2>\n"));
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operation_section(html, method, path, operation);
            }
        }
    }
}

fn operation_section(html: &mut Html, method: &str, path: &str, operation: &Value) {
    html.raw(format_args!(
        "<section>\n<h3><b>{}</b> {}</h3>\n",
        method.to_uppercase(),
        escape(path)
    ));
    html.prose(text(operation, "summary"));
    html.prose(text(operation, "description"));
    html.prose(&who(operation));
    let parameters = operation["parameters"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if !parameters.is_empty() {
        html.raw(format_args!("<h4>Parameters</h4>\n<dl>\n"));
        for parameter in parameters {
            let needed = if parameter["required"] == Value::Bool(true) {
                ", required"
            } else {
                ""
            };
            html.raw(format_args!(
                "<dt><code>{}</code> ({}{needed})</dt>\n<dd>",
                escape(text(parameter, "name")),
                escape(text(parameter, "in"))
            ));
            html.prose(text(parameter, "description"));
            html.raw(format_args!("</dd>\n"));
        }
        html.raw(format_args!("</dl>\n"));
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        for (kind, media) in content {
            html.raw(format_args!(
                "<p>Body: <code>{}</code> {}</p>\n",
                escape(kind),
                shape(&media["schema"])
            ));
        }
    }
    html.raw(format_args!("<h4>Answers</h4>\n<dl>\n"));
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        html.raw(format_args!("<dt><code>{}</code>", escape(status)));
        for (kind, media) in response["content"].as_object().into_iter().flatten() {
            html.raw(format_args!(
                " <code>{}</code> {}",
                escape(kind),
                shape(&media["schema"])
            ));
        }
        html.raw(format_args!("</dt>\n<dd>"));
        html.prose(text(response, "description"));
        html.raw(format_args!("</dd>\n"));
    }
    html.raw(format_args!("</dl>\n</section>\n"));
}

/// Whom the security section lets in, in a sentence.
fn who(operation: &Value) -> String {
    let mut ways = Vec::new();
    for way in operation["security"].as_array().into_iter().flatten() {
        for (scheme, roles) in way.as_object().into_iter().flatten() {
            let roles: Vec<&str> = roles
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            ways.push(if roles.is_empty() {
                format!("`{scheme}`")
            } else {
                format!("`{scheme}` as `{}`", roles.join("` and `"))
            });
        }
    }
    if ways.is_empty() {
        "Open to everybody.".to_owned()
    } else {
        format!("Open to: {}.", ways.join(", "))
    }
}

/// The kinds of failure; a problem's `type` points at its entry here.
fn problems(html: &mut Html) {
    html.raw(format_args!("<h2 id=\"problems\">Problems</h2>\n<dl>\n"));
    for code in ProblemCode::ALL {
        html.raw(format_args!(
            "<dt id=\"problem-{word}\"><code>{word}</code> ({})</dt>\n<dd>{}</dd>\n",
            code.status(),
            escape(code.title()),
            word = code.as_str(),
        ));
    }
    html.raw(format_args!("</dl>\n"));
}

fn shapes(html: &mut Html, document: &Value) {
    html.raw(format_args!("<h2 id=\"shapes\">Shapes</h2>\n"));
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
    {
        html.raw(format_args!(
            "<section>\n<h3 id=\"shape-{name}\">{name}</h3>\n",
            name = escape(name)
        ));
        html.prose(text(schema, "description"));
        let properties = schema["properties"].as_object();
        if let Some(properties) = properties.filter(|p| !p.is_empty()) {
            html.raw(format_args!("<dl>\n"));
            for (field, property) in properties {
                html.raw(format_args!(
                    "<dt><code>{}</code> {}</dt>\n<dd>",
                    escape(field),
                    shape(property)
                ));
                html.prose(text(property, "description"));
                html.raw(format_args!("</dd>\n"));
            }
            html.raw(format_args!("</dl>\n"));
        } else {
            html.raw(format_args!("<p>{}</p>\n", shape(schema)));
        }
        html.raw(format_args!("</section>\n"));
    }
}

/// A schema in a few words, as HTML, with links to named shapes.
fn shape(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return format!("<a href=\"#shape-{name}\">{name}</a>", name = escape(name));
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[key].as_array() {
            return choices.iter().map(shape).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let words = values
            .iter()
            .filter_map(Value::as_str)
            .map(|v| format!("<code>{}</code>", escape(v)));
        return words.collect::<Vec<_>>().join(", ");
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "any value".to_owned(),
    };
    match (kind.as_str(), &schema["items"]) {
        ("array", items) if !items.is_null() => format!("list of {}", shape(items)),
        _ => match schema["format"].as_str() {
            Some(format) => format!("{} ({})", escape(&kind), escape(format)),
            None => escape(&kind),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_and_every_operation_stands_on_the_page() {
        let page = PAGE.as_str();
        for code in ProblemCode::ALL {
            assert!(page.contains(&format!("id=\"problem-{}\"", code.as_str())));
        }
        let document: Value = serde_json::from_str(&DOCUMENT).unwrap();
        for path in document["paths"].as_object().unwrap().keys() {
            assert!(page.contains(path), "{path}");
        }
        assert!(!page.contains("<script") && !page.contains("style="));
    }

    #[test]
    fn what_comes_from_comments_is_escaped() {
        let mut html = Html(String::new());
        html.prose("a <b> `c<d>` & e");
        assert_eq!(
            html.0,
            "<p>a &lt;b&gt; <code>c&lt;d&gt;</code> &amp; e</p>\n"
        );
    }
}
