//! `accede account …`: the first administrator is made here, and whoever lost a second factor is let in again. Every
//! change is audited as the operator's. A command given twice does what it did once, and says so.

use accede_domain::account::{AccountState, Profile, Role};
use accede_domain::email::EmailAddress;
use accede_domain::language::Language;
use accede_domain::name;
use accede_domain::user_name::UserName;
use accede_mail::{LinkPurpose, SecondFactorChange};
use accede_store::account::{self as accounts, Account, NewAccount};
use accede_store::{Tx, account_email, mailed_link};
use clap::Subcommand;
use serde_json::json;

use super::{CliError, open_ready};
use crate::account::{
    FIRST_PASSPHRASE_LIFETIME, addresses, change_role, deactivate, passphrase_link,
    remove_second_factor, text,
};
use crate::config::Config;
use crate::error::ApiError;
use crate::links;
use crate::record::{self, Event, Who};
use crate::state::AppState;

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Make an account, and mail or print a link with which its person chooses a passphrase
    Create {
        /// 3 to 30 of a-z 0-9 -; fixed for good
        #[arg(long)]
        user_name: UserName,
        /// Address of the person; the operator stands for it
        #[arg(long)]
        email: EmailAddress,
        #[arg(long)]
        given_names: String,
        /// Empty for a person with one name
        #[arg(long, default_value = "")]
        family_name: String,
        /// researcher, reviewer or administrator
        #[arg(long, default_value = "researcher")]
        role: Role,
        /// Print the link instead of mailing it
        #[arg(long)]
        print_link: bool,
    },
    /// Give an account another role; its sessions end
    Role {
        user_name: String,
        /// researcher, reviewer or administrator
        role: Role,
    },
    /// Switch an account off: sessions, tokens and access end at once
    Deactivate {
        user_name: String,
        /// What the person is told
        #[arg(long)]
        reason: Option<String>,
    },
    /// Remove the second factor of somebody who lost theirs; staff set up a new one at the next sign-in
    ResetSecondFactor { user_name: String },
}

pub(super) async fn run(config: Config, command: &AccountCommand) -> Result<(), CliError> {
    let state = open_ready(config).await?;
    let said = carry_out(&state, command).await;
    state.store.close().await;
    println!("{}", said?);
    Ok(())
}

/// Does it, and gives what to tell the operator.
async fn carry_out(state: &AppState, command: &AccountCommand) -> Result<String, CliError> {
    let mut tx = state.store.write().await?;
    let said = match command {
        AccountCommand::Create {
            user_name,
            email,
            given_names,
            family_name,
            role,
            print_link,
        } => {
            let profile = profile(given_names, family_name)?;
            create(
                &mut tx,
                state,
                user_name,
                email,
                &profile,
                *role,
                *print_link,
            )
            .await?
        }
        AccountCommand::Role { user_name, role } => {
            let account = find(&mut tx, user_name).await?;
            if change_role(&mut tx, state, Who::command_line(), &account, *role).await? {
                format!("{user_name} is {role} now; every session of the account has ended.")
            } else {
                format!("{user_name} is {role} already; nothing was changed.")
            }
        }
        AccountCommand::Deactivate { user_name, reason } => {
            let account = find(&mut tx, user_name).await?;
            if deactivate(
                &mut tx,
                state,
                Who::command_line(),
                &account,
                reason.as_deref(),
            )
            .await?
            {
                format!("{user_name} is deactivated; sessions, tokens and access have ended.")
            } else {
                format!("{user_name} is deactivated already; nothing was changed.")
            }
        }
        AccountCommand::ResetSecondFactor { user_name } => {
            let id = find(&mut tx, user_name).await?.id;
            let change = SecondFactorChange::ResetByAdministrator;
            if remove_second_factor(&mut tx, state, Who::command_line(), &id, None, change).await? {
                format!(
                    "The second factor of {user_name} is removed; every session of the account has ended."
                )
            } else {
                format!("{user_name} has no second factor; nothing was changed.")
            }
        }
    };
    tx.commit().await?;
    Ok(said)
}

impl From<ApiError> for CliError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Problem(problem) => Self::Account(problem.detail),
            other => Self::Account(other.to_string()),
        }
    }
}

async fn find(tx: &mut Tx, user_name: &str) -> Result<Account, CliError> {
    let found = accounts::by_user_name(tx, user_name).await?;
    found.ok_or_else(|| CliError::Account(format!("no account has the user name {user_name}")))
}

