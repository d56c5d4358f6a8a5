//! The demonstration's files have the names and shapes of the real ones, and cannot be taken for them.
#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may panic as the test may"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use accede_content::Catalogue;
use accede_content::synthetic::{SyntheticFile, files};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

const DATASETS: [(&str, &str); 4] = [
    ("mimiciii", "1.4"),
    ("mimiciv", "3.1"),
    ("mimic-cxr", "2.1.0"),
    ("mimic-iv-ed", "2.2"),
];

fn digest(files: &[SyntheticFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.path.as_bytes());
        hash.update(file.modified.micros().to_be_bytes());
        hash.update(&file.bytes);
    }
    hex::encode(hash.finalize())
}

fn gunzip(file: &SyntheticFile) -> String {
    let mut text = String::new();
    GzDecoder::new(file.bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn is_table(file: &SyntheticFile) -> bool {
    file.path.ends_with(".csv.gz")
}

/// The tables of a dataset by path, each as its rows of cells; quotes are taken off, a quoted line break ends no row.
fn tables(slug: &str, version: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    files(slug, version)
        .iter()
        .filter(|file| is_table(file))
        .map(|file| (file.path.clone(), rows(&gunzip(file))))
        .collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => rows.last_mut().unwrap().last_mut().unwrap().push(other),
        }
    }
    assert_eq!(
        rows.pop().unwrap(),
        [""],
        "the last row ends with a line break"
    );
    rows
}

fn column(table: &[Vec<String>], name: &str) -> Vec<String> {
    let at = table[0].iter().position(|column| column == name).unwrap();
    table[1..].iter().map(|row| row[at].clone()).collect()
}

#[test]
fn two_runs_give_the_same_bytes() {
    for (slug, version) in DATASETS {
        assert_eq!(
            digest(&files(slug, version)),
            digest(&files(slug, version)),
            "{slug}"
        );
    }
}

#[test]
fn every_shipped_dataset_has_files_for_its_current_version_and_nothing_else_has() {
    for dataset in Catalogue::load().unwrap().datasets() {
        assert!(
            !files(&dataset.slug, dataset.current().as_str()).is_empty(),
            "{}",
            dataset.slug
        );
    }
    assert!(files("mimiciv", "2.2").is_empty());
    assert!(files("another", "1.0").is_empty());
}

#[test]
fn names_are_those_of_the_real_datasets() {
    let paths = |slug, version| -> Vec<String> {
        files(slug, version)
            .into_iter()
            .map(|file| file.path)
            .collect()
    };
    assert_eq!(
        paths("mimiciv", "3.1"),
        [
            "LICENSE.txt",
            "README-SYNTHETIC.txt",
            "hosp/admissions.csv.gz",
            "hosp/d_icd_diagnoses.csv.gz",
            "hosp/d_labitems.csv.gz",
            "hosp/diagnoses_icd.csv.gz",
            "hosp/labevents.csv.gz",
            "hosp/patients.csv.gz",
            "hosp/prescriptions.csv.gz",
            "hosp/services.csv.gz",
            "icu/chartevents.csv.gz",
            "icu/d_items.csv.gz",
            "icu/icustays.csv.gz",
            "icu/outputevents.csv.gz",
        ]
    );
    assert_eq!(
        paths("mimiciii", "1.4"),
        [
            "ADMISSIONS.csv.gz",
            "CHARTEVENTS.csv.gz",
            "DIAGNOSES_ICD.csv.gz",
            "D_ICD_DIAGNOSES.csv.gz",
            "D_ITEMS.csv.gz",
            "D_LABITEMS.csv.gz",
            "ICUSTAYS.csv.gz",
            "LABEVENTS.csv.gz",
            "LICENSE.txt",
            "NOTEEVENTS.csv.gz",
            "PATIENTS.csv.gz",
            "README-SYNTHETIC.txt",
        ]
    );
    assert_eq!(
        paths("mimic-iv-ed", "2.2"),
        [
            "LICENSE.txt",
            "README-SYNTHETIC.txt",
            "ed/diagnosis.csv.gz",
            "ed/edstays.csv.gz",
            "ed/medrecon.csv.gz",
            "ed/pyxis.csv.gz",
            "ed/triage.csv.gz",
            "ed/vitalsign.csv.gz",
        ]
    );
    let images = paths("mimic-cxr", "2.1.0");
    for name in [
        "cxr-record-list.csv.gz",
        "cxr-study-list.csv.gz",
        "mimic-cxr-reports.zip",
    ] {
        assert!(images.iter().any(|path| path == name), "{name}");
    }
    assert!(
        images
            .iter()
            .any(|path| path == "files/p90/p90000001/s95000001.txt"),
        "{images:?}"
    );
    assert!(
        !images.iter().any(|path| path.ends_with(".dcm")),
        "no invented images"
    );
}

