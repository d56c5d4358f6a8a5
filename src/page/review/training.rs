//! Training reports to review: the list, and one beside its checklist.

use super::decide::{answer, draw_questions, questions};
use super::queue::turn;
use crate::api::{Call, Failure, endpoint};
use crate::app;
use crate::dom::{El, el, live, nothing, run};
use crate::form::Form;
use crate::page::training::state_tag;
use crate::route::Route;
use crate::ui::{
    NoticeKind, Reload, Row, Table, ago, back_link, day, details, external_link, h1, h2, h3, link,
    load, load_page, notice_titled, p, section, summary_list, summary_row,
};
use crate::words::{review as w, title, training as tw};
use accede_api::page::Page;
use accede_api::training::{DecideTraining, TrainingCase, TrainingQueueItem};
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::time::Date;
use accede_domain::training::{TrainingChecklist, TrainingState};

/// The page `/review/trainings`.
pub fn draw() -> El {
    run(&[
        back_link(&Route::Review, title::REVIEW),
        h1(title::REVIEW_TRAININGS),
        live(|| {
            let query = app::query();
            load::<Page<TrainingQueueItem>>(endpoint::review_trainings(&query), move |page, _| {
                list(&page, &query)
            })
        }),
    ])
}

fn list(page: &Page<TrainingQueueItem>, query: &str) -> El {
    if page.items.is_empty() {
        return p(w::EMPTY);
    }
    let columns = [
        w::APPLICANT.into(),
        w::TRAINING.into(),
        w::COMPLETED.into(),
        w::STATE.into(),
        w::SUBMITTED.into(),
    ];
    let table = Table::new(title::REVIEW_TRAININGS, false, &columns);
    for item in &page.items {
        table.row(&[
            link(&Route::TrainingCase(item.id.clone()), &item.applicant_name),
            item.training_name.as_str().into(),
            day(item.completed_on),
            state_tag(item.state),
            ago(item.submitted_at),
        ]);
    }
    run(&[
        table.draw(),
        turn(
            query,
            page.prev.as_deref(),
            page.next.as_deref(),
            &Route::ReviewTrainings,
        ),
    ])
}

/// The page of one report.
pub fn draw_case(id: &str) -> El {
    load_page::<TrainingCase>(
        title::TRAINING_CASE,
        endpoint::review_training(id),
        |case, reload| page(&case, reload),
    )
}

fn page(case: &TrainingCase, reload: Reload) -> El {
    let training = &case.training;
    let row = |label, value| Row {
        label,
        value,
        change: None,
    };
    run(&[
        back_link(&Route::ReviewTrainings, title::REVIEW_TRAININGS),
        h1(&[&case.applicant_name, ": ", &training.training_name].concat()),
        may_not(case),
        el("div").class("case").kids(&[
            el("div")
                .class("case__facts")
                .kids(&[section(w::REPORT, &[pages(case)]), earlier(case)]),
            el("div").class("case__decision").kids(&[
                summary_list(vec![
                    row(w::STATE, state_tag(training.state)),
                    row(w::COMPLETED, day(training.completed_on)),
                    row(w::VALID_UNTIL, day(training.expires_on)),
                    row(w::SUBMITTED, ago(training.submitted_at)),
                    summary_row(
                        tw::COMMENT,
                        training.comment.as_deref().unwrap_or_default(),
                        None,
                    ),
                ]),
                if case.may_decide && training.state == TrainingState::Submitted {
                    run(&[
                        h2(w::DECIDE),
                        accept(case, reload),
                        refuse(case, reload, "return"),
                        refuse(case, reload, "reject"),
                    ])
                } else {
                    p(w::NOTHING_TO_DECIDE)
                },
            ]),
        ]),
    ])
}

fn may_not(case: &TrainingCase) -> El {
    case.may_not_because.as_deref().map_or_else(nothing, |why| {
        notice_titled(
            NoticeKind::Info,
            w::MAY_NOT,
            &[p(super::case::sentence(why))],
        )
    })
}

