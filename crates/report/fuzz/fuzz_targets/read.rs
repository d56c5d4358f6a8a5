#![no_main]

use accede_report::{Limits, read, testing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    thread_local! {
        static RULES: testing::Rules = testing::rules();
    }
    let limits = Limits {
        steps: 2_000_000,
        memory: 4 << 20,
        ..Limits::default()
    };
    RULES.with(|rules| drop(read(bytes, rules, &limits)));
});
