//! Nonsense of every kind, the same for the same seed.

use axum::http::{HeaderName, HeaderValue, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::document::Field;

/// A sequence of numbers that looks random and is not (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most);
        (0..length)
            .map(|_| u8::try_from(self.below(256)).unwrap())
            .collect()
    }
}

/// Texts that programs stumble over.
pub fn texts() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "\t\r\n",
        "\u{1}\u{7}\u{1b}[31m",
        "\u{7f}\u{85}\u{9f}",
        "\u{202e}txt.exe\u{2066}",
        "\u{feff}\u{200b}\u{200d}",
        "\u{fffd}\u{ffff}\u{10ffff}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦🏴‍☠️",
        "' OR '1'='1'; DROP TABLE account; --",
        "%' ESCAPE '\\",
        "$1 $2 ?1 :name",
        "<script>alert(1)</script>",
        "{{7*7}}${7*7}#{7*7}",
        "../../../../etc/passwd",
        "C:\\nul",
        "a\r\nBcc: everyone@example.org",
        "=?utf-8?q?x?= <x@example.org>",
        "\"quoted\\\"@example.org",
        "a@b@c@example.org",
        "x@[127.0.0.1]",
        "http://user:pw@[::1]:99999/?#",
        "javascript:alert(1)",
        "https://xn--\u{df}.example",
        "٣٤٥",
        "NaN",
        "-0",
        "9223372036854775808",
        "0000-00-00",
        "2027-02-30",
        "9999-12-31T23:59:60Z",
        "null",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "AAAA-AAAA-AAAA-AAAA",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("x".repeat(70_000));
    all.push("ä".repeat(255));
    all.push("\u{1f600}".repeat(1001));
    all.push("a.".repeat(200) + "@example.org");
    all
}

/// Values of every JSON kind.
fn values() -> Vec<Value> {
    let mut deep = json!("x");
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut all = vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!([]),
        json!({}),
        json!([null, {}, [[]]]),
        json!({ "": "", "a/b~c": 1 }),
        deep,
    ];
    all.extend(texts().into_iter().map(Value::String));
    all
}

/// Values that a field does not take, whatever it is about.
pub fn wrong_for(field: &Field) -> Vec<Value> {
    // Neither whole nor in range: no number of ours.
    let mut wrong = vec![json!(1.5), json!(-1), json!(u64::MAX)];
    let kinds = [
        ("null", Value::Null),
        ("boolean", json!(true)),
        ("integer", json!(0)),
        ("array", json!([["x"]])),
        ("object", json!({ "x": 1 })),
    ];
    for (kind, value) in kinds {
        if !field.takes(kind) {
            wrong.push(value);
        }
    }
    if !field.takes_any_text() {
        wrong.push(json!("nonsense"));
    }
    wrong
}

/// A body with one to three of its parts replaced, dropped or doubled.
pub fn mutated(body: &Value, chance: &mut Chance) -> Value {
    let mut body = body.clone();
    for _ in 0..=chance.below(3) {
        let pointers = pointers(&body);
        let at = chance.pick(&pointers);
        let value = chance.pick(&values());
        if chance.one_in(5) {
            if let Some(fields) = body.pointer_mut(&at).and_then(Value::as_object_mut) {
                fields.insert("nobody_knows".to_owned(), value);
            }
        } else if chance.one_in(6) {
            let (parent, name) = at.rsplit_once('/').unwrap_or_default();
            if let Some(fields) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
                fields.remove(name);
            }
        } else if let Some(there) = body.pointer_mut(&at) {
            *there = value;
        }
    }
    body
}

fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut inner = |name: String, value: &Value| {
        let below = pointers(value);
        all.extend(below.into_iter().map(|rest| format!("/{name}{rest}")));
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| inner(name.clone(), value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, value)| inner(at.to_string(), value)),
        _ => {}
    }
    all
}

/// Bytes that are no JSON, or hardly.
pub fn raw(body: &Value, chance: &mut Chance) -> Vec<u8> {
    let text = body.to_string();
    match chance.below(14) {
        0 => Vec::new(),
        1 => text.as_bytes()[..chance.below(text.len())].to_vec(),
        2 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        3 => text.replace('"', "\u{201c}").into_bytes(),
        4 => [text.as_bytes(), b"{}"].concat(),
        5 => text.replacen('"', "\"\\u0000", 3).into_bytes(),
        6 => text.replacen('"', "\"\\ud800", 3).into_bytes(),
        7 => [b"{\"x\":\"", chance.bytes(40).as_slice(), b"\"}"].concat(),
        8 => "[".repeat(20_000).into_bytes(),
        9 => "{\"a\":".repeat(20_000).into_bytes(),
        10 => text.replacen('{', "{\"a\":1e999,", 1).into_bytes(),
        11 => vec![b' '; 1024 * 1024 + 1],
        12 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => chance.bytes(600),
    }
}

