//! The form's fields as its labels call them, for mails that name one.

use accede_domain::application::Field;
use accede_domain::application::checklist::TRAINING_POINTER;

/// The label of the field at a JSON Pointer; the pointer itself where it is none.
#[must_use]
pub fn of_pointer(pointer: &str) -> &str {
    if pointer == TRAINING_POINTER {
        return "Training report";
    }
    match Field::from_pointer(pointer) {
        Some(field) => of(field),
        None => pointer,
    }
}

const fn of(field: Field) -> &'static str {
    match field {
        Field::GivenNames => "Given names",
        Field::FamilyName => "Family name",
        Field::OneName => "I have one name",
        Field::Suffix => "Suffix",
        Field::ResearcherCategory => "Researcher category",
        Field::Organisation => "Organisation",
        Field::RorId => "ROR id",
        Field::JobTitle => "Job title or position",
        Field::City => "City",
        Field::StateProvince => "State or province",
        Field::PostalCode => "Postal code",
        Field::Country => "Country",
        Field::ListedInDirectory => "Listed in a directory",
        Field::Webpage => "Webpage",
        Field::ResearchSummary => "Research summary",
        Field::ReferenceCategory => "Reference: category",
        Field::ReferenceName => "Reference: name",
        Field::ReferenceEmail => "Reference: e-mail address",
        Field::ReferenceOrganisation => "Reference: organisation",
        Field::ReferenceTitle => "Reference: title",
        Field::ReferencePageUrl => "Reference: page that shows the address",
    }
}
