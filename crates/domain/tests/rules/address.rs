//! E-mail addresses, web addresses, countries.

use accede_domain::country::{self, COUNTRIES, Country};
use accede_domain::email::EmailAddress;
use accede_domain::ror::RorId;
use accede_domain::url::{HttpUrl, completed};
use proptest::prelude::*;

fn email(typed: &str) -> EmailAddress {
    EmailAddress::parse(typed).unwrap_or_else(|| panic!("{typed} is an address"))
}

#[test]
fn addresses_are_read_and_their_domain_is_folded() {
    let address = email("  Jane.Doe+x@Example.EDU ");
    assert_eq!(address.as_str(), "Jane.Doe+x@example.edu");
    assert_eq!(
        (address.local_part(), address.domain()),
        ("Jane.Doe+x", "example.edu")
    );
    assert_eq!(
        serde_json::to_string(&address).unwrap(),
        "\"Jane.Doe+x@example.edu\""
    );
    assert_eq!(email("a@bücher.example").domain(), "xn--bcher-kva.example");
    assert_eq!(email("a@例え。テスト").domain(), "xn--r8jz45g.xn--zckzah");
    assert_eq!(email("a@xn--r8jz45g.xn--zckzah"), email("a@例え.テスト"));
    assert_eq!(email("o'brien@host-1.example").local_part(), "o'brien");
}

#[test]
fn what_is_no_address_is_refused() {
    for typed in [
        "",
        "a",
        "@",
        "a@",
        "@b.example",
        "a@b",
        "a@b..example",
        "a@.example",
        "a@example.",
        "a b@c.example",
        "a@b c.example",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "a@-b.example",
        "a@b-.example",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "\"a b\"@c.example",
        "a@b.example\r\nBcc: d@e.example",
        "a@b@c.example",
        "a,b@c.example",
        "<a@b.example>",
        "é@b.example",
        "a@b\u{200B}c.example",
        "a@☃.example",
    ] {
        assert_eq!(EmailAddress::parse(typed), None, "{typed:?}");
    }
    let long = format!("a@{}.example", "b".repeat(64));
    assert_eq!(EmailAddress::parse(&long), None);
    let longest = format!(
        "{}@{}.{}.{}.de",
        "a".repeat(62),
        "b".repeat(63),
        "c".repeat(63),
        "d".repeat(59)
    );
    assert_eq!(longest.len(), 253);
    assert!(EmailAddress::parse(&longest).is_some());
    assert_eq!(
        EmailAddress::parse(&longest.replace(".de", ".dedede")),
        None
    );
}

#[test]
fn folding_sees_through_case_tags_and_dots() {
    let same = [
        "jane.doe@gmail.com",
        "JaneDoe@gmail.com",
        "j.a.n.e.doe+x@googlemail.com",
        "janedoe+a+b@GMAIL.com",
    ];
    for address in same {
        assert_eq!(email(address).folded(), "janedoe@gmail.com", "{address}");
    }
    assert!(email("Jane+mimic@mit.edu").same_mailbox(&email("jane@MIT.edu")));
    assert!(
        !email("j.ane@mit.edu").same_mailbox(&email("jane@mit.edu")),
        "dots count elsewhere"
    );
    assert!(!email("jane@mit.edu").same_mailbox(&email("jane@csail.mit.edu")));
}

#[test]
fn personal_mail_is_told_apart() {
    let further = ["mail.example".to_owned()];
    for domain in [
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "yahoo.com",
        "yahoo.co.jp",
        "icloud.com",
        "proton.me",
        "qq.com",
        "163.com",
        "126.com",
        "foxmail.com",
        "vip.163.com",
        "mail.example",
        "x.mail.example",
    ] {
        assert!(
            email(&format!("a@{domain}")).is_personal(&further),
            "{domain}"
        );
    }
    for domain in [
        "mit.edu",
        "notgmail.com",
        "gmail.com.example.edu",
        "example.edu",
    ] {
        assert!(
            !email(&format!("a@{domain}")).is_personal(&further),
            "{domain}"
        );
    }
    assert!(!email("a@mail.example").is_personal(&[]));
    assert!(
        !email("a@mit.edu").is_personal(&[String::new()]),
        "an empty line of a setting is nothing"
    );
}

#[test]
fn web_addresses() {
    let url = HttpUrl::parse(" HTTPS://Example.EDU:8443/People/O’Brien?x=1#y ").unwrap();
    assert_eq!(
        url.as_str(),
        "https://example.edu:8443/People/O’Brien?x=1#y"
    );
    assert_eq!(url.host(), "example.edu");
    for typed in [
        "http://a.example",
        "https://bücher.example/ü",
        "https://a.example?q",
        "https://a.example#f",
        "example.edu",
        "www.example.edu/x?to=https://b.example",
        "example.edu:8443/x",
    ] {
        assert!(HttpUrl::parse(typed).is_some(), "{typed}");
    }
    for typed in [
        "",
        "example",
        "me@example.edu",
        "mailto:me@example.edu",
        "ftp://a.example",
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data://a.example",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user@a.example/",
        "https://user:pass@a.example/",
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://a.example/a b",
        "https://a.example/\"><script>",
        "https://a.example/\u{202E}",
        "https:a.example",
        "https://a..example",
    ] {
        assert_eq!(HttpUrl::parse(typed), None, "{typed:?}");
    }
    let longest = format!("https://a.example/{}", "x".repeat(182));
    assert!(HttpUrl::parse(&longest).is_some());
    assert_eq!(HttpUrl::parse(&format!("{longest}x")), None);
}

