#![no_main]

use accede_report::testing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    thread_local! {
        static RULES: testing::Rules = testing::rules();
    }
    RULES.with(|rules| drop(testing::fuzz_target(bytes, rules)));
});
