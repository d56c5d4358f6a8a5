use crate::api::Failure;
use crate::browser;
use crate::dom::{El, el, nothing, run};
use crate::form::failure_notice;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Row, Table, Task, TimelineItem, Tone, action, ago, ahead,
    back_link, breadcrumbs, button, caption, confirm, copy_button, danger, day, details,
    external_link, h3, li, link, link_button, moment, muted, notice, notice_titled, num, ol, p,
    pagination, parts, prose, quiet, section, summary_list, summary_row, tag, task_list, timeline,
    ul,
};
use accede_domain::time::{Date, Duration};
use std::time::Duration as Wait;

pub fn draw() -> El {
    run(&[
        text(),
        buttons(),
        notices(),
        tags(),
        tasks(),
        summary(),
        tables(),
        times(),
        line(),
        dialogs(),
    ])
}

fn text() -> El {
    section(
        "Text and navigation",
        &[
            back_link(&Route::Dashboard, "Back to your overview"),
            breadcrumbs(
                &[
                    (&Route::Datasets, "Datasets"),
                    (&Route::Dataset("mimic-iv".to_owned()), "MIMIC-IV"),
                ],
                "Agreement",
            ),
            caption("Data use agreement"),
            p(
                "A paragraph keeps to a measure that reads well, and breaks its last line so that no word stands alone.",
            ),
            parts(&[
                "Text with ".into(),
                link(&Route::Home, "a link"),
                " and ".into(),
                external_link("https://example.org", "one that leaves"),
                ".".into(),
            ]),
            muted("A quieter one, for what need not be read."),
            ul(&[li("One"), li("Two")]),
            ol(&[li("First"), li("Second")]),
            details(
                "Why we ask",
                &[p("Because a reviewer has to see that you exist.")],
            ),
            prose(
                "<h3>From our own content</h3><p>With <code>code</code> and <a href=\"/datasets\">links</a>.</p><pre>wget -r -N -c -np --user ada --ask-password http://127.0.0.1/files/mimic-iv/3.1/</pre>",
            ),
            h3("A part of a section"),
            pagination(Some("?before=a"), Some("?after=b")),
        ],
    )
}

fn buttons() -> El {
    section(
        "Buttons",
        &[el("div").class("button-row").kids(&[
            link_button(ButtonKind::Primary, &Route::Gallery, "Primary link"),
            button(ButtonKind::Secondary, "Secondary", || ()),
            quiet("Quiet", || ()),
            danger("Danger", || ()),
            action(ButtonKind::Secondary, "Takes two seconds", || {
                browser::sleep(Wait::from_secs(2))
            }),
            copy_button("wget …", "the command"),
        ])],
    )
}

fn notices() -> El {
    section(
        "Notices",
        &[
            notice_titled(
                NoticeKind::Success,
                "Access granted",
                &[p("BigQuery access for ada@uni.example was granted.")],
            ),
            notice(
                NoticeKind::Info,
                &[p("Applications take several business days.")],
            ),
            notice(NoticeKind::Warning, &[p("Your training ends in 30 days.")]),
            notice_titled(
                NoticeKind::Restricted,
                "These files are restricted",
                &[
                    p("To get in, you still need:"),
                    ul(&[
                        el("li").kid(link(&Route::Apply, "An accepted application")),
                        el("li").kid(link(&Route::Trainings, "A valid training")),
                    ]),
                ],
            ),
            failure_notice(&Failure::Offline),
        ],
    )
}

fn tags() -> El {
    let row = el("div").class("button-row");
    for (tone, word) in [
        (Tone::Done, "Accepted"),
        (Tone::Todo, "To do"),
        (Tone::Begun, "In progress"),
        (Tone::Waiting, "Waits for a reviewer"),
        (Tone::Attention, "Needs your attention"),
        (Tone::Ended, "Rejected"),
        (Tone::Quiet, "Cannot start yet"),
    ] {
        let _ = row.clone().kid(tag(tone, word));
    }
    section("States", &[row])
}

fn tasks() -> El {
    section(
        "Task list",
        &[task_list(vec![
            Task {
                title: "About you",
                hint: "",
                address: Some(Route::ApplyAboutYou.path()),
                state: tag(Tone::Done, "Done"),
            },
            Task {
                title: "Your research",
                hint: "A reviewer asks for more.",
                address: Some(Route::ApplyResearch.path()),
                state: tag(Tone::Attention, "Needs your attention"),
            },
            Task {
                title: "Your reference",
                hint: "",
                address: Some(Route::ApplyReference.path()),
                state: tag(Tone::Begun, "In progress"),
            },
            Task {
                title: "Check and submit",
                hint: "When everything above is complete.",
                address: None,
                state: tag(Tone::Quiet, "Cannot start yet"),
            },
        ])],
    )
}

fn summary() -> El {
    section(
        "Summary list",
        &[summary_list(vec![
            summary_row("Given names", "Ada", Some(Route::ApplyAboutYou.path())),
            summary_row("Webpage", "", Some(Route::ApplyAffiliation.path())),
            summary_row(
                "Research summary",
                "Which patients return within 30 days,\nand what a discharge letter says about it.",
                Some(Route::ApplyResearch.path()),
            ),
            Row {
                label: "State",
                value: tag(Tone::Waiting, "Waits for a reviewer"),
                change: None,
            },
        ])],
    )
}

fn tables() -> El {
    let table = Table::new(
        "Files of MIMIC-IV 3.1",
        true,
        &["File".into(), "State".into(), num("Size")],
    );
    table.row(&[
        "hosp/admissions.csv.gz".into(),
        tag(Tone::Done, "Verified"),
        "19.9 MB".into(),
    ]);
    table.row(&[
        "icu/chartevents.csv.gz".into(),
        tag(Tone::Waiting, "Being made"),
        "3.5 GB".into(),
    ]);
    section("Table", &[table.draw()])
}

fn times() -> El {
    let now = crate::session::get().now();
    section(
        "Times",
        &[
            parts(&["At ".into(), moment(now)]),
            parts(&[ago(now.minus(Duration::days(3)))]),
            parts(&["Ends ".into(), ahead(now.plus(Duration::hours(30)))]),
            Date::new(2026, 11, 21).map_or_else(nothing, |date| parts(&["On ".into(), day(date)])),
        ],
    )
}

fn line() -> El {
    let now = crate::session::get().now();
    let item = |tone, title: &str, when: El, text: &str| TimelineItem {
        tone,
        title: title.to_owned(),
        when,
        text: text.to_owned(),
    };
    section(
        "Timeline",
        &[timeline(vec![
            item(
                Tone::Done,
                "You submitted the application",
                moment(now.minus(Duration::days(9))),
                "",
            ),
            item(
                Tone::Attention,
                "Returned for changes",
                moment(now.minus(Duration::days(6))),
                "By a reviewer: “Say how you will keep the data safe.”",
            ),
            item(
                Tone::Waiting,
                "Your reference was asked",
                moment(now.minus(Duration::days(1))),
                "",
            ),
            item(
                Tone::Quiet,
                "Decision",
                nothing(),
                "Usually within several business days.",
            ),
        ])],
    )
}

fn dialogs() -> El {
    let dialog = Dialog::default();
    section(
        "Dialog",
        &[
            button(ButtonKind::Secondary, "Ask first", move || dialog.show()).id("gallery-dialog"),
            confirm(
                dialog,
                "Unlink ada@uni.example?",
                "Two grants rest on it and will be removed.",
                "Unlink",
                || (),
            ),
        ],
    )
}
