//! Validation of the application's form: each rule, allowed and refused.

use accede_domain::application::Stage;
use accede_domain::application::{
    ApplicationForm, FIELDS, Field, ReferenceCategory, ResearcherCategory, Task, ValidApplication,
    changed_fields, earliest_stage, validate, validate_task,
};
use accede_domain::problem::FieldCode::{self, *};
use proptest::prelude::*;

use crate::support::{applicant, valid_form};

/// The problems after a change to a form that is in order.
fn after(change: impl FnOnce(&mut ApplicationForm)) -> Vec<(String, FieldCode)> {
    let mut form = valid_form();
    change(&mut form);
    validate(&form, &applicant())
        .into_iter()
        .map(|p| (p.pointer, p.code))
        .collect()
}

fn at(pointer: &str, code: FieldCode) -> Vec<(String, FieldCode)> {
    vec![(pointer.into(), code)]
}

fn without_reference(form: &mut ApplicationForm) {
    for field in Field::of_task(Task::Reference) {
        form.set(field, String::new());
    }
}

#[test]
fn a_form_in_order_is_an_application() {
    let application = ValidApplication::parse(&valid_form(), &applicant()).unwrap();
    assert_eq!(application.category, ResearcherCategory::Postdoc);
    let reference = application.reference.unwrap();
    assert_eq!(reference.category, ReferenceCategory::Supervisor);
    assert!(!reference.personal_address);
}

#[test]
fn an_empty_form_names_every_field_in_order() {
    let problems = validate(&ApplicationForm::default(), &applicant());
    let pointers: Vec<_> = problems.iter().map(|p| p.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/given_names",
            "/family_name",
            "/researcher_category",
            "/organisation",
            "/job_title",
            "/city",
            "/country",
            "/listed_in_directory",
            "/research_summary",
        ]
    );
    assert!(problems.iter().all(|problem| problem.code == Required));
}

#[test]
fn every_limit_holds_to_the_character() {
    let texts = [
        Field::GivenNames,
        Field::FamilyName,
        Field::Suffix,
        Field::Organisation,
        Field::JobTitle,
        Field::City,
        Field::StateProvince,
        Field::PostalCode,
        Field::ResearchSummary,
        Field::ReferenceName,
        Field::ReferenceOrganisation,
        Field::ReferenceTitle,
    ];
    for field in texts {
        let max = field.spec().max;
        assert_eq!(after(|f| f.set(field, "é".repeat(max))), [], "{field}");
        assert_eq!(
            after(|f| f.set(field, "é".repeat(max + 1))),
            at(field.pointer(), TooLong),
            "{field}"
        );
        assert_eq!(
            after(|f| f.set(field, "a\u{202E}b".into())),
            at(field.pointer(), ControlCharacters),
            "{field}"
        );
    }
}

#[test]
fn the_limits_are_those_of_the_specification() {
    let limits = [
        ("given_names", 100),
        ("family_name", 50),
        ("suffix", 60),
        ("organisation", 200),
        ("job_title", 60),
        ("city", 100),
        ("state_province", 100),
        ("postal_code", 60),
        ("webpage", 200),
        ("reference_name", 202),
        ("reference_organisation", 200),
        ("reference_title", 60),
        ("reference_email", 254),
        ("research_summary", 1000),
    ];
    for (name, max) in limits {
        assert_eq!(Field::parse(name).unwrap().spec().max, max, "{name}");
    }
}

#[test]
fn choices_are_choices() {
    assert_eq!(
        after(|f| f.researcher_category = "wizard".into()),
        at("/researcher_category", NotAChoice)
    );
    assert_eq!(
        after(|f| f.reference_category = "friend".into()),
        at("/reference_category", NotAChoice)
    );
    assert_eq!(
        after(|f| f.listed_in_directory = "maybe".into()),
        at("/listed_in_directory", NotAChoice)
    );
    assert_eq!(
        after(|f| f.country = "ZZ".into()),
        at("/country", UnknownCountry)
    );
}

#[test]
fn an_address_follows_its_country() {
    for country in ["US", "CA"] {
        let problems = after(|f| {
            f.country = country.into();
            f.state_province.clear();
        });
        assert_eq!(problems, at("/state_province", StateRequired));
    }
    assert_eq!(
        after(|f| {
            f.country = "FR".into();
            f.state_province.clear();
        }),
        []
    );
    assert_eq!(
        after(|f| f.postal_code.clear()),
        at("/postal_code", Required)
    );
    assert_eq!(
        after(|f| {
            f.country = "HK".into();
            f.postal_code.clear();
        }),
        []
    );
    assert_eq!(after(|f| f.postal_code = "SW1A-1AA 9".into()), []);
    assert_eq!(
        after(|f| f.postal_code = "021#39".into()),
        at("/postal_code", PostalCodeCharacters)
    );
}

