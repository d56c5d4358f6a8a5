//! The decisions that the server offers for a case, each a form of its own.

use super::case::sentence;
use super::model;
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Choice, Field, Form};
use crate::reader::Reader;
use crate::ui::{
    ButtonKind, NoticeKind, Reload, button, details, li, load, muted, notice_titled, p, ul,
};
use crate::words::{apply as aw, review as w, title};
use accede_api::application::FieldComment;
use accede_api::page::List;
use accede_api::review::{
    AcceptApplication, Case, ConfirmIdentity, DecisionTemplate, InviteReference, RejectApplication,
    ReturnApplication, WithReason,
};
use accede_domain::application::{
    CommandKind, Field as FormField, IdentityChecklist, ResponseChecklist,
};
use leptos::prelude::*;
use std::rc::Rc;

/// Where a decision goes and what it was taken on.
#[derive(Clone)]
struct Target {
    id: Rc<str>,
    version: i64,
    reload: Reload,
}

impl Target {
    /// A form whose words stay in this tab until the decision was taken: nothing that happens to the page loses them.
    fn form(&self, command: &str) -> Form {
        Form::new(Form::blanks).kept_as(&["review/", &self.id, "/", command].concat())
    }

    fn call(&self, command: &str) -> Call {
        Call::post(endpoint::application_command(&self.id, command)).if_match(self.version)
    }
}

/// Every decision that may be taken now.
pub(super) fn draw(case: &Case, reload: Reload) -> El {
    let target = Target {
        id: case.id.as_str().into(),
        version: case.version,
        reload,
    };
    let whole = run(&[blockers(case)]);
    let mut any = false;
    for command in &case.commands {
        let form = match command {
            CommandKind::ConfirmIdentity => confirm_identity(case, &target),
            CommandKind::InviteReference => invite(case, &target),
            CommandKind::ConfirmReference => confirm_reference(&target),
            CommandKind::SkipReference => {
                with_reason(w::SKIP, "", w::REASON, "skip-reference", false, &target)
            }
            CommandKind::Accept => accept(case, &target),
            CommandKind::ReturnForChanges => return_for_changes(&target),
            CommandKind::Reject => reject(&target),
            CommandKind::Revoke => with_reason(
                w::REVOKE,
                w::REVOKE_TEXT,
                w::REVOKE_REASON,
                "revoke",
                true,
                &target,
            ),
            _ => continue,
        };
        any = true;
        let _ = whole.clone().kid(form);
    }
    if any { whole } else { p(w::NOTHING_TO_DECIDE) }
}

fn blockers(case: &Case) -> El {
    if case.accept_blockers.is_empty() || !case.commands.contains(&CommandKind::Reject) {
        return nothing();
    }
    let reasons: Vec<El> = case
        .accept_blockers
        .iter()
        .map(|word| li(sentence(word)))
        .collect();
    details(w::BLOCKED, &[ul(&reasons)])
}

