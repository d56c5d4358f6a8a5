//! Training: what is asked, what is on file, uploading another.

use super::shared::grouped;
use crate::words::{Text, filled, t};
use accede_domain::problem::FieldCode;
use accede_domain::training::TrainingState;

pub const LEAD: Text = Text(
    "A course about research on human subjects. You upload its completion report, and a reviewer reads it. You can upload \
     the next one before the old one ends.",
);
pub const HOW: Text = Text("How to do it, and which file to save");
pub const ON_FILE: Text = Text("Your report");
pub const EARLIER: Text = Text("Earlier ones");
pub const FILE: Text = Text("File");
pub const STATE: Text = Text("State");
pub const COMPLETED: Text = Text("Completed on");
pub const VALID_UNTIL: Text = Text("Valid until");
pub const UPLOADED: Text = Text("Uploaded");
pub const NONE: Text = Text("Nothing is uploaded yet.");
pub const WITHDRAW: Text = Text("Withdraw it");
pub const WITHDRAW_TITLE: Text = Text("Withdraw this report?");
pub const WITHDRAW_TEXT: Text = Text(
    "It leaves the reviewers' queue. You can upload another one at any time; an application cannot be submitted without one.",
);
pub const COMMENT: Text = Text("A reviewer wrote");
pub const HAVE_IT: Text = Text("I have the report already: go to the upload");
pub const UPLOAD: Text = Text("Upload the report");
pub const UPLOAD_ANOTHER: Text = Text("Upload another report");
pub const UPLOAD_NEXT: Text = Text("Upload the next one");
pub const UPLOAD_NEXT_TEXT: Text =
    Text("You can renew it at any time. The old one stays valid until it ends.");
pub const REPORT: Text = Text("Completion report");
pub const REPORT_NOUN: Text = Text("the completion report");
pub const REPORT_HINT: Text = Text(
    "A PDF, PNG or JPEG of up to 10 MiB. Several pages go into one PDF. Not the certificate: the report that lists all modules.",
);
pub const DATE: Text = Text("When did you complete the course?");
pub const DATE_NOUN: Text = Text("the completion date");
pub const DATE_HINT: Text = Text("As the report says, for example 25 9 2026.");
pub const DATE_USE: Text = Text("Use this date");
pub const SEND: Text = Text("Upload");
pub const CERTIFICATE_TITLE: Text = Text("This looks like the certificate");
pub const CERTIFICATE_TEXT: Text = Text(
    "A certificate cannot be accepted: a reviewer needs the report that lists all modules with dates and scores.",
);
pub const CERTIFICATE_SEND: Text = Text("Send it anyway");
pub const CERTIFICATE_OTHER: Text = Text("Choose another file");
pub const RECEIVED: Text = Text("We have received your report");
pub const RECEIVED_NEXT: Text =
    Text("A reviewer looks at it. Meanwhile, go on with your application.");
pub const WAITING: Text =
    Text("A reviewer will look at it. To give another file, withdraw this one first.");

/// That a file of so many bytes is too large.
pub fn too_large(code: &str, bytes: usize) -> Option<String> {
    if code != FieldCode::FileTooLarge.as_str() {
        return None;
    }
    let tenths = (bytes as u64 * 10).div_ceil(1024 * 1024);
    let size = [&grouped(tenths / 10), t("."), &grouped(tenths % 10)].concat();
    Some(filled(
        "This file has {1} MiB. Choose one of at most 10 MiB",
        &[&size],
    ))
}

/// Which file was chosen before the page was loaded anew.
pub fn choose_again(file: &str) -> String {
    filled(
        "Choose {1} again: a browser forgets the file when a page is left or loaded again.",
        &[file],
    )
}

/// That another date stands in the report than the one that was typed.
pub fn date_in_file(date: &str) -> String {
    filled("The report that you chose says {1}.", &[date])
}

/// How a report stands.
pub fn state(state: TrainingState) -> &'static str {
    t(match state {
        TrainingState::Submitted => "Waits for a reviewer",
        TrainingState::Accepted => "Accepted",
        TrainingState::Returned => "Sent back to you",
        TrainingState::Rejected => "Rejected",
        TrainingState::Withdrawn => "Withdrawn",
        TrainingState::Expired => "Expired",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_told_so_in_its_own_size() {
        assert_eq!(
            too_large("file_too_large", 10_485_761).as_deref(),
            Some("This file has 10.1 MiB. Choose one of at most 10 MiB")
        );
        assert_eq!(too_large("required", 0), None);
    }
}
