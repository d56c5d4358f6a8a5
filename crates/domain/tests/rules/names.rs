//! Names, organisations and titles: every example of the specification, and what is refused.

use accede_domain::account::{Profile, check_passphrase};
use accede_domain::name;
use accede_domain::problem::FieldCode;
use accede_domain::text::{self, mostly_cjk_or_thai};
use accede_domain::user_name::{self, UserName};
use proptest::prelude::*;

#[test]
fn names_that_are_names() {
    for given in [
        "Émile",
        "李",
        "O’Brien",
        "J. Smith",
        "Gal·la",
        "X",
        "Jean-Luc",
        "D'Arcy",
        "〇三",
        "می\u{200C}خواهم",
        "क्\u{200D}ष",
    ] {
        assert_eq!(name::given_names(given), Ok(given), "{given}");
        assert_eq!(name::family_name(given, false), Ok(Some(given)), "{given}");
    }
}

#[test]
fn names_that_are_refused() {
    let refused = [
        ("", FieldCode::Required),
        (" \u{200B}\u{200D} ", FieldCode::Required),
        ("\u{3164}\u{115F}\u{2800}", FieldCode::Required),
        ("R2D2", FieldCode::DigitsNotAllowed),
        ("Ali٣", FieldCode::DigitsNotAllowed),
        ("<b>", FieldCode::CharacterNotAllowed),
        ("a>b", FieldCode::CharacterNotAllowed),
        ("me@work", FieldCode::CharacterNotAllowed),
        ("and/or", FieldCode::CharacterNotAllowed),
        ("Ann\u{0007}a", FieldCode::ControlCharacters),
        ("Ann\na", FieldCode::ControlCharacters),
        ("Ann\u{202E}a", FieldCode::ControlCharacters),
        ("Ann\u{2066}a", FieldCode::ControlCharacters),
    ];
    for (typed, code) in refused {
        assert_eq!(name::given_names(typed), Err(code), "{typed:?}");
    }
}

#[test]
fn lengths_count_scalar_values() {
    assert!(name::given_names(&"李".repeat(100)).is_ok());
    assert_eq!(
        name::given_names(&"李".repeat(101)),
        Err(FieldCode::TooLong)
    );
    assert!(name::family_name(&"é".repeat(50), false).is_ok());
    assert_eq!(
        name::family_name(&"é".repeat(51), false),
        Err(FieldCode::TooLong)
    );
    assert_eq!(
        name::given_names(&format!("  {}  ", "a".repeat(100))).map(str::len),
        Ok(100)
    );
}

#[test]
fn a_person_of_one_name_has_no_family_name() {
    assert_eq!(name::family_name("", true), Ok(None));
    assert_eq!(name::family_name("  ", true), Ok(None));
    assert_eq!(name::family_name("", false), Err(FieldCode::Required));
    assert_eq!(name::full_name("Suharto", ""), "Suharto");
    assert_eq!(name::full_name(" Ada ", " Lovelace "), "Ada Lovelace");
}

#[test]
fn organisations_and_titles_are_any_visible_text() {
    for typed in [
        "École",
        "3M",
        "Johnson & Johnson",
        "R&D Engineer",
        "Professor (Asst)",
        "大学 <病院> @ 1/2",
    ] {
        assert_eq!(text::required_line(typed, 200), Ok(typed), "{typed}");
    }
    assert_eq!(
        text::required_line("a\u{0}b", 200),
        Err(FieldCode::ControlCharacters)
    );
    assert_eq!(
        text::required_line("a\nb", 200),
        Err(FieldCode::ControlCharacters)
    );
    assert_eq!(text::required_lines("a\r\nb", 200), Ok("a\r\nb"));
}

#[test]
fn dense_scripts_are_told_apart() {
    assert!(mostly_cjk_or_thai("敗血症の早期予測を、MIMIC-IV で行う。"));
    assert!(mostly_cjk_or_thai("การวิจัย"));
    assert!(mostly_cjk_or_thai("패혈증 예측"));
    assert!(!mostly_cjk_or_thai("We study sepsis (敗血症)."));
    assert!(!mostly_cjk_or_thai(""));
}

#[test]
fn suffixes() {
    for typed in ["Jr.", "3rd", "MD/PhD"] {
        assert_eq!(name::suffix(typed, 60), Ok(Some(typed)));
    }
    assert_eq!(name::suffix("  ", 60), Ok(None));
    assert_eq!(
        name::suffix("<img src=x>", 60),
        Err(FieldCode::CharacterNotAllowed)
    );
    assert_eq!(name::suffix("Jr.", 2), Err(FieldCode::TooLong));
}

