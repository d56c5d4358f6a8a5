//! What is wrong with a registration: the domain's rules, field by field.

use accede_domain::account::check_passphrase;
use accede_domain::email::EmailAddress;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::user_name::{self, UserName};
use accede_domain::{name, text};

/// What stands in the fields.
#[derive(Debug, Default, Clone)]
pub struct Typed {
    pub given_names: String,
    pub family_name: String,
    pub one_name: bool,
    pub email: String,
    pub user_name: String,
    pub passphrase: String,
    pub accepts_privacy: bool,
    pub accepts_terms: bool,
}

/// Everything that is wrong, in the order of the fields.
pub fn problems(typed: &Typed) -> Vec<FieldProblem> {
    let accepted = |ticked: bool| {
        if ticked {
            Ok(())
        } else {
            Err(FieldCode::ConsentRequired)
        }
    };
    let judged = [
        (
            "/given_names",
            name::given_names(&typed.given_names).map(|_| ()),
        ),
        (
            "/family_name",
            name::family_name(&typed.family_name, typed.one_name).map(|_| ()),
        ),
        ("/email", check_email(&typed.email)),
        (
            "/user_name",
            UserName::parse(typed.user_name.trim()).map(|_| ()),
        ),
        ("/passphrase", check_passphrase(&typed.passphrase)),
        ("/privacy_version", accepted(typed.accepts_privacy)),
        ("/terms_version", accepted(typed.accepts_terms)),
    ];
    let wrong = judged
        .into_iter()
        .filter_map(|(pointer, judged)| judged.err().map(|code| FieldProblem::new(pointer, code)));
    wrong.collect()
}

/// A user name in place of one that is refused, or that somebody has: what was meant, else the person's own name, else the
/// same with a number.
pub fn better_user_name(typed: &Typed) -> Option<String> {
    let (name, nearest) = (UserName::parse(typed.user_name.trim()), user_name::nearest);
    let whole = || nearest(&name::full_name(&typed.given_names, &typed.family_name));
    let better = match name {
        Ok(taken) => whole()
            .filter(|whole| *whole != taken)
            .or_else(|| user_name::after(&taken)),
        Err(_) => nearest(&typed.user_name).or_else(whole),
    };
    better.map(|name| name.as_str().to_owned())
}

/// Judges an address that somebody typed about themselves.
///
/// # Errors
/// What is wrong with it.
pub fn check_email(typed: &str) -> Result<(), FieldCode> {
    if text::is_blank(typed) {
        Err(FieldCode::Required)
    } else if EmailAddress::parse(typed).is_none() {
        Err(FieldCode::NotAnEmail)
    } else {
        Ok(())
    }
}

/// Judges a new passphrase in the field `pointer`.
pub fn check_new_passphrase(pointer: &str, typed: &str) -> Vec<FieldProblem> {
    let judged = check_passphrase(typed).err();
    judged
        .map(|code| FieldProblem::new(pointer, code))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Typed {
        Typed {
            given_names: "Ada".to_owned(),
            family_name: "Lovelace".to_owned(),
            one_name: false,
            email: "ada@uni.example".to_owned(),
            user_name: "ada".to_owned(),
            passphrase: "walnut orbit canoe tin".to_owned(),
            accepts_privacy: true,
            accepts_terms: true,
        }
    }

    fn codes(typed: &Typed) -> Vec<(String, FieldCode)> {
        problems(typed)
            .into_iter()
            .map(|problem| (problem.pointer, problem.code))
            .collect()
    }

    #[test]
    fn a_complete_registration_is_fine() {
        assert_eq!(codes(&good()), []);
    }

    #[test]
    fn both_texts_have_to_be_accepted() {
        let typed = Typed {
            accepts_privacy: false,
            accepts_terms: false,
            ..good()
        };
        assert_eq!(
            codes(&typed),
            [
                ("/privacy_version".to_owned(), FieldCode::ConsentRequired),
                ("/terms_version".to_owned(), FieldCode::ConsentRequired)
            ]
        );
    }

    #[test]
    fn one_name_is_enough_for_whoever_has_one() {
        let mut typed = Typed {
            family_name: String::new(),
            ..good()
        };
        assert_eq!(
            codes(&typed),
            [("/family_name".to_owned(), FieldCode::Required)]
        );
        typed.one_name = true;
        assert_eq!(codes(&typed), []);
    }

    #[test]
    fn another_user_name_is_at_hand() {
        let better = |user_name: &str| {
            let typed = Typed {
                user_name: user_name.to_owned(),
                ..good()
            };
            better_user_name(&typed)
        };
        assert_eq!(better("Countess Ada").as_deref(), Some("countess-ada"));
        // Somebody has these.
        assert_eq!(better("ada").as_deref(), Some("ada-lovelace"));
        assert_eq!(better("ada-lovelace").as_deref(), Some("ada-lovelace-2"));
        // Nothing of it can be used: the person's own name.
        assert_eq!(better("愛").as_deref(), Some("ada-lovelace"));
        assert_eq!(better("").as_deref(), Some("ada-lovelace"));
        assert_eq!(better_user_name(&Typed::default()), None);
    }

    #[test]
    fn an_empty_form_names_every_field_in_order() {
        let pointers: Vec<_> = problems(&Typed::default())
            .into_iter()
            .map(|problem| problem.pointer)
            .collect();
        assert_eq!(
            pointers,
            [
                "/given_names",
                "/family_name",
                "/email",
                "/user_name",
                "/passphrase",
                "/privacy_version",
                "/terms_version"
            ]
        );
    }
}
