//! One text: its words with what the applicant will read beside them, its wordings, and taking it out of the lists.

use super::super::decide::about;
use super::state;
use crate::api::{Call, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Choice, Field, Form, failure_notice};
use crate::route::Route;
use crate::ui::{
    ButtonKind, Reload, action, back_link, details, h1, load_page, moment, muted, p, section,
};
use crate::words::{review as w, shared as s, title};
use crate::{navigate, site};
use accede_api::template::{ChangeTemplate, ManagedTemplate, NewTemplate, Wording};
use accede_domain::application::Field as Answer;
use accede_domain::application::checklist::TRAINING_POINTER;
use accede_domain::placeholder;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::review::CaseKind;
use accede_domain::review::template::{Draft, TemplateKind};
use leptos::prelude::*;

const TITLE: &str = "/title";
const TEXT: &str = "/text";
const POINTER: &str = "/pointer";

/// Where a text is begun: in place of an id.
const NEW: &str = "new";

pub(super) fn new_route() -> Route {
    Route::ReviewTemplate(NEW.to_owned())
}

/// The page `/review/templates/{id}`.
pub fn draw(id: &str) -> El {
    if id == NEW {
        return draw_new();
    }
    load_page::<ManagedTemplate>(&title::TEMPLATE, endpoint::template(id), |one, reload| {
        page(&one, reload)
    })
}

fn page(one: &ManagedTemplate, reload: Reload) -> El {
    run(&[
        back_link(&Route::ReviewTemplates, &title::TEMPLATES),
        h1(&one.title),
        el("p").kids(&[
            state(one),
            " ".into(),
            w::template_group(one.subject, one.kind).into(),
        ]),
        change(one, reload),
        retire(one, reload),
        section(&w::WORDINGS, &[wordings(&one.wordings)]),
    ])
}

/// The fields that every text has.
struct Fields {
    title: Field,
    text: Field,
    pointer: Field,
}

impl Fields {
    fn new(form: Form, title: &str, text: &str, pointer: &str) -> Self {
        Self {
            title: form.field(TITLE, &w::TITLE_NOUN, title),
            text: form.field(TEXT, &w::TEXT_NOUN, text),
            pointer: form.field(POINTER, &w::POINTER_NOUN, pointer),
        }
    }

    fn draw(&self) -> [El; 3] {
        [
            self.title.text_input(&w::TEMPLATE_TITLE).draw(),
            self.text
                .text_area(&w::TEMPLATE_WORDS)
                .hint(&w::PLACEHOLDERS)
                .rows(8)
                .draw(),
            self.preview(),
        ]
    }

    fn pinned(&self) -> El {
        let mut choices = vec![("", s::CHOOSE.get())];
        let pointers = Answer::ALL.iter().map(|answer| answer.pointer());
        choices.extend(
            pointers
                .chain([TRAINING_POINTER])
                .map(|pointer| (pointer, about(pointer))),
        );
        self.pointer.select(&w::PINNED_TO, &choices).draw()
    }

    /// What the applicant will read.
    fn preview(&self) -> El {
        let text = self.text.value;
        details(
            &w::PREVIEW,
            &[live(move || p(&filled(&text.get())).class("pre-line"))],
        )
        .flag("open", true)
    }
}

/// With what the placeholders stand for.
fn filled(text: &str) -> String {
    let Some(site) = site::get() else {
        return text.to_owned();
    };
    let site = placeholder::Site {
        name: &site.name,
        support: &site.support_address,
        origin: &site.origin,
    };
    placeholder::filled(text, &|name| site.value(name))
}

fn problems(form: Form, kind: TemplateKind, subject: CaseKind) -> Vec<FieldProblem> {
    Draft {
        kind,
        subject,
        pointer: &form.value(POINTER),
        title: &form.value(TITLE),
        text: &form.value(TEXT),
    }
    .problems()
}

fn change(one: &ManagedTemplate, reload: Reload) -> El {
    let (kind, subject, version) = (one.kind, one.subject, one.version);
    let form = Form::new(move |form| problems(form, kind, subject))
        .kept_as(&["template/", &one.id].concat());
    let fields = Fields::new(form, &one.title, &one.text, &one.pointer);
    let [title, text, preview] = fields.draw();
    let pinned = if one.pointer.is_empty() {
        nothing()
    } else {
        fields.pinned()
    };
    let path = endpoint::template(&one.id);
    let parts = [
        title,
        pinned,
        text,
        preview,
        form.submit_button(&w::SAVE_VERSION),
    ];
    form.draw(&parts, move || {
        let body = ChangeTemplate {
            pointer: fields.pointer.get(),
            title: fields.title.get(),
            text: fields.text.get(),
        };
        let call = Call::put(path.clone()).if_match(version).body(&body);
        async move {
            call.send().await?;
            form.forget();
            reload.now();
            Ok(())
        }
    })
}

