//! The home page.

use crate::words::Text;
/// Stands in `index.html` as well, for the time before the program is there.
pub const LEAD: Text = Text(
    "Some research data describe real patients. To work with them you tell us who you are, name \
     somebody who knows you, finish a training, and sign the agreement of each dataset. Accede takes you through it, keeps \
     every word you write, and always says what is next and whom you wait for.",
);
pub const START: Text = Text("Create an account");
pub const GO_ON: Text = Text("Go to your overview");
pub const BROWSE: Text = Text("See the datasets");
pub const STEPS_TITLE: Text = Text("What it takes");
pub const STEPS_TEXT: Text = Text(
    "You can begin with the training, the application or an agreement. Nothing you do early is lost.",
);

/// The steps of the way: what to do, what it means, and how long it usually is.
pub const STEPS: [(Text, Text, Text); 5] = [
    (
        Text("Finish the training"),
        Text("A course on research with human subjects. You upload its completion report."),
        Text("about 3 hours"),
    ),
    (
        Text("Apply for a credential"),
        Text("Who you are, where you work, what you want to find out, and who knows you."),
        Text("20 minutes"),
    ),
    (
        Text("Be reviewed"),
        Text("A reviewer checks what you wrote and asks your reference."),
        Text("the reviewers aim at several business days"),
    ),
    (
        Text("Sign the agreement"),
        Text("One for each dataset. You get a signed receipt."),
        Text("10 minutes"),
    ),
    (
        Text("Get the data"),
        Text("In the cloud, which is recommended, or as files."),
        Text("at once"),
    ),
];

pub const DATASETS_TITLE: Text = Text("The data");
pub const RULES_TITLE: Text = Text("What you promise");

/// The precautions that stand before every signature.
pub const RULES: [Text; 3] = [
    Text(
        "The data derive from protected health information. You treat them with care and respect, and never try to find out who somebody is.",
    ),
    Text("You keep them reasonably secure."),
    Text("You give access to nobody but yourself: others apply themselves."),
];

pub const REFERENCE_TITLE: Text = Text("Did somebody name you as a reference?");
pub const REFERENCE_TEXT: Text =
    Text("Open the link in the mail that we sent you. You need no account.");

#[cfg(test)]
mod tests {
    /// The first text is painted before the program is there, and stays as it is when the program takes over.
    #[test]
    fn the_static_page_begins_as_the_home_page_does() {
        let page = include_str!("../../../index.html");
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [crate::words::title::HOME, super::LEAD] {
            assert!(page.contains(&*text), "{}", &*text);
        }
    }
}
