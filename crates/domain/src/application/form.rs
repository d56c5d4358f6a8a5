//! The form, as it is typed. **Adding a field touches the one list below**: it gives the struct,
//! the JSON, the limits, the wizard's task, and what a change of the field means for the review.

use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::state::Stage;

choice! {
    /// The wizard's groups of fields.
    pub enum Task {
        /// Who the applicant is.
        AboutYou = "about_you",
        /// Where they work, and how a reviewer can see it.
        Affiliation = "affiliation",
        /// What they want to do.
        Research = "research",
        /// Who vouches for them.
        Reference = "reference",
    }
}

/// What the list says of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// Its name in JSON and in the database.
    pub name: &'static str,
    /// Most Unicode scalar values; for a choice, the longest spelling.
    pub max: usize,
    /// The task of the wizard that asks for it.
    pub task: Task,
    /// The stage that checks it: a resubmission that changed it goes back there. Nothing where no
    /// stage rests on it.
    pub checked_at: Option<Stage>,
}

/// A `String` takes any text; a `bool` is `true` or `false` in JSON and "yes" or "" as text.
macro_rules! application_form {
    (@get String $value:expr) => { $value.as_str() };
    (@get bool $value:expr) => { if $value { "yes" } else { "" } };
    (@set String $place:expr, $value:expr) => { $place = $value };
    (@set bool $place:expr, $value:expr) => { $place = $value == "yes" };

    ($(
        $(#[doc = $doc:literal])+
        $variant:ident, $name:ident: $kind:ident, max $max:literal, $task:ident, checked at $stage:expr;
    )+) => {
        choice! {
            /// One field of the form.
            pub enum Field {
                $( $(#[doc = $doc])+ $variant = stringify!($name) ),+
            }
        }

        /// Every field, in the order the form asks.
        pub const FIELDS: &[FieldSpec] = &[$(
            FieldSpec {
                field: Field::$variant,
                name: stringify!($name),
                max: $max,
                task: Task::$task,
                checked_at: $stage,
            }
        ),+];

        /// What a person has typed so far, invalid parts included: a draft holds and saves any of
        /// it, only submitting validates (`domain.md`). Missing fields are empty, unknown ones refused.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct ApplicationForm {
            $( $(#[doc = $doc])+ pub $name: $kind ),+
        }

        impl ApplicationForm {
            /// The text of a field; a flag reads "yes" or "".
            #[must_use]
            pub fn get(&self, field: Field) -> &str {
                match field {
                    $( Field::$variant => application_form!(@get $kind self.$name) ),+
                }
            }

            /// Reads the value of one field; a flag is `true` or `false`.
            fn read<'de, A: MapAccess<'de>>(
                &mut self,
                field: Field,
                map: &mut A,
            ) -> Result<(), A::Error> {
                match field {
                    $( Field::$variant => self.$name = map.next_value::<$kind>()? ),+
                }
                Ok(())
            }

            /// Puts a text into a field; a flag is set by "yes" and cleared by anything else.
            pub fn set(&mut self, field: Field, value: String) {
                match field {
                    $( Field::$variant => application_form!(@set $kind self.$name, value) ),+
                }
            }
        }

        impl Field {
            /// JSON Pointer to the field, for example `/given_names`.
            #[must_use]
            pub const fn pointer(self) -> &'static str {
                match self { $( Self::$variant => concat!("/", stringify!($name)) ),+ }
            }
        }
    };
}

const IDENTITY: Option<Stage> = Some(Stage::Identity);
const REFERENCE: Option<Stage> = Some(Stage::Reference);

application_form! {
    /// Given names.
    GivenNames, given_names: String, max 100, AboutYou, checked at IDENTITY;
    /// Family name; empty with `one_name`.
    FamilyName, family_name: String, max 50, AboutYou, checked at IDENTITY;
    /// The person has one name.
    OneName, one_name: bool, max 3, AboutYou, checked at IDENTITY;
    /// Suffix such as Jr. or PhD; optional.
    Suffix, suffix: String, max 60, AboutYou, checked at IDENTITY;
    /// A `ResearcherCategory`, by its spelling.
    ResearcherCategory, researcher_category: String, max 16, Affiliation, checked at IDENTITY;
    /// Organisation.
    Organisation, organisation: String, max 200, Affiliation, checked at IDENTITY;
    /// ROR id of the organisation; optional.
    RorId, ror_id: String, max 60, Affiliation, checked at IDENTITY;
    /// Job title or position.
    JobTitle, job_title: String, max 60, Affiliation, checked at IDENTITY;
    /// City.
    City, city: String, max 100, Affiliation, checked at None;
    /// State or province; required in the US and Canada.
    StateProvince, state_province: String, max 100, Affiliation, checked at None;
    /// Postal code; optional where the country has none.
    PostalCode, postal_code: String, max 60, Affiliation, checked at None;
    /// ISO 3166-1 alpha-2, or XK.
    Country, country: String, max 2, Affiliation, checked at None;
    /// "yes" where a page of the organisation lists the person, else "no"; "" until answered.
    ListedInDirectory, listed_in_directory: String, max 3, Affiliation, checked at None;
    /// A page where a reviewer can see that the person exists.
    Webpage, webpage: String, max 200, Affiliation, checked at IDENTITY;
    /// What data, for which question, and how it will be kept safe.
    ResearchSummary, research_summary: String, max 1000, Research, checked at IDENTITY;
    /// A `ReferenceCategory`, by its spelling.
    ReferenceCategory, reference_category: String, max 10, Reference, checked at REFERENCE;
    /// The reference's full name.
    ReferenceName, reference_name: String, max 202, Reference, checked at REFERENCE;
    /// The reference's e-mail address.
    ReferenceEmail, reference_email: String, max 254, Reference, checked at REFERENCE;
    /// The reference's organisation.
    ReferenceOrganisation, reference_organisation: String, max 200, Reference, checked at REFERENCE;
    /// The reference's title.
    ReferenceTitle, reference_title: String, max 60, Reference, checked at REFERENCE;
    /// For a personal-mail address: the organisation's page that shows that address.
    ReferencePageUrl, reference_page_url: String, max 200, Reference, checked at REFERENCE;
}

/// Field by field as they come. What serde would derive keeps a place for each field until the end and checks each again
/// there; in the page that would be the largest single piece of code.
impl<'de> Deserialize<'de> for ApplicationForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answers;
        impl<'de> Visitor<'de> for Answers {
            type Value = ApplicationForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the fields of an application")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut form = ApplicationForm::default();
                let mut seen = 0_u64;
                while let Some(name) = map.next_key::<String>()? {
                    let field =
                        Field::parse(&name).ok_or_else(|| A::Error::unknown_field(&name, &[]))?;
                    let this = 1 << field as u64;
                    if seen & this != 0 {
                        return Err(A::Error::duplicate_field(field.as_str()));
                    }
                    seen |= this;
                    form.read(field, &mut map)?;
                }
                Ok(form)
            }
        }
        deserializer.deserialize_map(Answers)
    }
}

