//! People's accounts. `version` is the ETag of the whole account as its owner sees it, addresses
//! and second factor included: whatever changes one of them calls [`touch`].

use accede_domain::account::{AccountState, Profile, Role};
use accede_domain::language::Language;
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, counter, params};

/// The kept count of accounts that are not closed.
pub const COUNTER: &str = "account";

/// An account, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Grows by one with each change.
    pub version: i64,
    /// Fixed.
    pub user_name: String,
    /// What the person may do.
    pub role: Role,
    /// How it stands.
    pub state: AccountState,
    /// Who the person is.
    pub profile: Profile,
    /// In which language the person is spoken to.
    pub language: Language,
    /// The privacy notice that was accepted.
    pub privacy_version: String,
    /// The terms that were accepted.
    pub terms_version: String,
    /// When they were accepted.
    pub accepted_at: Timestamp,
    /// Since when the second factor is set up.
    pub second_factor_since: Option<Timestamp>,
    /// When the person last signed in.
    pub last_signed_in_at: Option<Timestamp>,
    /// When it was deactivated or closed.
    pub ended_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Account {
    /// How to address the person: the names as typed, or the user name of an emptied account.
    #[must_use]
    pub fn display_name(&self) -> String {
        let name = self.profile.full_name();
        if name.is_empty() {
            self.user_name.clone()
        } else {
            name
        }
    }
}

/// What signing in is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The account.
    pub account_id: String,
    /// Its role.
    pub role: Role,
    /// How it stands.
    pub state: AccountState,
    /// Argon2id in PHC form; absent until the person has chosen a passphrase.
    pub passphrase_hash: Option<String>,
    /// The TOTP secret, encrypted.
    pub totp_secret: Option<Vec<u8>>,
    /// Since when the secret counts.
    pub totp_confirmed_at: Option<Timestamp>,
    /// The last time step that was used.
    pub totp_last_step: Option<i64>,
}

/// An account to make.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its user name, checked.
    pub user_name: &'a str,
    /// What the person may do.
    pub role: Role,
    /// `unverified`, or `active` where somebody stands for the address.
    pub state: AccountState,
    /// Argon2id in PHC form; none where the person chooses a passphrase by a mailed link.
    pub passphrase_hash: Option<&'a str>,
    /// Who the person is.
    pub profile: &'a Profile,
    /// In which language the person is spoken to.
    pub language: Language,
    /// The privacy notice that was accepted.
    pub privacy_version: &'a str,
    /// The terms that were accepted.
    pub terms_version: &'a str,
}

macro_rules! columns {
    () => {
        "id, version, user_name, role, state, given_names, family_name, one_name, affiliation, country, language,
         privacy_version, terms_version, accepted_at, totp_confirmed_at, last_signed_in_at, ended_at, created_at"
    };
}

macro_rules! secret_columns {
    () => {
        "a.id, a.role, a.state, a.passphrase_hash, a.totp_secret, a.totp_confirmed_at, a.totp_last_step"
    };
}

/// Makes an account.
///
/// # Errors
/// [`StoreError::Unique`] with `account_user_name_key`, and any other; so do all functions here.
pub async fn create(tx: &mut Tx, new: &NewAccount<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account (id, version, user_name, role, state, passphrase_hash, given_names, family_name, one_name,
             affiliation, country, privacy_version, terms_version, accepted_at, created_at, updated_at, language)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13, $14)",
        params![
            new.id,
            new.user_name,
            new.role.as_str(),
            new.state.as_str(),
            new.passphrase_hash,
            &new.profile.given_names,
            &new.profile.family_name,
            new.profile.one_name,
            &new.profile.affiliation,
            &new.profile.country,
            new.privacy_version,
            new.terms_version,
            now,
            new.language.as_str()
        ],
    )
    .await?;
    counter::add(tx, COUNTER, 1).await
}

/// Writes down the texts that a person accepted.
///
/// # Errors
/// Any [`StoreError`].
pub async fn accept_texts(
    tx: &mut Tx,
    id: &str,
    privacy_version: &str,
    terms_version: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE account SET privacy_version = $2, terms_version = $3, accepted_at = $4, version = version + 1,
             updated_at = $4
         WHERE id = $1",
        params![id, privacy_version, terms_version, now],
    )
    .await?;
    Ok(())
}

/// The account with this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Account>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM account WHERE id = $1");
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The account with this user name, in whatever state.
///
/// # Errors
/// Any [`StoreError`].
pub async fn by_user_name(tx: &mut Tx, user_name: &str) -> Result<Option<Account>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM account WHERE user_name = $1");
    tx.fetch_opt(sql, params![user_name])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// How to address the person with this account.
///
/// # Errors
/// Any [`StoreError`].
pub async fn display_name(tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
    Ok(by_id(tx, id).await?.map(|account| account.display_name()))
}

