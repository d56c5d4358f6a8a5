//! The mail server, from one URL.

use std::net::IpAddr;
use std::time::Duration;

use accede_mail::transport::{Credentials, Security, SmtpSettings};
use axum::http::Uri;

/// For one attempt; relays answer within seconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// Ports of RFC 8314: submission with TLS from the first byte, and with STARTTLS.
const PORT_TLS: u16 = 465;
const PORT_STARTTLS: u16 = 587;

/// Reads `smtps://USER:PASSWORD@HOST[:PORT]` (TLS from the first byte) or `smtp://…` (STARTTLS, required; none on
/// loopback). User and password may hold `%XX`. `hello_name` is what we call ourselves.
///
/// # Errors
/// What to do, in words; never with the password.
pub(super) fn parse(url: &str, hello_name: &str) -> Result<SmtpSettings, String> {
    const REMEDY: &str = "give smtps://USER:PASSWORD@HOST or smtp://HOST:PORT";
    let remedy = || REMEDY.to_owned();
    let (scheme, rest) = url.split_once("://").ok_or_else(remedy)?;
    let (user_info, place) = rest
        .rsplit_once('@')
        .map_or((None, rest), |(u, p)| (Some(u), p));
    let uri: Uri = format!("smtp://{}", place.trim_end_matches('/'))
        .parse()
        .map_err(|_| remedy())?;
    let host = uri
        .host()
        .filter(|h| !h.is_empty())
        .ok_or_else(remedy)?
        .trim_matches(['[', ']'])
        .to_owned();
    // The parser lets a port pass that is no number.
    let has_odd_port =
        uri.port_u16().is_none() && !place.ends_with([']', '/']) && place.contains(':');
    if has_odd_port || !matches!(uri.path(), "" | "/") {
        return Err(remedy());
    }
    let (security, default_port) = match scheme {
        "smtps" => (Security::ImplicitTls, PORT_TLS),
        "smtp" if is_loopback(&host) => (Security::LoopbackOnly, PORT_STARTTLS),
        "smtp" => (Security::StartTls, PORT_STARTTLS),
        _ => return Err(remedy()),
    };
    let credentials = match user_info
        .map(|info| info.split_once(':').ok_or_else(remedy))
        .transpose()?
    {
        None => None,
        Some((user, secret)) => Some(Credentials {
            user: percent_decode(user).ok_or_else(remedy)?,
            secret: percent_decode(secret).ok_or_else(remedy)?,
        }),
    };
    Ok(SmtpSettings {
        host,
        port: uri.port_u16().unwrap_or(default_port),
        security,
        credentials,
        hello_name: hello_name.to_owned(),
        extra_root_certificate: None,
        timeout: PATIENCE,
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<SmtpSettings, String> {
        parse(url, "access.example.org")
    }

    #[test]
    fn encryption_is_left_out_on_loopback_only() {
        let tls = read("smtps://portal%40example.org:p%3A%25w@mail.example.org").unwrap();
        assert_eq!((tls.security, tls.port), (Security::ImplicitTls, 465));
        let credentials = tls.credentials.unwrap();
        assert_eq!(
            (credentials.user.as_str(), credentials.secret.as_str()),
            ("portal@example.org", "p:%w")
        );
        let starttls = read("smtp://mail.example.org").unwrap();
        assert_eq!(
            (starttls.security, starttls.port),
            (Security::StartTls, 587)
        );
        for local in [
            "smtp://127.0.0.1:2525",
            "smtp://localhost:2525/",
            "smtp://[::1]:2525",
        ] {
            let local = read(local).unwrap();
            assert_eq!((local.security, local.port), (Security::LoopbackOnly, 2525));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_without_the_password() {
        let wrong = [
            "",
            "mail.example.org",
            "http://mail",
            "smtp://",
            "smtps://user@host",
            "smtps://u:geheim%2@host",
            "smtp://u:geheim@host:x",
            "smtp://u:geheim@host/path",
        ];
        for url in wrong {
            assert!(!read(url).unwrap_err().contains("geheim"), "{url}");
        }
    }
}
