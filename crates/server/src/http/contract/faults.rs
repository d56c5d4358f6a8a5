//! What a test over all operations found: everything is reported, not the first only.

use std::fmt::Debug;

/// Found so far.
#[derive(Default)]
pub struct Faults(Vec<String>);

impl Faults {
    pub fn check(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.0.push(fault());
        }
    }

    pub fn same<T: PartialEq + Debug>(&mut self, got: &T, expected: &T, case: &str) {
        self.check(got == expected, || {
            format!("{case}: {got:?} and not {expected:?}")
        });
    }

    /// # Panics
    /// With all of them, where there are any.
    #[track_caller]
    pub fn none(self) {
        assert!(
            self.0.is_empty(),
            "{} faults:\n{}",
            self.0.len(),
            self.0.join("\n")
        );
    }
}
