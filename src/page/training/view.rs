use super::{model, reading};
use crate::api::reader::{Look, Reader};
use crate::api::upload::Upload;
use crate::api::{Call, Failure, Problem, endpoint};
use crate::dom::{El, el, live, nothing, run, watch};
use crate::form::{Field, FileInput, Form, failure_notice, focus_id, upload_progress};
use crate::page::application::waiting;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Row, Table, Tone, ago, button, choose, confirm, day,
    details, external_link, h1, h2, h3, jump, lead, li, link_button, load, muted, notice,
    notice_titled, p, prose_in, summary_list, tag, ul,
};
use crate::words::{known, shared, title, training as w};
use crate::{browser, carried, session, task};
use accede_api::page::List;
use accede_api::problem::ProblemCode;
use accede_api::training::{Training, TrainingType};
use accede_domain::time::Date;
use accede_domain::training::TrainingState;
use accede_domain::training::findings::Verdict;
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::File;

/// Where the form keeps the name of the file that was chosen: a browser gives no file back, but the page can say which.
const CHOSEN: &str = "/chosen";
const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg";

/// The page `/training`.
pub fn draw() -> El {
    run(&[
        h1(&title::TRAININGS),
        lead(&w::LEAD),
        trainings(Route::Apply),
    ])
}

/// Every type of training: how to do it, what is on file, and a form for the next file. `on` is where a person goes on who
/// has sent one.
pub fn trainings(on: Route) -> El {
    // Sending draws the page anew: the news takes the focus then.
    let sent = StoredValue::new(String::new());
    load::<List<TrainingType>>(endpoint::training_types(), move |types, _| {
        let (types, on) = (Rc::new(types.items), on.clone());
        load::<List<Training>>(endpoint::trainings(), move |list, reload| {
            let parts = run(&[]);
            for of in types.iter() {
                let own: Vec<_> = list
                    .items
                    .iter()
                    .filter(|training| training.training_type == of.key)
                    .cloned()
                    .collect();
                let _ = parts.clone().kid(one(of, &own, &on, reload, sent));
            }
            parts
        })
    })
}

fn one(
    of: &TrainingType,
    own: &[Training],
    on: &Route,
    reload: Reload,
    sent: StoredValue<String>,
) -> El {
    let current = model::current(own);
    let needs_it = current.is_none_or(|training| !training.state.is_uploaded());
    let upload = h3(&w::UPLOAD);
    let instructions = || prose_in(of.language, &of.instructions_html);
    let how = if current.is_none() {
        // Whoever has done the course need not read how it is done.
        run(&[
            h3(&w::HOW),
            p("").kid(jump(&upload, &w::HAVE_IT)),
            instructions(),
        ])
    } else if needs_it {
        run(&[h3(&w::HOW), instructions()])
    } else {
        details(&w::HOW, &[instructions()])
    };
    let earlier: Vec<_> = own
        .iter()
        .filter(|training| current.is_none_or(|current| current.id != training.id))
        .collect();
    el("section").class("training").kids(&[
        h2(&of.name).attr("lang", "en"),
        muted(&of.provider).attr("lang", "en"),
        received(of, on, sent),
        on_file(current, reload),
        how,
        next_file(of, own, current, upload, reload, sent),
        earlier_table(&earlier),
    ])
}

/// That a report has arrived, and what is next.
fn received(of: &TrainingType, on: &Route, sent: StoredValue<String>) -> El {
    if sent.with_value(|key| *key != of.key) {
        return nothing();
    }
    sent.set_value(String::new());
    let notice = notice_titled(
        NoticeKind::Success,
        &w::RECEIVED,
        &[
            p(&w::RECEIVED_NEXT),
            link_button(ButtonKind::Primary, on, on.title()),
        ],
    )
    .attr("role", "status");
    let target = notice.clone();
    browser::after_paint(move || target.focus());
    notice
}

fn on_file(current: Option<&Training>, reload: Reload) -> El {
    let Some(training) = current else {
        return nothing();
    };
    let withdraw = if training.can_withdraw {
        withdraw(training, reload)
    } else {
        nothing()
    };
    run(&[
        h3(&w::ON_FILE),
        summary(current),
        training.waiting.as_ref().map_or_else(nothing, waiting),
        comment(training),
        training.read.as_ref().map_or_else(nothing, reading::whole),
        withdraw,
    ])
}

/// What does not fit in a file that was sent, as it was said before; nothing where all does.
pub fn doubts(current: Option<&Training>) -> El {
    let read = current.and_then(|training| training.read.as_ref());
    let Some(read) = read.filter(|read| read.verdict == Verdict::NotMet) else {
        return nothing();
    };
    let wrong = read.checks.iter();
    let wrong = wrong.filter(|check| check.verdict == Verdict::NotMet);
    let wrong: Vec<_> = wrong.map(|check| li(known(&check.advice))).collect();
    run(&[reading::summary(read), ul(&wrong)])
}

