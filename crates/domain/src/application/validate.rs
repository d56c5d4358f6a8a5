//! What a submitted application has to satisfy. Page and server run this same code.
//!
//! Parsing and validating are one: [`ValidApplication::parse`] gives either an application that
//! cannot be wrong or every problem, in the order of the form.

use super::form::{ApplicationForm, Field, Task};
use crate::country::Country;
use crate::email::EmailAddress;
use crate::problem::{FieldCode, FieldProblem};
use crate::ror::RorId;
use crate::url::HttpUrl;
use crate::{name, text};

/// Fewest Unicode scalar values of a research summary.
pub const SUMMARY_MIN: usize = 100;
/// The same, where it is mostly Han, Kana, Hangul or Thai.
pub const SUMMARY_MIN_DENSE: usize = 40;

choice! {
    /// What kind of researcher applies.
    pub enum ResearcherCategory {
        /// A student below graduate level.
        Student = "student",
        /// A graduate student.
        GraduateStudent = "graduate_student",
        /// A postdoc.
        Postdoc = "postdoc",
        /// Faculty and staff of a university.
        Academic = "academic",
        /// A hospital.
        Hospital = "hospital",
        /// A company.
        Industry = "industry",
        /// A public authority.
        Government = "government",
        /// On their own.
        Independent = "independent",
    }
}

impl ResearcherCategory {
    /// Students, graduate students and postdocs are vouched for by their supervisor.
    #[must_use]
    pub const fn needs_supervisor(self) -> bool {
        matches!(self, Self::Student | Self::GraduateStudent | Self::Postdoc)
    }

    /// What a reference may be to somebody of this category.
    #[must_use]
    pub const fn references(self) -> &'static [ReferenceCategory] {
        if self.needs_supervisor() {
            &[ReferenceCategory::Supervisor]
        } else {
            ReferenceCategory::ALL
        }
    }
}

choice! {
    /// What the reference is to the applicant.
    pub enum ReferenceCategory {
        /// Supervises them.
        Supervisor = "supervisor",
        /// Works with them.
        Colleague = "colleague",
        /// Has written with them.
        CoAuthor = "co_author",
        /// Something else.
        Other = "other",
    }
}

/// What validating needs to know beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicantFacts {
    /// Every address of the applicant's account, verified or not: never one's own reference.
    pub own_addresses: Vec<EmailAddress>,
    /// Personal-mail domains that the setting adds to the built-in ones.
    pub extra_personal_domains: Vec<String>,
}

/// An application that satisfies every rule of the form, in types that cannot be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidApplication {
    /// Given names.
    pub given_names: String,
    /// Nothing for a person of one name.
    pub family_name: Option<String>,
    /// Suffix, where given.
    pub suffix: Option<String>,
    /// What kind of researcher.
    pub category: ResearcherCategory,
    /// Organisation.
    pub organisation: String,
    /// ROR id, where given.
    pub ror_id: Option<RorId>,
    /// Job title or position.
    pub job_title: String,
    /// City.
    pub city: String,
    /// State or province, where given.
    pub state_province: Option<String>,
    /// Postal code, where given.
    pub postal_code: Option<String>,
    /// Country.
    pub country: Country,
    /// The page that shows that the person exists, where given.
    pub webpage: Option<HttpUrl>,
    /// Who vouches, where somebody is named.
    pub reference: Option<ValidReference>,
    /// The summary.
    pub research_summary: String,
}

/// A named reference that satisfies every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidReference {
    /// What they are to the applicant.
    pub category: ReferenceCategory,
    /// Full name.
    pub name: String,
    /// Where the request goes.
    pub email: EmailAddress,
    /// Organisation.
    pub organisation: String,
    /// Title.
    pub title: String,
    /// The organisation's page that shows the address, where given.
    pub page_url: Option<HttpUrl>,
    /// The address is at a personal-mail service: a signal to the reviewer.
    pub personal_address: bool,
}

/// Every problem of the form, in its order; none means that it may be submitted.
#[must_use]
pub fn validate(form: &ApplicationForm, facts: &ApplicantFacts) -> Vec<FieldProblem> {
    ValidApplication::parse(form, facts)
        .err()
        .unwrap_or_default()
}

/// As [`validate`], for the fields of one task.
#[must_use]
pub fn validate_task(
    task: Task,
    form: &ApplicationForm,
    facts: &ApplicantFacts,
) -> Vec<FieldProblem> {
    let of_task = |problem: &FieldProblem| {
        Field::from_pointer(&problem.pointer).is_some_and(|field| field.spec().task == task)
    };
    validate(form, facts).into_iter().filter(of_task).collect()
}

