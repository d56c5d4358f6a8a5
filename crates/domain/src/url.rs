//! Web addresses that a person types: enough of a parser to say yes or no, without a crate.

use std::fmt;
use std::str::FromStr;

use crate::email::ascii_domain;
use crate::problem::FieldCode;
use crate::text;

/// Unicode scalar values that a web address holds.
pub const URL_MAX: usize = 200;

/// An `http` or `https` address with a host that has a dot, and without user or password.
///
/// Safe to put into a link: the scheme cannot be another one, and there is no blank or quote in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpUrl {
    whole: String,
    host: String,
}

impl HttpUrl {
    /// Reads an address as typed, with blanks around it. Without a scheme it is an `https` one, as in the bar of a browser.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = text::trimmed(typed);
        let refused = |c: char| {
            c.is_whitespace() || text::is_hidden(c) || matches!(c, '"' | '<' | '>' | '\\' | '`')
        };
        if text::scalar_len(typed) > URL_MAX || typed.chars().any(refused) {
            return None;
        }
        let (scheme, rest) = scheme_of(typed).unwrap_or(("https", typed));
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        let (typed_host, port) = match authority.split_once(':') {
            Some((host, port)) => (
                host,
                Some(port.parse::<u16>().ok().filter(|&port| port > 0)?),
            ),
            None => (authority, None),
        };
        // `user@host` fails here: the at sign is no letter of a host.
        let host = ascii_domain(typed_host)?;
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        let whole = format!("{scheme}://{host}{port}{tail}");
        (text::scalar_len(&whole) <= URL_MAX).then_some(Self { whole, host })
    }

    /// The address, scheme and host in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.whole
    }

    /// The host, in lower case and ASCII.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// The scheme, and what follows it. What stands behind a `/` or `?` belongs to the address.
fn scheme_of(typed: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = typed.split_once("://")?;
    let is_scheme = !scheme.contains(['.', '/', '?', '#']);
    is_scheme.then_some((scheme, rest))
}

/// An address as typed, and with `https://` before it where only that was left out. What is no address stays as it is.
#[must_use]
pub fn completed(typed: &str) -> String {
    let typed = text::trimmed(typed);
    if scheme_of(typed).is_none() && HttpUrl::parse(typed).is_some() {
        format!("https://{typed}")
    } else {
        typed.to_owned()
    }
}

/// A text that is not an http or https address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUrl;

impl fmt::Display for NotAUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FieldCode::NotAUrl.detail())
    }
}

impl std::error::Error for NotAUrl {}

impl FromStr for HttpUrl {
    type Err = NotAUrl;

    fn from_str(typed: &str) -> Result<Self, NotAUrl> {
        Self::parse(typed).ok_or(NotAUrl)
    }
}

spelled_as_string!(HttpUrl);
