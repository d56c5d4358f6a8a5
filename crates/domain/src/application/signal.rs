//! Signals: facts that speak for or against an application, shown beside it and never a verdict.
//!
//! The one rule that says which hold. The server keeps its answer with each application, so that a
//! list shows and filters signals without working them out again.

use crate::email::{EmailAddress, is_personal_domain};
use crate::lookalike;
use crate::orcid::Orcid;
use crate::training::TrainingState;

choice! {
    /// A fact that speaks for or against, never a verdict.
    pub enum Signal {
        /// A verified address is at no personal-mail service.
        InstitutionalMail = "institutional_mail",
        /// Every verified address is at a personal-mail service.
        PersonalMailOnly = "personal_mail_only",
        /// A webpage is given.
        Webpage = "webpage",
        /// The latest reference was named at a personal-mail service.
        ReferencePersonalMail = "reference_personal_mail",
        /// More than one person was named, one after the other.
        ReferenceChanged = "reference_changed",
        /// The present reference has confirmed somebody else, whose credential was not revoked since.
        KnownReference = "known_reference",
        /// A training report was found in order.
        TrainingAccepted = "training_accepted",
        /// A training report waits for a reviewer.
        TrainingWaiting = "training_waiting",
        /// Neither.
        TrainingMissing = "training_missing",
        /// The latest reference's address looks like one at the applicant's organisation or at a well-known service.
        ReferenceLookalike = "reference_lookalike",
        /// A credential of this person was revoked: of this account, or of an earlier one with an address of theirs.
        RevokedBefore = "revoked_before",
        /// The applicant has shown at ORCID that an iD is theirs.
        Orcid = "orcid",
    }
}

impl Signal {
    /// The three that say how the trainings stand; exactly one of them holds.
    pub const OF_TRAINING: &'static [Self] = &[
        Self::TrainingAccepted,
        Self::TrainingWaiting,
        Self::TrainingMissing,
    ];

    const fn bit(self) -> i64 {
        1 << self as i64
    }
}

/// Some signals, as one number: what a database keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Signals(i64);

impl Signals {
    /// Those of a number that [`Signals::bits`] gave.
    #[must_use]
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    /// One bit for each signal, in the order of [`Signal::ALL`].
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// True where the signal is among them.
    #[must_use]
    pub const fn contain(self, signal: Signal) -> bool {
        self.0 & signal.bit() != 0
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, signal: Signal) -> Self {
        Self(self.0 | signal.bit())
    }

    /// Each of them, in the order of [`Signal::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Signal> {
        Signal::ALL
            .iter()
            .copied()
            .filter(move |signal| self.contain(*signal))
    }
}

impl FromIterator<Signal> for Signals {
    fn from_iter<I: IntoIterator<Item = Signal>>(signals: I) -> Self {
        signals.into_iter().fold(Self::default(), Self::with)
    }
}

/// What the signals of one application rest on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignalFacts {
    /// The applicant's verified addresses.
    pub verified: Vec<String>,
    /// The webpage of the latest snapshot.
    pub webpage: String,
    /// The address of the latest reference.
    pub reference: Option<String>,
    /// How many people were named as reference, one after the other.
    pub references: i64,
    /// The present reference has confirmed somebody else whose credential was not revoked, and not taken it back.
    pub reference_known: bool,
    /// A credential of this person was revoked.
    pub revoked_before: bool,
    /// The applicant's verified ORCID iD.
    pub orcid: Option<Orcid>,
    /// The states of the applicant's trainings.
    pub trainings: Vec<TrainingState>,
}

