//! What stands in the papers, and where on the sheet, before anybody decides how to draw it.

/// The words of a report. The default is one that is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub name: String,
    pub affiliation: String,
    pub course: String,
    pub stage: String,
    pub record_id: String,
    pub completed: String,
    pub expires: String,
    pub minimum: String,
    pub score: String,
    /// Name, date and score of each.
    pub modules: Vec<[String; 3]>,
}

impl Default for Words {
    fn default() -> Self {
        let completed = "12-Sep-2026";
        let modules = [
            ["Belmont Report and Its Principles", completed, "3/3 (100%)"],
            [
                "History and Ethics of Human Subjects Research",
                completed,
                "5/5 (100%)",
            ],
            [
                "Basic Institutional Review Board (IRB) Regulations",
                completed,
                "4/5 (80%)",
            ],
            ["Records-Based Research", "11-Sep-2026", "3/3 (100%)"],
            [
                "Research and HIPAA Privacy Protections",
                "10-Sep-2026",
                "5/5 (100%)",
            ],
            [
                "Massachusetts Institute of Technology",
                "09-Sep-2026",
                "No Quiz",
            ],
        ];
        Self {
            name: "Ada Lovelace".to_owned(),
            affiliation: "Massachusetts Institute of Technology Affiliates".to_owned(),
            course: "Data or Specimens Only Research".to_owned(),
            stage: "Stage 1 - Basic Course".to_owned(),
            record_id: "61234567".to_owned(),
            completed: completed.to_owned(),
            expires: "11-Sep-2029".to_owned(),
            minimum: "90".to_owned(),
            score: "97".to_owned(),
            modules: modules.map(|row| row.map(str::to_owned)).to_vec(),
        }
    }
}

/// A piece of text on a sheet of 612 × 792.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

/// The curriculum that all samples are of.
pub const CURRICULUM: &str = "Human Research";
/// The address that a report prints.
pub const LINK: &str = "www.citiprogram.org/verify/?k1f7c0e3a-9a51-4b8e-8f5e-3d0c4b7a9e21-61234567";

const LEFT: f64 = 60.0;
const VALUES: f64 = 210.0;
const DATES: f64 = 400.0;
const SCORES: f64 = 490.0;