/// Sends, and shows the case as it is then. Somebody who was quicker is told of above what was written.
async fn send(
    form: Form,
    call: Call,
    reload: Reload,
    stale: RwSignal<bool>,
) -> Result<(), Failure> {
    match call.send().await {
        Ok(_) => {
            form.forget();
            reload.now();
            Ok(())
        }
        Err(Failure::Stale(_)) => {
            stale.set(true);
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}

fn stale_notice(stale: RwSignal<bool>, reload: Reload) -> El {
    live(move || {
        if stale.get() {
            notice_titled(
                NoticeKind::Warning,
                w::STALE,
                &[button(ButtonKind::Secondary, w::SEE_NEW, move || {
                    reload.now()
                })],
            )
        } else {
            nothing()
        }
    })
}

/// The questions of a checklist as fields, named by their pointers.
pub(super) fn questions(
    form: Form,
    names: &'static [(&'static str, &'static str)],
) -> Vec<(&'static str, Field)> {
    names
        .iter()
        .map(|(name, pointer)| (*name, form.field(pointer, w::ITEM_NOUN, "")))
        .collect()
}

/// Their inputs.
pub(super) fn draw_questions(questions: &[(&'static str, Field)]) -> El {
    let yes_no = || {
        [
            Choice {
                value: "yes",
                label: aw::YES,
                hint: "",
            },
            Choice {
                value: "no",
                label: aw::NO,
                hint: "",
            },
        ]
    };
    let whole = run(&[]);
    for (name, field) in questions {
        let _ = whole.clone().kid(
            field
                .radios(w::question(name))
                .inline()
                .choices(&yes_no())
                .draw(),
        );
    }
    whole
}

/// What a question was answered with.
pub(super) fn answer(field: Field) -> Option<bool> {
    match field.get().as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

const IDENTITY: &[(&str, &str)] = &[
    ("found_by_name", "/checklist/found_by_name"),
    (
        "organisation_fits_email",
        "/checklist/organisation_fits_email",
    ),
    (
        "category_fits_position",
        "/checklist/category_fits_position",
    ),
    ("summary_sufficient", "/checklist/summary_sufficient"),
    ("summary_no_sharing", "/checklist/summary_no_sharing"),
];
const RESPONSE: &[(&str, &str)] = &[
    ("knows_applicant", "/checklist/knows_applicant"),
    ("supports_use", "/checklist/supports_use"),
    ("understands_privacy", "/checklist/understands_privacy"),
];

fn confirm_identity(case: &Case, target: &Target) -> El {
    let form = target.form("confirm-identity");
    let items = questions(form, IDENTITY);
    for (name, field) in &items {
        preset(*field, case.identity_checklist.answer(name));
    }
    let (parts, stale, target) = (draw_questions(&items), RwSignal::new(false), target.clone());
    let reload = target.reload;
    framed(
        w::CONFIRM_IDENTITY,
        form.draw(
            &[
                stale_notice(stale, reload),
                parts,
                form.submit_button(w::CONFIRM_IDENTITY),
            ],
            move || {
                let mut checklist = IdentityChecklist::default();
                for (name, field) in &items {
                    checklist.set(name, answer(*field));
                }
                send(
                    form,
                    target
                        .call("confirm-identity")
                        .body(&ConfirmIdentity { checklist }),
                    reload,
                    stale,
                )
            },
        ),
    )
}

/// An answer that was given before, unless another one is being given.
fn preset(field: Field, answer: Option<bool>) {
    if let Some(answer) = answer.filter(|_| field.get().is_empty()) {
        field
            .value
            .set(if answer { "yes" } else { "no" }.to_owned());
    }
}

fn accept(case: &Case, target: &Target) -> El {
    let form = target.form("accept");
    let items = if case.response_checklist_needed {
        questions(form, RESPONSE)
    } else {
        Vec::new()
    };
    for (name, field) in &items {
        preset(*field, case.response_checklist.answer(name));
    }
    let (parts, stale, target) = (draw_questions(&items), RwSignal::new(false), target.clone());
    let reload = target.reload;
    framed(
        w::ACCEPT,
        form.draw(
            &[
                stale_notice(stale, reload),
                muted(w::ACCEPT_TEXT),
                parts,
                form.submit_button(w::ACCEPT),
            ],
            move || {
                let mut checklist = ResponseChecklist::default();
                for (name, field) in &items {
                    checklist.set(name, answer(*field));
                }
                send(
                    form,
                    target.call("accept").body(&AcceptApplication { checklist }),
                    reload,
                    stale,
                )
            },
        ),
    )
}

fn invite(case: &Case, target: &Target) -> El {
    let form = target.form("invite-reference");
    let message = form.field("/message", w::TEXT_NOUN, &case.invitation_message);
    let (stale, target) = (RwSignal::new(false), target.clone());
    let reload = target.reload;
    framed(
        w::INVITE,
        form.draw(
            &[
                stale_notice(stale, reload),
                message.text_area(w::INVITE_MESSAGE).rows(6).draw(),
                form.submit_button(w::INVITE),
            ],
            move || {
                send(
                    form,
                    target.call("invite-reference").body(&InviteReference {
                        message: message.get(),
                    }),
                    reload,
                    stale,
                )
            },
        ),
    )
}

fn confirm_reference(target: &Target) -> El {
    let form = Form::new(Form::blanks);
    let (stale, target) = (RwSignal::new(false), target.clone());
    let reload = target.reload;
    framed(
        w::CONFIRM_REFERENCE,
        form.draw(
            &[
                stale_notice(stale, reload),
                muted(w::CONFIRM_REFERENCE_TEXT),
                form.submit_button(w::CONFIRM_REFERENCE),
            ],
            move || send(form, target.call("confirm-reference"), reload, stale),
        ),
    )
}

fn with_reason(
    label: &'static str,
    text: &'static str,
    reason_label: &'static str,
    command: &'static str,
    danger: bool,
    target: &Target,
) -> El {
    let form = target.form(command);
    let reason = form.field("/reason", w::TEXT_NOUN, "");
    let (stale, target) = (RwSignal::new(false), target.clone());
    let reload = target.reload;
    let submit = if danger {
        form.danger_button(label)
    } else {
        form.submit_button(label)
    };
    let explained = if text.is_empty() {
        nothing()
    } else {
        muted(text)
    };
    folded(
        label,
        form,
        form.draw(
            &[
                stale_notice(stale, reload),
                explained,
                reason.text_area(reason_label).rows(3).draw(),
                submit,
            ],
            move || {
                send(
                    form,
                    target.call(command).body(&WithReason {
                        reason: reason.get(),
                    }),
                    reload,
                    stale,
                )
            },
        ),
    )
}

/// Where the comments that are ready are kept.
const READY: &str = "/ready";

fn return_for_changes(target: &Target) -> El {
    let form = target.form("return");
    let about = form.field("/comments/0/pointer", w::FIELD_NOUN, "");
    let text = form.field("/comments/0/text", w::TEXT_NOUN, "");
    let ready = RwSignal::new(model::comments(&form.kept(READY).unwrap_or_default()));
    let (stale, target) = (RwSignal::new(false), target.clone());
    let reload = target.reload;
    let mut fields = vec![("", crate::words::shared::CHOOSE)];
    fields.extend(
        FormField::ALL
            .iter()
            .map(|field| (field.pointer(), aw::label_for(*field, Reader::Staff))),
    );
    fields.push(("/training", title::TRAINING));
    let another = button(ButtonKind::Secondary, w::ANOTHER_COMMENT, move || {
        if form.check() {
            ready.update(|ready| ready.push((about.get(), text.get())));
            form.keep(READY, &ready.with_untracked(|ready| model::packed(ready)));
            about.edit(String::new());
            text.edit(String::new());
        }
    });
    let waiting = live(move || {
        let items: Vec<El> = ready.with(|ready| {
            ready
                .iter()
                .map(|(pointer, text)| comment_line(pointer, text))
                .collect()
        });
        if items.is_empty() {
            nothing()
        } else {
            run(&[p(w::COMMENTS_READY), ul(&items)])
        }
    });
    folded(
        w::RETURN,
        form,
        form.draw(
            &[
                stale_notice(stale, reload),
                waiting,
                about.select(w::RETURN_FIELD, &fields).draw(),
                text.text_area(w::RETURN_COMMENT).rows(4).draw(),
                el("div").class("button-row").kid(another),
                form.submit_button(w::RETURN),
            ],
            move || {
                let mut comments: Vec<FieldComment> = ready.with_untracked(|ready| {
                    ready
                        .iter()
                        .map(|(pointer, text)| FieldComment {
                            pointer: pointer.clone(),
                            text: text.clone(),
                        })
                        .collect()
                });
                comments.push(FieldComment {
                    pointer: about.get(),
                    text: text.get(),
                });
                let body = ReturnApplication {
                    comments,
                    message: String::new(),
                };
                send(form, target.call("return").body(&body), reload, stale)
            },
        ),
    )
}

fn comment_line(pointer: &str, text: &str) -> El {
    let label = FormField::from_pointer(pointer)
        .map_or(title::TRAINING, |field| aw::label_for(field, Reader::Staff));
    li(&[label, ": ", text].concat())
}

const REJECT: &str = "reject";

fn reject(target: &Target) -> El {
    let target = target.clone();
    folded(
        w::REJECT,
        target.form(REJECT),
        load::<List<DecisionTemplate>>(endpoint::review_templates(), move |templates, _| {
            let templates: Rc<Vec<DecisionTemplate>> = Rc::new(
                templates
                    .items
                    .into_iter()
                    .filter(|template| template.kind == "reject")
                    .collect(),
            );
            reject_form(templates, target.clone())
        }),
    )
}

fn reject_form(templates: Rc<Vec<DecisionTemplate>>, target: Target) -> El {
    let form = target.form(REJECT);
    let template = form.field("/template", w::TEMPLATE_NOUN, "");
    let comment = form.field("/comment", w::TEXT_NOUN, "");
    let stale = RwSignal::new(false);
    let reload = target.reload;
    let mut choices = vec![("", crate::words::shared::CHOOSE)];
    choices.extend(
        templates
            .iter()
            .map(|one| (one.key.as_str(), one.title.as_str())),
    );
    let select = template.select(w::TEMPLATE, &choices).draw();
    // Choosing a reason writes its words, unless the reviewer has written some.
    let known = templates.clone();
    crate::dom::watch(move || {
        let key = template.value.get();
        let words = comment.get();
        let untouched = words.is_empty() || known.iter().any(|one| one.text == words);
        if let Some(chosen) = known
            .iter()
            .find(|one| one.key == key)
            .filter(|_| untouched)
        {
            comment.edit(chosen.text.clone());
        }
    });
    form.draw(
        &[
            stale_notice(stale, reload),
            select,
            comment.text_area(w::REJECT_COMMENT).rows(6).draw(),
            form.danger_button(w::REJECT),
        ],
        move || {
            let body = RejectApplication {
                template: template.get(),
                comment: comment.get(),
            };
            send(form, target.call(REJECT).body(&body), reload, stale)
        },
    )
}

fn framed(heading: &str, form: El) -> El {
    el("div")
        .class("decision")
        .kids(&[crate::ui::h3(heading), form])
}

/// Less usual decisions stay closed until asked for, or while one is half written.
fn folded(heading: &str, form: Form, drawn: El) -> El {
    details(heading, &[drawn]).flag("open", form.is_begun())
}