impl ValidApplication {
    /// Reads a form whole.
    ///
    /// # Errors
    /// Every problem, in the order of the form.
    pub fn parse(
        form: &ApplicationForm,
        facts: &ApplicantFacts,
    ) -> Result<Self, Vec<FieldProblem>> {
        let mut read = Reader {
            form,
            problems: Vec::new(),
        };
        let given_names = read.field(Field::GivenNames, name::given_names);
        let family_name = read.field(Field::FamilyName, |typed| {
            name::family_name(typed, form.one_name)
        });
        let suffix = read
            .field(Field::Suffix, |typed| {
                name::suffix(typed, Field::Suffix.spec().max)
            })
            .flatten()
            .map(str::to_owned);
        let category = read.choice(Field::ResearcherCategory, ResearcherCategory::parse);
        let organisation = read.required(Field::Organisation);
        let ror_id = read.field(Field::RorId, ror_id).flatten();
        let job_title = read.required(Field::JobTitle);
        let city = read.required(Field::City);
        let country = read.field(Field::Country, country);
        let state_province = read.state_province(country);
        let postal_code = read.postal_code(country);
        let reference = read.reference(category, facts);
        let webpage = read.webpage(category);
        let research_summary = read.field(Field::ResearchSummary, summary);

        let application = (|| {
            Some(Self {
                given_names: given_names?.to_owned(),
                family_name: family_name?.map(str::to_owned),
                suffix,
                category: category?,
                organisation: organisation?,
                ror_id,
                job_title: job_title?,
                city: city?,
                state_province,
                postal_code,
                country: country?,
                webpage,
                reference,
                research_summary: research_summary?.to_owned(),
            })
        })();
        match application {
            Some(application) if read.problems.is_empty() => Ok(application),
            _ => Err(read.problems_in_order()),
        }
    }
}

fn country(typed: &str) -> Result<Country, FieldCode> {
    if text::is_blank(typed) {
        return Err(FieldCode::Required);
    }
    Country::parse(text::trimmed(typed)).ok_or(FieldCode::UnknownCountry)
}

/// Fewest Unicode scalar values of this research summary.
#[must_use]
pub fn summary_min(summary: &str) -> usize {
    if text::mostly_cjk_or_thai(summary) {
        SUMMARY_MIN_DENSE
    } else {
        SUMMARY_MIN
    }
}

fn summary(typed: &str) -> Result<&str, FieldCode> {
    let summary = text::required_lines(typed, Field::ResearchSummary.spec().max)?;
    if text::scalar_len(summary) < summary_min(summary) {
        Err(FieldCode::TooShort)
    } else {
        Ok(summary)
    }
}

fn url(typed: &str) -> Result<Option<HttpUrl>, FieldCode> {
    if text::is_blank(typed) {
        return Ok(None);
    }
    text::check_line(typed, crate::url::URL_MAX)?;
    HttpUrl::parse(typed).map(Some).ok_or(FieldCode::NotAUrl)
}

fn ror_id(typed: &str) -> Result<Option<RorId>, FieldCode> {
    if text::is_blank(typed) {
        return Ok(None);
    }
    text::check_line(typed, Field::RorId.spec().max)?;
    RorId::parse(typed).map(Some).ok_or(FieldCode::NotARorId)
}