impl Words {
    /// The same for somebody else.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Label and value of each line.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Name:", format!("{} (ID: 1234567)", self.name)),
            (
                "Institution Affiliation:",
                format!("{} (ID: 1912)", self.affiliation),
            ),
            ("Institution Email:", "ada@example.org".to_owned()),
            ("Curriculum Group:", CURRICULUM.to_owned()),
            ("Course Learner Group:", self.course.clone()),
            ("Stage:", self.stage.clone()),
            ("Record ID:", self.record_id.clone()),
            ("Completion Date:", self.completed.clone()),
            ("Expiration Date:", self.expires.clone()),
            ("Minimum Passing:", self.minimum.clone()),
            ("Reported Score*:", self.score.clone()),
        ]
    }

    pub(super) fn report(&self) -> Vec<Cell> {
        self.part(
            "COMPLETION REPORT - PART 1 OF 2",
            "COURSEWORK REQUIREMENTS*",
            "REQUIRED AND ELECTIVE MODULES ONLY",
        )
    }

    /// The second part, which lists the modules once more.
    pub(super) fn transcript(&self) -> Vec<Cell> {
        self.part(
            "COMPLETION REPORT - PART 2 OF 2",
            "COURSEWORK TRANSCRIPT**",
            "REQUIRED, ELECTIVE, AND SUPPLEMENTAL MODULES",
        )
    }

    fn part(&self, title: &str, subtitle: &str, table: &str) -> Vec<Cell> {
        let mut sheet = Sheet::default();
        sheet.at(
            95.0,
            14.0,
            "COLLABORATIVE INSTITUTIONAL TRAINING INITIATIVE",
        );
        sheet.at(200.0, 12.0, title);
        sheet.at(215.0, 12.0, subtitle);
        sheet.at(
            LEFT,
            7.0,
            "* NOTE: Scores on this Requirements Report reflect quiz completions at the time all",
        );
        sheet.at(
            LEFT,
            7.0,
            "requirements for the course were met. See the list below for details.",
        );
        sheet.gap();
        for (label, value) in self.lines() {
            sheet.row(&[(LEFT, label), (VALUES, &value)]);
        }
        sheet.gap();
        sheet.row(&[(LEFT, table), (DATES, "DATE"), (SCORES, "SCORE")]);
        for (index, [name, date, score]) in self.modules.iter().enumerate() {
            let name = format!("{name} (ID: {})", 1127 + index);
            sheet.row(&[(LEFT, &name), (DATES, date), (SCORES, score)]);
        }
        sheet.gap();
        sheet.at(LEFT, 7.0, "For this Report to be valid, the learner identified above must have had a valid affiliation with");
        sheet.at(
            LEFT,
            7.0,
            "the subscribing institution identified above or have been a paid Independent Learner.",
        );
        sheet.at(LEFT, 8.0, &format!("Verify at: {LINK}"));
        sheet.at(
            LEFT,
            7.0,
            "Email: support@citiprogram.org Phone: 888-529-5929 Web: https://www.citiprogram.org",
        );
        sheet.cells
    }

    pub(super) fn certificate(&self) -> Vec<Cell> {
        let mut sheet = Sheet::default();
        for (label, value) in [
            ("Completion Date", &self.completed),
            ("Expiration Date", &self.expires),
            ("Record ID", &self.record_id),
        ] {
            sheet.row(&[(LEFT, label), (VALUES, value)]);
        }
        sheet.gap();
        sheet.at(220.0, 12.0, "This is to certify that:");
        sheet.at(200.0, 20.0, &self.name);
        sheet.at(
            180.0,
            12.0,
            "Has completed the following CITI Program course:",
        );
        for (value, label) in [
            (CURRICULUM, "(Curriculum Group)"),
            (&self.course, "(Course Learner Group)"),
            (&self.stage, "(Stage)"),
        ] {
            sheet.row(&[(LEFT, value), (400.0, label)]);
        }
        sheet.at(LEFT, 10.0, "Under requirements set by:");
        sheet.at(LEFT, 12.0, &self.affiliation);
        sheet.at(
            LEFT,
            8.0,
            "Verify at www.citiprogram.org/verify/?w5f3a2b1c-0d9e-4f8a-b7c6-d5e4f3a2b1c0-61234567",
        );
        sheet.cells
    }
}

/// A paper that is neither.
pub(super) fn invoice() -> Vec<Cell> {
    let mut sheet = Sheet::default();
    sheet.at(LEFT, 14.0, "Invoice 2026-118");
    sheet.row(&[(LEFT, "Name:"), (VALUES, "Ada Lovelace")]);
    sheet.row(&[
        (LEFT, "For the completion of a course, paid on 12-Sep-2026"),
        (SCORES, "99.00"),
    ]);
    sheet.at(
        LEFT,
        10.0,
        "Thank you. This paper says nothing of what was learned.",
    );
    sheet.cells
}

struct Sheet {
    y: f64,
    cells: Vec<Cell>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            y: 740.0,
            cells: Vec::new(),
        }
    }
}

impl Sheet {
    fn at(&mut self, x: f64, size: f64, text: &str) {
        self.cells.push(Cell {
            x,
            y: self.y,
            size,
            text: text.to_owned(),
        });
        self.y -= size * 1.5;
    }

    fn row(&mut self, cells: &[(f64, &str)]) {
        for (x, text) in cells {
            self.cells.push(Cell {
                x: *x,
                y: self.y,
                size: 9.0,
                text: (*text).to_owned(),
            });
        }
        self.y -= 16.0;
    }

    fn gap(&mut self) {
        self.y -= 14.0;
    }
}
