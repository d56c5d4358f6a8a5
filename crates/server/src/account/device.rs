//! The browser that signs in: known by a cookie of its own that outlives sessions and opens nothing.

use axum::http::{HeaderMap, HeaderValue};

use crate::entropy::secret_token;
use crate::error::ApiError;
use crate::http::actor::{cookie, hash};
use crate::state::AppState;

/// As long as browsers keep a cookie at most.
const KEPT_SECONDS: i64 = 400 * 24 * 3600;
/// The characters of [`secret_token`].
const TOKEN_LENGTH: usize = 43;

/// A browser, by its cookie.
#[derive(Debug, Clone)]
pub struct Browser {
    token: String,
}

impl Browser {
    /// The browser of a request; one that comes without the cookie gets a new one.
    #[must_use]
    pub fn of(state: &AppState, headers: &HeaderMap) -> Self {
        let token = given(state, headers).map(str::to_owned);
        Self {
            token: token.unwrap_or_else(|| secret_token(state.entropy.as_ref())),
        }
    }

    /// Whether somebody signed in with this browser before, by what it says itself.
    #[must_use]
    pub fn is_known(state: &AppState, headers: &HeaderMap) -> bool {
        given(state, headers).is_some()
    }

    /// What the database keeps of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.token)
    }

    /// The cookie, for `Set-Cookie`: given anew with each sign-in, so that it stays.
    ///
    /// # Errors
    /// `malformed_request` where the browser's own cookie held what no header may.
    pub fn cookie(&self, state: &AppState) -> Result<HeaderValue, ApiError> {
        let secure = if state.config.public_origin.is_secure() {
            "; Secure"
        } else {
            ""
        };
        let (name, token) = (cookie_name(state), &self.token);
        let text = format!(
            "{name}={token}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Lax{secure}"
        );
        HeaderValue::from_str(&text).map_err(|_| ApiError::malformed("A cookie cannot be read."))
    }
}

/// The token that the browser sends along.
fn given<'a>(state: &AppState, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, &cookie_name(state)).filter(|token| token.len() == TOKEN_LENGTH)
}

fn cookie_name(state: &AppState) -> String {
    format!("{}-device", state.config.public_origin.cookie_name())
}

/// What a browser says of itself, in words for a mail: "Firefox on Linux".
#[must_use]
pub fn words(user_agent: &str) -> String {
    // In this order: each names the ones before it too.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Chromium/", "Chromium"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("Wget/", "Wget"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("a browser on {system}"),
        (None, None) => "an unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        let linux = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";
        assert_eq!(words(linux), "Firefox on Linux");
        assert_eq!(words(edge), "Edge on Windows");
        assert_eq!(words(phone), "Safari on an iPhone");
        assert_eq!(words("test"), "an unknown browser");
    }
}
