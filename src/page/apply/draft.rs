//! The draft behind the wizard's pages: which application it is, its fields on one page, and how it is kept.

use super::model;
use crate::api::{Call, Failure, Stale, endpoint};
use crate::dom::{El, live, nothing};
use crate::draft::{
    Difference, DraftKeeper, OnConflict, Place, SaveState, draft_status, left_behind,
};
use crate::form::{self, Form};
use crate::route::Route;
use crate::ui::{Reload, load_page};
use crate::words::apply as w;
use crate::{navigate, session, site, task};
use accede_api::application::{Application, ApplicationSummary, SaveDraft};
use accede_api::page::List;
use accede_domain::application::{ApplicantFacts, ApplicationForm, Field, Task, changed_fields};
use accede_domain::email::EmailAddress;
use leptos::prelude::*;
use serde::Deserialize;
use std::rc::Rc;

/// Loads the application that counts and draws `view` with it, or `none` where there has been none.
pub fn with_application(
    title: &'static str,
    view: impl Fn(Application, Reload) -> El + 'static,
    none: fn() -> El,
) -> El {
    let view = Rc::new(view);
    load_page::<List<ApplicationSummary>>(title, endpoint::applications(), move |list, _| {
        let Some(current) = model::current(&list.items) else {
            return none();
        };
        let view = view.clone();
        load_page::<Application>(
            title,
            endpoint::application(&current.id),
            move |application, reload| view(application, reload),
        )
    })
}

/// The addresses of the person's account, which can never be their reference's: the primary one at once, the others
/// as soon as they are known.
#[derive(Clone, Copy)]
pub struct OwnAddresses(RwSignal<Vec<EmailAddress>>);

impl OwnAddresses {
    pub fn ask() -> Self {
        let primary = session::get().account_untracked();
        let own = RwSignal::new(
            primary
                .and_then(|account| EmailAddress::parse(&account.email))
                .into_iter()
                .collect(),
        );
        task::spawn(async move {
            let answer = Call::get(endpoint::account()).send().await;
            // Without an answer the server still holds every address against the reference's.
            if let Ok(account) = answer.and_then(|answer| answer.read::<Addresses>()) {
                let parse = |email: &Address| EmailAddress::parse(&email.address);
                own.set(account.emails.iter().filter_map(parse).collect());
            }
        });
        Self(own)
    }

    /// What the domain's validation wants to know beside the form.
    pub fn facts(self) -> ApplicantFacts {
        let site = untrack(site::get);
        ApplicantFacts {
            own_addresses: self.0.get_untracked(),
            extra_personal_domains: site
                .map(|site| site.extra_personal_mail_domains)
                .unwrap_or_default(),
        }
    }
}

/// What is read of an account here.
#[derive(Deserialize)]
struct Addresses {
    emails: Vec<Address>,
}

#[derive(Deserialize)]
struct Address {
    address: String,
}

/// What is read of the current representation after a conflict.
#[derive(Deserialize)]
struct Current {
    version: i64,
    form: ApplicationForm,
}

/// The draft on the page of one task. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Draft {
    pub form: Form,
    task: Task,
    keeper: DraftKeeper,
    /// As the server has it, as far as this page knows: what two versions are held against.
    server: StoredValue<ApplicationForm, LocalStorage>,
    /// The same with what was typed here, fields of other pages included.
    mine: StoredValue<ApplicationForm, LocalStorage>,
    fields: StoredValue<Vec<(Field, form::Field)>, LocalStorage>,
    /// Words of an earlier visit that rest on another version.
    left: RwSignal<Option<ApplicationForm>, LocalStorage>,
}

impl Draft {
    pub fn new(task: Task, application: &Application) -> Self {
        let own = OwnAddresses::ask();
        let mine = StoredValue::new_local(application.form.clone());
        let form = Form::new(move |form| {
            model::problems_here(task, &collect(task, mine, form), &own.facts())
        });
        let place = Place {
            path: endpoint::application_draft(&application.id),
            name: ["application/", &application.id].concat(),
            version: application.version,
        };
        let keeper = DraftKeeper::new(place, move || {
            let form = collect(task, mine, form);
            // A struct of strings, which always can be written.
            serde_json::to_string(&SaveDraft { form }).unwrap_or_default()
        });
        let draft = Self {
            form,
            task,
            keeper,
            server: StoredValue::new_local(application.form.clone()),
            mine,
            fields: StoredValue::new_local(Vec::new()),
            left: RwSignal::new_local(None),
        };
        for field in Field::of_task(task) {
            draft.add(field, application);
        }
        draft.follow();
        draft.look_for_left_behind(application.version);
        draft
    }

    /// A field of this page.
    pub fn field(self, field: Field) -> form::Field {
        let known = self.fields.with_value(|fields| {
            fields
                .iter()
                .find(|(known, _)| *known == field)
                .map(|(_, made)| *made)
        });
        // Every field of the task was made; another page's would be a field that is never saved.
        known.unwrap_or_else(|| self.form.field(field.pointer(), w::noun(field), ""))
    }

    /// Another answer of the same application, as it was when the page was opened.
    pub fn answer(self, field: Field) -> String {
        self.mine.with_value(|form| form.get(field).to_owned())
    }

