//! What a decision leaves behind, in its own transaction: an event in the audit log, and mails in the outbox.

use accede_domain::account::Role;
use accede_domain::application::state::ActorRole;
use accede_domain::email::EmailAddress;
use accede_domain::language::Language;
use accede_domain::time::Timestamp;
use accede_mail::Message;
use accede_store::Tx;
use accede_store::account as accounts;
use accede_store::audit::{self, ActorKind, NewEvent};
use accede_store::outbox::{self, NewMail, Subject};
use serde_json::Value;

use crate::entropy::random;
use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::http::edge::context::RequestContext;
use crate::state::AppState;

/// Who did it, for the audit log.
#[derive(Debug, Clone)]
pub struct Who {
    actor: audit::Actor,
    request_id: Option<String>,
}

impl Who {
    /// A job of the server.
    #[must_use]
    pub fn system() -> Self {
        Self {
            actor: audit::Actor {
                kind: ActorKind::System,
                id: None,
                role: None,
            },
            request_id: None,
        }
    }

    /// The operator at the command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self {
            actor: audit::Actor {
                kind: ActorKind::CommandLine,
                id: None,
                role: None,
            },
            request_id: None,
        }
    }

    /// Whoever holds a mailed link.
    #[must_use]
    pub fn mailed_link(link_id: &str, context: &RequestContext) -> Self {
        let actor = audit::Actor {
            kind: ActorKind::MailedLink,
            id: Some(link_id.to_owned()),
            role: None,
        };
        Self {
            actor,
            request_id: Some(context.request_id.clone()),
        }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn visitor(context: &RequestContext) -> Self {
        let actor = audit::Actor {
            kind: ActorKind::Visitor,
            id: None,
            role: None,
        };
        Self {
            actor,
            request_id: Some(context.request_id.clone()),
        }
    }

    /// An account, before or after it is signed in.
    #[must_use]
    pub fn account(account_id: &str, role: Role, context: &RequestContext) -> Self {
        let (id, role) = (Some(account_id.to_owned()), Some(role.as_str().to_owned()));
        let actor = audit::Actor {
            kind: ActorKind::Account,
            id,
            role,
        };
        Self {
            actor,
            request_id: Some(context.request_id.clone()),
        }
    }
}

impl Who {
    /// The request that it was done in.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// An account, for what it decided in an earlier request.
    #[must_use]
    pub fn earlier(account_id: &str, role: ActorRole, request_id: Option<&str>) -> Self {
        let actor = audit::Actor {
            kind: ActorKind::Account,
            id: Some(account_id.to_owned()),
            role: Some(role.as_str().to_owned()),
        };
        Self {
            actor,
            request_id: request_id.map(str::to_owned),
        }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self::account(&actor.account_id, actor.role, &actor.context)
    }
}

/// What was done, to what.
#[derive(Debug, Clone, Default)]
pub struct Event<'a> {
    /// `application.submit`, for one.
    pub action: &'a str,
    /// Kind and id of the thing.
    pub object: (&'a str, &'a str),
    /// The account whose affair it is: that person may read the event.
    pub concerns: Option<&'a str>,
    /// The names of the fields that changed.
    pub changed: &'a [&'a str],
    /// The values before and after; they stand in an erasable side row.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Appends an event to the audit log.
///
/// # Errors
/// Those of the store.
pub async fn audit(
    tx: &mut Tx,
    state: &AppState,
    who: impl Into<Who>,
    event: Event<'_>,
) -> Result<(), ApiError> {
    let (who, now) = (who.into(), state.now());
    let new = NewEvent {
        id: state.ids.id(now),
        at: now,
        actor: who.actor,
        action: event.action.to_owned(),
        object_kind: event.object.0.to_owned(),
        object_id: event.object.1.to_owned(),
        concerns_account_id: event.concerns.map(str::to_owned),
        changed_fields: event
            .changed
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        before: event.before,
        after: event.after,
        salt: random(state.entropy.as_ref()),
        request_id: who.request_id,
    };
    Ok(audit::append(tx, &new).await?)
}

/// Where a mail goes and what it hangs on.
#[derive(Debug, Clone, Default)]
pub struct To<'a> {
    pub address: &'a str,
    /// Whose mail it is, where that is a person with an account.
    pub account_id: Option<&'a str>,
    /// The mailed link to derive while sending.
    pub link_id: Option<&'a str>,
    /// Kind and id of what its delivery matters to: `("reference_request", id)`.
    pub subject: Option<(&'a str, &'a str)>,
    /// In which language to write to an address that nobody's account has; English where none is given.
    pub stranger_reads: Language,
}

/// Queues a mail and gives its id in the outbox. It is sent after the commit, by a job, in the language of the account
/// that it is for, or that has proved the address.
///
/// # Errors
/// Those of the store.
pub async fn mail(
    tx: &mut Tx,
    state: &AppState,
    to: To<'_>,
    message: &Message,
) -> Result<String, ApiError> {
    let now: Timestamp = state.now();
    let id = state.ids.id(now);
    let bracketed = state.mail_identity.message_id(&id);
    let message_id = bracketed.trim_matches(['<', '>']);
    // An address that cannot be read belongs to no account, and the mail's own attempt says what is wrong with it.
    let folded = EmailAddress::parse(to.address).map(|address| address.folded());
    let language = accounts::language_of(tx, to.account_id, &folded.unwrap_or_default()).await?;
    let mail = NewMail {
        id: &id,
        kind: message.kind(),
        message,
        recipient: to.address,
        account_id: to.account_id,
        link_id: to.link_id,
        subject: to.subject.map(|(kind, id)| Subject {
            kind: kind.to_owned(),
            id: id.to_owned(),
        }),
        message_id,
        language: language.unwrap_or(to.stranger_reads),
    };
    outbox::enqueue(tx, &mail, now).await?;
    Ok(id)
}
