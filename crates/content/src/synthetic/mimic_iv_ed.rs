//! The six tables of MIMIC-IV-ED, about the emergency visits of the MIMIC-IV patients.

use super::SyntheticFile;
use super::cohort::{Admission, Cohort, Minute, SEED_MIMIC_IV};
use super::numbers::Numbers;
use super::table::Table;
use super::vocabulary::{DIAGNOSES, MEDICINES, RACES};

const FIRST_VISIT: u32 = 93_000_001;

/// A visit to the emergency department that led to an admission.
struct Visit<'a> {
    id: u32,
    admission: &'a Admission,
    from: Minute,
    to: Minute,
}

pub(super) fn files() -> Vec<SyntheticFile> {
    let cohort = Cohort::new(SEED_MIMIC_IV);
    let visits: Vec<Visit<'_>> = (FIRST_VISIT..)
        .zip(
            cohort
                .admissions
                .iter()
                .filter(|admission| admission.through_emergency),
        )
        .map(|(id, admission)| Visit {
            id,
            admission,
            from: admission.from.plus(-300),
            to: admission.from.plus(40),
        })
        .collect();
    let numbers = &mut Numbers::from_seed(22);
    vec![
        edstays(&cohort, &visits, numbers),
        triage(&visits, numbers),
        vitalsign(&visits, numbers),
        medrecon(&visits, numbers),
        pyxis(&visits, numbers),
        diagnosis(&visits, numbers),
    ]
}

fn edstays(cohort: &Cohort, visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "stay_id",
        "intime",
        "outtime",
        "gender",
        "race",
        "arrival_transport",
        "disposition",
    ]);
    for visit in visits {
        let subject = visit.admission.subject;
        let gender = cohort
            .patients
            .iter()
            .find(|patient| patient.subject == subject)
            .map_or("F", |patient| patient.gender);
        table.row([
            &subject,
            &visit.admission.id,
            &visit.id,
            &visit.from,
            &visit.to,
            &gender,
            numbers.pick::<&str>(&RACES),
            numbers.pick::<&str>(&["AMBULANCE", "WALK IN", "UNKNOWN"]),
            &"ADMITTED",
        ]);
    }
    table.file("ed/edstays.csv.gz")
}

fn triage(visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "stay_id",
        "temperature",
        "heartrate",
        "resprate",
        "o2sat",
        "sbp",
        "dbp",
        "pain",
        "acuity",
        "chiefcomplaint",
    ]);
    for visit in visits {
        table.row([
            &visit.admission.subject,
            &visit.id,
            &(numbers.between(965, 1025) as f64 / 10.0),
            &numbers.between(52, 130),
            &numbers.between(12, 28),
            &numbers.between(88, 100),
            &numbers.between(90, 180),
            &numbers.between(50, 105),
            &numbers.between(0, 10),
            &numbers.between(1, 4),
            numbers.pick::<&str>(&[
                "Chest pain",
                "Dyspnea",
                "Abd pain, N/V",
                "Fever",
                "s/p Fall",
            ]),
        ]);
    }
    table.file("ed/triage.csv.gz")
}

fn vitalsign(visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "stay_id",
        "charttime",
        "temperature",
        "heartrate",
        "resprate",
        "o2sat",
        "sbp",
        "dbp",
        "rhythm",
        "pain",
    ]);
    for visit in visits {
        for hour in 0..3 {
            table.row([
                &visit.admission.subject,
                &visit.id,
                &visit.from.plus(hour * 60 + numbers.between(1, 50)),
                &(numbers.between(965, 1025) as f64 / 10.0),
                &numbers.between(52, 130),
                &numbers.between(12, 28),
                &numbers.between(88, 100),
                &numbers.between(90, 180),
                &numbers.between(50, 105),
                numbers.pick::<&str>(&["", "Sinus Rhythm", "Atrial Fibrillation"]),
                &numbers.between(0, 10),
            ]);
        }
    }
    table.file("ed/vitalsign.csv.gz")
}

fn medrecon(visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "stay_id",
        "charttime",
        "name",
        "gsn",
        "ndc",
        "etc_rn",
        "etccode",
        "etcdescription",
    ]);
    for visit in visits {
        let (name, _, _, _) = numbers.pick(&MEDICINES);
        let taken = visit.from.plus(25);
        table.row([
            &visit.admission.subject,
            &visit.id,
            &taken,
            &name.to_lowercase(),
            &"",
            &"",
            &1,
            &"",
            &"",
        ]);
    }
    table.file("ed/medrecon.csv.gz")
}

fn pyxis(visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "stay_id",
        "charttime",
        "med_rn",
        "name",
        "gsn_rn",
        "gsn",
    ]);
    for visit in visits {
        let (name, _, _, _) = numbers.pick(&MEDICINES);
        table.row([
            &visit.admission.subject,
            &visit.id,
            &visit.from.plus(90),
            &1,
            name,
            &1,
            &"",
        ]);
    }
    table.file("ed/pyxis.csv.gz")
}

fn diagnosis(visits: &[Visit<'_>], numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "stay_id",
        "seq_num",
        "icd_code",
        "icd_version",
        "icd_title",
    ]);
    for visit in visits {
        let (_, code, title) = numbers.pick(&DIAGNOSES);
        table.row([
            &visit.admission.subject,
            &visit.id,
            &1,
            code,
            &10,
            &title.to_uppercase(),
        ]);
    }
    table.file("ed/diagnosis.csv.gz")
}
