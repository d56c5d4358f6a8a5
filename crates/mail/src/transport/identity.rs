//! Who our mails come from, and where reports about them go.

use lettre::Address;
use lettre::message::Mailbox;

/// Where mail servers send delivery reports: the envelope sender, which becomes `Return-Path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnPath {
    /// The same address for every mail; reports are matched by their Message-ID.
    Fixed(String),
    /// `local+<outbox id>@domain`, so that a report names its mail even where it quotes nothing. The mail server must
    /// deliver such addresses (Postfix: `recipient_delimiter = +`).
    PerMessage { local: String, domain: String },
}

#[derive(Debug, Clone)]
pub struct SenderIdentity {
    from: Mailbox,
    reply_to: Option<Mailbox>,
    return_path: ReturnPath,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("the sender address {0:?} is not an e-mail address")]
    From(String),
    #[error("the reply address {0:?} is not an e-mail address")]
    ReplyTo(String),
    #[error("the return path {0:?} is not an e-mail address")]
    ReturnPath(String),
}

impl SenderIdentity {
    /// `reply_to`: where people's answers should go, usually the support address.
    pub fn new(
        from_name: &str,
        from_address: &str,
        reply_to: Option<&str>,
        return_path: ReturnPath,
    ) -> Result<Self, IdentityError> {
        let from: Address = from_address
            .parse()
            .map_err(|_| IdentityError::From(from_address.to_owned()))?;
        let reply_to = reply_to
            .map(|address| {
                let parsed: Result<Address, _> = address.parse();
                parsed.map_err(|_| IdentityError::ReplyTo(address.to_owned()))
            })
            .transpose()?;
        let example = sender_for(&return_path, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        if example.parse::<Address>().is_err() {
            return Err(IdentityError::ReturnPath(example));
        }
        Ok(Self {
            from: Mailbox::new(Some(crate::clean::line(from_name, 100)), from),
            reply_to: reply_to.map(|address| Mailbox::new(None, address)),
            return_path,
        })
    }

    pub(crate) fn from(&self) -> &Mailbox {
        &self.from
    }

    pub(crate) fn reply_to(&self) -> Option<&Mailbox> {
        self.reply_to.as_ref()
    }

    /// `<outbox id@sender's domain>`: the same at every attempt.
    pub fn message_id(&self, outbox_id: &str) -> String {
        format!("<{outbox_id}@{}>", self.from.email.domain())
    }

    pub fn envelope_sender(&self, outbox_id: &str) -> String {
        sender_for(&self.return_path, outbox_id)
    }

    /// The outbox id in an address that [`envelope_sender`](Self::envelope_sender) made.
    pub(crate) fn outbox_id_of_return_path(&self, address: &str) -> Option<String> {
        let ReturnPath::PerMessage { local, domain } = &self.return_path else {
            return None;
        };
        let (found_local, found_domain) = address.rsplit_once('@')?;
        if !found_domain.eq_ignore_ascii_case(domain) {
            return None;
        }
        let prefix = found_local.get(..local.len())?;
        let id = found_local.get(local.len()..)?.strip_prefix('+')?;
        (prefix.eq_ignore_ascii_case(local))
            .then(|| outbox_id(id))
            .flatten()
    }

    /// The outbox id in a Message-ID that [`message_id`](Self::message_id) made.
    pub(crate) fn outbox_id_of_message_id(&self, message_id: &str) -> Option<String> {
        let inner = message_id
            .trim()
            .trim_start_matches('<')
            .trim_end_matches('>');
        let (id, domain) = inner.rsplit_once('@')?;
        domain
            .eq_ignore_ascii_case(self.from.email.domain())
            .then(|| outbox_id(id))
            .flatten()
    }
}

fn sender_for(return_path: &ReturnPath, outbox_id: &str) -> String {
    match return_path {
        ReturnPath::Fixed(address) => address.clone(),
        ReturnPath::PerMessage { local, domain } => format!("{local}+{outbox_id}@{domain}"),
    }
}

/// An outbox id is a ULID. Mail servers may fold its case; its own form is upper case.
pub(crate) fn outbox_id(text: &str) -> Option<String> {
    (text.len() == 26 && text.bytes().all(|b| b.is_ascii_alphanumeric()))
        .then(|| text.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn identity(return_path: ReturnPath) -> SenderIdentity {
        SenderIdentity::new("Accede", "noreply@portal.example", None, return_path).unwrap()
    }

    #[test]
    fn a_report_finds_its_mail_even_where_a_server_folds_case() {
        let identity = identity(ReturnPath::PerMessage {
            local: "bounces".into(),
            domain: "mail.portal.example".into(),
        });
        let sender = identity.envelope_sender(ID);
        assert_eq!(sender, format!("bounces+{ID}@mail.portal.example"));
        assert_eq!(
            identity.outbox_id_of_return_path(&sender.to_lowercase()),
            Some(ID.to_owned())
        );
        assert_eq!(
            identity.outbox_id_of_message_id(&identity.message_id(ID)),
            Some(ID.to_owned())
        );
        for other in [
            "bounces@mail.portal.example",
            "bounces+x@mail.portal.example",
            "é+x@y",
            "",
            "@",
        ] {
            assert_eq!(identity.outbox_id_of_return_path(other), None, "{other}");
        }
        assert_eq!(
            identity.outbox_id_of_message_id(&format!("<{ID}@elsewhere.example>")),
            None
        );
    }

    #[test]
    fn wrong_settings_are_refused_by_name() {
        let fixed = |address: &str| ReturnPath::Fixed(address.to_owned());
        let new = |from, reply, path| SenderIdentity::new("A", from, reply, path).map(|_| ());
        assert_eq!(
            new("nobody", None, fixed("b@x.example")),
            Err(IdentityError::From("nobody".into()))
        );
        assert_eq!(
            new("a@x.example", Some("?"), fixed("b@x.example")),
            Err(IdentityError::ReplyTo("?".into()))
        );
        assert_eq!(
            new("a@x.example", None, fixed("")),
            Err(IdentityError::ReturnPath(String::new()))
        );
    }
}
