//! How often something may be tried: a growing delay, never a lock-out. Keys in the database are keyed digests, so that
//! the table names nobody.

use std::net::IpAddr;

use accede_domain::time::{Duration, Timestamp};
use accede_store::Tx;
use accede_store::attempt::{self, Limit, Verdict};

use crate::error::ApiError;
use crate::state::AppState;

/// Signing in from one network address. Many people of one institution may share it, and a success costs nothing.
pub const SIGN_IN_ADDRESS: Limit = limit(
    50,
    Duration::minutes(15),
    Duration::seconds(1),
    Duration::minutes(5),
);
/// Signing in to one account from anywhere. Short at its longest: whoever knows the name could make the owner wait,
/// though not in a browser the owner signed in from before, which counts for itself.
pub const SIGN_IN_ACCOUNT: Limit = limit(
    10,
    Duration::minutes(15),
    Duration::seconds(1),
    Duration::minutes(1),
);
/// Signing in to one account from one network address.
pub const SIGN_IN_PAIR: Limit = limit(
    5,
    Duration::minutes(15),
    Duration::seconds(2),
    Duration::minutes(5),
);
/// Giving codes of a second factor. Three of a million are right at a time: at 100 a day guessing takes years.
pub const SECOND_FACTOR: Limit = limit(
    5,
    Duration::days(1),
    Duration::seconds(5),
    Duration::minutes(15),
);
/// Giving the passphrase again, when signed in.
pub const PASSPHRASE: Limit = limit(
    5,
    Duration::hours(1),
    Duration::seconds(2),
    Duration::minutes(5),
);
/// Registering, asking for a reset or for a link again, from one network address.
pub const ASKING_ADDRESS: Limit = limit(
    30,
    Duration::hours(1),
    Duration::seconds(5),
    Duration::minutes(10),
);
/// Mails to one mailbox that somebody who need not be its owner asked for.
pub const ASKING_MAILBOX: Limit = limit(
    3,
    Duration::hours(1),
    Duration::minutes(1),
    Duration::minutes(30),
);
/// Mails that one account asks for to addresses it has not proved.
pub const ASKING_ACCOUNT: Limit = limit(
    10,
    Duration::hours(1),
    Duration::seconds(30),
    Duration::minutes(30),
);
/// Trying mailed tokens from one network address: they have 100 bits, so this only saves work.
pub const MAILED_TOKEN: Limit = limit(
    30,
    Duration::minutes(15),
    Duration::seconds(1),
    Duration::minutes(5),
);

/// Setting out to link an ORCID iD: each way makes the portal ask ORCID twice.
pub const ORCID: Limit = limit(
    10,
    Duration::hours(1),
    Duration::seconds(5),
    Duration::minutes(10),
);

const fn limit(
    free: i64,
    window: Duration,
    first_delay: Duration,
    longest_delay: Duration,
) -> Limit {
    Limit {
        free,
        window,
        first_delay,
        longest_delay,
    }
}

/// The key of a limit: what is tried, and who or what it is counted for.
#[must_use]
pub fn key(state: &AppState, what: &str, parts: &[&str]) -> String {
    let parts: Vec<&[u8]> = [what]
        .iter()
        .chain(parts)
        .map(|part| part.as_bytes())
        .collect();
    format!(
        "{what}:{}",
        hex::encode(&state.keys.mac("attempt", &parts)[..16])
    )
}

/// A client's address for a limit. Of IPv6 the first 64 bits: a household has all the rest to itself.
#[must_use]
pub fn network(address: Option<IpAddr>) -> String {
    match address {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let prefix = u128::from(address) & !u128::from(u64::MAX);
            std::net::Ipv6Addr::from(prefix).to_string()
        }
    }
}

/// Counts a try in the command's own transaction: for what is counted by its success, such as mails.
///
/// # Errors
/// `too_many_attempts`.
pub async fn take(tx: &mut Tx, key: &str, limit: &Limit, now: Timestamp) -> Result<(), ApiError> {
    match attempt::take(tx, key, limit, now).await? {
        Verdict::Allowed => Ok(()),
        Verdict::NotBefore(moment) => Err(too_many(moment, now)),
    }
}

/// Counts a try under each key, before it is made and whatever comes of it. The first that says no ends it.
///
/// # Errors
/// `too_many_attempts`.
pub async fn take_now(state: &AppState, tries: &[(&str, &Limit)]) -> Result<(), ApiError> {
    let now = state.now();
    let mut tx = state.store.write().await?;
    let mut refused = None;
    for (key, limit) in tries {
        if let Verdict::NotBefore(moment) = attempt::take(&mut tx, key, limit, now).await? {
            refused = Some(too_many(moment, now));
            break;
        }
    }
    tx.commit().await?;
    refused.map_or(Ok(()), Err)
}

fn too_many(moment: Timestamp, now: Timestamp) -> ApiError {
    let micros = moment.since(now).0.max(1);
    ApiError::too_many_attempts(u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_address() {
        let network = |text: &str| network(text.parse().ok());
        assert_eq!(network("203.0.113.5"), "203.0.113.5");
        assert_eq!(
            network("2001:db8:1:2:aaaa::1"),
            network("2001:db8:1:2:bbbb::2")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
