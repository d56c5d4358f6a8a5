//! What an ORCID iD is.

use accede_domain::orcid::Orcid;
use proptest::prelude::*;

/// The check digit as ISO/IEC 7064 defines it, and not as the program works it out: the weighted sum of all digits is 1.
fn is_right(digits: &[u32; 16]) -> bool {
    let weighted = digits
        .iter()
        .rev()
        .zip(0..)
        .map(|(digit, power)| digit * 2_u32.pow(power));
    weighted.map(u64::from).sum::<u64>() % 11 == 1
}

fn written(digits: &[u32; 16]) -> String {
    let letters: Vec<String> = digits
        .iter()
        .map(|digit| match digit {
            10 => "X".to_owned(),
            digit => digit.to_string(),
        })
        .collect();
    let groups: Vec<String> = letters.chunks(4).map(<[String]>::concat).collect();
    groups.join("-")
}

#[test]
fn those_that_orcid_gives_as_examples_are_some() {
    for text in [
        "0000-0002-1825-0097",
        "0000-0001-5109-3700",
        "0000-0002-1694-233X",
        "0009-0000-3259-4518",
    ] {
        assert_eq!(
            Orcid::parse(text).map(|it| it.to_string()).as_deref(),
            Some(text)
        );
    }
    let known = Orcid::parse("0000-0002-1694-233X").unwrap();
    assert_eq!(
        known.searched_as(),
        ["https://orcid.org/0000-0002-1694-233X", "000000021694233X"]
    );
}

#[test]
fn another_spelling_is_none() {
    for text in [
        "",
        "0000-0002-1825-0098",
        "0000-0002-1694-233x",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        " 0000-0002-1825-0097",
        "0000-0002-1825-0097-",
        "000-00002-1825-0097",
        "0000-0002-X825-0097",
        "٠٠٠٠-0002-1825-0097",
        "ab\u{301}c-0002-1825-0097",
    ] {
        assert_eq!(Orcid::parse(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn of_the_eleven_check_digits_one_is_right(payload in prop::array::uniform15(0_u32..10)) {
        let mut right = 0;
        for check in 0..=10 {
            let mut digits = [0; 16];
            digits[..15].copy_from_slice(&payload);
            digits[15] = check;
            let parsed = Orcid::parse(&written(&digits));
            prop_assert_eq!(parsed.is_some(), is_right(&digits));
            right += u32::from(parsed.is_some());
        }
        prop_assert_eq!(right, 1);
    }

    #[test]
    fn a_wrong_digit_and_two_that_changed_places_are_noticed(
        payload in prop::array::uniform15(0_u32..10), at in 0_usize..15, by in 1_u32..10,
    ) {
        let mut digits = [0; 16];
        digits[..15].copy_from_slice(&payload);
        let check = (0..=10).find(|check| {
            digits[15] = *check;
            is_right(&digits)
        });
        digits[15] = check.unwrap();
        let mut other = digits;
        other[at] = (other[at] + by) % 10;
        prop_assert_eq!(Orcid::parse(&written(&other)), None);
        if at < 14 && digits[at] != digits[at + 1] {
            let mut swapped = digits;
            swapped.swap(at, at + 1);
            prop_assert_eq!(Orcid::parse(&written(&swapped)), None);
        }
    }

    #[test]
    fn any_text_is_read_without_a_fault(text in any::<String>()) {
        if let Some(orcid) = Orcid::parse(&text) {
            prop_assert_eq!(orcid.as_str(), text);
        }
    }
}
