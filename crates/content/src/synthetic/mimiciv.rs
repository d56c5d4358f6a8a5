//! A few tables of MIMIC-IV, and one file large enough to try resuming a download.

use super::SyntheticFile;
use super::cohort::{Cohort, Minute, SEED_MIMIC_IV, Stay};
use super::numbers::Numbers;
use super::table::Table;
use super::vocabulary::{
    ADMISSION_TYPES, CHART_ITEMS, DIAGNOSES, INSURANCE, LAB_ITEMS, MARITAL_STATUS, MEDICINES, RACES,
};

/// Rows of the large file: about 6 MB, as it is stored without compression.
const CHART_ROWS: i64 = 72_000;

pub(super) fn files() -> Vec<SyntheticFile> {
    let cohort = Cohort::new(SEED_MIMIC_IV);
    let numbers = &mut Numbers::from_seed(31);
    vec![
        patients(&cohort),
        admissions(&cohort, numbers),
        diagnoses(&cohort, numbers),
        d_icd_diagnoses(),
        d_labitems(),
        labevents(&cohort, numbers),
        prescriptions(&cohort, numbers),
        services(&cohort, numbers),
        icustays(&cohort),
        d_items(),
        chartevents(&cohort, numbers),
        outputevents(&cohort, numbers),
    ]
}

fn patients(cohort: &Cohort) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "gender",
        "anchor_age",
        "anchor_year",
        "anchor_year_group",
        "dod",
    ]);
    for patient in &cohort.patients {
        let died = patient
            .died
            .map(|date| date.to_string())
            .unwrap_or_default();
        table.row([
            &patient.subject,
            &patient.gender,
            &patient.age,
            &patient.anchor_year,
            &patient.anchor_group,
            &died,
        ]);
    }
    table.file("hosp/patients.csv.gz")
}

fn admissions(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "admittime",
        "dischtime",
        "deathtime",
        "admission_type",
        "admit_provider_id",
        "admission_location",
        "discharge_location",
        "insurance",
        "language",
        "marital_status",
        "race",
        "edregtime",
        "edouttime",
        "hospital_expire_flag",
    ]);
    for admission in &cohort.admissions {
        let (registered, left) = if admission.through_emergency {
            (
                admission.from.plus(-300).to_string(),
                admission.from.plus(40).to_string(),
            )
        } else {
            Default::default()
        };
        table.row([
            &admission.subject,
            &admission.id,
            &admission.from,
            &admission.to,
            &admission.death_time(),
            numbers.pick::<&str>(&ADMISSION_TYPES),
            &format!("P9{}", numbers.between(1000, 9999)),
            &if admission.through_emergency {
                "EMERGENCY ROOM"
            } else {
                "PHYSICIAN REFERRAL"
            },
            &if admission.died { "DIED" } else { "HOME" },
            numbers.pick::<&str>(&INSURANCE),
            &"English",
            numbers.pick::<&str>(&MARITAL_STATUS),
            numbers.pick::<&str>(&RACES),
            &registered,
            &left,
            &u8::from(admission.died),
        ]);
    }
    table.file("hosp/admissions.csv.gz")
}

fn diagnoses(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "seq_num",
        "icd_code",
        "icd_version",
    ]);
    for admission in &cohort.admissions {
        for (at, (_, code, _)) in numbers.some_of(&DIAGNOSES, 30).into_iter().enumerate() {
            table.row([&admission.subject, &admission.id, &(at + 1), code, &10]);
        }
    }
    table.file("hosp/diagnoses_icd.csv.gz")
}

fn d_icd_diagnoses() -> SyntheticFile {
    let mut table = Table::new(["icd_code", "icd_version", "long_title"]);
    for (old, new, title) in DIAGNOSES {
        table.row([&old, &9, &title]);
        table.row([&new, &10, &title]);
    }
    table.file("hosp/d_icd_diagnoses.csv.gz")
}

fn d_labitems() -> SyntheticFile {
    let mut table = Table::new(["itemid", "label", "fluid", "category"]);
    for item in &LAB_ITEMS {
        table.row([&item.id, &item.label, &"Blood", &item.category]);
    }
    table.file("hosp/d_labitems.csv.gz")
}

fn labevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "labevent_id",
        "subject_id",
        "hadm_id",
        "specimen_id",
        "itemid",
        "order_provider_id",
        "charttime",
        "storetime",
        "value",
        "valuenum",
        "valueuom",
        "ref_range_lower",
        "ref_range_upper",
        "flag",
        "priority",
        "comments",
    ]);
    let mut row = 0;
    for admission in &cohort.admissions {
        let taken = admission.from.plus(numbers.between(20, 900));
        let specimen = 94_000_001 + row;
        for item in numbers.some_of(&LAB_ITEMS, 45) {
            row += 1;
            let (low, high) = item.tenths;
            let value = numbers.between(low, high) as f64 / 10.0;
            let quarter = (high - low) / 4;
            let (lower, upper) = (
                (low + quarter) as f64 / 10.0,
                (high - quarter) as f64 / 10.0,
            );
            table.row([
                &row,
                &admission.subject,
                &admission.id,
                &specimen,
                &item.id,
                &"",
                &taken,
                &taken.plus(numbers.between(20, 120)),
                &value,
                &value,
                &item.unit,
                &lower,
                &upper,
                &if value < lower || value > upper {
                    "abnormal"
                } else {
                    ""
                },
                &if admission.through_emergency {
                    "STAT"
                } else {
                    "ROUTINE"
                },
                &"",
            ]);
        }
    }
    table.file("hosp/labevents.csv.gz")
}