#[test]
fn a_web_address_is_completed_where_only_the_scheme_is_missing() {
    for (typed, whole) in [
        (" www.Example.edu/People ", "https://www.Example.edu/People"),
        ("example.edu?q=http://b", "https://example.edu?q=http://b"),
        ("http://example.edu", "http://example.edu"),
        ("https://example", "https://example"),
        ("our page", "our page"),
        ("ftp://a.example", "ftp://a.example"),
    ] {
        assert_eq!(completed(typed), whole);
    }
    // What would be too long with it is not an address.
    let longest = format!("a.example/{}", "x".repeat(182));
    assert!(HttpUrl::parse(&longest).is_some());
    assert_eq!(HttpUrl::parse(&format!("{longest}x")), None);
}

#[test]
fn countries() {
    assert_eq!(COUNTRIES.len(), 250, "249 of ISO 3166-1 and XK");
    let mut codes: Vec<_> = COUNTRIES.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 250);
    assert_eq!(Country::parse("xk").map(Country::name), Some("Kosovo"));
    assert_eq!(Country::parse("FR").map(Country::as_str), Some("FR"));
    for unknown in ["", "F", "FRA", "ZZ", "UK", "EU"] {
        assert_eq!(Country::parse(unknown), None, "{unknown}");
    }
    assert!(
        country::needs_state("US") && country::needs_state("CA") && !country::needs_state("FR")
    );
    assert!(country::has_postal_codes("US") && !country::has_postal_codes("HK"));
}

proptest! {
    #[test]
    fn reading_never_panics(typed in any::<String>()) {
        let _ = EmailAddress::parse(&typed);
        let _ = EmailAddress::parse(&format!("a@{typed}.example"));
        let _ = HttpUrl::parse(&typed);
        let _ = HttpUrl::parse(&format!("https://{typed}"));
        let _ = Country::parse(&typed);
    }

    #[test]
    fn an_address_reads_back_and_folds_to_an_address(local in "[a-zA-Z0-9.+_-]{1,20}", domain in "[a-z\u{e0}-\u{ff}]{1,12}\\.(example|com)") {
        if let Some(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Some(address.clone()));
            prop_assert!(address.as_str().is_ascii());
            prop_assert!(address.same_mailbox(&address));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(local in "[a-zA-Z0-9]{1,8}(\\.[a-zA-Z0-9]{1,8}){0,2}(\\+[a-z]{1,5})?", domain in "(gmail|googlemail|mit)\\.com") {
        let folded = email(&format!("{local}@{domain}")).folded();
        prop_assert_eq!(email(&folded).folded(), folded);
    }

    #[test]
    fn tags_and_dots_never_make_another_person(local in "[a-z]{2,10}", tag in "[a-z]{1,5}", cut in 1_usize..9) {
        let cut = cut.min(local.len() - 1);
        let dotted = format!("{}.{}+{tag}@googlemail.com", &local[..cut], local[cut..].to_uppercase());
        let plain = format!("{local}@gmail.com");
        prop_assert!(email(&dotted).same_mailbox(&email(&plain)));
    }
}

/// Ids of the public registry, as their organisations write them.
const ROR_IDS: [&str; 6] = [
    "042nb2s44",
    "03vek6s52",
    "00f54p054",
    "013meh722",
    "04drvxt59",
    "02jbv0t02",
];

#[test]
fn ror_ids_are_read_however_they_are_copied() {
    for id in ROR_IDS {
        let whole = format!("https://ror.org/{id}");
        for typed in [
            id.to_owned(),
            whole.clone(),
            format!(" ror.org/{} ", id.to_uppercase()),
            format!("http://ror.org/{id}/"),
        ] {
            assert_eq!(
                RorId::parse(&typed).map(|id| id.to_string()).as_ref(),
                Some(&whole),
                "{typed}"
            );
        }
    }
}

proptest! {
    /// What check digits are for: one wrong character, or two exchanged, is noticed.
    #[test]
    fn a_mistyped_ror_id_is_refused(of in 0..ROR_IDS.len(), at in 1..9_usize, with in "[0-9a-hjkmnp-tv-z]") {
        let id = ROR_IDS[of];
        let mut wrong = id.to_owned();
        wrong.replace_range(at..=at, &with);
        prop_assert_eq!(RorId::parse(&wrong).is_some(), wrong == id);
    }

    #[test]
    fn reading_a_ror_id_never_fails_badly(typed in "\\PC{0,40}") {
        if let Some(id) = RorId::parse(&typed) {
            prop_assert_eq!(RorId::parse(&id.to_string()), Some(id));
        }
    }
}