    /// Where saving stands, what to do about a conflict, and words that were left behind.
    pub fn status(self) -> El {
        let status = draft_status(
            self.keeper,
            OnConflict {
                differences: Box::new(move |current| self.conflicts(current)),
                version: |current| {
                    current
                        .current::<Current>()
                        .map_or(0, |current| current.version)
                },
                take: Box::new(move |current| {
                    if let Some(current) = current.current::<Current>() {
                        self.server.set_value(current.form.clone());
                        self.show(current.form);
                    }
                }),
            },
        );
        let left = live(move || match self.left.get() {
            Some(kept) => self.offer(kept),
            None => nothing(),
        });
        crate::dom::run(&[status, left])
    }

    /// Saves and goes to another page; the error says why it could not.
    pub async fn leave(self, to: Route) -> Result<(), Failure> {
        loop {
            if self.keeper.flush().await {
                navigate(&to.path());
                return Ok(());
            }
            let failure = match self.keeper.state.get_untracked() {
                // Another page's save came between; with both in one there is something to save again.
                SaveState::Conflict(current) if self.merge(&current) => continue,
                SaveState::Saving => continue,
                SaveState::Conflict(current) => Failure::Stale(current),
                SaveState::Refused(failure) => failure,
                SaveState::SignedOut => Failure::SignedOut,
                SaveState::OfflineKept | SaveState::Saved => Failure::Offline,
            };
            return Err(failure);
        }
    }

    /// The version for a command on the same application.
    fn add(self, field: Field, application: &Application) {
        let value = application.form.get(field);
        let made = self
            .form
            .field(field.pointer(), w::noun(field), typed(field, value))
            .on_edit(move || self.keeper.touch());
        let comment = application
            .comments
            .iter()
            .find(|comment| comment.pointer == field.pointer());
        made.comment
            .set(comment.map(|comment| comment.text.clone()));
        self.fields
            .update_value(|fields| fields.push((field, made)));
    }

    fn now(self) -> ApplicationForm {
        collect(self.task, self.mine, self.form)
    }

    /// Keeps `server` in step with what was saved, and makes one of two versions wherever they do not contradict.
    fn follow(self) {
        crate::dom::watch(move || match self.keeper.state.get() {
            SaveState::Saved => self.server.set_value(self.now()),
            SaveState::Conflict(current) => {
                self.merge(&current);
            }
            _ => {}
        });
    }

    /// True where both versions could be made one, which is then saved.
    fn merge(self, current: &Stale) -> bool {
        let Some(current) = current.current::<Current>() else {
            return false;
        };
        let merged = self
            .server
            .with_value(|base| model::merge(base, &self.now(), &current.form));
        if !merged.conflicts.is_empty() {
            return false;
        }
        self.keeper.set_version(current.version);
        self.keeper.state.set(SaveState::Saving);
        self.server.set_value(current.form);
        self.show(merged.form);
        self.keeper.touch();
        true
    }

    fn conflicts(self, current: &Stale) -> Vec<Difference> {
        let theirs = current.current::<Current>().map(|current| current.form);
        differences(&self.now(), &theirs.unwrap_or_default())
    }

    /// Puts a whole form into the page.
    fn show(self, form: ApplicationForm) {
        for (field, made) in self.fields.with_value(Clone::clone) {
            let value = typed(field, form.get(field));
            if made.get() != value {
                made.value.set(value.to_owned());
            }
        }
        self.mine.set_value(form);
    }

    /// Takes up what an earlier visit typed and the server never got: by itself where nothing was saved since.
    fn look_for_left_behind(self, version: i64) {
        task::spawn(async move {
            let Some(kept) = self.keeper.left_behind().await else {
                return;
            };
            let Ok(SaveDraft { form }) = serde_json::from_str(&kept.body) else {
                return self.keeper.forget_left_behind().await;
            };
            if changed_fields(&self.now(), &form).is_empty() {
                self.keeper.forget_left_behind().await;
            } else if kept.version == version {
                self.take_up(form);
            } else {
                self.left.set(Some(form));
            }
        });
    }

    fn take_up(self, form: ApplicationForm) {
        self.show(form);
        self.keeper.touch();
    }

    fn offer(self, kept: ApplicationForm) -> El {
        let differences = differences(&kept, &self.now());
        left_behind(
            &differences,
            move || {
                self.take_up(kept.clone());
                self.left.set(None);
            },
            move || {
                self.left.set(None);
                task::spawn_to_the_end(self.keeper.forget_left_behind());
            },
        )
    }
}

/// The whole form as it stands on the page.
fn collect(
    task: Task,
    mine: StoredValue<ApplicationForm, LocalStorage>,
    form: Form,
) -> ApplicationForm {
    let mut whole = mine.with_value(Clone::clone);
    for field in Field::of_task(task) {
        let mut value = form.value(field.pointer());
        if field == Field::OneName && value == form::TICKED {
            "yes".clone_into(&mut value);
        }
        whole.set(field, value);
    }
    whole
}

/// A value as its control holds it.
fn typed(field: Field, value: &str) -> &str {
    match (field, value) {
        (Field::OneName, "yes") => form::TICKED,
        _ => value,
    }
}

fn differences(mine: &ApplicationForm, theirs: &ApplicationForm) -> Vec<Difference> {
    changed_fields(mine, theirs)
        .into_iter()
        .map(|field| Difference {
            label: w::label(field).to_owned(),
            mine: model::shown(mine, field),
            theirs: model::shown(theirs, field),
        })
        .collect()
}
