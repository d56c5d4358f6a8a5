//! Invented patients with admissions and stays; every table of a dataset is about the same ones.

use std::fmt;

use accede_domain::time::{Date, Timestamp};

use super::numbers::Numbers;
use super::vocabulary::CARE_UNITS;

/// MIMIC-IV, its emergency department and its radiographs share patients, as the real ones do.
pub(super) const SEED_MIMIC_IV: u64 = 4;
/// MIMIC-III has patients of its own.
pub(super) const SEED_MIMIC_III: u64 = 3;

const PATIENTS: u32 = 60;
/// Real numbers have up to eight digits and never begin with 9.
const FIRST_SUBJECT: u32 = 90_000_001;
const FIRST_ADMISSION: u32 = 91_000_001;
const FIRST_STAY: u32 = 92_000_001;

/// A minute of the invented calendar, written as the datasets write times.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Minute(pub(super) i64);

impl Minute {
    pub(super) fn plus(self, minutes: i64) -> Self {
        Self(self.0 + minutes)
    }

    pub(super) fn date(self) -> Date {
        Timestamp::from_seconds(self.0 * 60).date()
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.0.rem_euclid(24 * 60);
        write!(
            f,
            "{} {:02}:{:02}:00",
            self.date(),
            of_day / 60,
            of_day % 60
        )
    }
}

pub(super) struct Patient {
    pub(super) subject: u32,
    pub(super) gender: &'static str,
    pub(super) age: i64,
    pub(super) born: Date,
    pub(super) anchor_year: i32,
    pub(super) anchor_group: &'static str,
    pub(super) died: Option<Date>,
}

pub(super) struct Admission {
    pub(super) subject: u32,
    pub(super) id: u32,
    pub(super) from: Minute,
    pub(super) to: Minute,
    pub(super) died: bool,
    pub(super) through_emergency: bool,
}

impl Admission {
    /// As the tables write it: empty where the patient lived.
    pub(super) fn death_time(&self) -> String {
        if self.died {
            self.to.to_string()
        } else {
            String::new()
        }
    }
}

pub(super) struct Stay {
    pub(super) subject: u32,
    pub(super) admission: u32,
    pub(super) id: u32,
    pub(super) unit: (&'static str, &'static str),
    pub(super) from: Minute,
    pub(super) to: Minute,
}

impl Stay {
    /// Length in days, as `los` counts it.
    pub(super) fn days(&self) -> String {
        format!("{:.4}", (self.to.0 - self.from.0) as f64 / 1440.0)
    }
}

pub(super) struct Cohort {
    pub(super) patients: Vec<Patient>,
    pub(super) admissions: Vec<Admission>,
    pub(super) stays: Vec<Stay>,
}

impl Cohort {
    pub(super) fn new(seed: u64) -> Self {
        let mut numbers = Numbers::from_seed(seed);
        let mut cohort = Self {
            patients: Vec::new(),
            admissions: Vec::new(),
            stays: Vec::new(),
        };
        for at in 0..PATIENTS {
            cohort.add_patient(FIRST_SUBJECT + at, &mut numbers);
        }
        cohort
    }

    fn add_patient(&mut self, subject: u32, numbers: &mut Numbers) {
        let year = numbers.between(2110, 2190);
        // Day 51 134 is 2110-01-01.
        let first_day = 51_134 + (year - 2110) * 365 + numbers.between(0, 300);
        let mut at = Minute(first_day * 1440 + numbers.between(0, 1439));
        let age = numbers.between(18, 88);
        let visits = numbers.between(1, 3);
        let mut died = None;
        for visit in 0..visits {
            let last = visit + 1 == visits;
            let dies = last && numbers.chance(12);
            let to = at.plus(numbers.between(1500, 15_000));
            let admission = Admission {
                subject,
                id: FIRST_ADMISSION + self.admissions.len() as u32,
                from: at,
                to,
                died: dies,
                through_emergency: numbers.chance(60),
            };
            if dies {
                died = Some(to.date());
            }
            if numbers.chance(70) {
                let from = at.plus(numbers.between(30, 600));
                self.stays.push(Stay {
                    subject,
                    admission: admission.id,
                    id: FIRST_STAY + self.stays.len() as u32,
                    unit: *numbers.pick(&CARE_UNITS),
                    from,
                    to: Minute(to.0.min(from.0 + numbers.between(700, 8000))),
                });
            }
            at = to.plus(numbers.between(10_000, 200_000));
            self.admissions.push(admission);
        }
        let first = Minute(first_day * 1440);
        self.patients.push(Patient {
            subject,
            gender: if numbers.chance(47) { "F" } else { "M" },
            age,
            born: first.date().add_years(-i32::try_from(age).unwrap_or(0)),
            anchor_year: first.date().year(),
            anchor_group: numbers.pick::<&str>(&[
                "2008 - 2010",
                "2011 - 2013",
                "2014 - 2016",
                "2017 - 2019",
                "2020 - 2022",
            ]),
            died,
        });
    }
}