#[test]
fn students_and_postdocs_name_their_supervisor() {
    for category in ["student", "graduate_student", "postdoc"] {
        let unnamed = after(|f| {
            f.researcher_category = category.into();
            without_reference(f);
        });
        assert_eq!(
            unnamed,
            at("/reference_name", SupervisorRequired),
            "{category}"
        );
        let colleague = after(|f| {
            f.researcher_category = category.into();
            f.reference_category = "colleague".into();
        });
        assert_eq!(
            colleague,
            at("/reference_category", SupervisorRequired),
            "{category}"
        );
        let unasked = after(|f| {
            f.researcher_category = category.into();
            f.listed_in_directory.clear();
            f.webpage.clear();
        });
        assert_eq!(
            unasked,
            [],
            "whom a supervisor vouches for is not asked for a listing: {category}"
        );
    }
    assert_eq!(
        after(|f| {
            f.researcher_category = "academic".into();
            f.reference_category = "colleague".into();
        }),
        []
    );
}

#[test]
fn others_give_a_webpage_or_a_reference() {
    let academic = |change: fn(&mut ApplicationForm)| {
        after(|f| {
            f.researcher_category = "academic".into();
            change(f);
        })
    };
    assert_eq!(academic(without_reference), []);
    assert_eq!(academic(|f| f.webpage.clear()), []);
    assert_eq!(
        academic(|f| {
            without_reference(f);
            f.webpage.clear();
        }),
        at("/webpage", WebpageOrReferenceRequired)
    );
    assert_eq!(
        academic(|f| {
            without_reference(f);
            f.listed_in_directory = "no".into();
        }),
        at("/reference_name", ReferenceRequired)
    );
    assert_eq!(academic(|f| f.listed_in_directory = "no".into()), []);
    assert_eq!(
        academic(|f| f.webpage = "our page".into()),
        at("/webpage", NotAUrl)
    );
}

#[test]
fn a_ror_id_is_optional_and_checked_by_its_digits() {
    assert_eq!(after(|f| f.ror_id = "  ".into()), []);
    assert_eq!(after(|f| f.ror_id = "ror.org/042NB2S44".into()), []);
    assert_eq!(
        after(|f| f.ror_id = "https://ror.org/042nb2s45".into()),
        at("/ror_id", NotARorId)
    );
}

#[test]
fn a_reference_is_named_whole_or_not_at_all() {
    let partly = after(|f| {
        without_reference(f);
        f.reference_title = "Professor".into();
        f.researcher_category = "academic".into();
    });
    let pointers: Vec<_> = partly
        .iter()
        .map(|(pointer, code)| (pointer.as_str(), *code))
        .collect();
    assert_eq!(
        pointers,
        [
            ("/reference_category", Required),
            ("/reference_name", Required),
            ("/reference_email", Required),
            ("/reference_organisation", Required),
        ]
    );
}

#[test]
fn never_oneself() {
    for own in [
        "emile.obrien@gmail.com",
        "EmileObrien+ref@googlemail.com",
        "e.m.i.l.e.obrien@gmail.com",
    ] {
        let problems = after(|f| f.reference_email = own.into());
        assert_eq!(problems, at("/reference_email", OwnAddress), "{own}");
    }
    assert_eq!(
        after(|f| f.reference_email = "not an address".into()),
        at("/reference_email", NotAnEmail)
    );
}

#[test]
fn what_a_category_may_name_is_what_is_taken() {
    for &category in ResearcherCategory::ALL {
        for &relation in ReferenceCategory::ALL {
            let problems = after(|f| {
                f.researcher_category = category.as_str().into();
                f.reference_category = relation.as_str().into();
            });
            let is_offered = category.references().contains(&relation);
            assert_eq!(problems.is_empty(), is_offered, "{category} {relation}");
        }
    }
}

#[test]
fn a_personal_address_of_the_reference_needs_a_page() {
    for address in ["smith@gmail.com", "smith@vip.qq.com", "smith@mail.example"] {
        let alone = after(|f| f.reference_email = address.into());
        assert_eq!(
            alone,
            at("/reference_email", PersonalAddressNeedsPage),
            "{address}"
        );
        let with_page = after(|f| {
            f.reference_email = address.into();
            f.reference_page_url = "https://example.edu/smith".into();
        });
        assert_eq!(with_page, [], "{address}");
    }
    let mut form = valid_form();
    form.reference_email = "smith@gmail.com".into();
    form.reference_page_url = "https://example.edu/smith".into();
    assert!(
        ValidApplication::parse(&form, &applicant())
            .unwrap()
            .reference
            .unwrap()
            .personal_address
    );
    assert_eq!(
        after(|f| f.reference_page_url = "smith".into()),
        at("/reference_page_url", NotAUrl)
    );
}

