//! A few tables of MIMIC-III, with its capital names and quoted headers.

use super::cohort::{Cohort, SEED_MIMIC_III};
use super::numbers::Numbers;
use super::table::Table;
use super::vocabulary::{CHART_ITEMS, DIAGNOSES, INSURANCE, LAB_ITEMS, MARITAL_STATUS, RACES};
use super::{MARK, SyntheticFile};

pub(super) fn files() -> Vec<SyntheticFile> {
    let cohort = Cohort::new(SEED_MIMIC_III);
    let numbers = &mut Numbers::from_seed(14);
    vec![
        patients(&cohort),
        admissions(&cohort, numbers),
        icustays(&cohort, numbers),
        diagnoses(&cohort, numbers),
        d_icd_diagnoses(),
        d_items(),
        d_labitems(),
        labevents(&cohort, numbers),
        chartevents(&cohort, numbers),
        noteevents(&cohort, numbers),
    ]
}

fn patients(cohort: &Cohort) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "GENDER",
        "DOB",
        "DOD",
        "DOD_HOSP",
        "DOD_SSN",
        "EXPIRE_FLAG",
    ]);
    for (row, patient) in (1..).zip(&cohort.patients) {
        let died = patient
            .died
            .map(|date| format!("{date} 00:00:00"))
            .unwrap_or_default();
        let born = format!("{} 00:00:00", patient.born);
        let flag = u8::from(patient.died.is_some());
        table.row([
            &row,
            &patient.subject,
            &patient.gender,
            &born,
            &died,
            &died,
            &"",
            &flag,
        ]);
    }
    table.file("PATIENTS.csv.gz")
}

fn admissions(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "HADM_ID",
        "ADMITTIME",
        "DISCHTIME",
        "DEATHTIME",
        "ADMISSION_TYPE",
        "ADMISSION_LOCATION",
        "DISCHARGE_LOCATION",
        "INSURANCE",
        "LANGUAGE",
        "RELIGION",
        "MARITAL_STATUS",
        "ETHNICITY",
        "EDREGTIME",
        "EDOUTTIME",
        "DIAGNOSIS",
        "HOSPITAL_EXPIRE_FLAG",
        "HAS_CHARTEVENTS_DATA",
    ]);
    for (row, admission) in (1..).zip(&cohort.admissions) {
        let emergency = admission.through_emergency;
        table.row([
            &row,
            &admission.subject,
            &admission.id,
            &admission.from,
            &admission.to,
            &admission.death_time(),
            &if emergency { "EMERGENCY" } else { "ELECTIVE" },
            &if emergency {
                "EMERGENCY ROOM ADMIT"
            } else {
                "PHYS REFERRAL/NORMAL DELI"
            },
            &if admission.died {
                "DEAD/EXPIRED"
            } else {
                "HOME"
            },
            numbers.pick::<&str>(&INSURANCE),
            &"ENGL",
            &"NOT SPECIFIED",
            numbers.pick::<&str>(&MARITAL_STATUS),
            numbers.pick::<&str>(&RACES),
            &if emergency {
                admission.from.plus(-240).to_string()
            } else {
                String::new()
            },
            &if emergency {
                admission.from.plus(15).to_string()
            } else {
                String::new()
            },
            numbers.pick::<&str>(&[
                "PNEUMONIA",
                "SEPSIS",
                "CHEST PAIN",
                "CONGESTIVE HEART FAILURE",
            ]),
            &u8::from(admission.died),
            &u8::from(
                cohort
                    .stays
                    .iter()
                    .any(|stay| stay.admission == admission.id),
            ),
        ]);
    }
    table.file("ADMISSIONS.csv.gz")
}

fn icustays(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "HADM_ID",
        "ICUSTAY_ID",
        "DBSOURCE",
        "FIRST_CAREUNIT",
        "LAST_CAREUNIT",
        "FIRST_WARDID",
        "LAST_WARDID",
        "INTIME",
        "OUTTIME",
        "LOS",
    ]);
    for (row, stay) in (1..).zip(&cohort.stays) {
        let ward = numbers.between(7, 57);
        let source = numbers.pick::<&str>(&["carevue", "metavision"]);
        let unit = stay.unit.1;
        table.row([
            &row,
            &stay.subject,
            &stay.admission,
            &stay.id,
            source,
            &unit,
            &unit,
            &ward,
            &ward,
            &stay.from,
            &stay.to,
            &stay.days(),
        ]);
    }
    table.file("ICUSTAYS.csv.gz")
}