#[test]
fn paths_are_safe_unique_and_the_time_is_fixed() {
    for (slug, version) in DATASETS {
        let all = files(slug, version);
        let unique: BTreeSet<_> = all.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(unique.len(), all.len(), "{slug}");
        for file in &all {
            assert!(
                file.path
                    .split('/')
                    .all(|part| !part.is_empty() && part != ".." && part != "."),
                "{}",
                file.path
            );
            assert_eq!(file.modified.to_string(), "2025-01-15T12:00:00Z");
            assert!(!file.bytes.is_empty());
        }
    }
}

#[test]
fn headers_are_right() {
    let expected: [(&str, &str, &str, &str); 12] = [
        (
            "mimiciv",
            "3.1",
            "hosp/patients.csv.gz",
            "subject_id,gender,anchor_age,anchor_year,anchor_year_group,dod",
        ),
        (
            "mimiciv",
            "3.1",
            "hosp/admissions.csv.gz",
            "subject_id,hadm_id,admittime,dischtime,deathtime,admission_type,admit_provider_id,admission_location,\
             discharge_location,insurance,language,marital_status,race,edregtime,edouttime,hospital_expire_flag",
        ),
        (
            "mimiciv",
            "3.1",
            "hosp/d_labitems.csv.gz",
            "itemid,label,fluid,category",
        ),
        (
            "mimiciv",
            "3.1",
            "hosp/labevents.csv.gz",
            "labevent_id,subject_id,hadm_id,specimen_id,itemid,order_provider_id,charttime,storetime,value,valuenum,\
             valueuom,ref_range_lower,ref_range_upper,flag,priority,comments",
        ),
        (
            "mimiciv",
            "3.1",
            "icu/icustays.csv.gz",
            "subject_id,hadm_id,stay_id,first_careunit,last_careunit,intime,outtime,los",
        ),
        (
            "mimiciv",
            "3.1",
            "icu/chartevents.csv.gz",
            "subject_id,hadm_id,stay_id,caregiver_id,charttime,storetime,itemid,value,valuenum,valueuom,warning",
        ),
        (
            "mimiciii",
            "1.4",
            "PATIENTS.csv.gz",
            "\"ROW_ID\",\"SUBJECT_ID\",\"GENDER\",\"DOB\",\"DOD\",\"DOD_HOSP\",\"DOD_SSN\",\"EXPIRE_FLAG\"",
        ),
        (
            "mimiciii",
            "1.4",
            "ICUSTAYS.csv.gz",
            "\"ROW_ID\",\"SUBJECT_ID\",\"HADM_ID\",\"ICUSTAY_ID\",\"DBSOURCE\",\"FIRST_CAREUNIT\",\
             \"LAST_CAREUNIT\",\"FIRST_WARDID\",\"LAST_WARDID\",\"INTIME\",\"OUTTIME\",\"LOS\"",
        ),
        (
            "mimic-cxr",
            "2.1.0",
            "cxr-record-list.csv.gz",
            "subject_id,study_id,dicom_id,path",
        ),
        (
            "mimic-cxr",
            "2.1.0",
            "cxr-study-list.csv.gz",
            "subject_id,study_id,path",
        ),
        (
            "mimic-iv-ed",
            "2.2",
            "ed/edstays.csv.gz",
            "subject_id,hadm_id,stay_id,intime,outtime,gender,race,arrival_transport,disposition",
        ),
        (
            "mimic-iv-ed",
            "2.2",
            "ed/triage.csv.gz",
            "subject_id,stay_id,temperature,heartrate,resprate,o2sat,sbp,dbp,pain,acuity,chiefcomplaint",
        ),
    ];
    for (slug, version, path, header) in expected {
        let all = files(slug, version);
        let file = all.iter().find(|file| file.path == path).unwrap();
        assert_eq!(gunzip(file).lines().next().unwrap(), header, "{path}");
    }
}

#[test]
fn every_table_has_rows_of_its_headers_width() {
    for (slug, version) in DATASETS {
        for (path, table) in tables(slug, version) {
            assert!(table.len() > 5, "{slug}/{path} has {} rows", table.len());
            for row in &table {
                assert_eq!(row.len(), table[0].len(), "{slug}/{path}: {row:?}");
            }
        }
    }
}

