//! The home page.

/// Stands in `index.html` as well, for the time before the program is there.
pub const LEAD: &str = "Some research data describe real patients. To work with them you tell us who you are, name \
     somebody who knows you, finish a training, and sign the agreement of each dataset. Accede takes you through it, keeps \
     every word you write, and always says what is next and whom you wait for.";
pub const START: &str = "Create an account";
pub const GO_ON: &str = "See where you stand";
pub const BROWSE: &str = "See the datasets";
pub const STEPS_TITLE: &str = "What it takes";
pub const STEPS_TEXT: &str =
    "You can prepare these in any order. What comes early waits, and nothing is lost.";

/// The steps of the way: what to do, what it means, and how long it usually is.
pub const STEPS: [(&str, &str, &str); 5] = [
    (
        "Finish the training",
        "A course on research with human subjects. You upload its completion report.",
        "about 3 hours",
    ),
    (
        "Apply for a credential",
        "Who you are, where you work, what you want to find out, and who knows you.",
        "20 minutes",
    ),
    (
        "Be reviewed",
        "A reviewer checks what you wrote and asks your reference.",
        "several business days",
    ),
    (
        "Sign the agreement",
        "One for each dataset. You get a signed receipt.",
        "10 minutes",
    ),
    (
        "Get the data",
        "In the cloud, which is recommended, or as files.",
        "at once",
    ),
];

pub const DATASETS_TITLE: &str = "The data";
pub const RULES_TITLE: &str = "What you promise";

/// The precautions that stand before every signature.
pub const RULES: [&str; 3] = [
    "The data derive from protected health information. You treat them with care and respect, and never try to find out who somebody is.",
    "You keep them reasonably secure.",
    "You give access to nobody but yourself: others apply themselves.",
];

pub const REFERENCE_TITLE: &str = "Did somebody name you as a reference?";
pub const REFERENCE_TEXT: &str = "Open the link in the mail that we sent you. You need no account.";

#[cfg(test)]
mod tests {
    /// The first text is painted before the program is there, and stays as it is when the program takes over.
    #[test]
    fn the_static_page_begins_as_the_home_page_does() {
        let page = include_str!("../../../index.html");
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [crate::words::title::HOME, super::LEAD] {
            assert!(page.contains(text), "{text}");
        }
    }
}
