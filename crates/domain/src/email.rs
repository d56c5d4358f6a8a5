//! E-mail addresses: one checked type, the folding behind "never oneself", and personal-mail domains.

use std::fmt;
use std::str::FromStr;

use crate::problem::FieldCode;
use crate::{punycode, text};

/// Octets that a forward path holds (RFC 5321, erratum 1690).
pub const EMAIL_MAX: usize = 254;
const LOCAL_MAX: usize = 64;
const LABEL_MAX: usize = 63;

/// A mailbox that a mail server could know: `local@domain`, the domain in lower case and ASCII.
///
/// The local part keeps its case, for a few servers still mind it; compare people with
/// [`EmailAddress::folded`], never with `==`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    whole: String,
    at: usize,
}

/// A text that is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnEmail;

impl fmt::Display for NotAnEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FieldCode::NotAnEmail.detail())
    }
}

impl std::error::Error for NotAnEmail {}

impl EmailAddress {
    /// Reads an address as a person types it, with blanks around it.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let (local, domain) = text::trimmed(typed).rsplit_once('@')?;
        if !is_local_part(local) {
            return None;
        }
        let domain = ascii_domain(domain)?;
        let whole = format!("{local}@{domain}");
        (whole.len() <= EMAIL_MAX).then_some(Self {
            whole,
            at: local.len(),
        })
    }

    /// The address as mail is sent to it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.whole
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        &self.whole[..self.at]
    }

    /// What stands after the `@`: lower case, ASCII (an international domain as `xn--…`).
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.whole[self.at + 1..]
    }

    /// One spelling for all the addresses that reach the same mailbox as far as can be known: case,
    /// plus-tags, Gmail's dots, `googlemail.com`. Behind "never oneself", and behind one account
    /// per address.
    #[must_use]
    pub fn folded(&self) -> String {
        let local = self.local_part().to_ascii_lowercase();
        let untagged = match local.split_once('+') {
            Some((before, _)) if !before.is_empty() => before,
            _ => local.as_str(),
        };
        match self.domain() {
            "gmail.com" | "googlemail.com" => format!("{}@gmail.com", untagged.replace('.', "")),
            domain => format!("{untagged}@{domain}"),
        }
    }

    /// True when both reach the same mailbox as far as can be known.
    #[must_use]
    pub fn same_mailbox(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    /// True at a personal-mail service: one of [`PERSONAL_DOMAINS`], of a setting's further ones,
    /// or a subdomain of one of them. Such an address says nothing of where its owner works.
    #[must_use]
    pub fn is_personal(&self, further_domains: &[String]) -> bool {
        is_personal_domain(self.domain(), further_domains)
    }
}

/// As [`EmailAddress::is_personal`], for a domain alone.
#[must_use]
pub fn is_personal_domain(domain: &str, further_domains: &[String]) -> bool {
    let domain = domain.to_ascii_lowercase();
    let within = |listed: &str| {
        let listed = listed.to_ascii_lowercase();
        domain
            .strip_suffix(&listed)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            && !listed.is_empty()
    };
    PERSONAL_DOMAINS.iter().any(|listed| within(listed))
        || further_domains.iter().any(|listed| within(listed))
}

/// Personal-mail services that need no setting (`domain.md` names the first ten kinds).
pub const PERSONAL_DOMAINS: &[&str] = &[
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "aliyun.com",
    "aol.com",
    "bk.ru",
    "daum.net",
    "fastmail.com",
    "foxmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "inbox.ru",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.cn",
    "live.co.uk",
    "live.com",
    "live.fr",
    "live.nl",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.es",
    "outlook.fr",
    "outlook.jp",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "rocketmail.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "t-online.de",
    "tutanota.com",
    "tuta.com",
    "uol.com.br",
    "wanadoo.fr",
    "web.de",
    "yahoo.ca",
    "yahoo.co.in",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.com.au",
    "yahoo.com.br",
    "yahoo.com.cn",
    "yahoo.com.hk",
    "yahoo.com.mx",
    "yahoo.com.sg",
    "yahoo.com.tw",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.in",
    "yahoo.it",
    "yandex.com",
    "yandex.ru",
    "yeah.net",
    "ymail.com",
    "zoho.com",
];

/// A dot-atom of RFC 5322. Quoted local parts exist on paper only, and are a way to smuggle.
fn is_local_part(local: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= LOCAL_MAX
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

/// A host name with at least one dot, in lower case and ASCII. No address literals.
pub(crate) fn ascii_domain(typed: &str) -> Option<String> {
    let labels = typed
        .split(['.', '。', '．'])
        .map(ascii_label)
        .collect::<Option<Vec<_>>>()?;
    let top = labels.last()?;
    let fits = labels.len() >= 2 && !top.chars().all(|c| c.is_ascii_digit());
    let domain = labels.join(".");
    (fits && domain.len() < EMAIL_MAX).then_some(domain)
}

fn ascii_label(typed: &str) -> Option<String> {
    // Bounds the work of the encoder before it begins.
    if typed.len() > 4 * LABEL_MAX {
        return None;
    }
    let lower = typed.to_lowercase();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || is_foreign_letter(c);
    if lower.is_empty()
        || lower.starts_with('-')
        || lower.ends_with('-')
        || !lower.chars().all(is_letter)
    {
        return None;
    }
    let label = if lower.is_ascii() {
        lower
    } else {
        format!("xn--{}", punycode::encode(&lower)?)
    };
    (label.len() <= LABEL_MAX).then_some(label)
}

/// Letters, digits and the marks that belong to them; no symbols, no invisible characters.
fn is_foreign_letter(c: char) -> bool {
    !c.is_ascii()
        && !c.is_whitespace()
        && !text::is_hidden(c)
        && (c.is_alphanumeric() || is_mark(c))
}

/// Combining marks of the scripts that spell with them, virama and nukta included.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0DFF}' | '\u{0E31}'..='\u{0E4E}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

impl FromStr for EmailAddress {
    type Err = NotAnEmail;

    fn from_str(typed: &str) -> Result<Self, NotAnEmail> {
        Self::parse(typed).ok_or(NotAnEmail)
    }
}

spelled_as_string!(EmailAddress);