#[test]
fn nobody_can_take_them_for_real() {
    for (slug, version) in DATASETS {
        for file in files(slug, version) {
            let told = match &file.path {
                path if path.ends_with(".csv.gz") => {
                    let mut decoder = GzDecoder::new(file.bytes.as_slice());
                    decoder.read_to_end(&mut Vec::new()).unwrap();
                    String::from_utf8(decoder.header().unwrap().comment().unwrap().to_vec())
                        .unwrap()
                }
                path if path.ends_with(".zip") => {
                    let archive = zip::ZipArchive::new(Cursor::new(&file.bytes)).unwrap();
                    String::from_utf8(archive.comment().to_vec()).unwrap()
                }
                _ => String::from_utf8(file.bytes.clone())
                    .unwrap()
                    .trim_start()
                    .to_owned(),
            };
            assert!(
                told.starts_with("SYNTHETIC demonstration data"),
                "{slug}/{}: {told}",
                file.path
            );
        }
        for (path, table) in tables(slug, version) {
            let numbered = ["subject_id", "hadm_id", "stay_id", "icustay_id", "study_id"];
            for name in table[0]
                .iter()
                .filter(|name| numbered.contains(&name.to_lowercase().as_str()))
            {
                for value in column(&table, name) {
                    assert!(
                        value.len() == 8 && value.starts_with('9'),
                        "{slug}/{path} {name} is {value:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn tables_refer_to_patients_and_admissions_that_are_there() {
    let set = |table: &[Vec<String>], name: &str| {
        column(table, name).into_iter().collect::<BTreeSet<_>>()
    };
    let four = tables("mimiciv", "3.1");
    let patients = set(&four["hosp/patients.csv.gz"], "subject_id");
    let admissions = set(&four["hosp/admissions.csv.gz"], "hadm_id");
    for (path, table) in &four {
        if table[0].iter().any(|name| name == "subject_id") {
            assert!(set(table, "subject_id").is_subset(&patients), "{path}");
        }
        if table[0].iter().any(|name| name == "hadm_id") {
            assert!(set(table, "hadm_id").is_subset(&admissions), "{path}");
        }
    }
    // The emergency department and the radiographs are about the same patients.
    let emergency = tables("mimic-iv-ed", "2.2");
    assert!(set(&emergency["ed/edstays.csv.gz"], "subject_id").is_subset(&patients));
    assert!(set(&emergency["ed/edstays.csv.gz"], "hadm_id").is_subset(&admissions));
    let images = tables("mimic-cxr", "2.1.0");
    assert!(set(&images["cxr-study-list.csv.gz"], "subject_id").is_subset(&patients));
    let three = tables("mimiciii", "1.4");
    let patients = set(&three["PATIENTS.csv.gz"], "SUBJECT_ID");
    assert!(set(&three["ICUSTAYS.csv.gz"], "SUBJECT_ID").is_subset(&patients));
}

#[test]
fn dates_lie_where_the_read_me_says() {
    let four = tables("mimiciv", "3.1");
    for time in column(&four["hosp/admissions.csv.gz"], "admittime") {
        let year: u32 = time[..4].parse().unwrap();
        assert!((2110..=2195).contains(&year), "{time}");
        assert_eq!(time.len(), "2150-01-01 00:00:00".len());
    }
}

#[test]
fn sizes_are_small_but_for_one_file_to_try_resuming_with() {
    for (slug, version) in DATASETS {
        let all = files(slug, version);
        let (large, small): (Vec<_>, Vec<_>) =
            all.iter().partition(|file| file.bytes.len() > 1_000_000);
        assert!(
            small.iter().map(|file| file.bytes.len()).sum::<usize>() < 3_000_000,
            "{slug}"
        );
        let expected: &[&str] = if slug == "mimiciv" {
            &["icu/chartevents.csv.gz"]
        } else {
            &[]
        };
        assert_eq!(
            large
                .iter()
                .map(|file| file.path.as_str())
                .collect::<Vec<_>>(),
            expected
        );
        for file in large {
            assert!(
                (5_000_000..8_000_000).contains(&file.bytes.len()),
                "{} bytes",
                file.bytes.len()
            );
        }
    }
}

#[test]
fn the_reports_archive_holds_the_reports() {
    let all = files("mimic-cxr", "2.1.0");
    let archive = all
        .iter()
        .find(|file| file.path == "mimic-cxr-reports.zip")
        .unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&archive.bytes)).unwrap();
    let listed = column(
        &tables("mimic-cxr", "2.1.0")["cxr-study-list.csv.gz"],
        "path",
    );
    assert_eq!(archive.len(), listed.len());
    let single: Vec<_> = all
        .iter()
        .filter(|file| file.path.starts_with("files/"))
        .collect();
    assert_eq!(single.len(), 12);
    for file in single {
        let mut packed = Vec::new();
        archive
            .by_name(&file.path)
            .unwrap()
            .read_to_end(&mut packed)
            .unwrap();
        assert_eq!(packed, file.bytes, "{}", file.path);
        assert!(listed.contains(&file.path), "{}", file.path);
    }
}