/// Something to stand for a parameter of a path.
pub fn segment(chance: &mut Chance) -> String {
    let odd = [
        "%00",
        "%ff%fe",
        "..",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        ".",
        "%20",
        "%0d%0aX:%20y",
        "%25",
        "%c0%af",
        "~",
        "*",
        "{id}",
        "null",
        "-1",
        "0",
        "4294967296",
        "18446744073709551616",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "%F0%9F%98%80",
        "'%20OR%201=1--",
        "a;b=c",
        "a%3Fb",
        "%5c",
        "COM1",
        "3.1%00",
        "SHA256SUMS.txt%2F",
        "mimiciv-99.zip",
    ];
    if chance.one_in(8) {
        return "y".repeat(6_000);
    }
    chance.pick(&odd).to_owned()
}

/// A query, with the names that the operation knows among others.
pub fn query(known: &[String], chance: &mut Chance) -> String {
    let cursors: Vec<String> = [
        "null",
        "[]",
        "{}",
        "[0,\"x\"]",
        "[-9223372036854775808,\"\"]",
        "[9223372036854775807,\"\\u0000\"]",
        "{\"t\":9223372036854775807,\"id\":\"x\"}",
        "{\"n\":\"\\u0000\",\"id\":\"\"}",
        "{\"t\":1,\"n\":\"x\",\"id\":\"x\"}",
        "{\"t\":1.5,\"id\":[]}",
    ]
    .map(|text| URL_SAFE_NO_PAD.encode(text))
    .to_vec();
    let odd = [
        "",
        "0",
        "1",
        "-1",
        "100",
        "101",
        "1e3",
        "99999999999999999999",
        "%00",
        "%ff",
        "%",
        "%zz",
        "a%20b",
        "true",
        "oldest",
        "name",
        "newest",
        "'",
        "%27%3B--",
        "%25%5F%5C",
        "2026-02-30",
        "2026-09-12",
        "%E2%80%AE",
        "+",
        "%0A",
        "a/b",
    ];
    let mut pairs = Vec::new();
    for _ in 0..=chance.below(4) {
        let name = if known.is_empty() || chance.one_in(5) {
            chance.pick(
                &[
                    "nobody_knows",
                    "",
                    "limit",
                    "after",
                    "id",
                    "%00",
                    "%ff",
                    "a[]",
                    "q",
                ]
                .map(str::to_owned),
            )
        } else {
            chance.pick(known)
        };
        let value = match chance.below(4) {
            0 => chance.pick(&cursors),
            1 if chance.one_in(4) => "z".repeat(9_000),
            _ => chance.pick(&odd).to_owned(),
        };
        pairs.push(format!("{name}={value}"));
    }
    format!("?{}", pairs.join("&"))
}

/// A header that somebody should not have sent like this.
pub fn odd_header(chance: &mut Chance) -> (HeaderName, HeaderValue) {
    let name = chance.pick(&[
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        header::IF_MODIFIED_SINCE,
        header::IF_UNMODIFIED_SINCE,
        header::IF_RANGE,
        header::RANGE,
        header::ACCEPT,
        header::ACCEPT_ENCODING,
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::HOST,
        header::ORIGIN,
        header::COOKIE,
        header::AUTHORIZATION,
        header::USER_AGENT,
        HeaderName::from_static("idempotency-key"),
        HeaderName::from_static("sec-fetch-site"),
        HeaderName::from_static("sec-fetch-mode"),
        HeaderName::from_static("x-forwarded-for"),
        HeaderName::from_static("x-request-id"),
    ]);
    let odd: [&[u8]; 34] = [
        b"",
        b"*",
        b"\"\"",
        b"\"1\"",
        b"\"-1\"",
        b"\"99999999999999999999\"",
        b"W/\"1\"",
        b"\"1\", \"2\"",
        b"bytes=0-",
        b"bytes=-1",
        b"bytes=5-2",
        b"bytes=0-0,2-3,4-5",
        b"bytes=99999999999999999999-",
        b"bytes=-99999999999999999999",
        b"bytes=a-b",
        b"lines=1-2",
        b"text/html",
        b"application/json",
        b"application/json; charset=utf-16",
        b"multipart/form-data; boundary=",
        b"application/xml",
        b"*/*;q=",
        b"gzip, br;q=2, \xff",
        b"\xff\xfe\xc0",
        b"Sun, 99 Foo 2027 25:61:61 GMT",
        b"Thu, 01 Jan 1970 00:00:00 GMT",
        b"0",
        b"-5",
        b"evil.example",
        b"accede=; accede=x; __Host-accede=y; =; ;;",
        b"Basic !!!!",
        b"Basic Og==",
        b"Bearer ",
        b"Digest username=\"x\"",
    ];
    let value = if chance.one_in(10) {
        vec![b'h'; 7_000]
    } else {
        chance.pick(&odd).to_vec()
    };
    (name, HeaderValue::from_bytes(&value).unwrap())
}

/// Any method, mostly one that the path does not have.
pub fn method(chance: &mut Chance) -> Method {
    let odd = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
        "M-SEARCH",
    ];
    chance.pick(&odd).parse().unwrap()
}