/// What is on file, or that nothing is.
pub fn summary(current: Option<&Training>) -> El {
    let Some(training) = current else {
        return p(&w::NONE);
    };
    let file = external_link(&endpoint::training_file(&training.id), &training.file.name);
    let mut rows = vec![
        row(&w::FILE, file),
        row(&w::STATE, state_tag(training.state)),
        row(&w::COMPLETED, day(training.completed_on)),
    ];
    // What was refused is valid until no day.
    if training.state != TrainingState::Rejected {
        rows.push(row(&w::VALID_UNTIL, day(training.expires_on)));
    }
    rows.push(row(&w::UPLOADED, ago(training.submitted_at)));
    summary_list(rows)
}

fn row(label: &str, value: El) -> Row<'_> {
    Row {
        label,
        value,
        change: None,
    }
}

/// How a report stands.
pub fn state_tag(state: TrainingState) -> El {
    let tone = match state {
        TrainingState::Submitted => Tone::Waiting,
        TrainingState::Accepted => Tone::Done,
        TrainingState::Returned => Tone::Attention,
        TrainingState::Rejected | TrainingState::Expired => Tone::Ended,
        TrainingState::Withdrawn => Tone::Quiet,
    };
    tag(tone, w::state(state))
}

fn comment(training: &Training) -> El {
    training.comment.as_deref().map_or_else(nothing, |words| {
        notice(
            NoticeKind::Warning,
            &[
                el("h4").class("notice__title").text(&w::COMMENT),
                p(words).class("pre-line"),
            ],
        )
    })
}

fn withdraw(training: &Training, reload: Reload) -> El {
    let dialog = Dialog::default();
    let failed = RwSignal::new(None::<Failure>);
    let (path, version) = (
        endpoint::training_command(&training.id, "withdraw"),
        training.version,
    );
    let send = move || {
        let call = Call::post(path.clone()).if_match(version);
        task::spawn(async move {
            match call.send().await {
                Ok(_) => reload.now(),
                Err(failure) => failed.set(Some(failure)),
            }
        });
    };
    run(&[
        live(move || failed.get().as_ref().map_or_else(nothing, failure_notice)),
        button(ButtonKind::Secondary, &w::WITHDRAW, move || dialog.show()),
        confirm(
            dialog,
            &w::WITHDRAW_TITLE,
            &w::WITHDRAW_TEXT,
            &w::WITHDRAW,
            send,
        ),
    ])
}

fn next_file(
    of: &TrainingType,
    own: &[Training],
    current: Option<&Training>,
    heading: El,
    reload: Reload,
    sent: StoredValue<String>,
) -> El {
    if !model::may_upload(own) {
        return muted(&w::WAITING);
    }
    match current.map(|training| training.state) {
        // A valid one is there: renewing is not what most come for.
        Some(TrainingState::Accepted) => details(
            &w::UPLOAD_NEXT,
            &[p(&w::UPLOAD_NEXT_TEXT), upload_form(of, reload, sent)],
        ),
        Some(_) => run(&[h3(&w::UPLOAD_ANOTHER), upload_form(of, reload, sent)]),
        None => run(&[heading, upload_form(of, reload, sent)]),
    }
}

fn upload_form(of: &TrainingType, reload: Reload, sent: StoredValue<String>) -> El {
    let years = of.validity_years;
    let chosen = StoredValue::new_local(None::<File>);
    let form = Form::new(move |form| {
        let file = chosen.with_value(|file| file.as_ref().map(|file| file.size()));
        let date = form.value("/completed_on");
        model::problems(file, &date, years, session::get().now())
    })
    .kept_as(&["training/", &of.key].concat());
    // A browser gives no file back.
    let name = form
        .field("/file", &w::REPORT_NOUN, "")
        .never_kept()
        .worded_by(|code, field| w::too_large(code, field.measure()));
    let date = form.field("/completed_on", &w::DATE_NOUN, "");
    let input = FileInput::new(name, &w::REPORT, ACCEPT, chosen).hint(&w::REPORT_HINT);
    let lost = form.kept(CHOSEN).filter(|name| !name.is_empty());
    let (upload, goes_on) = Upload::carried(&[&name.id(), "-upload"].concat());
    let reader = Reader::idle();
    let key = of.key.clone();
    let of_type = key.clone();
    name.on_edit(move || {
        form.keep(CHOSEN, &name.get());
        look_into(reader, chosen, &of_type);
    });
    let filled = RwSignal::new(String::new());
    watch(move || fill_in(reader, date, filled));
    let asking = Dialog::default();
    let send: Rc<dyn Fn() -> Result<(), Failure>> = Rc::new(move || {
        let path = [
            endpoint::trainings(),
            endpoint::query(&[
                ("training_type", &key),
                ("completed_on", &date.get()),
                ("file_name", &name.get()),
            ]),
        ]
        .concat();
        begin(form, upload, &path, chosen, (reload, sent, key.clone()))
    });
    let (all_the_same, go_on) = (send.clone(), send.clone());
    let other = move || {
        // After the dialog has given the focus back.
        browser::after_paint(move || focus_id(&name.focus_id()));
    };
    let anyway = move || {
        if let Err(failure) = all_the_same() {
            form.fail(failure);
        }
    };
    let ask = choose(
        asking,
        &w::CERTIFICATE_TITLE,
        &w::CERTIFICATE_TEXT,
        [
            (ButtonKind::Primary, &w::CERTIFICATE_OTHER, Rc::new(other)),
            (ButtonKind::Secondary, &w::CERTIFICATE_SEND, Rc::new(anyway)),
        ],
    );
    let send = move || {
        let is_certificate = reader
            .look
            .with_untracked(|look| matches!(look, Look::Read(read) if read.certificate));
        let began = if is_certificate {
            asking.show();
            Ok(())
        } else {
            send()
        };
        async move { began }
    };
    let drawn = form.draw(
        &[
            input.draw(),
            live(move || match &lost {
                Some(file) if name.followed().is_empty() => {
                    notice(NoticeKind::Info, &[p(&w::choose_again(file))])
                }
                _ => nothing(),
            }),
            el("div").attr("aria-live", "polite").kid(live(move || {
                carried::unfold();
                reading::draw(&reader.look.get())
            })),
            live(move || {
                // Drawn anew with the date that was read.
                filled.track();
                date.date_input(&w::DATE).hint(&w::DATE_HINT).draw()
            }),
            el("div")
                .attr("aria-live", "polite")
                .kid(live(move || another_date(reader, date, filled))),
            upload_progress(upload),
            form.submit_button(&w::SEND),
        ],
        send,
    );
    if goes_on && let Err(failure) = go_on() {
        form.fail(failure);
    }
    run(&[drawn, ask])
}

