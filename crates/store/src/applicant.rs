//! What a review has to know of a person: who they are and where mail reaches them.

use accede_domain::account::{AccountState, Profile, Role};

use crate::orcid::{self, Linked};
use crate::{StoreError, Tx, params};

/// An address of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// As typed.
    pub address: String,
    /// As compared.
    pub folded: String,
    /// The person has shown that it is theirs.
    pub verified: bool,
    /// Mail goes there.
    pub primary: bool,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// The account.
    pub account_id: String,
    /// Its user name.
    pub user_name: String,
    /// How it stands.
    pub state: AccountState,
    /// What was typed once.
    pub profile: Profile,
    /// Every address, the primary one first.
    pub addresses: Vec<Address>,
    /// The ORCID iD that they have shown to be theirs.
    pub orcid: Option<Linked>,
}

impl Applicant {
    /// Where mail reaches the person; nothing for a closed account.
    #[must_use]
    pub fn primary_address(&self) -> Option<&str> {
        self.addresses
            .iter()
            .find(|one| one.primary)
            .map(|one| one.address.as_str())
    }

    /// The verified addresses.
    pub fn verified(&self) -> impl Iterator<Item = &Address> {
        self.addresses.iter().filter(|one| one.verified)
    }
}

/// The person of an account.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn find(tx: &mut Tx, account_id: &str) -> Result<Option<Applicant>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT a.user_name, a.state, a.given_names, a.family_name, a.one_name, a.affiliation, a.country,
                    e.address, e.folded, e.verified_at, e.is_primary, o.orcid, o.verified_at AS orcid_verified_at
             FROM account a LEFT JOIN account_email e ON e.account_id = a.id LEFT JOIN orcid o ON o.account_id = a.id
             WHERE a.id = $1 ORDER BY e.is_primary DESC, e.id",
            params![account_id],
        )
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut addresses = Vec::new();
    for row in &rows {
        if let Some(address) = row.opt_text("address")? {
            addresses.push(Address {
                address,
                folded: row.text("folded")?,
                verified: row.opt_int("verified_at")?.is_some(),
                primary: row.bool("is_primary")?,
            });
        }
    }
    Ok(Some(Applicant {
        account_id: account_id.to_owned(),
        user_name: first.text("user_name")?,
        state: first.word("state", AccountState::parse)?,
        profile: Profile {
            given_names: first.text("given_names")?,
            family_name: first.text("family_name")?,
            one_name: first.bool("one_name")?,
            affiliation: first.text("affiliation")?,
            country: first.text("country")?,
        },
        addresses,
        orcid: orcid::read(first)?,
    }))
}

/// Somebody of staff, for mails to all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// The account.
    pub account_id: String,
    /// Where mail reaches them.
    pub address: String,
}

/// Everyone in use with this role who has a primary address.
///
/// # Errors
/// Any [`StoreError`].
pub async fn with_role(tx: &mut Tx, role: Role) -> Result<Vec<StaffMember>, StoreError> {
    // Nothing here names the state but after the reading: SQLite would begin with everyone who is in use.
    let rows = tx
        .fetch_all(
            "SELECT a.id, a.state, e.address FROM account a
             JOIN account_email e ON e.account_id = a.id AND e.is_primary = 1
             WHERE a.role = $1 ORDER BY a.id",
            params![role.as_str()],
        )
        .await?;
    let mut staff = Vec::new();
    for row in &rows {
        if row.word("state", AccountState::parse)? == AccountState::Active {
            staff.push(StaffMember {
                account_id: row.text("id")?,
                address: row.text("address")?,
            });
        }
    }
    Ok(staff)
}