#[test]
fn user_names() {
    for typed in ["abc", "a-b", "j-smith-2", "007", &"a".repeat(30)] {
        assert_eq!(UserName::parse(typed).unwrap().as_str(), typed);
    }
    let refused = [
        ("", FieldCode::Required),
        ("ab", FieldCode::TooShort),
        (&*"a".repeat(31), FieldCode::TooLong),
        ("Abc", FieldCode::UserNameCharacters),
        ("a_b", FieldCode::UserNameCharacters),
        ("émile", FieldCode::UserNameCharacters),
        ("-abc", FieldCode::UserNameCharacters),
        ("abc-", FieldCode::UserNameCharacters),
        ("admin", FieldCode::Reserved),
        ("root", FieldCode::Reserved),
        ("support", FieldCode::Reserved),
    ];
    for (typed, code) in refused {
        assert_eq!(UserName::parse(typed), Err(code), "{typed}");
    }
}

#[test]
fn a_user_name_is_proposed_in_place_of_what_is_none() {
    for (typed, nearest) in [
        ("Ines Carvalho", Some("ines-carvalho")),
        (" Inês de Carvalho ", Some("ines-de-carvalho")),
        ("luci\u{301}a.méndez", Some("lucia-mendez")),
        ("-a_b-", Some("a-b")),
        ("O’Brien", Some("obrien")),
        (
            "a very long name that goes on and on",
            Some("a-very-long-name-that-goes-on"),
        ),
        ("李小龍", None),
        ("Al", None),
        ("Admin", None),
        ("", None),
    ] {
        let name = user_name::nearest(typed);
        assert_eq!(name.as_ref().map(UserName::as_str), nearest, "{typed}");
    }
    assert_eq!(user_name::refused_in("Ines Ií-9"), ['I', ' ', 'í']);
}

#[test]
fn another_user_name_is_proposed_in_place_of_one_that_is_taken() {
    let longest = "x".repeat(30);
    for (taken, other) in [
        ("ada", "ada-2"),
        ("ada-2", "ada-3"),
        ("ada-9", "ada-10"),
        ("ada-miller", "ada-miller-2"),
        (longest.as_str(), &["x".repeat(28).as_str(), "-2"].concat()),
    ] {
        let name = user_name::after(&UserName::parse(taken).unwrap());
        assert_eq!(name.as_ref().map(UserName::as_str), Some(other), "{taken}");
    }
}

#[test]
fn a_profile_names_every_field_that_is_wrong() {
    let wrong = |profile: Profile| -> Vec<_> {
        let problems = profile.validate().into_iter();
        problems.map(|p| (p.pointer, p.code)).collect()
    };
    let named = |pointer: &str, code| (pointer.to_owned(), code);
    // Where somebody works can wait until they apply.
    assert_eq!(
        wrong(Profile::default()),
        [
            named("/given_names", FieldCode::Required),
            named("/family_name", FieldCode::Required)
        ]
    );
    assert_eq!(
        wrong(Profile {
            given_names: "Ada".into(),
            family_name: "Miller".into(),
            affiliation: "a".repeat(201),
            country: "XX".into(),
            ..Profile::default()
        }),
        [
            named("/affiliation", FieldCode::TooLong),
            named("/country", FieldCode::UnknownCountry)
        ]
    );
    let suharto = Profile {
        given_names: "Suharto".into(),
        one_name: true,
        affiliation: "3M".into(),
        country: "XK".into(),
        ..Profile::default()
    };
    assert_eq!(suharto.validate(), []);
    assert_eq!(suharto.full_name(), "Suharto");
}

#[test]
fn a_passphrase_has_twelve_characters() {
    assert_eq!(check_passphrase(""), Err(FieldCode::Required));
    assert_eq!(check_passphrase("elevenchars"), Err(FieldCode::TooShort));
    assert_eq!(check_passphrase("twelve chars"), Ok(()));
    assert_eq!(check_passphrase("敗血症の早期予測を研究す"), Ok(()));
    assert_eq!(check_passphrase(&"a".repeat(257)), Err(FieldCode::TooLong));
}

proptest! {
    #[test]
    fn judging_text_never_panics(typed in any::<String>(), max in 0_usize..50) {
        let _ = name::given_names(&typed);
        let _ = name::family_name(&typed, true);
        let _ = text::required_lines(&typed, max);
        let _ = mostly_cjk_or_thai(&typed);
        let _ = UserName::parse(&typed);
    }

    #[test]
    fn what_is_taken_is_visible_and_fits(typed in any::<String>()) {
        if let Ok(kept) = text::required_line(&typed, 20) {
            prop_assert!(!text::is_blank(kept));
            prop_assert!(kept.chars().count() <= 20);
            prop_assert!(!kept.chars().any(text::is_hidden));
        }
    }
}
