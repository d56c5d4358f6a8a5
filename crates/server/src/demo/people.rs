//! The people of the demonstration. All invented, and named so that nobody takes them for real.

use accede_domain::account::Role;

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub user_name: &'static str,
    pub role: Role,
    pub given_names: &'static str,
    pub family_name: &'static str,
    /// What they stand for, for whoever tries the portal.
    pub about: &'static str,
}

/// The passphrase of all of them: the demonstration serves this machine alone.
pub const PASSPHRASE: &str = "quiet-lantern-orchard-tide";

/// Their addresses end in it; RFC 2606 keeps the domain free for examples.
pub const MAIL_DOMAIN: &str = "university.example";
pub const AFFILIATION: &str = "Example University";

const fn person(
    user_name: &'static str,
    role: Role,
    given_names: &'static str,
    family_name: &'static str,
    about: &'static str,
) -> Person {
    Person {
        user_name,
        role,
        given_names,
        family_name,
        about,
    }
}

/// Those who are offered for signing in.
pub const PEOPLE: &[Person] = &[
    person(
        "demo-researcher",
        Role::Researcher,
        "Nova",
        "Sample",
        "A researcher who has just registered",
    ),
    person(
        "demo-credentialed",
        Role::Researcher,
        "Kit",
        "Specimen",
        "A credentialed researcher with access to MIMIC-IV",
    ),
    person(
        "demo-reviewer",
        Role::Reviewer,
        "Robin",
        "Demo",
        "A reviewer with applications and trainings waiting",
    ),
    person(
        "demo-colleague",
        Role::Reviewer,
        "Sascha",
        "Demo",
        "A second reviewer, for trying two at the same queue",
    ),
    person(
        "demo-admin",
        Role::Administrator,
        "Alex",
        "Demo",
        "An administrator, who may revoke and writes the texts of decisions",
    ),
];

/// How far an applicant of the queue has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    Identity,
    Reference,
    Response,
    Returned,
}

/// Those who wait in the queue, oldest first: name, how far, and how many days ago they applied.
pub const APPLICANTS: &[(&str, &str, &str, Reached, i64)] = &[
    ("demo-ines", "Inés", "Placeholder", Reached::Response, 12),
    ("demo-wei", "Wei", "Muster", Reached::Reference, 9),
    ("demo-omar", "Omar", "Fictive", Reached::Returned, 8),
    ("demo-lotte", "Lotte", "Example", Reached::Identity, 6),
    ("demo-tariq", "Tariq", "Invented", Reached::Identity, 4),
    ("demo-sanna", "Sanna", "Testcase", Reached::Identity, 1),
];