fn diagnoses(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted(["ROW_ID", "SUBJECT_ID", "HADM_ID", "SEQ_NUM", "ICD9_CODE"]);
    let mut row = 0;
    for admission in &cohort.admissions {
        for (at, (code, _, _)) in numbers.some_of(&DIAGNOSES, 30).into_iter().enumerate() {
            row += 1;
            table.row([&row, &admission.subject, &admission.id, &(at + 1), code]);
        }
    }
    table.file("DIAGNOSES_ICD.csv.gz")
}

fn d_icd_diagnoses() -> SyntheticFile {
    let mut table = Table::quoted(["ROW_ID", "ICD9_CODE", "SHORT_TITLE", "LONG_TITLE"]);
    for (row, (code, _, title)) in (1..).zip(DIAGNOSES) {
        let short: String = title.chars().take(24).collect();
        table.row([&row, &code, &short, &title]);
    }
    table.file("D_ICD_DIAGNOSES.csv.gz")
}

fn d_items() -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "ITEMID",
        "LABEL",
        "ABBREVIATION",
        "DBSOURCE",
        "LINKSTO",
        "CATEGORY",
        "UNITNAME",
        "PARAM_TYPE",
        "CONCEPTID",
    ]);
    let sources = CHART_ITEMS
        .iter()
        .map(|item| (item, item.carevue_id, "carevue"))
        .chain(CHART_ITEMS.iter().map(|item| (item, item.id, "metavision")));
    for (row, (item, id, source)) in (1..).zip(sources) {
        table.row([
            &row,
            &id,
            &item.label,
            &item.abbreviation,
            &source,
            &"chartevents",
            &"Routine Vital Signs",
            &item.unit,
            &"Numeric",
            &"",
        ]);
    }
    table.file("D_ITEMS.csv.gz")
}

fn d_labitems() -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "ITEMID",
        "LABEL",
        "FLUID",
        "CATEGORY",
        "LOINC_CODE",
    ]);
    for (row, item) in (1..).zip(&LAB_ITEMS) {
        table.row([
            &row,
            &item.id,
            &item.label,
            &"Blood",
            &item.category,
            &item.loinc,
        ]);
    }
    table.file("D_LABITEMS.csv.gz")
}

fn labevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "HADM_ID",
        "ITEMID",
        "CHARTTIME",
        "VALUE",
        "VALUENUM",
        "VALUEUOM",
        "FLAG",
    ]);
    let mut row = 0;
    for admission in &cohort.admissions {
        let taken = admission.from.plus(numbers.between(20, 900));
        for item in numbers.some_of(&LAB_ITEMS, 25) {
            row += 1;
            let value = numbers.between(item.tenths.0, item.tenths.1) as f64 / 10.0;
            table.row([
                &row,
                &admission.subject,
                &admission.id,
                &item.id,
                &taken,
                &value,
                &value,
                &item.unit,
                &"",
            ]);
        }
    }
    table.file("LABEVENTS.csv.gz")
}

fn chartevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "HADM_ID",
        "ICUSTAY_ID",
        "ITEMID",
        "CHARTTIME",
        "STORETIME",
        "CGID",
        "VALUE",
        "VALUENUM",
        "VALUEUOM",
        "WARNING",
        "ERROR",
        "RESULTSTATUS",
        "STOPPED",
    ]);
    for (row, stay) in (1..=200_i64).zip(cohort.stays.iter().cycle()) {
        let item = numbers.pick(&CHART_ITEMS);
        let value = numbers.between(item.range.0, item.range.1);
        let charted = stay.from.plus(row);
        table.row([
            &row,
            &stay.subject,
            &stay.admission,
            &stay.id,
            &item.id,
            &charted,
            &charted.plus(3),
            &(90_000 + numbers.between(1, 40)),
            &value,
            &value,
            &item.unit,
            &0,
            &0,
            &"",
            &"",
        ]);
    }
    table.file("CHARTEVENTS.csv.gz")
}

fn noteevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::quoted([
        "ROW_ID",
        "SUBJECT_ID",
        "HADM_ID",
        "CHARTDATE",
        "CHARTTIME",
        "STORETIME",
        "CATEGORY",
        "DESCRIPTION",
        "CGID",
        "ISERROR",
        "TEXT",
    ]);
    for (row, admission) in (1..).zip(cohort.admissions.iter().take(60)) {
        let reason = numbers.pick::<&str>(&[
            "cough and fever",
            "chest pain",
            "a fall",
            "shortness of breath",
        ]);
        let text = format!(
            "{MARK}.\nAdmission Date: [**{}**]\nReason for admission: {reason}.\nCourse: without event.",
            admission.from.date()
        );
        table.row([
            &row,
            &admission.subject,
            &admission.id,
            &admission.to.date(),
            &"",
            &"",
            &"Discharge summary",
            &"Report",
            &"",
            &"",
            &text,
        ]);
    }
    table.file("NOTEEVENTS.csv.gz")
}
