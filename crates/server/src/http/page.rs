//! The single-page application, carried inside the program with its precompressed copies.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write as _;

use accede_api::problem::ProblemCode;
use accede_api::site::{Build, Site, is_page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest as _, Sha256};

use super::actor::cookie;
use super::edge::AsItIs;
use super::version::none_match;
use crate::account::device::Browser;
use crate::error::ApiError;
use crate::orcid::CALLBACK;
use crate::state::AppState;

#[derive(RustEmbed)]
#[folder = "$ACCEDE_DIST"]
struct Dist;

const INDEX: &str = "index.html";
/// Whom the entries name to write to, as they are built: what they say without the program has no other way to know.
const BUILT_SUPPORT: &str = "support@accede.example";
/// What stands in the entries, as they are built, where the installation is written.
const BUILT_SITE: &str = "accede-site-as-built";
/// What browsers ask for by themselves beside a page that names no icon: the API's page, a list of files.
const ICON: &str = "favicon.ico";
/// A name with a digest in it never changes its content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for anew each time: a 304 where nothing changed.
const REVALIDATE: &str = "no-cache";
/// Hexadecimal digits of the digest that trunk puts into a file's name.
const DIGEST_LENGTH: usize = 16;
/// Folders below which an unknown address is an error and never the page.
const NOT_THE_PAGE: [&str; 3] = ["/api/", "/files/", "/.well-known/"];

/// The version of the program and a digest of everything it serves.
#[must_use]
pub fn build_id() -> String {
    let mut names: Vec<Cow<'static, str>> = Dist::iter().collect();
    names.sort_unstable();
    let mut digest = Sha256::new();
    for name in names {
        digest.update(name.as_bytes());
        digest.update(
            Dist::get(&name)
                .map(|f| f.metadata.sha256_hash())
                .unwrap_or_default(),
        );
    }
    format!(
        "{}-{}",
        env!("CARGO_PKG_VERSION"),
        hex::encode(&digest.finalize()[..6])
    )
}

/// The entries of the builds as this installation sends them: with its own support address, which stands in what people read
/// who cannot start the program, and with what the program would have to ask for before it can draw the first line.
pub struct Entries(HashMap<Cow<'static, str>, Entry>);

struct Entry {
    plain: Copied,
    gzip: Copied,
}

impl Entries {
    /// # Errors
    /// None that happens: the bytes are packed in memory.
    pub fn new(site: &Site) -> std::io::Result<Self> {
        let written = serde_json::to_string(site)?;
        let mut entries = HashMap::new();
        for name in Dist::iter().filter(|name| name.ends_with(INDEX)) {
            let Some(file) = Dist::get(&name) else {
                continue;
            };
            let built = String::from_utf8_lossy(&file.data);
            let plain = with_site(&with_support(&built, &site.support_address), &written);
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(plain.as_bytes())?;
            let copied = |bytes: Vec<u8>, encoding| Copied {
                etag: etag(&Sha256::digest(&bytes)),
                bytes: bytes.into(),
                encoding,
            };
            let entry = Entry {
                gzip: copied(gzip.finish()?, Some("gzip")),
                plain: copied(plain.into_bytes(), None),
            };
            entries.insert(name, entry);
        }
        Ok(Self(entries))
    }
}

/// The address in links and in text. Attributes may stand without quotes.
fn with_support(page: &str, address: &str) -> String {
    let escaped = |escape: fn(u8) -> String| {
        address
            .bytes()
            .map(|byte| match byte {
                b'@' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
                _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                _ => escape(byte),
            })
            .collect::<String>()
    };
    let link = ["mailto:", &escaped(|byte| format!("%{byte:02X}"))].concat();
    page.replace(&["mailto:", BUILT_SUPPORT].concat(), &link)
        .replace(BUILT_SUPPORT, &escaped(|byte| format!("&#{byte};")))
}

/// The installation in the attribute that is kept for it. Attributes may stand without quotes.
fn with_site(page: &str, site: &str) -> String {
    let escaped = site
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    let written = ["content=\"", &escaped, "\""].concat();
    page.replace(&["content=\"", BUILT_SITE, "\""].concat(), &written)
        .replace(&["content=", BUILT_SITE].concat(), &written)
}

/// The fallback of the router: a file of the page, or the page itself for every address that the page routes.
pub(super) async fn serve(
    State(state): State<AppState>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path();
    let name = path.trim_start_matches('/');
    let is_file_name = name
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    let unknown = NOT_THE_PAGE.iter().any(|folder| path.starts_with(folder))
        || path == "/api"
        || path == "/files";
    let file = if unknown {
        None
    } else if name == ICON {
        mark()
    } else if is_file_name {
        // The copies are found by what the client accepts, never by name.
        Some(name)
            .filter(|n| !n.ends_with(".br") && !n.ends_with(".gz"))
            .filter(|n| Dist::get(n).is_some())
            .map(Cow::Borrowed)
    } else {
        Some(index_of(path, is_known(&state, &headers)))
    };
    let Some(file) = file else {
        return ApiError::new(
            ProblemCode::NotFound,
            "Nothing is known under this address.",
        )
        .into_response();
    };
    if method != Method::GET && method != Method::HEAD {
        let problem = ApiError::new(
            ProblemCode::MethodNotAllowed,
            "The header `Allow` lists the methods.",
        );
        return ([(header::ALLOW, "GET, HEAD")], problem).into_response();
    }
    // Only an address with a digest in it is kept, whatever file it leads to.
    let cache = if is_immutable(name) {
        IMMUTABLE
    } else {
        REVALIDATE
    };
    let mut response = send(&state.entries, &file, cache, &headers);
    // The page itself says in words that there is nothing; a crawler goes by the status.
    let is_there = is_page(path) && (state.orcid.is_some() || !path.starts_with(CALLBACK));
    if !is_file_name && !is_there && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.extensions_mut().insert(AsItIs);
    }
    response
}

