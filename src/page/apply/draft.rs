//! The draft behind the wizard's pages: which application it is, its fields on one page, and how it is kept.

use super::model;
use crate::api::{self, Call, Failure, Stale, endpoint};
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
use std::cell::RefCell;
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
#[derive(Clone)]
pub struct OwnAddresses(Rc<RefCell<Vec<EmailAddress>>>);

impl OwnAddresses {
    pub fn ask() -> Self {
        let primary = session::get().account_untracked();
        let own: Vec<_> = primary
            .and_then(|account| EmailAddress::parse(&account.email))
            .into_iter()
            .collect();
        let own = Self(Rc::new(RefCell::new(own)));
        let known = own.clone();
        task::spawn(async move {
            let answer = Call::get(endpoint::account()).send().await;
            // Without an answer the server still holds every address against the reference's.
            if let Ok(account) = answer.and_then(|answer| answer.read::<Addresses>()) {
                let parse = |email: &Address| EmailAddress::parse(&email.address);
                known
                    .0
                    .replace(account.emails.iter().filter_map(parse).collect());
            }
        });
        own
    }

    /// What the domain's validation wants to know beside the form.
    pub fn facts(&self) -> ApplicantFacts {
        let site = untrack(site::get);
        ApplicantFacts {
            own_addresses: self.0.borrow().clone(),
            extra_personal_domains: site
                .map(|site| site.extra_personal_mail_domains)
                .unwrap_or_default(),
        }
    }
}

/// What is read of an account here.
struct Addresses {
    emails: Vec<Address>,
}

struct Address {
    address: String,
}

/// What is read of the current representation after a conflict.
struct Current {
    version: i64,
    form: ApplicationForm,
}

accede_api::wire! {
    Addresses { emails } {}
    Address { address } {}
    Current { version form } {}
}

/// The draft on the page of one task. Copies are handles to the same one.
#[derive(Clone)]
pub struct Draft(Rc<Parts>);

struct Parts {
    form: Form,
    task: Task,
    keeper: DraftKeeper,
    /// As the server has it, as far as this page knows: what two versions are held against.
    server: RefCell<ApplicationForm>,
    /// The same with what was typed here, fields of other pages included.
    mine: Mine,
    fields: Vec<(Field, form::Field)>,
    /// Words of an earlier visit that rest on another version, and whether there are any.
    left: RefCell<ApplicationForm>,
    has_left: RwSignal<bool>,
}

type Mine = Rc<RefCell<ApplicationForm>>;

impl Draft {
    pub fn new(task: Task, application: &Application) -> Self {
        let own = OwnAddresses::ask();
        let mine: Mine = Rc::new(RefCell::new(application.form.clone()));
        let known = mine.clone();
        let form = Form::new(move |form| {
            model::problems_here(task, &collect(task, &known, form), &own.facts())
        });
        let place = Place {
            path: endpoint::application_draft(&application.id),
            name: ["application/", &application.id].concat(),
            version: application.version,
        };
        let known = mine.clone();
        let keeper = DraftKeeper::new(place, move || {
            let form = collect(task, &known, form);
            // A struct of strings, which always can be written.
            serde_json::to_string(&SaveDraft { form }).unwrap_or_default()
        });
        let draft = Self(Rc::new(Parts {
            form,
            task,
            keeper,
            server: RefCell::new(application.form.clone()),
            mine,
            fields: Field::of_task(task)
                .map(|field| (field, add(form, keeper, field, application)))
                .collect(),
            left: RefCell::default(),
            has_left: RwSignal::new(false),
        }));
        draft.follow();
        draft.clone().look_for_left_behind(application.version);
        draft
    }

    pub fn form(&self) -> Form {
        self.0.form
    }

    /// A field of this page.
    pub fn field(&self, field: Field) -> form::Field {
        let made = self.0.fields.iter().find(|(made, _)| *made == field);
        // Every field of the task was made; another page's would be a field that is never saved.
        made.map_or_else(
            || self.0.form.field(field.pointer(), w::noun(field), ""),
            |(_, made)| *made,
        )
    }

    /// Another answer of the same application, as it was when the page was opened.
    pub fn answer(&self, field: Field) -> String {
        self.0.mine.borrow().get(field).to_owned()
    }

    /// Where saving stands, what to do about a conflict, and words that were left behind.
    pub fn status(&self) -> El {
        let (compared, taken, left) = (self.clone(), self.clone(), self.clone());
        let status = draft_status(
            self.0.keeper,
            OnConflict {
                differences: Box::new(move |current| compared.conflicts(current)),
                version: |current| {
                    current
                        .current::<Current>()
                        .map_or(0, |current| current.version)
                },
                take: Box::new(move |current| {
                    if let Some(current) = current.current::<Current>() {
                        taken.0.server.replace(current.form.clone());
                        taken.show(current.form);
                    }
                }),
            },
        );
        let left = live(move || {
            if left.0.has_left.get() {
                left.offer()
            } else {
                nothing()
            }
        });
        crate::dom::run(&[status, left])
    }

