//! Files made for the tests of this and other crates: papers as several producers write them, and files made to do harm.
#![allow(clippy::expect_used, reason = "what cannot be made fails the test")]

mod fonts;
mod hostile;
mod paper;
mod pdf;
mod structure;
mod styles;

use accede_domain::training::reading::{Paper, Reading, Unreadable};

use crate::{Limits, read};

pub use accede_domain::training::reading::ReportRules as Rules;
pub use paper::Words;

/// The rules of the training that the portal ships.
///
/// # Panics
/// Never: the catalogue has one.
#[must_use]
pub fn rules() -> Rules {
    let catalogue = accede_content::Catalogue::load().expect("the catalogue is sound");
    catalogue.trainings()[0].report.clone()
}

/// What any bytes have to stand: a reading, without a panic, within limits that are tight. The tests run it on a bounded
/// number of files, a fuzzer on as many as one likes.
///
/// # Panics
/// When the reading goes beyond its limits.
#[must_use]
pub fn fuzz_target(bytes: &[u8], rules: &Rules) -> Reading {
    let limits = Limits {
        steps: 3_000_000,
        memory: 4 << 20,
        ..Limits::default()
    };
    let reading = read(bytes, rules, &limits);
    assert!(reading.pages as usize <= limits.pages && reading.modules.len() <= 100);
    reading
}

/// A file, and what reading it should give.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The name of its file.
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub paper: Paper,
    pub because: Option<Unreadable>,
    /// What stands in it, where that can be read; the reading has to have all of it.
    pub words: Option<Words>,
    /// A limit ends the reading of it early.
    pub cut_short: bool,
    /// It has words that nobody sees.
    pub invisible: bool,
}

impl Sample {
    fn new(name: &'static str, bytes: Vec<u8>, paper: Paper) -> Self {
        Self {
            name,
            bytes,
            paper,
            because: None,
            words: None,
            cut_short: false,
            invisible: false,
        }
    }

    fn report(name: &'static str, bytes: Vec<u8>, words: Words) -> Self {
        Self {
            words: Some(words),
            ..Self::new(name, bytes, Paper::Report)
        }
    }

    fn unreadable(name: &'static str, bytes: Vec<u8>, because: Unreadable) -> Self {
        Self {
            because: Some(because),
            ..Self::new(name, bytes, Paper::Unreadable)
        }
    }
}

/// All of them. Each is a few kilobytes large.
#[must_use]
pub fn samples() -> Vec<Sample> {
    let mut samples = styles::samples();
    samples.extend(fonts::samples());
    samples.extend(structure::samples());
    samples.extend(hostile::samples());
    samples
}

/// The good report of the samples: Ada Lovelace's, of 12 September 2026.
#[must_use]
pub fn report() -> Vec<u8> {
    styles::plain(&Words::default().report())
}

/// A report with other words.
#[must_use]
pub fn report_of(words: &Words) -> Vec<u8> {
    styles::plain(&words.report())
}

/// The certificate that goes with it.
#[must_use]
pub fn certificate() -> Vec<u8> {
    styles::plain(&Words::default().certificate())
}

/// A page that is a picture.
#[must_use]
pub fn scan() -> Vec<u8> {
    styles::scanned(&[], "")
}
