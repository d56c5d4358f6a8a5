//! The typed name of a signature is the profile's.

use accede_domain::agreement::check_signature;
use accede_domain::problem::{FieldCode, FieldProblem};

#[test]
fn the_typed_name_is_the_profiles_whatever_its_case_accents_and_blanks() {
    for typed in [
        "Émile O’Brien",
        "émile  o’brien",
        " ÉMILE O’BRIEN ",
        "emile o'brien",
        "E\u{301}mile OBrien",
    ] {
        assert_eq!(
            check_signature(typed, true, "Émile", "O’Brien"),
            [],
            "{typed}"
        );
    }
    assert_eq!(check_signature("Suharto", true, "Suharto", ""), []);
    assert_eq!(check_signature("李小龍", true, "小龍", "李"), differs());
    assert_eq!(check_signature("小龍 李", true, "小龍", "李"), []);
}

fn differs() -> Vec<FieldProblem> {
    vec![FieldProblem::new("/full_name", FieldCode::NameDiffers)]
}

#[test]
fn another_name_no_name_and_no_consent_are_refused_at_their_field() {
    let problems = |typed, consents| {
        let problems = check_signature(typed, consents, "Ada", "Lovelace");
        problems
            .into_iter()
            .map(|p| (p.pointer, p.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        problems("Ada", true),
        [("/full_name".into(), FieldCode::NameDiffers)]
    );
    assert_eq!(
        problems("", true),
        [("/full_name".into(), FieldCode::Required)]
    );
    assert_eq!(
        problems("Ada Lovelace", false),
        [("/consent".into(), FieldCode::ConsentRequired)]
    );
}