/// Reads the file that was chosen, before it is sent.
fn look_into(reader: Reader, chosen: StoredValue<Option<File>, LocalStorage>, training_type: &str) {
    let session = session::get();
    let name = session
        .account_untracked()
        .map(|account| account.display_name)
        .unwrap_or_default();
    match chosen.with_value(Clone::clone) {
        // What is larger is refused anyway.
        Some(file) if model::fits(file.size()) => {
            reader.start(&file, training_type, &name, &session.now().to_string());
        }
        _ => reader.look.set(Look::Nothing),
    }
}

/// Fills in the date that was read, in place of none or of the one that was read before.
fn fill_in(reader: Reader, date: Field, filled: RwSignal<String>) {
    let now = date.get();
    let Some(day) = day_read(reader) else {
        return;
    };
    if now.is_empty() || now == day.to_string() || now == filled.get_untracked() {
        take(day, date, filled);
    }
}

/// The date that was read in the chosen file.
fn day_read(reader: Reader) -> Option<Date> {
    reader.look.with(|look| match look {
        Look::Read(read) => read.completed_on,
        _ => None,
    })
}

/// Puts the date that was read into the form.
fn take(day: Date, date: Field, filled: RwSignal<String>) {
    date.put_in(day.to_string());
    filled.set(day.to_string());
}

/// What stands in the report, where another date was typed.
fn another_date(reader: Reader, date: Field, filled: RwSignal<String>) -> El {
    let typed = Date::parse(&date.followed());
    let (Some(typed), Some(read)) = (typed, day_read(reader)) else {
        return nothing();
    };
    if typed == read {
        return nothing();
    }
    let use_it = button(ButtonKind::Secondary, &w::DATE_USE, move || {
        take(read, date, filled);
        focus_id(&date.focus_id());
    });
    notice(
        NoticeKind::Warning,
        &[p(w::date_in_file(&shared::date(read)).as_str()), use_it],
    )
}

/// Begins to send; what becomes of it is said above the form, or by what is on file then.
fn begin(
    form: Form,
    upload: Upload,
    path: &str,
    chosen: StoredValue<Option<File>, LocalStorage>,
    (reload, sent, key): (Reload, StoredValue<String>, String),
) -> Result<(), Failure> {
    let Some(file) = chosen.with_value(Clone::clone) else {
        return Ok(());
    };
    // Under way already: the button was pressed twice.
    if upload.percent.get_untracked().is_some() {
        return Ok(());
    }
    if !model::is_taken(&file.name()) {
        return Err(refused(ProblemCode::FileRefused));
    }
    upload.start(path, &file, move |outcome| match outcome {
        Ok(_) => {
            form.forget();
            sent.set_value(key.clone());
            reload.now();
        }
        Err(failure) => form.fail(failure),
    });
    Ok(())
}

/// What the server would answer.
fn refused(code: ProblemCode) -> Failure {
    Failure::Problem(Box::new(Problem {
        code,
        request_id: None,
        errors: Vec::new(),
        retry_after: None,
    }))
}

fn earlier_table(earlier: &[&Training]) -> El {
    if earlier.is_empty() {
        return nothing();
    }
    let table = Table::new(
        &w::EARLIER,
        false,
        &[
            w::FILE.into(),
            w::STATE.into(),
            w::COMPLETED.into(),
            w::VALID_UNTIL.into(),
        ],
    );
    for training in earlier {
        table.row(&[
            external_link(&endpoint::training_file(&training.id), &training.file.name),
            state_tag(training.state),
            day(training.completed_on),
            day(training.expires_on),
        ]);
    }
    details(&w::EARLIER, &[table.draw()])
}
