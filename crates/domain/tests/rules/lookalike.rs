//! Addresses that are one slip away from the one that was meant.

use accede_domain::email::{EmailAddress, PERSONAL_DOMAINS};
use accede_domain::lookalike::meant;
use proptest::prelude::*;

fn address(typed: &str) -> EmailAddress {
    EmailAddress::parse(typed).unwrap_or_else(|| panic!("{typed}"))
}

fn asked(typed: &str, own: &[&str]) -> Option<String> {
    let own: Vec<_> = own.iter().map(|own| address(own)).collect();
    meant(&address(typed), &own).map(|meant| meant.as_str().to_owned())
}

#[test]
fn a_slip_in_a_well_known_name_is_pointed_out() {
    for (typed, meant) in [
        ("Grace.Chen@gmial.com", "Grace.Chen@gmail.com"),
        ("g@gmai.com", "g@gmail.com"),
        ("g@gmaill.com", "g@gmail.com"),
        ("g@gmail.co", "g@gmail.com"),
        ("g@gmail.con", "g@gmail.com"),
        ("g@outlok.com", "g@outlook.com"),
        ("g@hotnail.com", "g@hotmail.com"),
        ("g@yahho.com", "g@yahoo.com"),
        ("g@protonmail.vh", "g@protonmail.ch"),
    ] {
        assert_eq!(asked(typed, &[]).as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn what_is_made_to_look_like_another_is_pointed_out() {
    let own = ["ada@university.example", "ada@gmail.com"];
    for (typed, meant) in [
        // A zero, a one, two letters for one.
        ("g@0utl00k.com", "g@outlook.com"),
        ("g@grnail.com", "g@gmail.com"),
        ("g@un1vers1ty.example", "g@university.example"),
        // Cyrillic а, Greek ο, dotless ı, an accent; as typed and as the network spells it.
        ("g@gmаil.com", "g@gmail.com"),
        ("g@xn--gmil-63d.com", "g@gmail.com"),
        ("g@οutlοοk.com", "g@outlook.com"),
        ("g@unıversıty.example", "g@university.example"),
        ("g@université.example", "g@universite.example"),
        // Below it, too.
        ("g@med.univresity.example", "g@med.university.example"),
    ] {
        let own = if meant.contains("universite") {
            vec!["ada@universite.example"]
        } else {
            own.to_vec()
        };
        assert_eq!(asked(typed, &own).as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn ones_own_organisation_goes_before_the_rest_and_its_parts_are_known() {
    let own = ["ada@med.university.example"];
    assert_eq!(
        asked("g@univesity.example", &own).as_deref(),
        Some("g@university.example")
    );
    for typed in [
        "g@university.example",
        "g@chem.university.example",
        "g@elsewhere.example",
        "g@university-hospital.example",
    ] {
        assert_eq!(asked(typed, &own), None, "{typed}");
    }
    // What many own together is nobody's own.
    let british = ["ada@oxford.ac.uk"];
    assert_eq!(asked("g@leeds.ac.uk", &british), None);
    assert_eq!(
        asked("g@oxfrod.ac.uk", &british).as_deref(),
        Some("g@oxford.ac.uk")
    );
    // A short name of one's own is compared; the short names of services are not.
    assert_eq!(
        asked("g@mti.example", &["ada@mit.example"]).as_deref(),
        Some("g@mit.example")
    );
    assert_eq!(asked("g@gq.com", &[]), None);
    assert_eq!(asked("g@gmx.fr", &[]), None);
}

#[test]
fn an_address_that_is_known_is_never_asked_about() {
    for domain in PERSONAL_DOMAINS {
        assert_eq!(asked(&format!("g@{domain}"), &[]), None, "{domain}");
        assert_eq!(asked(&format!("g@mx.{domain}"), &[]), None, "{domain}");
    }
}

fn label() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{5,12}"
}

proptest! {
    #[test]
    fn any_domain_gives_an_answer_and_never_itself(local in "[a-z]{1,8}", domain in "[a-z0-9\u{430}-\u{44f}éßł-]{1,20}(\\.[a-z]{2,8}){1,3}", own in label()) {
        if let Some(typed) = EmailAddress::parse(&format!("{local}@{domain}")) {
            let own = address(&format!("ada@{own}.example"));
            if let Some(meant) = meant(&typed, std::slice::from_ref(&own)) {
                prop_assert_ne!(meant.domain(), typed.domain());
                prop_assert_eq!(meant.local_part(), typed.local_part());
                // Who follows the advice is not asked again.
                prop_assert_eq!(accede_domain::lookalike::meant(&meant, &[own]), None);
            }
        }
    }

    #[test]
    fn every_slip_in_the_name_of_ones_organisation_is_seen(name in label(), at in 0_usize..5, kind in 0..4, letter in "[b-y]") {
        let mut typed: Vec<char> = name.chars().collect();
        match kind {
            0 => typed.swap(at, at + 1),
            1 => { typed.remove(at); }
            2 => typed.insert(at, letter.chars().next().unwrap_or('b')),
            _ => typed[at] = letter.chars().next().unwrap_or('b'),
        }
        let typed: String = typed.into_iter().collect();
        prop_assume!(typed != name && typed.starts_with(|c: char| c.is_ascii_alphabetic()));
        let own = format!("ada@{name}.example");
        let expected = format!("g@{name}.example");
        prop_assert_eq!(asked(&format!("g@{typed}.example"), &[&own]), Some(expected));
    }

    #[test]
    fn what_has_nothing_in_common_is_left_alone(typed in "[a-m]{6,9}", own in "[n-z]{6,9}") {
        let own = format!("ada@{own}.example");
        prop_assert_eq!(asked(&format!("g@{typed}.example"), &[&own]), None);
    }
}