fn pages(case: &TrainingCase) -> El {
    let whole = run(&[]);
    for number in 1..=case.pages {
        let number = number.to_string();
        let picture = el("img")
            .class("report-page")
            .attr(
                "src",
                &endpoint::review_training_page(&case.training.id, &number),
            )
            .attr("alt", &[w::PAGE, &number, w::OF_REPORT].concat())
            .attr("loading", "lazy");
        let _ = whole.clone().kid(picture);
    }
    let file = external_link(&endpoint::training_file(&case.training.id), w::DOWNLOAD);
    whole.kid(el("p").kid(file))
}

fn earlier(case: &TrainingCase) -> El {
    if case.earlier.is_empty() {
        return nothing();
    }
    let table = Table::new(
        w::EARLIER_REPORTS,
        false,
        &[w::REPORT.into(), w::STATE.into(), w::COMPLETED.into()],
    );
    for one in &case.earlier {
        table.row(&[
            link(&Route::TrainingCase(one.id.clone()), &one.file.name),
            state_tag(one.state),
            day(one.completed_on),
        ]);
    }
    section(w::EARLIER_REPORTS, &[table.draw()])
}

const CHECKLIST: &[(&str, &str)] = &[
    ("report_attached", "/checklist/report_attached"),
    ("up_to_date", "/checklist/up_to_date"),
    ("modules_complete", "/checklist/modules_complete"),
    ("hipaa_complete", "/checklist/hipaa_complete"),
    ("name_matches", "/checklist/name_matches"),
];

fn accept(case: &TrainingCase, reload: Reload) -> El {
    let form = Form::new(|form| {
        let mut problems = form.blanks();
        let date = form.value("/completed_on");
        if !date.is_empty() && date.parse::<Date>().is_err() {
            problems.push(FieldProblem::new("/completed_on", FieldCode::NotADate));
        }
        problems
    })
    .kept_as(&place(&case.training.id, "accept"));
    let items = questions(form, CHECKLIST);
    let date = form.field(
        "/completed_on",
        w::DATE_NOUN,
        &case.training.completed_on.to_string(),
    );
    let (id, version) = (case.training.id.clone(), case.training.version);
    el("div").class("decision").kids(&[
        h3(w::TRAINING_ACCEPT),
        form.draw(
            &[
                draw_questions(&items),
                date.date_input(w::DATE).hint(w::DATE_HINT).draw(),
                form.submit_button(w::TRAINING_ACCEPT),
            ],
            move || {
                let mut checklist = TrainingChecklist::default();
                for (name, field) in &items {
                    checklist.set(name, answer(*field));
                }
                let body = DecideTraining {
                    checklist,
                    completed_on: date.get().parse().ok(),
                    comment: String::new(),
                };
                send(form, &id, "accept", version, body, reload)
            },
        ),
    ])
}

fn refuse(case: &TrainingCase, reload: Reload, command: &'static str) -> El {
    let label = if command == "return" {
        w::TRAINING_RETURN
    } else {
        w::TRAINING_REJECT
    };
    let form = Form::new(Form::blanks).kept_as(&place(&case.training.id, command));
    let comment = form.field("/comment", w::TEXT_NOUN, "");
    let (id, version) = (case.training.id.clone(), case.training.version);
    details(
        label,
        &[form.draw(
            &[
                comment.text_area(w::RETURN_COMMENT).rows(4).draw(),
                form.submit_button(label),
            ],
            move || {
                let body = DecideTraining {
                    checklist: TrainingChecklist::default(),
                    completed_on: None,
                    comment: comment.get(),
                };
                send(form, &id, command, version, body, reload)
            },
        )],
    )
    .flag("open", form.is_begun())
}

/// Where this tab keeps what is typed for a decision.
fn place(id: &str, command: &str) -> String {
    ["review-training/", id, "/", command].concat()
}

fn send(
    form: Form,
    id: &str,
    command: &str,
    version: i64,
    body: DecideTraining,
    reload: Reload,
) -> impl Future<Output = Result<(), Failure>> + use<> {
    let call = Call::post(endpoint::training_command(id, command))
        .if_match(version)
        .body(&body);
    async move {
        call.send().await?;
        form.forget();
        reload.now();
        Ok(())
    }
}
