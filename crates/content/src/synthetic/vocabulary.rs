//! Words and item numbers that the tables share. Item numbers are those of the public data dictionaries.

/// A laboratory item: number, label, fluid, category, unit, and tenths of the lowest and highest value drawn.
pub(super) struct LabItem {
    pub(super) id: u32,
    pub(super) label: &'static str,
    pub(super) category: &'static str,
    pub(super) loinc: &'static str,
    pub(super) unit: &'static str,
    pub(super) tenths: (i64, i64),
}

pub(super) const LAB_ITEMS: [LabItem; 8] = [
    lab(50813, "Lactate", "Blood Gas", "32693-4", "mmol/L", (5, 60)),
    lab(50912, "Creatinine", "Chemistry", "2160-0", "mg/dL", (4, 45)),
    lab(
        50931,
        "Glucose",
        "Chemistry",
        "2345-7",
        "mg/dL",
        (600, 2800),
    ),
    lab(50971, "Potassium", "Chemistry", "2823-3", "mEq/L", (28, 60)),
    lab(
        50983,
        "Sodium",
        "Chemistry",
        "2951-2",
        "mEq/L",
        (1250, 1520),
    ),
    lab(
        51222,
        "Hemoglobin",
        "Hematology",
        "718-7",
        "g/dL",
        (65, 165),
    ),
    lab(
        51265,
        "Platelet Count",
        "Hematology",
        "777-3",
        "K/uL",
        (400, 4500),
    ),
    lab(
        51301,
        "White Blood Cells",
        "Hematology",
        "804-5",
        "K/uL",
        (20, 250),
    ),
];

const fn lab(
    id: u32,
    label: &'static str,
    category: &'static str,
    loinc: &'static str,
    unit: &'static str,
    tenths: (i64, i64),
) -> LabItem {
    LabItem {
        id,
        label,
        category,
        loinc,
        unit,
        tenths,
    }
}

/// A bedside measurement: number in MetaVision and in CareVue, label, abbreviation, unit, lowest and highest value drawn.
pub(super) struct ChartItem {
    pub(super) id: u32,
    pub(super) carevue_id: u32,
    pub(super) label: &'static str,
    pub(super) abbreviation: &'static str,
    pub(super) unit: &'static str,
    pub(super) range: (i64, i64),
}

pub(super) const CHART_ITEMS: [ChartItem; 5] = [
    chart(220045, 211, "Heart Rate", "HR", "bpm", (48, 138)),
    chart(
        220179,
        455,
        "Non Invasive Blood Pressure systolic",
        "NBPs",
        "mmHg",
        (80, 185),
    ),
    chart(220210, 618, "Respiratory Rate", "RR", "insp/min", (8, 36)),
    chart(
        220277,
        646,
        "O2 saturation pulseoxymetry",
        "SpO2",
        "%",
        (86, 100),
    ),
    chart(
        223761,
        678,
        "Temperature Fahrenheit",
        "Temperature F",
        "°F",
        (95, 104),
    ),
];

const fn chart(
    id: u32,
    carevue_id: u32,
    label: &'static str,
    abbreviation: &'static str,
    unit: &'static str,
    range: (i64, i64),
) -> ChartItem {
    ChartItem {
        id,
        carevue_id,
        label,
        abbreviation,
        unit,
        range,
    }
}

/// Diagnoses: ICD-9 code, ICD-10 code, title.
pub(super) const DIAGNOSES: [(&str, &str, &str); 6] = [
    ("4019", "I10", "Essential (primary) hypertension"),
    ("42731", "I4891", "Unspecified atrial fibrillation"),
    ("5849", "N179", "Acute kidney failure, unspecified"),
    ("0389", "A419", "Sepsis, unspecified organism"),
    ("486", "J189", "Pneumonia, unspecified organism"),
    (
        "25000",
        "E119",
        "Type 2 diabetes mellitus without complications",
    ),
];

/// Medicines with strength, dose and unit.
pub(super) const MEDICINES: [(&str, &str, &str, &str); 5] = [
    ("Acetaminophen", "325mg Tab", "650", "mg"),
    ("Furosemide", "40mg/4mL Vial", "20", "mg"),
    ("Heparin", "5000 Units/mL Vial", "5000", "UNIT"),
    ("Metoprolol Tartrate", "25mg Tab", "12.5", "mg"),
    ("Pantoprazole", "40mg Tab", "40", "mg"),
];

pub(super) const ADMISSION_TYPES: [&str; 4] = [
    "EW EMER.",
    "URGENT",
    "SURGICAL SAME DAY ADMISSION",
    "ELECTIVE",
];
pub(super) const INSURANCE: [&str; 4] = ["Medicare", "Medicaid", "Private", "Other"];
pub(super) const MARITAL_STATUS: [&str; 4] = ["MARRIED", "SINGLE", "WIDOWED", "DIVORCED"];
pub(super) const RACES: [&str; 5] = [
    "WHITE",
    "BLACK/AFRICAN AMERICAN",
    "ASIAN",
    "HISPANIC/LATINO",
    "UNKNOWN",
];
pub(super) const CARE_UNITS: [(&str, &str); 4] = [
    ("Medical Intensive Care Unit (MICU)", "MICU"),
    ("Surgical Intensive Care Unit (SICU)", "SICU"),
    ("Cardiac Vascular Intensive Care Unit (CVICU)", "CSRU"),
    ("Coronary Care Unit (CCU)", "CCU"),
];