#[test]
fn a_summary_says_enough() {
    assert_eq!(
        after(|f| f.research_summary = "x".repeat(99)),
        at("/research_summary", TooShort)
    );
    assert_eq!(after(|f| f.research_summary = "x".repeat(100)), []);
    assert_eq!(
        after(|f| f.research_summary = "研".repeat(39)),
        at("/research_summary", TooShort)
    );
    assert_eq!(after(|f| f.research_summary = "研".repeat(40)), []);
    assert_eq!(
        after(|f| f.research_summary = format!("{}\n\n{}", "x".repeat(60), "y".repeat(60))),
        []
    );
}

#[test]
fn a_task_sees_its_own_problems() {
    let form = ApplicationForm::default();
    let of = |task| validate_task(task, &form, &applicant()).len();
    assert_eq!(
        (
            of(Task::AboutYou),
            of(Task::Affiliation),
            of(Task::Research),
            of(Task::Reference)
        ),
        (2, 6, 1, 0)
    );
}

#[test]
fn json_keeps_whatever_was_typed_and_refuses_unknown_fields() {
    let form: ApplicationForm =
        serde_json::from_str(r#"{"given_names":"  R2D2 ","one_name":true}"#).unwrap();
    assert_eq!(form.given_names, "  R2D2 ");
    assert!(form.one_name);
    let refusal = |text| {
        serde_json::from_str::<ApplicationForm>(text)
            .unwrap_err()
            .to_string()
    };
    assert!(refusal(r#"{"orcid":"0000"}"#).starts_with("unknown field `orcid`"));
    assert!(
        refusal(r#"{"city":"a","suffix":"","city":"b"}"#).starts_with("duplicate field `city`")
    );
    assert_eq!(
        serde_json::from_str::<ApplicationForm>(&serde_json::to_string(&valid_form()).unwrap())
            .unwrap(),
        valid_form()
    );
}

#[test]
fn one_list_gives_struct_names_and_pointers() {
    let json = serde_json::to_value(ApplicationForm::default()).unwrap();
    assert_eq!(json.as_object().unwrap().len(), FIELDS.len());
    for (field, spec) in Field::ALL.iter().zip(FIELDS) {
        assert_eq!((field, field.as_str()), (&spec.field, spec.name));
        assert_eq!(field.spec(), spec);
        assert!(json.pointer(field.pointer()).is_some());
        assert_eq!(Field::from_pointer(field.pointer()), Some(*field));
        let mut form = ApplicationForm::default();
        form.set(*field, "yes".into());
        assert_eq!(form.get(*field), "yes");
        assert_eq!(changed_fields(&ApplicationForm::default(), &form), [*field]);
    }
}

#[test]
fn a_change_goes_back_to_the_stage_that_checked_it() {
    let to_identity = [
        "given_names",
        "family_name",
        "researcher_category",
        "organisation",
        "job_title",
        "webpage",
        "research_summary",
    ];
    for name in to_identity {
        assert_eq!(
            earliest_stage(&[Field::ReferenceName, Field::parse(name).unwrap()]),
            Some(Stage::Identity),
            "{name}"
        );
    }
    for field in Field::of_task(Task::Reference) {
        assert_eq!(
            earliest_stage(&[Field::City, field]),
            Some(Stage::Reference),
            "{field}"
        );
    }
    assert_eq!(earliest_stage(&[Field::City, Field::PostalCode]), None);
    let mut spaced = valid_form();
    spaced.organisation.push(' ');
    assert_eq!(
        changed_fields(&valid_form(), &spaced),
        [],
        "outer blanks are no change"
    );
}

proptest! {
    #[test]
    fn validating_never_panics_whatever_is_typed(typed in prop::collection::vec((0..FIELDS.len(), any::<String>()), 0..30), from_valid in any::<bool>()) {
        let mut form = if from_valid { valid_form() } else { ApplicationForm::default() };
        for (index, value) in typed {
            form.set(FIELDS[index].field, value);
        }
        let problems = validate(&form, &applicant());
        prop_assert!(problems.iter().all(|problem| Field::from_pointer(&problem.pointer).is_some()));
        prop_assert_eq!(problems.is_empty(), ValidApplication::parse(&form, &applicant()).is_ok());
    }
}
