//! The address under which browsers reach the portal. Cookies, HSTS, the host check and the CSRF rule follow from it.

use std::fmt;
use std::net::IpAddr;

use axum::http::Uri;

/// Scheme, host and port, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOrigin {
    secure: bool,
    /// Lower case; an IPv6 address keeps its brackets.
    host: String,
    port: Option<u16>,
}

impl PublicOrigin {
    /// Reads `https://host[:port]`, or `http://loopback[:port]`.
    ///
    /// # Errors
    /// What to do instead, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        const REMEDY: &str = "give a scheme and a host, such as https://access.example.org";
        let uri: Uri = text.parse().map_err(|_| REMEDY.to_owned())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(REMEDY.to_owned());
        };
        if uri.path() != "/"
            || uri.query().is_some()
            || text.ends_with('/')
            || authority.as_str().contains('@')
        {
            return Err(format!("{REMEDY}, without path, query or closing slash"));
        }
        let host = authority.host().to_ascii_lowercase();
        // The parser lets a port pass that is no number.
        if authority.port_u16().is_none() && authority.as_str().len() != host.len() {
            return Err(REMEDY.to_owned());
        }
        let secure = match scheme {
            "https" => true,
            "http" if is_loopback(&host) => false,
            "http" => {
                return Err("use https:// (http:// is accepted for localhost only)".to_owned());
            }
            _ => return Err(REMEDY.to_owned()),
        };
        let default_port = if secure { 443 } else { 80 };
        let port = authority.port_u16().filter(|port| *port != default_port);
        Ok(Self { secure, host, port })
    }

    /// True for `https://`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The host's name alone.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// `host[:port]`, the port only where it is not the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Whether a `Host` header names this portal.
    #[must_use]
    pub fn is_host(&self, header: &str) -> bool {
        let default_port = if self.secure { ":443" } else { ":80" };
        let given = header.to_ascii_lowercase();
        given == self.authority()
            || (self.port.is_none() && given.strip_suffix(default_port) == Some(&self.host))
    }

    /// The name of the session cookie. A browser accepts the prefix over TLS only.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.secure {
            "__Host-accede"
        } else {
            "accede"
        }
    }
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}://{}",
            if self.secure { "https" } else { "http" },
            self.authority()
        )
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_everywhere_but_on_loopback() {
        let origin = PublicOrigin::parse("https://Access.Example.org").unwrap();
        assert!(origin.is_secure() && origin.cookie_name() == "__Host-accede");
        assert_eq!(origin.to_string(), "https://access.example.org");
        for loopback in [
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:9000",
        ] {
            let origin = PublicOrigin::parse(loopback).unwrap();
            assert!(
                !origin.is_secure() && origin.is_loopback() && origin.cookie_name() == "accede"
            );
            assert_eq!(origin.to_string(), loopback);
        }
        assert!(
            PublicOrigin::parse("http://access.example.org")
                .unwrap_err()
                .contains("https://")
        );
    }

    #[test]
    fn an_origin_is_no_url() {
        for wrong in [
            "",
            "localhost",
            "https://",
            "https://a.org/",
            "https://a.org/x",
            "https://u@a.org",
            "ftp://a.org",
            "https://a.org:x",
        ] {
            assert!(PublicOrigin::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_its_own_host_is_its_host() {
        let origin = PublicOrigin::parse("https://a.org").unwrap();
        assert!(origin.is_host("a.org") && origin.is_host("A.ORG:443"));
        assert!(
            !origin.is_host("a.org:8443")
                && !origin.is_host("b.org")
                && !origin.is_host("a.org.evil")
        );
    }
}
