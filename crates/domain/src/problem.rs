//! What is wrong with one field of a form, and what to do about it.
//!
//! The page words a problem from its [`FieldCode`]; [`FieldCode::detail`] is the sentence for tools.

use serde::{Deserialize, Serialize};

/// One problem of one field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON Pointer (RFC 6901) to the field, for example `/given_names`.
    pub pointer: String,
    /// What is wrong.
    pub code: FieldCode,
}

impl FieldProblem {
    /// A problem at a pointer such as `/given_names`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self {
            pointer: pointer.into(),
            code,
        }
    }
}

choice! {
    /// Everything that can be wrong with a field. Stable: tools match on the spelling.
    pub enum FieldCode {
        /// Nothing visible was given.
        Required = "required",
        /// More Unicode scalar values than the field holds.
        TooLong = "too_long",
        /// Fewer Unicode scalar values than the field asks for.
        TooShort = "too_short",
        /// Control, bidi-override or other invisible characters.
        ControlCharacters = "control_characters",
        /// A digit in a person's name.
        DigitsNotAllowed = "digits_not_allowed",
        /// A character that this field does not take.
        CharacterNotAllowed = "character_not_allowed",
        /// Something other than small letters, digits and inner hyphens in a user name.
        UserNameCharacters = "user_name_characters",
        /// Not an e-mail address.
        NotAnEmail = "not_an_email",
        /// Not an http or https address.
        NotAUrl = "not_a_url",
        /// Not an id of the Research Organization Registry, or mistyped.
        NotARorId = "not_a_ror_id",
        /// Not a country of ISO 3166-1 (or XK).
        UnknownCountry = "unknown_country",
        /// The country is divided into states that the address needs.
        StateRequired = "state_required",
        /// Something other than letters, digits, space and hyphen.
        PostalCodeCharacters = "postal_code_characters",
        /// The reference's address is the applicant's own.
        OwnAddress = "own_address",
        /// A personal-mail address for the reference, and no page that shows it.
        PersonalAddressNeedsPage = "personal_address_needs_page",
        /// A student or postdoc has to name the supervisor.
        SupervisorRequired = "supervisor_required",
        /// Nobody is named, and the person is in no directory.
        ReferenceRequired = "reference_required",
        /// Neither a webpage nor a reference.
        WebpageOrReferenceRequired = "webpage_or_reference_required",
        /// Not one of the choices.
        NotAChoice = "not_a_choice",
        /// Not a day of the calendar.
        NotADate = "not_a_date",
        /// A day that has not come yet.
        DateInFuture = "date_in_future",
        /// A day so long ago that what it dates has run out.
        DateTooOld = "date_too_old",
        /// A file of more bytes than are taken.
        FileTooLarge = "file_too_large",
        /// A passphrase that is easily guessed.
        TooWeak = "too_weak",
        /// Someone has it already.
        Taken = "taken",
        /// A name kept for the portal itself.
        Reserved = "reserved",
        /// The typed name is not the name of the profile.
        NameDiffers = "name_differs",
        /// A box that has to be ticked.
        ConsentRequired = "consent_required",
        /// A code or a password that is not the right one.
        Wrong = "wrong",
        /// Well formed, but not a value this field takes.
        Invalid = "invalid",
    }
}

impl FieldCode {
    /// What is wrong and what to do, as one English sentence for tools.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Required => "This field is empty; give a value.",
            Self::TooLong => "This text is longer than the field holds; shorten it.",
            Self::TooShort => "This text is too short; say more.",
            Self::ControlCharacters => {
                "This text holds invisible control characters; type it again without them."
            }
            Self::DigitsNotAllowed => "A name cannot hold digits; leave them out.",
            Self::CharacterNotAllowed => {
                "This text holds a character that the field does not take; leave it out."
            }
            Self::UserNameCharacters => {
                "A user name holds small letters, digits and hyphens, and no hyphen at either end; leave out anything else."
            }
            Self::NotAnEmail => {
                "This is not an e-mail address; give one in the form name@example.org."
            }
            Self::NotAUrl => {
                "This is not a web address; give one such as https://www.example.org/people."
            }
            Self::NotARorId => {
                "This is not a ROR id, or a character of it is wrong; copy it from ror.org, such as https://ror.org/042nb2s44."
            }
            Self::UnknownCountry => {
                "This is not a country code of ISO 3166-1; give two capital letters such as FR."
            }
            Self::StateRequired => "Addresses in this country need a state or province; give it.",
            Self::PostalCodeCharacters => {
                "A postal code holds letters, digits, spaces and hyphens; leave out anything else."
            }
            Self::OwnAddress => {
                "This is one of your own addresses; give the address of the person who knows you and your work."
            }
            Self::PersonalAddressNeedsPage => {
                "The reference's address is at a personal mail service; give an address at their organisation, or the organisation's page that shows this address."
            }
            Self::SupervisorRequired => {
                "Students and postdocs name their supervisor as reference; choose that category."
            }
            Self::ReferenceRequired => {
                "Whoever is not listed in a directory of their organisation names a reference; name a supervisor or colleague."
            }
            Self::WebpageOrReferenceRequired => {
                "A reviewer has to see that you exist; give the webpage that lists you, or name a reference."
            }
            Self::NotAChoice => "This is not one of the choices; choose one of those offered.",
            Self::NotADate => "This is not a day of the calendar; give it as YYYY-MM-DD.",
            Self::DateInFuture => "This day has not come yet; give the day it happened.",
            Self::DateTooOld => {
                "This is so long ago that it is no longer valid; give a more recent one."
            }
            Self::FileTooLarge => "This file is too large; give a smaller one.",
            Self::TooWeak => "This passphrase is easily guessed; use several unrelated words.",
            Self::Taken => "This is taken already; choose another.",
            Self::Reserved => "This name is kept for the portal itself; choose another.",
            Self::NameDiffers => {
                "This is not the name in your profile; type your full name as it stands there."
            }
            Self::ConsentRequired => "Your consent is needed here; tick the box if you agree.",
            Self::Wrong => "This is not right; check it and try again.",
            Self::Invalid => "This value is not one this field takes; check it.",
        }
    }
}
