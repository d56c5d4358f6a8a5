//! The draft behind the wizard's pages: its fields on one page, how it is kept, and what becomes of two versions of it.

use super::load::OwnAddresses;
use super::model;
use crate::api::{self, Failure, Stale, endpoint};
use crate::dom::{El, el, live, nothing, run, watch};
use crate::draft::buffer::Kept;
use crate::draft::{
    DraftKeeper, Left, Origin, Pick, Place, Question, SaveState, choose, draft_status, focus_choice,
};
use crate::form::{self, Form};
use crate::route::Route;
use crate::ui::{NoticeKind, li, notice, p, ul};
use crate::words::{apply as w, shared as s};
use crate::{browser, navigate, shell};
use accede_api::application::{Application, SaveDraft};
use accede_domain::application::{ApplicationForm, Field, Task, changed_fields};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// What is read of the current representation.
pub(super) struct Current {
    pub version: i64,
    pub form: ApplicationForm,
}

accede_api::wire! {
    Current { version form } {}
}

/// The draft on a page of the wizard. Copies are handles to the same one.
#[derive(Clone)]
pub struct Draft(Rc<Parts>);

struct Parts {
    form: Form,
    /// Whose fields are on the page; none where the answers are only read.
    task: Option<Task>,
    keeper: DraftKeeper,
    own: OwnAddresses,
    /// As the server has it, with what was typed here, fields of other pages included.
    mine: Mine,
    fields: Vec<(Field, form::Field)>,
    /// What the person has to choose from before anything goes on.
    asked: RwSignal<Option<Rc<Asked>>, LocalStorage>,
    /// Other versions that come after that.
    waiting: RefCell<VecDeque<Versions>>,
    /// Answers that changed without the person's doing, and why.
    told: RwSignal<Vec<(Origin, Field)>>,
    /// Something was typed since: what is told is known by the next save.
    has_typed: StoredValue<bool>,
}

type Mine = Rc<RefCell<ApplicationForm>>;

/// Another version beside that of the page, and what both began with.
struct Versions {
    base: ApplicationForm,
    other: ApplicationForm,
    from: Source,
}

enum Source {
    /// Another tab or device saved it, as this version.
    Elsewhere(i64),
    /// Kept on this device; the server never got it.
    Earlier(Left),
}

/// Answers that both versions changed, each in its way.
struct Asked {
    versions: Rc<Versions>,
    fields: Vec<Field>,
}

impl Draft {
    /// The draft with the fields of a task, or with none to read its answers.
    pub fn new(task: Option<Task>, application: &Application) -> Self {
        let own = OwnAddresses::ask();
        let mine: Mine = Rc::new(RefCell::new(application.form.clone()));
        let (known, facts) = (mine.clone(), own.clone());
        let form = Form::new(move |form| match task {
            Some(task) => {
                model::problems_here(task, &collect(Some(task), &known, form), &facts.facts())
            }
            None => Vec::new(),
        });
        let place = Place {
            path: endpoint::application_draft(&application.id),
            name: ["application/", &application.id].concat(),
            version: application.version,
            base: body_of(application.form.clone()),
        };
        let known = mine.clone();
        let keeper = DraftKeeper::new(place, move || body_of(collect(task, &known, form)));
        let (told, has_typed) = (RwSignal::new(Vec::new()), StoredValue::new(false));
        watch(move || {
            if keeper.state.get() == SaveState::Saved {
                form.reached();
                if has_typed.get_value() {
                    forget_told(told);
                }
            }
        });
        let fields = task.map_or_else(Vec::new, |task| {
            Field::of_task(task)
                .map(|field| (field, add(form, keeper, has_typed, field, application)))
                .collect()
        });
        let draft = Self(Rc::new(Parts {
            form,
            task,
            keeper,
            own,
            mine,
            fields,
            asked: RwSignal::new_local(None),
            waiting: RefCell::default(),
            told,
            has_typed,
        }));
        draft.follow();
        let taking = draft.clone();
        keeper.each_left(move |left| taking.look_at(left));
        draft
    }

    pub fn form(&self) -> Form {
        self.0.form
    }