    /// Saves and goes to another page; the error says why it could not.
    pub async fn leave(self, to: Route) -> Result<(), Failure> {
        let keeper = self.0.keeper;
        loop {
            if keeper.flush().await {
                navigate(&to.path());
                return Ok(());
            }
            let failure = match keeper.state.get_untracked() {
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

    fn now(&self) -> ApplicationForm {
        collect(self.0.task, &self.0.mine, self.0.form)
    }

    /// Keeps `server` in step with what was saved, and makes one of two versions wherever they do not contradict.
    fn follow(&self) {
        let draft = self.clone();
        crate::dom::watch(move || match draft.0.keeper.state.get() {
            SaveState::Saved => {
                draft.0.server.replace(draft.now());
            }
            SaveState::Conflict(current) => {
                draft.merge(&current);
            }
            _ => {}
        });
    }

    /// True where both versions could be made one, which is then saved.
    fn merge(&self, current: &Stale) -> bool {
        let Some(current) = current.current::<Current>() else {
            return false;
        };
        // What is there may be this page's own, sent over a line that broke before the answer.
        let own = is_of(&self.0.keeper.sent(), &current.form);
        let base = if own {
            current.form.clone()
        } else {
            self.0.server.borrow().clone()
        };
        let merged = model::merge(&base, &self.now(), &current.form);
        if !merged.conflicts.is_empty() {
            return false;
        }
        let keeper = self.0.keeper;
        keeper.set_version(current.version);
        keeper.state.set(SaveState::Saving);
        self.0.server.replace(current.form);
        self.show(merged.form);
        keeper.touch();
        true
    }

    fn conflicts(&self, current: &Stale) -> Vec<Difference> {
        let theirs = current.current::<Current>().map(|current| current.form);
        differences(&self.now(), &theirs.unwrap_or_default())
    }

    /// Puts a whole form into the page.
    fn show(&self, form: ApplicationForm) {
        for (field, made) in &self.0.fields {
            let value = typed(*field, form.get(*field));
            if made.get() != value {
                made.value.set(value.to_owned());
            }
        }
        self.0.mine.replace(form);
    }

    /// Takes up what an earlier visit typed and the server never got: by itself where nothing was saved since.
    fn look_for_left_behind(self, version: i64) {
        let keeper = self.0.keeper;
        task::spawn(async move {
            let Some(kept) = keeper.left_behind().await else {
                return;
            };
            let Some(SaveDraft { form }) = api::read_own(&kept.body) else {
                return keeper.forget_left_behind().await;
            };
            if changed_fields(&self.now(), &form).is_empty() {
                keeper.forget_left_behind().await;
            } else if kept.version == version || is_of(&kept.sent, &self.now()) {
                self.take_up(form);
            } else {
                self.0.left.replace(form);
                self.0.has_left.set(true);
            }
        });
    }

    fn take_up(&self, form: ApplicationForm) {
        self.show(form);
        self.0.keeper.touch();
    }

    fn offer(&self) -> El {
        let differences = differences(&self.0.left.borrow(), &self.now());
        let (taken, dropped) = (self.clone(), self.clone());
        left_behind(
            &differences,
            move || {
                let form = taken.0.left.borrow().clone();
                taken.take_up(form);
                taken.0.has_left.set(false);
            },
            move || {
                dropped.0.has_left.set(false);
                task::spawn_to_the_end(dropped.0.keeper.forget_left_behind());
            },
        )
    }
}

/// Whether a body that was sent carries this form.
fn is_of(sent: &str, form: &ApplicationForm) -> bool {
    api::read_own::<SaveDraft>(sent).is_some_and(|sent| changed_fields(&sent.form, form).is_empty())
}

/// A field with its value, a reviewer's comment, and the keeper that hears of every edit.
fn add(form: Form, keeper: DraftKeeper, field: Field, application: &Application) -> form::Field {
    let value = typed(field, application.form.get(field));
    let made = form
        .field(field.pointer(), w::noun(field), value)
        .on_edit(move || keeper.touch());
    let comment = application
        .comments
        .iter()
        .find(|comment| comment.pointer == field.pointer());
    if let Some(comment) = comment {
        made.comment.set(Some(comment.text.clone()));
    }
    made
}

/// The whole form as it stands on the page.
fn collect(task: Task, mine: &Mine, form: Form) -> ApplicationForm {
    let mut whole = mine.borrow().clone();
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