fn prescriptions(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "pharmacy_id",
        "poe_id",
        "poe_seq",
        "order_provider_id",
        "starttime",
        "stoptime",
        "drug_type",
        "drug",
        "formulary_drug_cd",
        "gsn",
        "ndc",
        "prod_strength",
        "form_rx",
        "dose_val_rx",
        "dose_unit_rx",
        "form_val_disp",
        "form_unit_disp",
        "doses_per_24_hrs",
        "route",
    ]);
    let mut row = 0;
    for admission in &cohort.admissions {
        let (drug, strength, dose, unit) = numbers.pick(&MEDICINES);
        row += 1;
        table.row([
            &admission.subject,
            &admission.id,
            &(95_000_000 + row),
            &format!("{}-{row}", admission.subject),
            &row,
            &"",
            &admission.from.plus(120),
            &admission.to,
            &"MAIN",
            drug,
            &"",
            &"",
            &"0",
            strength,
            &"",
            dose,
            unit,
            &"1",
            &"DOSE",
            &numbers.between(1, 4),
            numbers.pick::<&str>(&["PO", "IV"]),
        ]);
    }
    table.file("hosp/prescriptions.csv.gz")
}

fn services(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "transfertime",
        "prev_service",
        "curr_service",
    ]);
    for admission in &cohort.admissions {
        let service = numbers.pick::<&str>(&["MED", "SURG", "CMED", "CSURG", "NMED"]);
        table.row([
            &admission.subject,
            &admission.id,
            &admission.from,
            &"",
            service,
        ]);
    }
    table.file("hosp/services.csv.gz")
}

fn icustays(cohort: &Cohort) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "stay_id",
        "first_careunit",
        "last_careunit",
        "intime",
        "outtime",
        "los",
    ]);
    for stay in &cohort.stays {
        let unit = stay.unit.0;
        table.row([
            &stay.subject,
            &stay.admission,
            &stay.id,
            &unit,
            &unit,
            &stay.from,
            &stay.to,
            &stay.days(),
        ]);
    }
    table.file("icu/icustays.csv.gz")
}

fn d_items() -> SyntheticFile {
    let mut table = Table::new([
        "itemid",
        "label",
        "abbreviation",
        "linksto",
        "category",
        "unitname",
        "param_type",
        "lownormalvalue",
        "highnormalvalue",
    ]);
    for item in &CHART_ITEMS {
        table.row([
            &item.id,
            &item.label,
            &item.abbreviation,
            &"chartevents",
            &"Routine Vital Signs",
            &item.unit,
            &"Numeric",
            &"",
            &"",
        ]);
    }
    table.row([
        &226_559,
        &"Foley",
        &"Foley",
        &"outputevents",
        &"Output",
        &"mL",
        &"Numeric",
        &"",
        &"",
    ]);
    table.file("icu/d_items.csv.gz")
}

/// The large file: rows go round the stays, one measurement after the other.
fn chartevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "stay_id",
        "caregiver_id",
        "charttime",
        "storetime",
        "itemid",
        "value",
        "valuenum",
        "valueuom",
        "warning",
    ]);
    for (row, stay) in (0..CHART_ROWS).zip(cohort.stays.iter().cycle()) {
        let item = numbers.pick(&CHART_ITEMS);
        let value = numbers.between(item.range.0, item.range.1);
        let charted = during(stay, row, numbers);
        let caregiver = 90_000 + numbers.between(1, 40);
        let stored = charted.plus(numbers.between(1, 90));
        table.row([
            &stay.subject,
            &stay.admission,
            &stay.id,
            &caregiver,
            &charted,
            &stored,
            &item.id,
            &value,
            &value,
            &item.unit,
            &0,
        ]);
    }
    table.stored_file("icu/chartevents.csv.gz")
}

fn during(stay: &Stay, row: i64, numbers: &mut Numbers) -> Minute {
    stay.from
        .plus((row + numbers.between(0, 59)) % (stay.to.0 - stay.from.0).max(1))
}

fn outputevents(cohort: &Cohort, numbers: &mut Numbers) -> SyntheticFile {
    let mut table = Table::new([
        "subject_id",
        "hadm_id",
        "stay_id",
        "caregiver_id",
        "charttime",
        "storetime",
        "itemid",
        "value",
        "valueuom",
    ]);
    for stay in &cohort.stays {
        let charted = stay.from.plus(numbers.between(30, 400));
        table.row([
            &stay.subject,
            &stay.admission,
            &stay.id,
            &(90_000 + numbers.between(1, 40)),
            &charted,
            &charted.plus(5),
            &226_559,
            &(numbers.between(2, 60) * 10),
            &"mL",
        ]);
    }
    table.file("icu/outputevents.csv.gz")
}
