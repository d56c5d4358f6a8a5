//! Addresses that are one slip away from the one that was meant, or made to look like it: pointed out as a question where
//! they are typed, and shown to staff as a signal. Never a refusal: a domain that looks like another may be right.

use crate::email::{EmailAddress, PERSONAL_DOMAINS, is_personal_domain};
use crate::punycode;

/// The services that most people mean, before the rest of [`PERSONAL_DOMAINS`].
const COMMON: &[&str] = &[
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "icloud.com",
    "protonmail.com",
];

/// Letters of a mail service's or an organisation's name, below which one edit says nothing: `qq.com` and `gq.com`, `gmx.de`
/// and `gmx.at` are all right. Own organisations have short names more often, and are few.
const COMMON_MIN: usize = 5;
const OWN_MIN: usize = 3;

/// Characters that look like a letter of ASCII in an address bar's type, behind the letter (Unicode's confusables, as far as
/// they can stand in a domain's name; small letters only, for a domain is in lower case).
const LOOKS_LIKE: &[(char, &str)] = &[
    ('a', "аɑαàáâãäåāăąǎạ"),
    ('b', "ьƅ"),
    ('c', "сϲçćĉċč"),
    ('d', "ԁďđ"),
    ('e', "еҽèéêëēĕėęěẹё"),
    ('f', "ƒ"),
    ('g', "ɡցĝğġģ"),
    ('h', "һհĥħ"),
    ('i', "іıιìíîïĩīĭįịї1lӏ"),
    ('j', "јϳĵ"),
    ('k', "кκķ"),
    ('m', "м"),
    ('n', "ոпñńņňŋ"),
    ('o', "оοσօòóôõöøōŏőọ0"),
    ('p', "рρ"),
    ('q', "ԛզ"),
    ('r', "гŕŗř"),
    ('s', "ѕśŝşšș"),
    ('t', "тţťŧț"),
    ('u', "υսùúûüũūŭůűųụ"),
    ('v', "ѵν"),
    ('w', "ԝωŵ"),
    ('x', "хχ"),
    ('y', "уγýÿŷ"),
    ('z', "źżž"),
];

/// Two letters that look like one.
const PAIRS: &[(&str, &str)] = &[("rn", "m"), ("vv", "w")];

/// The address that was probably meant: the same at one of the person's own organisations, or at a mail service that many
/// use, whose name the address's domain is one edit away from, or looks like. Nothing where the domain is one of these, or
/// lies below one.
///
/// `own` are the verified addresses of the applicant.
#[must_use]
pub fn meant(address: &EmailAddress, own: &[EmailAddress]) -> Option<EmailAddress> {
    let domain = address.domain();
    let own: Vec<&str> = own
        .iter()
        .map(EmailAddress::domain)
        .filter(|domain| !is_personal_domain(domain, &[]))
        .flat_map(with_parents)
        .collect();
    let is_known = |part: &str| own.contains(&part) || PERSONAL_DOMAINS.contains(&part);
    if with_parents(domain).any(is_known) {
        return None;
    }
    let candidates = own
        .iter()
        .map(|name| (*name, OWN_MIN))
        .chain(COMMON.iter().map(|name| (*name, COMMON_MIN)))
        .chain(PERSONAL_DOMAINS.iter().map(|name| (*name, COMMON_MIN)));
    // The whole name first: what stands below a domain may be anything.
    for part in with_parents(domain) {
        let seen = skeleton(part);
        let is_like = |(name, least): &(&str, usize)| {
            let label = name.split('.').next().unwrap_or_default();
            seen == skeleton(name) || (label.len() >= *least && is_one_edit(part, name))
        };
        if let Some((name, _)) = candidates.clone().find(is_like) {
            let below = &domain[..domain.len() - part.len()];
            let meant = [address.local_part(), "@", below, name].concat();
            return EmailAddress::parse(&meant);
        }
    }
    None
}

/// A domain and those above it that somebody owns, as far as can be told: `med.uni.example`, `uni.example`, and not `ac.uk`.
fn with_parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| {
        domain.split_once('.').map(|(_, parent)| parent)
    })
    .filter(|domain| match domain.split_once('.') {
        Some((name, top)) => top.len() > 2 || name.len() > 3,
        None => false,
    })
}

/// How a domain looks: every character as the letter of ASCII that it looks like. Two domains with one skeleton cannot be
/// told apart at a glance.
fn skeleton(domain: &str) -> String {
    let mut seen = String::with_capacity(domain.len());
    for label in domain.split('.') {
        let decoded = label.strip_prefix("xn--").and_then(punycode::decode);
        seen.extend(decoded.as_deref().unwrap_or(label).chars().map(letter_of));
        seen.push('.');
    }
    for (pair, one) in PAIRS {
        seen = seen.replace(pair, one);
    }
    seen
}

fn letter_of(c: char) -> char {
    LOOKS_LIKE
        .iter()
        .find(|(_, like)| like.contains(c))
        .map_or(c, |(letter, _)| *letter)
}

/// Whether one letter more, one less, another one, or two swapped makes one of the other.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b || long.len() - short.len() > 1 {
        return false;
    }
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let front = short.iter().zip(long).take_while(same).count();
    let (short, long) = (&short[front..], &long[front..]);
    if short.len() < long.len() {
        return *short == long[1..];
    }
    short[1..] == long[1..]
        || (short.len() >= 2
            && short[0] == long[1]
            && short[1] == long[0]
            && short[2..] == long[2..])
}