impl Field {
    /// What the list says of this field. Variants and list come from one place, in one order.
    #[must_use]
    pub const fn spec(self) -> &'static FieldSpec {
        &FIELDS[self as usize]
    }

    /// The field that a JSON Pointer names.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        pointer.strip_prefix('/').and_then(Self::parse)
    }

    /// The fields of one task, in the order the form asks.
    pub fn of_task(task: Task) -> impl Iterator<Item = Self> {
        FIELDS
            .iter()
            .filter(move |spec| spec.task == task)
            .map(|spec| spec.field)
    }
}

impl ApplicationForm {
    /// True where anything is said of a reference, so that the rest has to be said too.
    #[must_use]
    pub fn names_a_reference(&self) -> bool {
        Field::of_task(Task::Reference).any(|field| !crate::text::is_blank(self.get(field)))
    }

    /// True where nothing of a task is filled in yet.
    #[must_use]
    pub fn task_is_untouched(&self, task: Task) -> bool {
        Field::of_task(task).all(|field| crate::text::is_blank(self.get(field)))
    }
}

/// The fields whose text differs, outer blanks aside, in the order of the form.
#[must_use]
pub fn changed_fields(before: &ApplicationForm, after: &ApplicationForm) -> Vec<Field> {
    Field::ALL
        .iter()
        .copied()
        .filter(|&field| {
            crate::text::trimmed(before.get(field)) != crate::text::trimmed(after.get(field))
        })
        .collect()
}

/// The earliest stage that checked one of these fields; nothing where no stage rests on any.
#[must_use]
pub fn earliest_stage(changed: &[Field]) -> Option<Stage> {
    changed
        .iter()
        .filter_map(|field| field.spec().checked_at)
        .min()
}
