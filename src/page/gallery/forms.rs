use crate::api::Failure;
use crate::api::upload::Upload;
use crate::dom::{El, run};
use crate::form::{Choice, FileInput, Form, upload_progress};
use crate::ui::section;
use leptos::prelude::{Set, StoredValue};

pub fn draw() -> El {
    let form = Form::new(Form::blanks);
    let name = form.field("/name", "your family name", "Lovelace");
    let email = form.field("/email", "your e-mail address", "");
    let passphrase = form.field("/passphrase", "your passphrase", "");
    let summary = form.field(
        "/summary",
        "your research",
        "Which patients return within 30 days?",
    );
    let country = form.field("/country", "your country", "FR");
    let category = form.field("/category", "what you are", "");
    let answer = form.field("/answer", "yes or no", "");
    let date = form.field("/date", "the completion date", "2026-09-12");
    let file = form.field("/file", "the completion report", "");
    let consent = form.field("/consent", "your consent", "");
    summary
        .comment
        .set(Some("Say how you will keep the data safe.".to_owned()));
    let upload = Upload::default();
    upload.percent.set(Some(42));
    section(
        "Form",
        &[run(&[form.draw(
            &[
                name.text_input("Family name")
                    .autocomplete("family-name")
                    .draw(),
                email
                    .text_input("E-mail address")
                    .hint("At your organisation, if you have one.")
                    .kind("email")
                    .autocomplete("email")
                    .draw(),
                passphrase
                    .text_input("Passphrase")
                    .passphrase("new-password")
                    .draw(),
                summary
                    .text_area("Research summary")
                    .hint("What data, for which question, and how it will be kept safe.")
                    .count(1000)
                    .draw(),
                country
                    .select("Country", &[("FR", "France"), ("CH", "Switzerland")])
                    .draw(),
                category
                    .radios("What are you?")
                    .hint("The closest one.")
                    .choices(&[
                        Choice {
                            value: "student",
                            label: "Student",
                            hint: "You name your supervisor.",
                        },
                        Choice {
                            value: "postdoc",
                            label: "Postdoc",
                            hint: "",
                        },
                    ])
                    .draw(),
                answer
                    .radios("Found by name?")
                    .inline()
                    .choices(&[
                        Choice {
                            value: "yes",
                            label: "Yes",
                            hint: "",
                        },
                        Choice {
                            value: "no",
                            label: "No",
                            hint: "",
                        },
                    ])
                    .draw(),
                date.date_input("Completion date")
                    .hint("As the report says, for example 25 9 2026.")
                    .draw(),
                FileInput::new(
                    file,
                    "Completion report",
                    ".pdf,.png,.jpg,.jpeg",
                    StoredValue::new_local(None),
                )
                .hint("PDF, PNG or JPEG, up to 10 MiB.")
                .draw(),
                upload_progress(upload),
                consent
                    .check_box("I agree to sign electronically")
                    .hint("You get a signed receipt.")
                    .draw(),
                form.submit_button("Save and continue"),
            ],
            || async { Err(Failure::Offline) },
        )])],
    )
}
