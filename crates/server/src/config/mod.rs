//! Configuration: one file and the environment, each setting named once in [`settings::SETTINGS`].
//!
//! The environment wins over the file. Whatever is unknown or wrong is refused by name, with what to do, all at once.

mod orcid;
mod origin;
mod raw;
pub mod settings;
mod smtp;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use accede_domain::time::Duration;
use accede_mail::transport::SmtpSettings;
use ipnet::IpNet;

pub use orcid::OrcidSettings;
pub use origin::PublicOrigin;
pub use raw::{ConfigError, Fault, Source};

use raw::Raw;

/// The file that is read from the data folder when none is named.
pub(crate) const FILE_NAME: &str = "accede.toml";

/// Everything that can be set, in types that cannot be wrong.
#[derive(Debug, Clone)]
pub struct Config {
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    pub public_origin: PublicOrigin,
    pub trusted_proxies: Vec<IpNet>,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    pub site_name: String,
    pub support_address: String,
    /// Absent: mails wait in the outbox.
    pub smtp: Option<SmtpSettings>,
    pub mail_from: String,
    pub bounce_maildir: Option<PathBuf>,
    pub request_timeout: std::time::Duration,
    /// Content of the deployment's own, where it has any.
    pub content_dir: Option<PathBuf>,
    /// Present while applications are paused: what the page says about it.
    pub credentialing_paused: Option<String>,
    /// Days that a credential holds; without it, it has no end.
    pub credential_valid_days: Option<i64>,
    /// For so long a decision of staff waits, and can be undone.
    pub decision_undo: Duration,
    pub personal_mail_domains: Vec<String>,
    /// Present where people can link their ORCID iD.
    pub orcid: Option<OrcidSettings>,
    pub pdf_renderer: PathBuf,
    pub log: String,
    /// Set by `accede demo` alone, never by file or environment.
    pub demonstration: bool,
}

/// What the command line says about where to look.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    pub file: Option<PathBuf>,
    /// The environment, given in so that tests need none.
    pub environment: Vec<(String, String)>,
    /// Values that stand above file and environment; `accede demo` sets some.
    pub overrides: Vec<(&'static str, String)>,
    /// Values that hold where nobody gave one: the demonstration needs no support address, for one.
    pub assumptions: Vec<(&'static str, &'static str)>,
    pub demonstration: bool,
}