/// The accounts of a role that are in use, by user name.
///
/// # Errors
/// Any [`StoreError`].
pub async fn active_with_role(tx: &mut Tx, role: Role) -> Result<Vec<Account>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM account WHERE role = $1 ORDER BY user_name"
    );
    // Nothing here names the state but after the reading: SQLite would begin with everyone who is in use.
    let rows = tx.fetch_all(sql, params![role.as_str()]).await?;
    let all: Vec<Account> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let active = |one: &Account| one.state == AccountState::Active;
    Ok(all.into_iter().filter(active).collect())
}

/// What signing in as this account is checked against.
///
/// # Errors
/// Any [`StoreError`].
pub async fn secrets(tx: &mut Tx, id: &str) -> Result<Option<Secrets>, StoreError> {
    let sql = concat!(
        "SELECT ",
        secret_columns!(),
        " FROM account a WHERE a.id = $1"
    );
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read_secrets)
        .transpose()
}

/// As [`secrets`], by user name.
///
/// # Errors
/// Any [`StoreError`].
pub async fn secrets_by_user_name(
    tx: &mut Tx,
    user_name: &str,
) -> Result<Option<Secrets>, StoreError> {
    let sql = concat!(
        "SELECT ",
        secret_columns!(),
        " FROM account a WHERE a.user_name = $1"
    );
    tx.fetch_opt(sql, params![user_name])
        .await?
        .as_ref()
        .map(read_secrets)
        .transpose()
}

/// As [`secrets`], by a verified address, folded.
///
/// # Errors
/// Any [`StoreError`].
pub async fn secrets_by_email(tx: &mut Tx, folded: &str) -> Result<Option<Secrets>, StoreError> {
    let sql = concat!(
        "SELECT ",
        secret_columns!(),
        " FROM account a JOIN account_email e ON e.account_id = a.id WHERE e.folded = $1 AND e.verified_at IS NOT NULL"
    );
    tx.fetch_opt(sql, params![folded])
        .await?
        .as_ref()
        .map(read_secrets)
        .transpose()
}

/// Counts a change of something that the account shows; gives the new version.
///
/// # Errors
/// Any [`StoreError`].
pub async fn touch(tx: &mut Tx, id: &str, now: Timestamp) -> Result<i64, StoreError> {
    let sql =
        "UPDATE account SET version = version + 1, updated_at = $1 WHERE id = $2 RETURNING version";
    tx.fetch_one(sql, params![now, id]).await?.int("version")
}

/// Writes names, affiliation and country; gives the new version.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_profile(
    tx: &mut Tx,
    id: &str,
    profile: &Profile,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let row = tx
        .fetch_one(
            "UPDATE account SET given_names = $1, family_name = $2, one_name = $3, affiliation = $4, country = $5,
                 version = version + 1, updated_at = $6 WHERE id = $7 RETURNING version",
            params![
                &profile.given_names,
                &profile.family_name,
                profile.one_name,
                &profile.affiliation,
                &profile.country,
                now,
                id
            ],
        )
        .await?;
    row.int("version")
}

/// Speaks to the person in this language from now on; false where it is theirs already. The version stays: who is at
/// work on the profile has lost nothing by it.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_language(
    tx: &mut Tx,
    id: &str,
    language: Language,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET language = $1, updated_at = $2 WHERE id = $3 AND language <> $1";
    Ok(tx.execute(sql, params![language.as_str(), now, id]).await? == 1)
}

/// The language of whoever reads a mail: of this account, or without one of the account that proved the address,
/// folded. One statement whatever is found, so that its work tells nothing.
///
/// # Errors
/// Any [`StoreError`].
pub async fn language_of(
    tx: &mut Tx,
    id: Option<&str>,
    folded: &str,
) -> Result<Option<Language>, StoreError> {
    let sql = "SELECT language FROM account WHERE id = COALESCE($1, (
                   SELECT account_id FROM account_email WHERE folded = $2 AND verified_at IS NOT NULL))";
    tx.fetch_opt(sql, params![id, folded])
        .await?
        .map(|row| row.word("language", Language::parse))
        .transpose()
}

/// Writes a passphrase for someone whose present one is `seen`; false where it changed meanwhile.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_passphrase(
    tx: &mut Tx,
    id: &str,
    seen: Option<&str>,
    hash: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE account SET passphrase_hash = $1, updated_at = $2
             WHERE id = $3 AND passphrase_hash IS NOT DISTINCT FROM $4",
            params![hash, now, id, seen],
        )
        .await?;
    Ok(changed == 1)
}

/// Takes an account whose first address was verified into use; false when it was not waiting for that.
///
/// # Errors
/// Any [`StoreError`].
pub async fn activate(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET state = 'active', version = version + 1, updated_at = $1
               WHERE id = $2 AND state = 'unverified'";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

/// Changes the role; false when the account has it already.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_role(
    tx: &mut Tx,
    id: &str,
    role: Role,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET role = $1, version = version + 1, updated_at = $2 WHERE id = $3 AND role <> $1";
    Ok(tx.execute(sql, params![role.as_str(), now, id]).await? == 1)
}