fn retire(one: &ManagedTemplate, reload: Reload) -> El {
    let (command, label) = if one.retired_at.is_some() {
        ("restore", &w::RESTORE)
    } else {
        ("retire", &w::RETIRE)
    };
    let failed = RwSignal::new(None);
    let (path, version) = (endpoint::template_command(&one.id, command), one.version);
    run(&[
        live(move || failed.get().as_ref().map_or_else(nothing, failure_notice)),
        muted(&w::RETIRE_TEXT),
        action(ButtonKind::Secondary, label, move || {
            let call = Call::post(path.clone()).if_match(version);
            async move {
                match call.send().await {
                    Ok(_) => reload.now(),
                    Err(failure) => failed.set(Some(failure)),
                }
            }
        }),
    ])
}

fn wordings(all: &[Wording]) -> El {
    let list = el("ol").class("notes");
    for one in all {
        let by = one.by.as_deref().unwrap_or(&w::CAME_WITH);
        let _ = list.clone().kid(el("li").kids(&[
            el("h3").class("h-part").text(&one.title),
            p(&one.text).class("pre-line"),
            muted("").kids(&[[by, ", "].concat().as_str().into(), moment(one.at)]),
        ]));
    }
    list
}

/// The page on which a text is begun.
fn draw_new() -> El {
    let form = Form::new(|form| {
        let mut found = Vec::new();
        for pointer in ["/kind", "/subject"] {
            if form.value(pointer).is_empty() {
                found.push(FieldProblem::new(pointer, FieldCode::Required));
            }
        }
        let (kind, subject) = chosen(form);
        found.extend(problems(form, kind, subject));
        found
    })
    .kept_as("template/new");
    let choice = |value, label| Choice {
        value,
        label,
        hint: "",
    };
    let kind = form.field("/kind", &w::KIND_NOUN, "");
    let subject = form.field("/subject", &w::SUBJECT_NOUN, "");
    let fields = Fields::new(form, "", "", "");
    let [title, text, preview] = fields.draw();
    let kinds = kind.radios(&w::KIND).choices(&[
        choice(TemplateKind::Return.as_str(), &w::FOR_RETURNS),
        choice(TemplateKind::Reject.as_str(), &w::FOR_REJECTIONS),
    ]);
    let subjects = subject.radios(&w::SUBJECT).choices(&[
        choice(CaseKind::Application.as_str(), &w::APPLICATIONS),
        choice(CaseKind::Training.as_str(), &w::TRAININGS),
    ]);
    let is_pinned = Memo::new(move |_| {
        kind.value
            .with(|kind| kind == TemplateKind::Return.as_str())
            && subject
                .value
                .with(|subject| subject == CaseKind::Application.as_str())
    });
    let pointer = fields.pointer;
    let pinned = fields.pinned().shown(move || is_pinned.get());
    let parts = [
        kinds.draw(),
        subjects.draw(),
        title,
        pinned,
        text,
        preview,
        form.submit_button(&w::NEW_TEMPLATE),
    ];
    let drawn = form.draw(&parts, move || {
        let (kind, subject) = chosen(form);
        let body = NewTemplate {
            kind,
            subject,
            pointer: if is_pinned.get_untracked() {
                pointer.get()
            } else {
                String::new()
            },
            title: fields.title.get(),
            text: fields.text.get(),
        };
        let call = Call::post(endpoint::templates()).body(&body);
        async move {
            let made = call.send().await?.read::<ManagedTemplate>()?;
            form.forget();
            navigate(&Route::ReviewTemplate(made.id).path());
            Ok(())
        }
    });
    run(&[
        back_link(&Route::ReviewTemplates, &title::TEMPLATES),
        h1(&title::NEW_TEMPLATE),
        drawn,
    ])
}

/// What is chosen; what comes first where nothing is.
fn chosen(form: Form) -> (TemplateKind, CaseKind) {
    (
        TemplateKind::parse(&form.value("/kind")).unwrap_or(TemplateKind::Return),
        CaseKind::parse(&form.value("/subject")).unwrap_or(CaseKind::Application),
    )
}