/// Reads field after field and keeps what was wrong.
struct Reader<'a> {
    form: &'a ApplicationForm,
    problems: Vec<FieldProblem>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, field: Field, code: FieldCode) {
        self.problems.push(FieldProblem::new(field.pointer(), code));
    }

    fn field<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&'a str) -> Result<T, FieldCode>,
    ) -> Option<T> {
        parse(self.form.get(field))
            .map_err(|code| self.problem(field, code))
            .ok()
    }

    fn required(&mut self, field: Field) -> Option<String> {
        self.field(field, |typed| text::required_line(typed, field.spec().max))
            .map(str::to_owned)
    }

    /// A line that may be blank; nothing where it is blank or wrong.
    fn optional(&mut self, field: Field) -> Option<String> {
        self.field(field, |typed| {
            text::check_line(typed, field.spec().max).map(|()| typed)
        })
        .filter(|typed| !text::is_blank(typed))
        .map(|typed| text::trimmed(typed).to_owned())
    }

    fn choice<T>(&mut self, field: Field, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.field(field, |typed| match typed {
            "" => Err(FieldCode::Required),
            spelled => parse(spelled).ok_or(FieldCode::NotAChoice),
        })
    }

    fn state_province(&mut self, country: Option<Country>) -> Option<String> {
        let state = self.optional(Field::StateProvince);
        let blank = text::is_blank(&self.form.state_province);
        if blank && country.is_some_and(Country::needs_state) {
            self.problem(Field::StateProvince, FieldCode::StateRequired);
        }
        state
    }

    /// Letters, digits, space, hyphen. Whether it is required is known once the country is.
    fn postal_code(&mut self, country: Option<Country>) -> Option<String> {
        let code = self.optional(Field::PostalCode);
        if let Some(code) = &code
            && !code
                .chars()
                .all(|c| c.is_alphanumeric() || c == ' ' || c == '-')
        {
            self.problem(Field::PostalCode, FieldCode::PostalCodeCharacters);
        }
        let blank = text::is_blank(&self.form.postal_code);
        if blank && country.is_some_and(Country::has_postal_codes) {
            self.problem(Field::PostalCode, FieldCode::Required);
        }
        code
    }

    /// The webpage, and whether the person is listed anywhere. Whoever is listed nowhere names a
    /// reference; everyone else may give the page instead. Whom a supervisor vouches for is not
    /// asked again here.
    fn webpage(&mut self, category: Option<ResearcherCategory>) -> Option<HttpUrl> {
        let webpage = self.field(Field::Webpage, url).flatten();
        let supervised = category.is_some_and(ResearcherCategory::needs_supervisor);
        let named = self.form.names_a_reference();
        match self.form.listed_in_directory.as_str() {
            "no" if !named && !supervised => {
                self.problem(Field::ReferenceName, FieldCode::ReferenceRequired);
            }
            "yes" if !named && !supervised && text::is_blank(&self.form.webpage) => {
                self.problem(Field::Webpage, FieldCode::WebpageOrReferenceRequired);
            }
            "yes" | "no" => {}
            "" if supervised => {}
            "" => self.problem(Field::ListedInDirectory, FieldCode::Required),
            _ => self.problem(Field::ListedInDirectory, FieldCode::NotAChoice),
        }
        webpage
    }

    fn reference(
        &mut self,
        category: Option<ResearcherCategory>,
        facts: &ApplicantFacts,
    ) -> Option<ValidReference> {
        let supervised = category.is_some_and(ResearcherCategory::needs_supervisor);
        if !self.form.names_a_reference() {
            if supervised {
                self.problem(Field::ReferenceName, FieldCode::SupervisorRequired);
            }
            return None;
        }
        let relation = self.choice(Field::ReferenceCategory, ReferenceCategory::parse);
        let may_be = category.map_or(ReferenceCategory::ALL, ResearcherCategory::references);
        if relation.is_some_and(|relation| !may_be.contains(&relation)) {
            self.problem(Field::ReferenceCategory, FieldCode::SupervisorRequired);
        }
        let name = self.required(Field::ReferenceName);
        let email = self.reference_email(facts);
        let organisation = self.required(Field::ReferenceOrganisation);
        let title = self.required(Field::ReferenceTitle);
        let page_url = self.field(Field::ReferencePageUrl, url).flatten();
        // Named at the address: another one is the first remedy, the page the second.
        let personal_address = email
            .as_ref()
            .is_some_and(|email| email.is_personal(&facts.extra_personal_domains));
        if personal_address && text::is_blank(&self.form.reference_page_url) {
            self.problem(Field::ReferenceEmail, FieldCode::PersonalAddressNeedsPage);
        }
        Some(ValidReference {
            category: relation?,
            name: name?,
            email: email?,
            organisation: organisation?,
            title: title?,
            page_url,
            personal_address,
        })
    }

    /// Never oneself: after folding case, plus-tags and Gmail dots (`domain.md`).
    fn reference_email(&mut self, facts: &ApplicantFacts) -> Option<EmailAddress> {
        self.field(Field::ReferenceEmail, |typed| {
            text::required_line(typed, Field::ReferenceEmail.spec().max)?;
            let email = EmailAddress::parse(typed).ok_or(FieldCode::NotAnEmail)?;
            let own = facts
                .own_addresses
                .iter()
                .any(|own| own.same_mailbox(&email));
            if own {
                Err(FieldCode::OwnAddress)
            } else {
                Ok(email)
            }
        })
    }

    /// The order of the form, so that the error summary reads as the page does. Picked field by field: a sort would
    /// bring several kilobytes into the page for a handful of problems.
    fn problems_in_order(self) -> Vec<FieldProblem> {
        let of = |field: Field| {
            let here = move |problem: &&FieldProblem| problem.pointer == field.pointer();
            self.problems.iter().filter(here).cloned()
        };
        Field::ALL.iter().flat_map(|&field| of(field)).collect()
    }
}