    /// The addresses of the person's account.
    pub fn own(&self) -> OwnAddresses {
        self.0.own.clone()
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

    /// Every answer as it stands on this page.
    pub fn now(&self) -> ApplicationForm {
        collect(self.0.task, &self.0.mine, self.0.form)
    }

    /// The same, followed where answers change without the person's doing.
    pub fn answers(&self) -> ApplicationForm {
        self.0.told.track();
        self.now()
    }

    /// Where saving stands, what has to be chosen, and what changed by itself.
    pub fn status(&self) -> El {
        let (asking, telling) = (self.clone(), self.clone());
        let asked = live(move || match asking.0.asked.get() {
            Some(asked) => asking.ask(&asked),
            None => nothing(),
        });
        let told = el("div")
            .attr("role", "status")
            .live(move || told(&telling.0.told.get()));
        run(&[draft_status(self.0.keeper, self.0.form), told, asked])
    }

    /// Saves and goes to another page; the error says why it could not.
    pub async fn leave(self, to: Route) -> Result<(), Failure> {
        if self.save().await?.is_some() {
            navigate(&to.path());
        }
        Ok(())
    }

    /// Saves every word, and gives the version then. Nothing where the person has to choose something first, to which
    /// the focus is taken; the error says why it could not.
    pub async fn save(&self) -> Result<Option<i64>, Failure> {
        let keeper = self.0.keeper;
        loop {
            if self.0.asked.with_untracked(Option::is_some) {
                browser::after_paint(focus_choice);
                return Ok(None);
            }
            if keeper.flush().await {
                forget_told(self.0.told);
                return Ok(Some(keeper.version()));
            }
            return Err(match keeper.state.get_untracked() {
                // Another page's save came between: either both are one by now, or there is something to choose.
                SaveState::Conflict(current) => {
                    if self.meet(&current) {
                        continue;
                    }
                    Failure::Stale(current)
                }
                SaveState::Saving => continue,
                SaveState::Refused(failure) | SaveState::Waiting(failure) => failure,
                SaveState::SignedOut => Failure::SignedOut,
                SaveState::Saved => Failure::Offline,
            });
        }
    }

    /// Makes one of two versions wherever another tab or device saved something.
    fn follow(&self) {
        let draft = self.clone();
        watch(move || {
            if let SaveState::Conflict(current) = draft.0.keeper.state.get() {
                untrack(|| draft.meet(&current));
            }
        });
    }

    /// Takes in what the server has; false where the answer did not say.
    fn meet(&self, current: &Stale) -> bool {
        let Some(Current { version, form }) = current.current::<Current>() else {
            return false;
        };
        // Taken in already: what came of it has not been drawn yet.
        if !self.is_new(version) {
            return true;
        }
        let keeper = self.0.keeper;
        // What is there may be this page's own, sent over a line that broke before the answer.
        let base = if is_of(&keeper.sent(), &form) {
            form.clone()
        } else {
            form_of(&keeper.base()).unwrap_or_default()
        };
        self.consider(Versions {
            base,
            other: form,
            from: Source::Elsewhere(version),
        });
        true
    }

    /// Whether this version of the server's is neither asked about nor about to be.
    fn is_new(&self, version: i64) -> bool {
        let is =
            |versions: &Versions| matches!(versions.from, Source::Elsewhere(it) if it == version);
        let asked = self
            .0
            .asked
            .with_untracked(|asked| asked.as_ref().is_some_and(|asked| is(&asked.versions)));
        !asked && !self.0.waiting.borrow().iter().any(is)
    }

    /// Takes up words that the server never got.
    fn look_at(&self, left: Left) {
        let Some(other) = form_of(&left.kept.body) else {
            return self.0.keeper.forget(&left);
        };
        self.consider(Versions {
            base: base_of(&left.kept, self.now()),
            other,
            from: Source::Earlier(left),
        });
    }

    /// Makes one of two versions, or asks where they contradict each other; one question after the other.
    fn consider(&self, versions: Versions) {
        if self.0.asked.with_untracked(Option::is_some) {
            self.0.waiting.borrow_mut().push_back(versions);
            return;
        }
        let merged = model::merge(&versions.base, &self.now(), &versions.other);
        if merged.conflicts.is_empty() {
            self.settle(&versions, merged.form);
        } else {
            self.0.asked.set(Some(Rc::new(Asked {
                versions: Rc::new(versions),
                fields: merged.conflicts,
            })));
        }
    }

    /// Goes on with what was made of two versions, and says what changed on this page by itself.
    fn settle(&self, versions: &Versions, form: ApplicationForm) {
        let keeper = self.0.keeper;
        let changed = changed_fields(&self.now(), &form);
        self.show(form);
        let origin = versions.origin();
        match &versions.from {
            Source::Elsewhere(version) => keeper.go_on(*version, body_of(versions.other.clone())),
            Source::Earlier(left) => {
                if !changed.is_empty() {
                    keeper.touch();
                }
                keeper.forget(left);
            }
        }
        if !changed.is_empty() {
            self.0.has_typed.set_value(false);
            self.0.told.update(|told| {
                told.retain(|(_, field)| !changed.contains(field));
                told.extend(changed.into_iter().map(|field| (origin, field)));
            });
        }
    }

    /// The choice between two versions.
    fn ask(&self, asked: &Rc<Asked>) -> El {
        let questions = asked.fields.iter().map(|&field| {
            let here = self.clone();
            Question {
                pointer: field.pointer(),
                label: w::label(field),
                here: Box::new(move || here.shown_now(field)),
                other: model::shown(&asked.versions.other, field),
                is_long: field == Field::ResearchSummary,
            }
        });
        let (draft, chosen) = (self.clone(), asked.clone());
        choose(asked.versions.origin(), questions.collect(), move |picks| {
            draft.chosen(&chosen, picks);
        })
    }

    /// An answer in words, followed while it is typed.
    fn shown_now(&self, field: Field) -> String {
        if let Some((_, made)) = self.0.fields.iter().find(|(made, _)| *made == field) {
            made.value.track();
        }
        model::shown(&self.now(), field)
    }

    /// Goes on as the person chose. What they changed beside, while the choice was open, may be a question of its own.
    fn chosen(&self, asked: &Asked, picks: &[Pick]) {
        let (base, other, now) = (&asked.versions.base, &asked.versions.other, self.now());
        let mut merged = model::merge(base, &now, other);
        let open = |field: &Field| !asked.fields.contains(field);
        if merged.conflicts.iter().any(open) {
            let again = Asked {
                versions: asked.versions.clone(),
                fields: merged.conflicts,
            };
            return self.0.asked.set(Some(Rc::new(again)));
        }
        for (&field, pick) in asked.fields.iter().zip(picks) {
            let (here, there) = (now.get(field), other.get(field));
            let value = match pick {
                Pick::Here => here.to_owned(),
                Pick::Other => there.to_owned(),
                Pick::Both => [here, "\n\n", there].concat(),
            };
            merged.form.set(field, value);
        }
        self.settle(&asked.versions, merged.form);
        // What they chose they know.
        self.0
            .told
            .update(|told| told.retain(|(_, field)| !asked.fields.contains(field)));
        self.0.asked.set(None);
        browser::after_paint(shell::focus_heading);
        let next = self.0.waiting.borrow_mut().pop_front();
        if let Some(next) = next {
            self.consider(next);
        }
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
}

impl Versions {
    fn origin(&self) -> Origin {
        match self.from {
            Source::Elsewhere(_) => Origin::Elsewhere,
            Source::Earlier(_) => Origin::Earlier,
        }
    }
}

/// Takes away what was told, where there is anything.
fn forget_told(told: RwSignal<Vec<(Origin, Field)>>) {
    if told.try_with_untracked(Vec::is_empty) == Some(false) {
        told.set(Vec::new());
    }
}

/// What changed without the person's doing, in one sentence for each reason.
fn told(told: &[(Origin, Field)]) -> El {
    let parts = run(&[]);
    for (origin, words) in [
        (Origin::Elsewhere, &s::TAKEN),
        (Origin::Earlier, &s::RESTORED),
    ] {
        let labels: Vec<_> = told
            .iter()
            .filter(|(of, _)| *of == origin)
            .map(|(_, field)| w::label(*field))
            .collect();
        if !labels.is_empty() {
            let labels: Vec<_> = labels.into_iter().map(li).collect();
            let _ = parts
                .clone()
                .kid(notice(NoticeKind::Info, &[p(words), ul(&labels)]));
        }
    }
    parts
}

/// What words that were kept are held against, beside what is there now.
pub(super) fn base_of(kept: &Kept, now: ApplicationForm) -> ApplicationForm {
    // They may have arrived, over a line that broke before the answer: what followed them is newer.
    if is_of(&kept.sent, &now) {
        now
    } else {
        form_of(&kept.base).unwrap_or_default()
    }
}

/// The request's body that saves a form: a struct of strings, which always can be written.
pub(super) fn body_of(form: ApplicationForm) -> String {
    serde_json::to_string(&SaveDraft { form }).unwrap_or_default()
}

pub(super) fn form_of(body: &str) -> Option<ApplicationForm> {
    api::read_own::<SaveDraft>(body).map(|saved| saved.form)
}

/// Whether a body that was sent carries this form.
fn is_of(sent: &str, form: &ApplicationForm) -> bool {
    form_of(sent).is_some_and(|sent| changed_fields(&sent, form).is_empty())
}

/// A field with its value, a reviewer's comment, and the keeper that hears of every edit.
fn add(
    form: Form,
    keeper: DraftKeeper,
    has_typed: StoredValue<bool>,
    field: Field,
    application: &Application,
) -> form::Field {
    let value = typed(field, application.form.get(field));
    let made = form
        .field(field.pointer(), w::noun(field), value)
        .on_edit(move || {
            has_typed.set_value(true);
            keeper.touch();
        });
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
fn collect(task: Option<Task>, mine: &Mine, form: Form) -> ApplicationForm {
    let mut whole = mine.borrow().clone();
    for field in task.into_iter().flat_map(Field::of_task) {
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