/// The mark, under whatever digest this build gave it.
fn mark() -> Option<Cow<'static, str>> {
    Dist::iter().find(|name| name.starts_with("mark-") && name.ends_with(".svg"))
}

/// Whether somebody signed in with this browser, now or before. Nothing hangs on it but which build comes first.
fn is_known(state: &AppState, headers: &HeaderMap) -> bool {
    let session = state.config.public_origin.cookie_name();
    Browser::is_known(state, headers) || cookie(headers, session).is_some()
}

/// The entry of the build that has the page of this address, or has what somebody needs first who comes to it as a
/// stranger; development builds hold every page in the first.
fn index_of(path: &str, is_known: bool) -> Cow<'static, str> {
    let build = Build::of(path);
    let build = if is_known {
        build
    } else {
        build.for_a_stranger()
    };
    let index = format!("{}{INDEX}", build.folder());
    if Dist::get(&index).is_some() {
        index.into()
    } else {
        INDEX.into()
    }
}

fn send(entries: &Entries, name: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let Some(copy) = best(entries, name, headers.get(header::ACCEPT_ENCODING)) else {
        return ApiError::internal("a file of the page is gone").into_response();
    };
    let mut response = if none_match(headers, &copy.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(copy.bytes).into_response()
    };
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    // Of an address without a file's name, the entry is by who asks too.
    let varies = if name.ends_with(INDEX) {
        "accept-encoding, cookie"
    } else {
        "accept-encoding"
    };
    out.insert(header::VARY, HeaderValue::from_static(varies));
    if let Ok(etag) = HeaderValue::from_str(&copy.etag) {
        out.insert(header::ETAG, etag);
    }
    if let Some(encoding) = copy.encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// A file as it is sent.
#[derive(Clone)]
struct Copied {
    bytes: Bytes,
    etag: String,
    encoding: Option<&'static str>,
}

fn etag(digest: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&digest[..16]))
}

/// The smallest copy that the client takes.
fn best(entries: &Entries, name: &str, accepts: Option<&HeaderValue>) -> Option<Copied> {
    let accepts = accepts.and_then(|v| v.to_str().ok()).unwrap_or_default();
    if let Some(entry) = entries.0.get(name) {
        let copy = if takes(accepts, "gzip") {
            &entry.gzip
        } else {
            &entry.plain
        };
        return Some(copy.clone());
    }
    let copied = |file: EmbeddedFile, encoding| Copied {
        etag: etag(&file.metadata.sha256_hash()),
        bytes: match file.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        },
        encoding,
    };
    for (coding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if takes(accepts, coding)
            && let Some(file) = Dist::get(&format!("{name}.{suffix}"))
        {
            return Some(copied(file, Some(coding)));
        }
    }
    Dist::get(name).map(|file| copied(file, None))
}

/// Whether an `Accept-Encoding` names the coding with a weight above nought.
fn takes(accepts: &str, coding: &str) -> bool {
    accepts.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|n| n.eq_ignore_ascii_case(coding));
        let refused = words.any(|w| {
            w.strip_prefix("q=")
                .is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0))
        });
        named && !refused
    })
}

/// Trunk puts a digest before the ending: `accede-page-0123456789abcdef_bg.wasm`.
fn is_immutable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem.split(['-', '_']).any(|part| {
        part.len() == DIGEST_LENGTH
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "po" => "text/x-gettext-translation; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_nought_is_a_refusal() {
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("gzip;q=0.5, BR;q=1.0", "br"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("brotli", "br") && !takes("", "gzip"));
    }

    #[test]
    fn only_a_name_with_a_digest_is_kept_for_ever() {
        assert!(is_immutable("accede-page-0123456789abcdef.js"));
        assert!(is_immutable("accede-page-0123456789abcdef_bg.wasm"));
        assert!(
            !is_immutable("index.html")
                && !is_immutable("boot.js")
                && !is_immutable("accede-page-012345.js")
        );
    }

    #[test]
    fn an_address_harms_no_markup_wherever_it_stands() {
        let page = "<a href=mailto:support@accede.example>support@accede.example</a>";
        let address = "o'brien&co+help@example.org";
        assert_eq!(
            with_support(page, address),
            "<a href=mailto:o%27brien%26co%2Bhelp@example.org>o&#39;brien&#38;co&#43;help@example.org</a>"
        );
    }

    #[test]
    fn what_the_installation_is_called_harms_no_markup() {
        for page in [
            "<meta name=\"accede-site\" content=\"accede-site-as-built\">",
            "<meta content=accede-site-as-built name=accede-site>",
        ] {
            let sent = with_site(page, r#"{"name":"A<b>&\""}"#);
            assert!(
                sent.contains(r#"content="{&quot;name&quot;:&quot;A&lt;b>&amp;\&quot;&quot;}""#)
            );
        }
    }

    #[test]
    fn the_build_has_one_name() {
        assert_eq!(build_id(), build_id());
        assert!(build_id().starts_with(env!("CARGO_PKG_VERSION")));
    }
}