/// Switches an account off; false when it had ended already.
///
/// # Errors
/// Any [`StoreError`].
pub async fn deactivate(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET state = 'deactivated', ended_at = $1, version = version + 1, updated_at = $1
               WHERE id = $2 AND state IN ('unverified', 'active')";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

/// Closes an account: what is personal in it goes, its id and user name stay so that they are never used again, and
/// so that signatures and decisions have somebody to belong to.
///
/// # Errors
/// Any [`StoreError`].
pub async fn close(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE account SET state = 'closed', passphrase_hash = NULL, given_names = '', family_name = '',
                 one_name = 0, affiliation = '', country = '', totp_secret = NULL, totp_confirmed_at = NULL,
                 totp_last_step = NULL, ended_at = $1, version = version + 1, updated_at = $1
             WHERE id = $2 AND state <> 'closed'",
            params![now, id],
        )
        .await?;
    if changed == 1 {
        counter::add(tx, COUNTER, -1).await?;
    }
    Ok(changed == 1)
}

/// Deletes accounts that waited in vain for their first address to be proved since before a moment, at most `limit`
/// of them; says how many. Nothing else can belong to them, and their user names are free again.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge_unverified(
    tx: &mut Tx,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let sql = "SELECT id FROM account WHERE state = 'unverified' AND created_at <= $1
               ORDER BY created_at, id LIMIT $2";
    let rows = tx.fetch_all(sql, params![before, limit]).await?;
    for row in &rows {
        let id = row.text("id")?;
        // The mails stay as what was sent; they only lose whom they were for.
        for sql in [
            "UPDATE outbox SET account_id = NULL, link_id = NULL WHERE account_id = $1
                 OR link_id IN (SELECT id FROM mailed_link WHERE account_id = $1)",
            "DELETE FROM mailed_link WHERE account_id = $1",
            "DELETE FROM account_email WHERE account_id = $1",
            "DELETE FROM account WHERE id = $1",
        ] {
            tx.execute(sql, params![&id]).await?;
        }
        counter::add(tx, COUNTER, -1).await?;
    }
    Ok(rows.len() as u64)
}

/// Keeps a TOTP secret that does not count yet; false when one is confirmed already.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_totp_secret(
    tx: &mut Tx,
    id: &str,
    sealed: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET totp_secret = $1, totp_last_step = NULL, updated_at = $2
               WHERE id = $3 AND totp_confirmed_at IS NULL";
    Ok(tx.execute(sql, params![sealed, now, id]).await? == 1)
}

/// The secret counts from now on; false when there is none, or it counted already.
///
/// # Errors
/// Any [`StoreError`].
pub async fn confirm_totp(
    tx: &mut Tx,
    id: &str,
    step: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET totp_confirmed_at = $1, totp_last_step = $2, version = version + 1, updated_at = $1
               WHERE id = $3 AND totp_secret IS NOT NULL AND totp_confirmed_at IS NULL";
    Ok(tx.execute(sql, params![now, step, id]).await? == 1)
}

/// Uses up a time step: false when it, or a later one, was used before.
///
/// # Errors
/// Any [`StoreError`].
pub async fn use_totp_step(tx: &mut Tx, id: &str, step: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET totp_last_step = $1 WHERE id = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)";
    Ok(tx.execute(sql, params![step, id]).await? == 1)
}

/// Removes the second factor, confirmed or not; false when there was none.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove_totp(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL,
                   version = version + 1, updated_at = $1 WHERE id = $2 AND totp_secret IS NOT NULL";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

/// Notes a sign-in.
///
/// # Errors
/// Any [`StoreError`].
pub async fn signed_in(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE account SET last_signed_in_at = $1 WHERE id = $2",
        params![now, id],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.text("id")?,
        version: row.int("version")?,
        user_name: row.text("user_name")?,
        role: row.word("role", Role::parse)?,
        state: row.word("state", AccountState::parse)?,
        profile: Profile {
            given_names: row.text("given_names")?,
            family_name: row.text("family_name")?,
            one_name: row.bool("one_name")?,
            affiliation: row.text("affiliation")?,
            country: row.text("country")?,
        },
        language: row.word("language", Language::parse)?,
        privacy_version: row.text("privacy_version")?,
        terms_version: row.text("terms_version")?,
        accepted_at: row.timestamp("accepted_at")?,
        second_factor_since: row.opt_timestamp("totp_confirmed_at")?,
        last_signed_in_at: row.opt_timestamp("last_signed_in_at")?,
        ended_at: row.opt_timestamp("ended_at")?,
        created_at: row.timestamp("created_at")?,
    })
}

fn read_secrets(row: &Row) -> Result<Secrets, StoreError> {
    Ok(Secrets {
        account_id: row.text("id")?,
        role: row.word("role", Role::parse)?,
        state: row.word("state", AccountState::parse)?,
        passphrase_hash: row.opt_text("passphrase_hash")?,
        totp_secret: row.opt_blob("totp_secret")?,
        totp_confirmed_at: row.opt_timestamp("totp_confirmed_at")?,
        totp_last_step: row.opt_int("totp_last_step")?,
    })
}
