//! The reference, as the applicant may see it: where the request stands, sending it again, naming someone else.

use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::page::apply::{Doubt, OwnAddresses, model, reference_parts};
use crate::ui::{
    ButtonKind, NoticeKind, Reload, Row, Tone, action, ago, details, jump, moment, muted,
    notice_titled, p, summary_list, summary_row, tag,
};
use crate::words::{application as w, apply as aw};
use accede_api::application::{Application, ReferenceStatus, ReplaceReference};
use accede_domain::application::{ApplicationForm, Field, Stage, Task};
use accede_domain::reference::{MailRefusal, ReferenceState};
use leptos::prelude::*;

/// Beside what says for whom one waits: the button that reminds them, and the way to naming someone else.
pub fn remind(
    application: &Application,
    status: &ReferenceStatus,
    heading: &El,
    reload: Reload,
) -> El {
    // After a refused mail it stands below what is said of that.
    if !status.can_resend || status.state == ReferenceState::Bounced {
        return nothing();
    }
    let replace = if status.can_replace {
        jump(heading, &w::REPLACE).class(ButtonKind::Quiet.class())
    } else {
        nothing()
    };
    resend(application, replace, reload)
}

/// The part of the page below its heading.
pub fn draw(
    application: &Application,
    status: &ReferenceStatus,
    heading: El,
    reload: Reload,
) -> El {
    let bounced = if status.state == ReferenceState::Bounced {
        let why = status.refusal.unwrap_or(MailRefusal::Other);
        notice_titled(NoticeKind::Warning, &w::BOUNCED, &[p(w::refusal(why))])
    } else if status.asked_to_wait || status.next_try_at.is_some() {
        let words = match (status.asked_to_wait, status.next_try_at) {
            (true, None) => w::DELAYED,
            (true, _) => w::PUT_OFF,
            _ => w::NOT_REACHED,
        };
        let when = status.next_try_at.map_or_else(nothing, |at| {
            run(&[w::TRY_AGAIN.into(), moment(at), ".".into()])
        });
        let words = el("p").kids(&[words.into(), when]);
        notice_titled(NoticeKind::Info, &w::PUT_OFF_TITLE, &[words])
    } else {
        nothing()
    };
    let again = if status.can_resend && status.state == ReferenceState::Bounced {
        resend(application, nothing(), reload)
    } else {
        nothing()
    };
    let replace = if status.can_replace {
        let (form, is_begun) = replace_form(application, reload);
        let parts = [
            match status.state {
                // No mail went out that could have a link.
                ReferenceState::Nominated => nothing(),
                _ => p(&w::REPLACE_TEXT),
            },
            muted(&w::replacements_left(status.replacements_left)),
            form,
        ];
        let replace = details(&w::REPLACE, &parts);
        // After a refused mail this is what there is to do.
        let is_wanted = status.state == ReferenceState::Bounced;
        replace.flag("open", is_wanted || is_begun)
    } else {
        nothing()
    };
    el("section").class("section").kids(&[
        heading,
        bounced,
        facts(status),
        muted(&w::ANSWER_HIDDEN),
        again,
        replace,
    ])
}

fn facts(status: &ReferenceStatus) -> El {
    let row = |label, value| Row {
        label,
        value,
        change: None,
    };
    let tone = match status.state {
        ReferenceState::Answered => Tone::Done,
        ReferenceState::Bounced | ReferenceState::Expired => Tone::Attention,
        ReferenceState::Replaced | ReferenceState::Cancelled => Tone::Quiet,
        _ => Tone::Waiting,
    };
    let mut rows = vec![
        summary_row(&w::NAME, &status.name, None),
        summary_row(&w::EMAIL, &status.email, None),
        row(&w::STATE, tag(tone, w::reference(status.state))),
    ];
    let mut time = |label, at: Option<_>, draw: fn(_) -> El| {
        if let Some(at) = at {
            rows.push(row(label, draw(at)));
        }
    };
    time(&w::ASKED, status.invited_at, ago);
    // The first mail is said above already.
    let another = status
        .last_mail_at
        .filter(|at| status.invited_at != Some(*at));
    time(&w::LAST_MAIL, another, ago);
    time(&w::ANSWERED, status.answered_at, ago);
    if status.answered_at.is_none() {
        time(&w::UNTIL, status.ends_at, moment);
    }
    summary_list(rows)
}

fn resend(application: &Application, beside: El, reload: Reload) -> El {
    let failed = RwSignal::new(None::<Failure>);
    let (path, version) = (
        endpoint::application_command(&application.id, "reference/resend"),
        application.version,
    );
    let said = live(move || failed.get().as_ref().map_or_else(nothing, failure_notice));
    let send = move || {
        let call = Call::post(path.clone()).if_match(version);
        async move {
            match call.send().await {
                // The page then says when the last mail went out.
                Ok(_) => reload.now(),
                Err(failure) => failed.set(Some(failure)),
            }
        }
    };
    run(&[
        said,
        el("div")
            .class("button-row")
            .kids(&[action(ButtonKind::Secondary, &w::RESEND, send), beside]),
        muted(&w::RESEND_HINT),
    ])
}

/// The form, and whether somebody began to fill it in.
fn replace_form(application: &Application, reload: Reload) -> (El, bool) {
    let own = OwnAddresses::ask();
    let (known, facts) = (application.form.clone(), own.clone());
    let form = Form::new(move |form| {
        let whole = collect(&known, form);
        model::problems_here(Task::Reference, &whole, &facts.facts())
    })
    .kept_as(&["replace-reference/", &application.id].concat());
    let fields: Vec<_> = Field::of_task(Task::Reference)
        .map(|field| {
            let value = application.form.get(field);
            (field, form.field(field.pointer(), aw::noun(field), value))
        })
        .collect();
    let field = move |wanted| {
        let known = fields.iter().find(|(field, _)| *field == wanted);
        known.map_or_else(
            || form.field(wanted.pointer(), aw::noun(wanted), ""),
            |(_, made)| *made,
        )
    };
    let doubt = Doubt::new(field(Field::ReferenceEmail), own);
    let parts = reference_parts(field, &application.form.researcher_category, false, &doubt);
    let (path, version) = (
        endpoint::application_command(&application.id, "reference/replace"),
        application.version,
    );
    // Who is named before a reviewer has looked is asked later, with the others who wait for that.
    let label = match application.stage {
        Some(Stage::Identity) => &w::REPLACE_SAVE,
        _ => &w::REPLACE_SUBMIT,
    };
    let drawn = form.draw(&[parts, form.submit_button(label)], move || {
        let whole = collect(&ApplicationForm::default(), form);
        let body = ReplaceReference {
            reference_category: whole.reference_category,
            reference_name: whole.reference_name,
            reference_email: whole.reference_email,
            reference_organisation: whole.reference_organisation,
            reference_title: whole.reference_title,
            reference_page_url: whole.reference_page_url,
        };
        let waits = doubt.holds();
        let call = Call::post(path.clone()).if_match(version).body(&body);
        async move {
            if waits {
                return Ok(());
            }
            call.send().await?;
            form.forget();
            reload.now();
            Ok(())
        }
    });
    (drawn, form.is_begun())
}

/// The form with what is typed about the reference.
fn collect(known: &ApplicationForm, form: Form) -> ApplicationForm {
    let mut whole = known.clone();
    for field in Field::of_task(Task::Reference) {
        whole.set(field, form.value(field.pointer()));
    }
    whole
}
