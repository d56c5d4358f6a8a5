//! What ORCID answers for a code, and whether it holds: OpenID Connect Core 1.0, 3.1.3.7.

use accede_domain::orcid::Orcid;
use accede_domain::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Seconds by which two clocks may differ.
const LEEWAY: i64 = 60;

/// What is read of the answer of the token endpoint.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    orcid: String,
    id_token: String,
}

/// ORCID's public keys: a list of them, or one alone, as its documentation shows.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum KeySet {
    Several { keys: Vec<Key> },
    One(Key),
}

#[derive(Deserialize)]
pub(super) struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What the token has to say.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub audience: &'a str,
    pub nonce: &'a str,
    pub now: Timestamp,
}

/// The iD that the answer proves, or why it proves none, for the log.
pub(super) fn check(
    answer: &TokenAnswer,
    keys: &KeySet,
    expected: &Expected<'_>,
) -> Result<Orcid, &'static str> {
    let claims = signed(&answer.id_token, keys)?;
    let audience = match &claims.aud {
        Audience::One(one) => std::slice::from_ref(one),
        Audience::Several(all) => all.as_slice(),
    };
    if claims.iss.trim_end_matches('/') != expected.issuer {
        return Err("another issuer");
    }
    // Made for others too, it could have been given to one of them.
    if audience != [expected.audience] {
        return Err("for another client");
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err("of another way");
    }
    if claims.exp.saturating_add(LEEWAY) <= expected.now.seconds() {
        return Err("expired");
    }
    if claims.sub != answer.orcid {
        return Err("two iDs");
    }
    Orcid::parse(&answer.orcid).ok_or("no iD")
}

/// What a token says, once its signature holds. RS256 alone is taken, which is what ORCID signs with: a token that names another
/// way has no say in how it is checked.
fn signed(token: &str, keys: &KeySet) -> Result<Claims, &'static str> {
    const SHAPE: &str = "no token";
    let (said, signature) = token.rsplit_once('.').ok_or(SHAPE)?;
    let (header, claims) = said.split_once('.').ok_or(SHAPE)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| SHAPE)?;
    let header: Header = read(header).ok_or(SHAPE)?;
    if header.alg != "RS256" {
        return Err("signed in another way");
    }
    let keys = match keys {
        KeySet::Several { keys } => keys.as_slice(),
        KeySet::One(key) => std::slice::from_ref(key),
    };
    let is_named = |key: &&Key| header.kid.is_none() || key.kid == header.kid;
    let holds = |key: &Key| {
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let (Some(n), Some(e)) = (part(&key.n), part(&key.e)) else {
            return false;
        };
        let key = RsaPublicKeyComponents { n, e };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, said.as_bytes(), &signature)
            .is_ok()
    };
    let mut keys = keys.iter().filter(|key| key.kty == "RSA").filter(is_named);
    if !keys.any(holds) {
        return Err("signed by nobody known");
    }
    read(claims).ok_or(SHAPE)
}

/// A part of a token, which is JSON in Base64.
fn read<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
