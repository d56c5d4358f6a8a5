use super::reference;
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::page::apply::{self, Answers, model, start_button};
use crate::page::dashboard;
use crate::reader::Reader;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Tone, ahead, back_link, button, confirm, details, h1,
    h2, li, link, link_button, load_page, moment, muted, notice_titled, p, parts, section, since,
    tag, ul,
};
use crate::wanted::{self, Aim};
use crate::words::{application as w, apply as aw, dashboard as dw, shared as sw, title};
use crate::{navigate, task};
use accede_api::application::{Application, FieldComment, Waiting};
use accede_domain::application::{ApplicationState, CommandKind, Field, Stage};
use accede_domain::time::{Duration, Timestamp};
use leptos::prelude::*;

pub fn draw(id: &str) -> El {
    let aim = Aim::here();
    load_page::<Application>(
        &title::APPLICATION,
        endpoint::application(id),
        move |application, reload| page(&application, reload, aim),
    )
}

fn page(application: &Application, reload: Reload, aim: Aim) -> El {
    let number = application.reference_number.as_deref();
    let heading = number.map_or_else(
        || title::APPLICATION.to_owned(),
        |number| [&*title::APPLICATION, " ", number].concat(),
    );
    let of_reference = h2(&w::REFERENCE);
    aim.reach(wanted::REFERENCE_PART, &of_reference);
    let status = application.reference.as_ref();
    let remind = status.map_or_else(nothing, |status| {
        reference::remind(application, status, &of_reference, reload)
    });
    let reference = status.map_or_else(nothing, |status| {
        reference::draw(application, status, of_reference, reload)
    });
    run(&[
        back_link(&Route::Dashboard, &title::DASHBOARD),
        h1(&heading),
        el("p").kid(standing_tag(
            application.state,
            application.stage,
            Reader::Applicant,
        )),
        application
            .waiting
            .as_ref()
            .filter(|on| dashboard::model::waits_for_other(on))
            .map_or_else(nothing, |on| {
                run(&[
                    waiting(on),
                    counts_anew(application.stage, application.submitted_at),
                ])
            }),
        remind,
        message(application),
        first(application),
        reference,
        history(application),
        details(
            &w::ANSWERS,
            &[apply::answers(
                &application.form,
                Answers::Fixed(Reader::Applicant),
            )],
        ),
        commands(application, reload),
    ])
}

/// What happened; nothing to say of a draft.
fn history(application: &Application) -> El {
    if application.timeline.is_empty() {
        return nothing();
    }
    section(
        &w::HISTORY,
        &[dashboard::line(
            &application.timeline,
            application.state,
            application.stage,
            application.form.names_a_reference(),
            Reader::Applicant,
        )],
    )
}

/// Where an application stands, as everywhere.
pub fn standing_tag(state: ApplicationState, stage: Option<Stage>, reader: Reader) -> El {
    let tone = match (state, stage) {
        (ApplicationState::Draft, _) => Tone::Begun,
        (ApplicationState::Submitted, Some(Stage::Returned)) => Tone::Attention,
        (ApplicationState::Submitted, _) => Tone::Waiting,
        (ApplicationState::Accepted, _) => Tone::Done,
        (ApplicationState::Withdrawn | ApplicationState::Expired, _) => Tone::Quiet,
        _ => Tone::Ended,
    };
    tag(tone, dw::standing(state, stage, reader))
}

/// For whom it waits, since when and until when; which place it has, and how long it usually is.
pub fn waiting(waiting: &Waiting) -> El {
    let place = waiting.place.map_or_else(String::new, |place| {
        // Exact to a hundred, then rounded by the server.
        let about = if place > 100 { &dw::QUEUE_ABOUT } else { "" };
        dw::place(&[about, &sw::grouped(u64::from(place))].concat())
    });
    let within = |seconds| sw::span(Duration::seconds(seconds));
    let usually = match &waiting.takes {
        Some(takes) => &[
            &*dw::TAKES_HALF,
            &within(takes.median_seconds),
            &dw::TAKES_MOST,
            &within(takes.p90_seconds),
            ".",
        ]
        .concat(),
        // Until there are figures.
        None if waiting.on == "reviewer" => &*dw::USUALLY,
        None => "",
    };
    let whom = match waiting.whom.as_deref() {
        Some(name) => name,
        None if waiting.on == "reviewer" => &*dw::A_REVIEWER,
        None => &*dw::YOUR_REFERENCE,
    };
    let until = waiting.until.map_or_else(nothing, |at| {
        run(&[dw::UNTIL_START.into(), moment(at), ".".into()])
    });
    let more = [place.as_str(), usually].concat();
    run(&[
        el("p").kids(&[
            dw::WAITS_FOR.into(),
            whom.into(),
            dw::SINCE_START.into(),
            since(waiting.since),
            ".".into(),
            until,
        ]),
        if more.is_empty() {
            nothing()
        } else {
            muted(&more)
        },
    ])
}