impl Sources {
    /// The process's environment, and what the command line names.
    #[must_use]
    pub fn from_process(file: Option<PathBuf>, data_dir: Option<PathBuf>) -> Self {
        // A name or value that is no text cannot be one of ours.
        let environment = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        let overrides = data_dir.map(|folder| ("data_dir", folder.display().to_string()));
        Self {
            file,
            environment: environment.collect(),
            overrides: overrides.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// Every fault that was found, each naming its setting and its remedy.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut raw = Raw::from_environment(&sources.environment);
        for (name, value) in &sources.overrides {
            raw.set(name, value.clone(), Source::CommandLine);
        }
        match raw.config_file(sources.file.as_deref()) {
            Some(named) => raw.read_file(&named, true),
            None => {
                let folder = PathBuf::from(raw.text("data_dir").unwrap_or_default());
                raw.read_file(&folder.join(FILE_NAME), false);
            }
        }
        for (name, value) in &sources.assumptions {
            raw.assume(name, value);
        }
        if sources.demonstration {
            // Nothing stands between it and the browser.
            let listen = raw.text("listen").unwrap_or_default();
            raw.assume("public_origin", &format!("http://{listen}"));
        }
        let data_dir = PathBuf::from(raw.text("data_dir").unwrap_or_default());

        let listen = raw.parse(
            "listen",
            "give an address and a port, such as 127.0.0.1:8080",
            |t| t.parse().ok(),
        );
        let public_origin = raw.parse_with("public_origin", PublicOrigin::parse);
        let trusted_proxies = raw.list(
            "trusted_proxies",
            "give networks such as 10.0.0.0/8, 127.0.0.1",
            |t| {
                t.parse::<IpNet>()
                    .ok()
                    .or_else(|| t.parse::<std::net::IpAddr>().ok().map(IpNet::from))
            },
        );
        let database_url = raw.parse(
            "database_url",
            "give sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME",
            |t| {
                let known = t.is_empty()
                    || ["sqlite://", "postgres://", "postgresql://"]
                        .iter()
                        .any(|p| t.starts_with(p));
                known.then(|| t.to_owned())
            },
        );
        let support_address = raw.parse(
            "support_address",
            "set the e-mail address that people can turn to",
            mail_address,
        );
        let hello_name = public_origin
            .as_ref()
            .map_or("localhost", PublicOrigin::host);
        let smtp = raw.parse_with("smtp_url", |t| {
            if t.is_empty() {
                Ok(None)
            } else {
                smtp::parse(t, hello_name).map(Some)
            }
        });
        let mail_from = raw.optional(
            "mail_from",
            "give the e-mail address that the portal writes from",
            mail_address,
        );
        let timeout = raw.parse(
            "request_timeout_seconds",
            "give a number of seconds from 1 to 600",
            |t| t.parse::<u64>().ok().filter(|n| (1..=600).contains(n)),
        );
        let personal_mail_domains = raw.list(
            "personal_mail_domains",
            "give domains such as example.org",
            |t| (t.contains('.') && !t.contains(['@', '/', ' '])).then(|| t.to_ascii_lowercase()),
        );
        let orcid = orcid(&mut raw);
        let log = raw.parse(
            "log",
            "give a level (error, warn, info, debug) or a filter such as info,sqlx=warn",
            |t| {
                t.parse::<tracing_subscriber::filter::Targets>()
                    .ok()
                    .map(|_| t.to_owned())
            },
        );
        let site_name = raw.parse(
            "site_name",
            "give a name of 1 to 60 characters on one line",
            |t| {
                let fits =
                    (1..=60).contains(&t.chars().count()) && !t.chars().any(char::is_control);
                fits.then(|| t.to_owned())
            },
        );
        let pdf_renderer = raw.parse("pdf_renderer", "give the path of pdftoppm", |t| {
            (!t.is_empty()).then(|| t.into())
        });
        let credential_valid_days = raw.optional(
            "credential_valid_days",
            "give a number of days from 1 to 36500",
            |t| t.parse::<i64>().ok().filter(|n| (1..=36_500).contains(n)),
        );
        let decision_undo = raw.parse(
            "decision_undo_seconds",
            "give a number of seconds from 0 to 600",
            |t| t.parse::<i64>().ok().filter(|n| (0..=600).contains(n)),
        );
        let credentialing_paused = raw.optional("credentialing_paused", "", |t| Some(t.to_owned()));
        let content_dir = raw.optional("content_dir", "", |t| Some(PathBuf::from(t)));
        let bounce_maildir = raw.optional("bounce_maildir", "", |t| Some(PathBuf::from(t)));

        let config = (|| {
            let support_address = support_address?;
            let database_url = match database_url? {
                empty if empty.is_empty() => {
                    format!("sqlite://{}", data_dir.join("accede.db").display())
                }
                url => url,
            };
            Some(Self {
                listen: listen?,
                public_origin: public_origin?,
                trusted_proxies: trusted_proxies?,
                database_url,
                site_name: site_name?,
                smtp: smtp?,
                mail_from: mail_from?.unwrap_or_else(|| support_address.clone()),
                support_address,
                bounce_maildir: bounce_maildir?,
                request_timeout: std::time::Duration::from_secs(timeout?),
                content_dir: content_dir?,
                credentialing_paused: credentialing_paused?,
                credential_valid_days: credential_valid_days?,
                decision_undo: Duration::seconds(decision_undo?),
                personal_mail_domains: personal_mail_domains?,
                orcid: orcid?,
                pdf_renderer: pdf_renderer?,
                log: log?,
                demonstration: sources.demonstration,
                data_dir: data_dir.clone(),
            })
        })();
        raw.finish(config)
    }

    /// The folder of secret files.
    #[must_use]
    pub fn keys_dir(&self) -> PathBuf {
        self.data_dir.join("keys")
    }

    /// The folder of uploads and datasets.
    #[must_use]
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// The database file, where the database is SQLite.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&Path> {
        self.database_url.strip_prefix("sqlite://").map(Path::new)
    }
}

/// The portal as a client of ORCID, where it is one.
fn orcid(raw: &mut Raw) -> Option<Option<OrcidSettings>> {
    let client_id = raw.optional(
        "orcid_client_id",
        "give the client id that ORCID shows, such as APP-0123456789ABCDEF",
        orcid::credential,
    )?;
    let needs_secret = client_id.is_some();
    let client_secret = raw.parse(
        "orcid_client_secret",
        "give the client secret that ORCID shows beside the client id",
        |text| orcid::credential(text).filter(|secret| !needs_secret || !secret.is_empty()),
    )?;
    let origin = raw.parse_with("orcid_origin", PublicOrigin::parse)?;
    Some(client_id.map(|client_id| OrcidSettings {
        client_id,
        client_secret,
        origin,
    }))
}

/// Good enough for a setting: one `@` with something on both sides. The mail server has the last word.
fn mail_address(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let fits = !local.is_empty()
        && domain.len() > 2
        && !domain.contains('@')
        && !text.contains(char::is_whitespace);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