fn profile(given_names: &str, family_name: &str) -> Result<Profile, CliError> {
    let one_name = family_name.trim().is_empty();
    let refused = |what: &str, code: accede_domain::problem::FieldCode| {
        CliError::Account(format!("{what}: {}", code.detail()))
    };
    name::given_names(given_names).map_err(|code| refused("--given-names", code))?;
    name::family_name(family_name, one_name).map_err(|code| refused("--family-name", code))?;
    let (given_names, family_name) = (text::line(given_names), text::line(family_name));
    Ok(Profile {
        given_names,
        family_name,
        one_name,
        ..Profile::default()
    })
}

async fn create(
    tx: &mut Tx,
    state: &AppState,
    user_name: &UserName,
    email: &EmailAddress,
    profile: &Profile,
    role: Role,
    print_link: bool,
) -> Result<String, CliError> {
    let (id, made) = match accounts::by_user_name(tx, user_name.as_str()).await? {
        None => (
            insert(tx, state, user_name, email, profile, role).await?,
            true,
        ),
        Some(there) => (again(tx, &there, email, role).await?, false),
    };
    let secrets = accounts::secrets(tx, &id).await?;
    if secrets.is_none_or(|secrets| secrets.passphrase_hash.is_some()) {
        return Ok(format!(
            "{user_name} is there already, and in use; nothing was changed."
        ));
    }
    let mail_to = (!print_link).then_some(email.as_str());
    let link = passphrase_link(tx, state, &id, mail_to, FIRST_PASSPHRASE_LIFETIME).await?;
    let begin = if made { "is made" } else { "is there already" };
    let days = FIRST_PASSPHRASE_LIFETIME.whole_days();
    Ok(if print_link {
        let url = url(tx, state, &link).await?;
        format!("{user_name} {begin}, as {role}. This link works once, for {days} days:\n{url}")
    } else {
        format!(
            "{user_name} {begin}, as {role}. A link that works once, for {days} days, goes to {email}."
        )
    })
}

async fn insert(
    tx: &mut Tx,
    state: &AppState,
    user_name: &UserName,
    email: &EmailAddress,
    profile: &Profile,
    role: Role,
) -> Result<String, CliError> {
    let now = state.now();
    let id = state.ids.id(now);
    if account_email::proved_by_another(tx, &email.folded(), &id)
        .await?
        .is_some()
    {
        return Err(CliError::Account(format!(
            "another account has the address {email}"
        )));
    }
    let new = NewAccount {
        id: &id,
        user_name: user_name.as_str(),
        role,
        state: AccountState::Active,
        passphrase_hash: None,
        profile,
        language: Language::default(),
        // The operator can accept nothing in somebody's place.
        privacy_version: "",
        terms_version: "",
    };
    accounts::create(tx, &new, now).await?;
    account_email::add(tx, &state.ids.id(now), &id, email, Some(now), true, now).await?;
    addresses::proved(tx, state, &id, &email.folded()).await?;
    let event = Event {
        action: "account.create",
        object: ("account", &id),
        concerns: Some(&id),
        after: Some(json!({ "user_name": user_name, "email": email, "role": role })),
        ..Event::default()
    };
    record::audit(tx, state, Who::command_line(), event).await?;
    Ok(id)
}

/// The command was given before: it is the same account, or a mistake.
async fn again(
    tx: &mut Tx,
    there: &Account,
    email: &EmailAddress,
    role: Role,
) -> Result<String, CliError> {
    let own = account_email::of_account(tx, &there.id).await?;
    let name = &there.user_name;
    if !own
        .iter()
        .any(|known| known.verified_at.is_some() && known.folded == email.folded())
    {
        return Err(CliError::Account(format!(
            "{name} is taken by an account that does not have the address {email}"
        )));
    }
    if there.role != role {
        let has = there.role;
        return Err(CliError::Account(format!(
            "{name} is there as {has}; run: accede account role {name} {role}"
        )));
    }
    Ok(there.id.clone())
}

async fn url(tx: &mut Tx, state: &AppState, link_id: &str) -> Result<String, CliError> {
    let link = mailed_link::get(tx, link_id)
        .await?
        .ok_or(accede_store::StoreError::NotFound)?;
    let token = links::token_of(state, &link);
    Ok(format!(
        "{}{}#{token}",
        state.config.public_origin,
        LinkPurpose::ResetPassphrase.path()
    ))
}

#[cfg(test)]
mod tests;
