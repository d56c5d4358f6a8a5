//! The table of settings: `accede settings`, `docs/settings.md` and the check for unknown names all read it.

use std::fmt::Write as _;

/// One thing that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the file; the environment's is `ACCEDE_` and this in capitals.
    pub name: &'static str,
    /// What holds without it; `None` where it must be given.
    pub default: Option<&'static str>,
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting {
        name,
        default: Some(default),
        meaning,
    }
}

/// Every setting, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    setting(
        "data_dir",
        "accede-data",
        "Folder of everything the portal keeps: database, files, keys, `accede.toml`.",
    ),
    setting(
        "listen",
        "127.0.0.1:8080",
        "Address and port to listen on. TLS ends at a proxy in front.",
    ),
    setting(
        "public_origin",
        "http://localhost:8080",
        "How browsers reach the portal, such as `https://access.example.org`. `https://` turns on `__Host-` cookies, \
         `Secure` and HSTS; `http://` is accepted for a loopback host only. A request for another host is answered 421.",
    ),
    setting(
        "trusted_proxies",
        "",
        "Networks of the proxies whose `X-Forwarded-For` is believed, separated by commas. Empty: none.",
    ),
    Setting {
        name: "database_url",
        default: Some(""),
        meaning: "`sqlite://FILE`, or `postgres://USER:PASSWORD@HOST/NAME`. Empty: `accede.db` in the data folder.",
    },
    setting(
        "site_name",
        "Accede",
        "The portal's name in pages and mails.",
    ),
    Setting {
        name: "support_address",
        default: None,
        meaning: "E-mail address that stands in every mail, error page and footer.",
    },
    Setting {
        name: "smtp_url",
        default: Some(""),
        meaning: "Mail server: `smtps://USER:PASSWORD@HOST` (TLS), or `smtp://HOST:PORT` (STARTTLS, required; no \
                  encryption on loopback only). Special characters as `%XX`. Empty: mails wait in the outbox.",
    },
    setting(
        "mail_from",
        "",
        "Sender address of the mails. Empty: the support address.",
    ),
    setting(
        "bounce_maildir",
        "",
        "Maildir in which delivery reports arrive. Empty: only `accede bounce` reads them.",
    ),
    setting(
        "request_timeout_seconds",
        "30",
        "A request that takes longer is ended with 503. Downloads are not cut.",
    ),
    setting(
        "content_dir",
        "",
        "Folder with your own datasets, documents, trainings or templates, laid out as `crates/content/data`: each of these \
         four that is in it stands in for the program's own. Read once, at start; a wrong file is named. Empty: the \
         program's own.",
    ),
    setting(
        "credentialing_paused",
        "",
        "Text that says why applications cannot be submitted now. Empty: they can. Drafts save in any case.",
    ),
    setting(
        "credential_valid_days",
        "",
        "Days after which an accepted credential ends, reminded 60, 30 and 7 days before. Empty: it has no end.",
    ),
    setting(
        "decision_undo_seconds",
        "10",
        "Seconds, to 600, in which whoever decided on a case can undo it: only then it takes effect and anybody is told. \
         0: at once.",
    ),
    setting(
        "personal_mail_domains",
        "",
        "Domains, separated by commas, that count as personal mail besides the built-in list.",
    ),
    setting(
        "orcid_client_id",
        "",
        "The portal's client id at ORCID, with which people can link their ORCID iD. Empty: nothing about ORCID is offered.",
    ),
    setting(
        "orcid_client_secret",
        "",
        "The secret that goes with the client id.",
    ),
    setting(
        "orcid_origin",
        "https://orcid.org",
        "Where ORCID is. `https://sandbox.orcid.org` for trying it out, with a client of the sandbox.",
    ),
    setting(
        "pdf_renderer",
        "pdftoppm",
        "Program that renders uploaded PDFs to images for reviewers.",
    ),
    setting(
        "log",
        "info",
        "Level of the log, or a filter such as `info,sqlx=warn`.",
    ),
];

/// The setting of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.name == name)
}

/// The name of a setting's environment variable.
#[must_use]
pub fn variable(name: &str) -> String {
    format!("ACCEDE_{}", name.to_ascii_uppercase())
}

/// The table as Markdown: the text of `docs/settings.md`.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(
        "# Settings\n\n\
         Written by `accede settings`; a test compares the two.\n\n\
         A setting stands in `accede.toml` in the data folder (or the file that `--config` or `ACCEDE_CONFIG` names), \
         or in the environment, which wins. An unknown name or a wrong value is refused at start.\n\n\
         | setting | environment | default | meaning |\n| --- | --- | --- | --- |\n",
    );
    for s in SETTINGS {
        let default = match s.default {
            None => "**required**".to_owned(),
            Some("") => "empty".to_owned(),
            Some(value) => format!("`{value}`"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | `{}` | {default} | {} |",
            s.name,
            variable(s.name),
            s.meaning
        );
    }
    text
}
