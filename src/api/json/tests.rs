use super::*;
use accede_api::dashboard::Dashboard;
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    name: String,
    #[serde(default)]
    count: Option<u32>,
    #[serde(default)]
    list: Vec<i64>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Empty,
    Full { version: i64, words: Option<String> },
}

#[test]
fn a_struct_is_read_whatever_its_order_and_extras() {
    let text = r#" { "later": {"a": [1.5e3, "x\"]}", null, true]}, "list": [1, -2 ,3], "name": "a", "count": 7 } "#;
    let thing: Thing = read(text).unwrap();
    assert_eq!(
        thing,
        Thing {
            name: "a".to_owned(),
            count: Some(7),
            list: vec![1, -2, 3]
        }
    );
    assert_eq!(
        read::<Thing>(r#"{"name":"a","count":null,"list":[]}"#)
            .unwrap()
            .count,
        None
    );
}

#[test]
fn strings_come_out_as_they_went_in() {
    for words in [
        "",
        "Émile 李",
        "a\"b\\c/d\n\t\u{8}\u{1f}",
        "🎓 \u{2028}",
        "\u{10FFFF}",
    ] {
        let text = serde_json::to_string(words).unwrap();
        assert_eq!(read::<String>(&text).unwrap(), words);
    }
    assert_eq!(read::<String>(r#""\ud83c\udf93\u00e9""#).unwrap(), "🎓é");
}

#[test]
fn a_kind_in_a_field_chooses_the_variant() {
    assert_eq!(
        read::<Tagged>(r#"{"kind":"empty"}"#).unwrap(),
        Tagged::Empty
    );
    let full = read::<Tagged>(r#"{"version":3,"kind":"full","words":"x"}"#).unwrap();
    assert_eq!(
        full,
        Tagged::Full {
            version: 3,
            words: Some("x".to_owned())
        }
    );
}

#[test]
fn what_is_no_json_of_the_shape_is_an_error_and_never_a_panic() {
    let whole = r#"{"name":"a\u00e9","count":7,"list":[1,2]}"#;
    for end in 0..whole.len() {
        if let Some(part) = whole.get(..end) {
            assert_eq!(read::<Thing>(part), Err(NotReadable), "{part}");
        }
    }
    for wrong in [
        "{}",
        "[]",
        "null",
        r#"{"name":1}"#,
        r#"{"name":"a","count":-1}"#,
        r#"{"name":"\ud800x"}"#,
        "<html>",
    ] {
        assert_eq!(read::<Thing>(wrong), Err(NotReadable), "{wrong}");
    }
}

#[test]
fn a_wire_type_is_read_as_serde_json_reads_it() {
    let text = r#"{"next":"apply","timeline":[{"at":"2026-11-21T07:00:00Z","kind":"submitted","actor":"you"}],
        "tasks":{"about_you":"complete","affiliation":"complete","research":"complete","reference":"complete","training":"complete",
        "check":"complete","cloud_account":"complete"},"datasets":[],"grants":[],"expiries":[]}"#;
    let theirs = serde_json::from_str::<Dashboard>(text);
    assert!(theirs.is_ok(), "{theirs:?}");
    assert_eq!(read::<Dashboard>(text).ok(), theirs.ok());
}