/// The signals that hold. `further_domains` are the personal-mail services of a setting.
#[must_use]
pub fn signals(facts: &SignalFacts, further_domains: &[String]) -> Signals {
    let is_personal = |address: &String| {
        let domain = address.rsplit_once('@').map(|(_, domain)| domain);
        domain.is_some_and(|domain| is_personal_domain(domain, further_domains))
    };
    let looks_like_another = |address: &String| {
        let parse = |address: &String| EmailAddress::parse(address);
        let own: Vec<_> = facts.verified.iter().filter_map(parse).collect();
        parse(address).is_some_and(|address| lookalike::meant(&address, &own).is_some())
    };
    let has = |state| facts.trainings.contains(&state);
    let holds = |signal: &Signal| match signal {
        Signal::InstitutionalMail => !facts.verified.iter().all(is_personal),
        Signal::PersonalMailOnly => facts.verified.iter().all(is_personal),
        Signal::Webpage => !crate::text::is_blank(&facts.webpage),
        Signal::ReferencePersonalMail => facts.reference.as_ref().is_some_and(is_personal),
        Signal::ReferenceChanged => facts.references > 1,
        Signal::KnownReference => facts.reference_known,
        Signal::TrainingAccepted => has(TrainingState::Accepted),
        Signal::TrainingWaiting => !has(TrainingState::Accepted) && has(TrainingState::Submitted),
        Signal::TrainingMissing => !has(TrainingState::Accepted) && !has(TrainingState::Submitted),
        Signal::ReferenceLookalike => facts.reference.as_ref().is_some_and(looks_like_another),
        Signal::RevokedBefore => facts.revoked_before,
        Signal::Orcid => facts.orcid.is_some(),
    };
    Signal::ALL.iter().copied().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(facts: &SignalFacts) -> Vec<Signal> {
        signals(facts, &["mail.example".to_owned()])
            .iter()
            .collect()
    }

    #[test]
    fn one_institutional_address_is_enough() {
        let verified = |addresses: &[&str]| SignalFacts {
            verified: addresses.iter().map(|one| (*one).to_owned()).collect(),
            ..SignalFacts::default()
        };
        let first = |addresses: &[&str]| of(&verified(addresses))[0];
        assert_eq!(
            first(&["ada@gmail.com", "ada@uni.example"]),
            Signal::InstitutionalMail
        );
        assert_eq!(
            first(&["ada@gmail.com", "ada@mail.example"]),
            Signal::PersonalMailOnly
        );
        assert_eq!(first(&[]), Signal::PersonalMailOnly);
    }

    #[test]
    fn the_reference_is_judged_by_address_number_and_past() {
        let facts = SignalFacts {
            webpage: "https://uni.example/ada".to_owned(),
            reference: Some("tess@gmail.com".to_owned()),
            references: 2,
            reference_known: true,
            ..SignalFacts::default()
        };
        assert_eq!(
            of(&facts)[1..5],
            [
                Signal::Webpage,
                Signal::ReferencePersonalMail,
                Signal::ReferenceChanged,
                Signal::KnownReference
            ]
        );
        let facts = SignalFacts {
            webpage: " ".to_owned(),
            reference: Some("tess@uni.example".to_owned()),
            references: 1,
            ..SignalFacts::default()
        };
        assert_eq!(
            of(&facts),
            [Signal::PersonalMailOnly, Signal::TrainingMissing]
        );
    }

    #[test]
    fn an_address_that_looks_like_another_is_a_signal() {
        for (reference, is_one) in [
            ("tess@unviersity.example", true),
            ("tess@gmial.com", true),
            ("tess@university.example", false),
            ("tess@gmail.com", false),
            ("tess@elsewhere.example", false),
        ] {
            let facts = SignalFacts {
                verified: vec!["ada@university.example".to_owned()],
                reference: Some(reference.to_owned()),
                ..SignalFacts::default()
            };
            let found = of(&facts).contains(&Signal::ReferenceLookalike);
            assert_eq!(found, is_one, "{reference}");
        }
    }

    #[test]
    fn exactly_one_signal_says_how_the_trainings_stand() {
        use TrainingState::{Accepted, Expired, Returned, Submitted};
        for (trainings, signal) in [
            (vec![], Signal::TrainingMissing),
            (vec![Returned, Expired], Signal::TrainingMissing),
            (vec![Returned, Submitted], Signal::TrainingWaiting),
            (vec![Submitted, Accepted], Signal::TrainingAccepted),
        ] {
            let facts = SignalFacts {
                trainings,
                ..SignalFacts::default()
            };
            let found = signals(&facts, &[]);
            let of_training: Vec<_> = found
                .iter()
                .filter(|one| Signal::OF_TRAINING.contains(one))
                .collect();
            assert_eq!(of_training, [signal]);
        }
    }

    #[test]
    fn a_verified_orcid_id_is_a_signal() {
        let facts = SignalFacts {
            orcid: Orcid::parse("0000-0002-1825-0097"),
            ..SignalFacts::default()
        };
        assert!(of(&facts).contains(&Signal::Orcid));
        assert!(!of(&SignalFacts::default()).contains(&Signal::Orcid));
    }

    #[test]
    fn signals_come_back_from_their_number() {
        let all: Signals = Signal::ALL.iter().copied().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), Signal::ALL);
        for &signal in Signal::ALL {
            let one = Signals::from_bits(Signals::default().with(signal).bits());
            assert_eq!(one.iter().collect::<Vec<_>>(), [signal]);
        }
    }
}