/// That the clock of a later step began with that step, and when all of it did; nothing at the first.
pub fn counts_anew(stage: Option<Stage>, submitted_at: Option<Timestamp>) -> El {
    let is_later = matches!(
        stage,
        Some(Stage::Reference | Stage::Response | Stage::Final)
    );
    match submitted_at.filter(|_| is_later) {
        Some(at) => muted(&dw::COUNTS_ANEW).kids(&[moment(at), ".".into()]),
        None => nothing(),
    }
}

/// What a reviewer wrote, with the comments at the fields.
fn message(application: &Application) -> El {
    let (kind, title) = match (application.state, application.stage) {
        (ApplicationState::Submitted, Some(Stage::Returned)) => {
            (NoticeKind::Warning, &aw::RETURNED)
        }
        (ApplicationState::Rejected, _) => (NoticeKind::Info, &w::REJECTED),
        (ApplicationState::Revoked, _) => (NoticeKind::Info, &w::REVOKED),
        _ if application.message.is_some() => (NoticeKind::Info, &w::MESSAGE),
        _ => return nothing(),
    };
    let words = application
        .message
        .as_deref()
        .map_or_else(nothing, |words| p(words).class("pre-line"));
    let comments = if application.comments.is_empty() {
        nothing()
    } else {
        let items: Vec<_> = application.comments.iter().map(comment).collect();
        run(&[p(&w::COMMENTS), ul(&items)])
    };
    let deadline = match (application.stage, application.deadline) {
        (Some(Stage::Returned), Some(at)) => parts(&[w::LAPSES.into(), ahead(at)]),
        _ => nothing(),
    };
    notice_titled(kind, title, &[words, comments, deadline])
}

fn comment(comment: &FieldComment) -> El {
    let label = Field::from_pointer(&comment.pointer).map_or(title::TRAINING.get(), aw::label);
    let route = model::route_of(&comment.pointer).unwrap_or(Route::Apply);
    li("").kids(&[
        link(&route, label),
        ": ".into(),
        comment.text.as_str().into(),
    ])
}

/// The one thing to do here, where there is one.
fn first(application: &Application) -> El {
    let words = match (application.state, application.stage) {
        (ApplicationState::Draft, _) => &w::GO_ON,
        (ApplicationState::Submitted, Some(Stage::Returned)) => &w::ANSWER_COMMENTS,
        _ => return nothing(),
    };
    el("div")
        .class("button-row")
        .kid(link_button(ButtonKind::Primary, &Route::Apply, words))
}

/// What the server says may be done, and nothing else.
fn commands(application: &Application, reload: Reload) -> El {
    let may = |command| application.commands.contains(&command);
    let again = if may(CommandKind::ApplyAgain) {
        let kind = if application.state == ApplicationState::Accepted {
            ButtonKind::Secondary
        } else {
            ButtonKind::Primary
        };
        run(&[
            h2(&w::AGAIN),
            muted(&w::AGAIN_TEXT),
            start_button(kind, &w::AGAIN),
        ])
    } else {
        nothing()
    };
    let (path, version) = (application.id.clone(), application.version);
    let withdraw = if may(CommandKind::Withdraw) {
        let path = path.clone();
        ask(
            &w::WITHDRAW,
            &w::WITHDRAW_TITLE,
            &w::WITHDRAW_TEXT,
            move || Call::post(endpoint::application_command(&path, "withdraw")).if_match(version),
            move || reload.now(),
        )
    } else {
        nothing()
    };
    let discard = if may(CommandKind::Discard) {
        ask(
            &w::DISCARD,
            &w::DISCARD_TITLE,
            &w::DISCARD_TEXT,
            move || Call::delete(endpoint::application(&path)).if_match(version),
            || navigate(&Route::Apply.path()),
        )
    } else {
        nothing()
    };
    run(&[again, withdraw, discard])
}

/// A button for what cannot be taken back, which asks first.
fn ask(
    label: &str,
    title: &str,
    text: &str,
    call: impl Fn() -> Call + Clone + 'static,
    done: impl Fn() + Clone + 'static,
) -> El {
    let dialog = Dialog::default();
    let failed = RwSignal::new(None::<Failure>);
    let send = move || {
        let (call, done) = (call.clone()(), done.clone());
        task::spawn(async move {
            match call.send().await {
                Ok(_) => done(),
                Err(failure) => failed.set(Some(failure)),
            }
        });
    };
    run(&[
        live(move || failed.get().as_ref().map_or_else(nothing, failure_notice)),
        el("div")
            .class("button-row")
            .kid(button(ButtonKind::Danger, label, move || dialog.show())),
        confirm(dialog, title, text, label, send),
    ])
}
