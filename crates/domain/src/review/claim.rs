//! A claim says who works on a case: a lease of 15 minutes, renewed while working, shown to the
//! others, and taken over only on purpose (`interface.md`, the queue). At most one is live a case.

use crate::refusal::Refusal;
use crate::time::{Duration, Timestamp};

/// How long a claim lasts after it was last renewed.
pub const LEASE: Duration = Duration::minutes(15);

/// Somebody's claim on a case, live or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The account of whoever works on it.
    pub holder: String,
    /// Since when, without a break.
    pub since: Timestamp,
    /// When it ends unless it is renewed.
    pub ends_at: Timestamp,
}

impl Claim {
    /// A claim that begins.
    #[must_use]
    pub fn begin(holder: &str, now: Timestamp) -> Self {
        Self {
            holder: holder.to_owned(),
            since: now,
            ends_at: now.plus(LEASE),
        }
    }

    /// True until its end.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.ends_at
    }

    /// True where it keeps this account from deciding.
    #[must_use]
    pub fn bars(&self, account_id: &str, now: Timestamp) -> bool {
        self.is_live(now) && self.holder != account_id
    }
}

/// What taking a case came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// Nobody worked on it.
    Begins,
    /// The holder goes on.
    Renews,
    /// Somebody else's claim ended with it.
    TakesOver,
}

/// Takes a case, or goes on with it. `present` is the claim on it, live or ended; with `on_purpose`
/// a live one of somebody else's gives way.
///
/// # Errors
/// [`Refusal::ClaimedByAnother`].
pub fn take(
    present: Option<&Claim>,
    account_id: &str,
    on_purpose: bool,
    now: Timestamp,
) -> Result<(Taking, Claim), Refusal> {
    let begins = Claim::begin(account_id, now);
    match present.filter(|claim| claim.is_live(now)) {
        None => Ok((Taking::Begins, begins)),
        Some(own) if own.holder == account_id => Ok((
            Taking::Renews,
            Claim {
                since: own.since,
                ..begins
            },
        )),
        Some(_) if on_purpose => Ok((Taking::TakesOver, begins)),
        Some(_) => Err(Refusal::ClaimedByAnother),
    }
}
