//! The fuzz target on samples that are changed at random: nothing panics, and every reading ends within its limits. A
//! bounded number of them on every run, always the same; `crates/report/fuzz/README.md` says how to look further.

use accede_domain::training::reading::ReportRules;
use accede_report::testing::{fuzz_target, rules, samples};
use accede_report::{Limits, read};

/// Changes of each sample, where the environment does not ask for more. Large samples cost more each.
const ROUNDS: usize = 40;
/// What the changes begin with, where the environment names nothing else.
const SEED: usize = 2026;
const LARGE: usize = 100 * 1024;

/// SplitMix64: numbers that look like chance and are the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Words whose change does more than that of any byte.
const WORDS: &[&[u8]] = &[
    b"obj",
    b"endobj",
    b"stream",
    b"endstream",
    b"xref",
    b"trailer",
    b"/Length",
    b"/Filter/FlateDecode",
    b"/Kids[2 0 R]",
    b"4294967296",
    b"-1",
    b"1e99",
    b"0.0000001",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"<",
    b">",
    b"BT",
    b"Tj",
    b"Do",
    b"q",
    b"/Prev 0",
    b"/Root 3 0 R",
    b"/Encrypt 4 0 R",
    b"/ToUnicode 5 0 R",
    b"/Type/ObjStm",
    b"/W[8 8 8]",
    b"99 0 R",
    b"\0",
    b"%",
];

fn changed(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(out.len() + 1);
        match chance.below(6) {
            0 => out.truncate(at),
            1 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            2 => {
                let word = WORDS[chance.below(WORDS.len())];
                out.splice(at..at, word.iter().copied());
            }
            3 => {
                let end = (at + chance.below(40)).min(out.len());
                out.drain(at..end);
            }
            4 => {
                let end = (at + chance.below(400)).min(out.len());
                let part = out[at..end].to_vec();
                let to = chance.below(out.len() + 1);
                out.splice(to..to, part);
            }
            _ => {
                // A digit: lengths, places, numbers of objects.
                if let Some(byte) = out[at..].iter_mut().find(|byte| byte.is_ascii_digit()) {
                    *byte = b'0' + chance.below(10) as u8;
                }
            }
        }
    }
    out
}

/// A number that whoever looks further gives by hand.
fn by_hand(name: &str, otherwise: usize) -> usize {
    let given = std::env::var(name).ok();
    given
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn survives(bytes: &[u8], rules: &ReportRules) {
    let reading = fuzz_target(bytes, rules);
    // What is kept fits into a database and into JSON.
    assert!(serde_json::to_string(&reading).is_ok_and(|text| text.len() < 100_000));
}

#[test]
fn changed_samples_are_read_without_harm_and_each_gives_the_same_again() {
    let seed = by_hand("ACCEDE_FUZZ_SEED", SEED);
    let many = by_hand("ACCEDE_FUZZ_ROUNDS", ROUNDS);
    let (rules, mut chance) = (rules(), Chance(seed as u64));
    for sample in samples() {
        let rounds = if sample.bytes.len() > LARGE {
            many.div_ceil(20)
        } else {
            many
        };
        for _ in 0..rounds {
            survives(&changed(&sample.bytes, &mut chance), &rules);
        }
        let twice = [(); 2].map(|()| read(&sample.bytes, &rules, &Limits::default()));
        assert_eq!(twice[0], twice[1], "{}", sample.name);
    }
}

#[test]
fn noise_behind_a_header_is_read_without_harm() {
    let (rules, mut chance) = (rules(), Chance(7));
    for _ in 0..2000 {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        for _ in 0..chance.below(60) {
            bytes.extend(WORDS[chance.below(WORDS.len())]);
            if chance.below(2) == 0 {
                bytes.push(b' ');
            }
            bytes.push(chance.below(256) as u8);
        }
        survives(&bytes, &rules);
    }
}
