//! What the wizard decides: which page asks for what, what is wrong on a page, and what becomes of two versions of a
//! draft.

use crate::next;
use crate::route::Route;
use crate::words::{apply as w, country};
use accede_api::application::ApplicationSummary;
use accede_api::dashboard::{DatasetStanding, Tasks};
use accede_domain::access::{RequirementState, RequirementStatus, WaitingOn};
use accede_domain::application::{
    ApplicantFacts, ApplicationForm, ApplicationState, Field, ReferenceCategory,
    ResearcherCategory, Stage, Task, validate,
};
use accede_domain::country::Country;
use accede_domain::next::{NextStep, TaskState};
use accede_domain::problem::{FieldCode, FieldProblem};

/// Where a comment or a problem of the training is pinned.
pub const TRAINING: &str = "/training";

/// The page of a task.
pub fn route(task: Task) -> Route {
    match task {
        Task::AboutYou => Route::ApplyAboutYou,
        Task::Affiliation => Route::ApplyAffiliation,
        Task::Research => Route::ApplyResearch,
        Task::Reference => Route::ApplyReference,
    }
}

/// The page after a task's.
pub fn next(task: Task) -> Route {
    match task {
        Task::AboutYou => Route::ApplyAffiliation,
        Task::Affiliation => Route::ApplyResearch,
        Task::Research => Route::ApplyReference,
        Task::Reference => Route::ApplyTraining,
    }
}

/// The pages of the wizard, in order.
const STEPS: [Route; 6] = [
    Route::ApplyAboutYou,
    Route::ApplyAffiliation,
    Route::ApplyResearch,
    Route::ApplyReference,
    Route::ApplyTraining,
    Route::ApplyCheck,
];

/// Whether a page holds the draft, and what waits on this device of it.
pub fn has_draft(route: &Route) -> bool {
    STEPS.contains(route) && *route != Route::ApplyTraining
}

/// Which of them a page is, from 1 on, and how many there are.
pub fn place_of(route: &Route) -> (usize, usize) {
    let before = STEPS.iter().take_while(|step| *step != route).count();
    (before + 1, STEPS.len())
}

/// The page of the first task that is not complete; with all of them complete, the check.
pub fn first_open(tasks: &Tasks) -> Route {
    let all = [
        (Route::ApplyAboutYou, tasks.about_you),
        (Route::ApplyAffiliation, tasks.affiliation),
        (Route::ApplyResearch, tasks.research),
        (Route::ApplyReference, tasks.reference),
        (Route::ApplyTraining, tasks.training),
    ];
    let open = |state| {
        !matches!(
            state,
            TaskState::Complete | TaskState::NotNeeded | TaskState::Waiting
        )
    };
    all.into_iter()
        .find(|(_, state)| open(*state))
        .map_or(Route::ApplyCheck, |(route, _)| route)
}

/// What a dataset asks, as a task: what is handed in waits for others, what has ended or came back needs attention.
pub fn asked_state(asked: &RequirementStatus) -> TaskState {
    match (asked.state, asked.next_step) {
        (RequirementState::Met { .. }, _) => TaskState::Complete,
        (
            RequirementState::Waiting {
                on: WaitingOn::Applicant,
            },
            _,
        )
        | (
            RequirementState::Missing,
            Some(NextStep::SignAgreementAgain | NextStep::RenewTraining | NextStep::ApplyAgain),
        ) => TaskState::NeedsAttention,
        (RequirementState::Waiting { .. }, _) => TaskState::Waiting,
        (RequirementState::Missing, Some(NextStep::FinishDraft | NextStep::SubmitApplication)) => {
            TaskState::InProgress
        }
        (RequirementState::Missing, _) => TaskState::NotStarted,
    }
}

/// The very page where the next thing about it is done; none where nothing is to be done.
pub fn asked_route(asked: &RequirementStatus, slug: &str, tasks: &Tasks) -> Option<Route> {
    match asked.next_step? {
        // The first page of the wizard has the button that begins it.
        NextStep::Apply | NextStep::ApplyAgain => Some(Route::ApplyAboutYou),
        NextStep::FinishDraft | NextStep::AnswerComments => Some(first_open(tasks)),
        NextStep::CompleteTraining | NextStep::MendTraining => Some(Route::ApplyTraining),
        step => next::route(step, Some(slug)),
    }
}

/// What a dataset still asks of the person: the fewer, the shorter the way to it.
pub fn left(dataset: &DatasetStanding) -> usize {
    let asked = &dataset.access.requirements;
    asked.iter().filter(|asked| !asked.state.is_met()).count()
}

/// The page that asks for what a JSON Pointer names.
pub fn route_of(pointer: &str) -> Option<Route> {
    if pointer == TRAINING {
        return Some(Route::ApplyTraining);
    }
    Field::from_pointer(pointer).map(|field| route(field.spec().task))
}

/// The application that the pages are about: the open one, or else the newest.
pub fn current(list: &[ApplicationSummary]) -> Option<&ApplicationSummary> {
    list.iter()
        .find(|application| application.state.is_open())
        .or_else(|| list.first())
}

/// Whether its answers can be changed: a draft, or one that came back.
pub fn is_editable(state: ApplicationState, stage: Option<Stage>) -> bool {
    state == ApplicationState::Draft || stage == Some(Stage::Returned)
}

/// Whether students' rules apply: their supervisor vouches for them.
pub fn needs_supervisor(category: &str) -> bool {
    ResearcherCategory::parse(category).is_some_and(ResearcherCategory::needs_supervisor)
}

/// What is wrong on one page. A reviewer has to see that the person exists, by a webpage or by a reference: on the page
/// of the webpage the reference is still to come, so that is said where the reference is asked for.
pub fn problems_here(
    task: Task,
    form: &ApplicationForm,
    facts: &ApplicantFacts,
) -> Vec<FieldProblem> {
    let mut here = Vec::new();
    for mut problem in validate(form, facts) {
        if problem.code == FieldCode::WebpageOrReferenceRequired {
            problem =
                FieldProblem::new(Field::ReferenceName.pointer(), FieldCode::ReferenceRequired);
        }
        let of = Field::from_pointer(&problem.pointer).map(|field| field.spec().task);
        if of == Some(task) {
            here.push(problem);
        }
    }
    here
}

/// Two versions of a draft made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub form: ApplicationForm,
    /// Fields that both changed, each in its way; `form` has mine.
    pub conflicts: Vec<Field>,
}

/// Takes from each version what it changed since `base`. Another page of the wizard saves other fields; only where both
/// changed the same one is there anything to ask.
pub fn merge(base: &ApplicationForm, mine: &ApplicationForm, theirs: &ApplicationForm) -> Merged {
    let mut form = mine.clone();
    let mut conflicts = Vec::new();
    for &field in Field::ALL {
        let (was, my, their) = (base.get(field), mine.get(field), theirs.get(field));
        if my == their || their == was {
            continue;
        }
        if my == was {
            form.set(field, their.to_owned());
        } else {
            conflicts.push(field);
        }
    }
    Merged { form, conflicts }
}

/// An answer as people read it.
pub fn shown(form: &ApplicationForm, field: Field) -> String {
    let value = form.get(field);
    match field {
        Field::ResearcherCategory => ResearcherCategory::parse(value).map(w::category),
        Field::ReferenceCategory => ReferenceCategory::parse(value).map(w::relation),
        Field::Country => Country::parse(value).map(country::name),
        Field::OneName | Field::ListedInDirectory => match value {
            "yes" => Some(w::YES.get()),
            "no" => Some(w::NO.get()),
            _ => None,
        },
        _ => None,
    }
    .unwrap_or(value)
    .to_owned()
}

/// Whether "check your answers" has a line for it: what is left empty and need not be said is left out.
pub fn is_listed(form: &ApplicationForm, field: Field) -> bool {
    let optional = matches!(
        field,
        Field::OneName
            | Field::Suffix
            | Field::RorId
            | Field::StateProvince
            | Field::PostalCode
            | Field::ListedInDirectory
            | Field::ReferencePageUrl
    );
    !optional || !form.get(field).trim().is_empty()
}

/// Fields that are asked for here and have no answer yet, among them those that other answers ask for.
pub fn missing(form: &ApplicationForm) -> Vec<Field> {
    let problems = validate(form, &ApplicantFacts::default()).into_iter();
    problems
        .filter(|problem| problem.code == FieldCode::Required)
        .filter_map(|problem| Field::from_pointer(&problem.pointer))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::access::Requirement;

    fn form(pairs: &[(Field, &str)]) -> ApplicationForm {
        let mut form = ApplicationForm::default();
        for (field, value) in pairs {
            form.set(*field, (*value).to_owned());
        }
        form
    }

    #[test]
    fn two_pages_of_one_draft_never_get_in_each_others_way() {
        let base = form(&[(Field::City, "Bern")]);
        let mine = form(&[(Field::City, "Basel")]);
        let theirs = form(&[(Field::City, "Bern"), (Field::GivenNames, "Ada")]);
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(
            merged.form,
            form(&[(Field::City, "Basel"), (Field::GivenNames, "Ada")])
        );
    }

    #[test]
    fn the_same_field_changed_twice_is_a_question() {
        let base = form(&[]);
        let mine = form(&[(Field::City, "Basel")]);
        let theirs = form(&[(Field::City, "Genève")]);
        assert_eq!(merge(&base, &mine, &theirs).conflicts, [Field::City]);
        assert_eq!(merge(&base, &mine, &mine).conflicts, []);
    }

    #[test]
    fn what_other_answers_ask_for_is_missing_until_it_is_answered() {
        let of = |country| missing(&form(&[(Field::Country, country)]));
        assert!(of("").contains(&Field::City));
        assert!(of("PT").contains(&Field::PostalCode));
        // A country without postal codes.
        assert!(!of("AE").contains(&Field::PostalCode));
        assert!(!of("PT").contains(&Field::Suffix));
    }

    #[test]
    fn the_wizard_goes_on_where_something_is_left() {
        let mut tasks = Tasks {
            about_you: TaskState::Complete,
            affiliation: TaskState::InProgress,
            research: TaskState::NotStarted,
            reference: TaskState::NotStarted,
            training: TaskState::NeedsAttention,
            check: TaskState::CannotStart,
            cloud_account: TaskState::NotStarted,
        };
        assert_eq!(first_open(&tasks), Route::ApplyAffiliation);
        tasks.affiliation = TaskState::Complete;
        tasks.research = TaskState::Complete;
        tasks.reference = TaskState::Complete;
        assert_eq!(first_open(&tasks), Route::ApplyTraining);
        // With a reviewer already: nothing to do there.
        tasks.training = TaskState::Waiting;
        assert_eq!(first_open(&tasks), Route::ApplyCheck);
    }

    #[test]
    fn each_page_of_the_wizard_knows_its_place() {
        assert_eq!(place_of(&route(Task::Affiliation)), (2, 6));
        assert_eq!(place_of(&next(Task::Reference)), (5, 6));
        assert_eq!(place_of(&Route::ApplyCheck), (6, 6));
    }

    #[test]
    fn what_a_dataset_asks_leads_to_the_very_task() {
        let tasks = Tasks {
            about_you: TaskState::Complete,
            affiliation: TaskState::Complete,
            research: TaskState::NotStarted,
            reference: TaskState::NotStarted,
            training: TaskState::NotStarted,
            check: TaskState::CannotStart,
            cloud_account: TaskState::NotStarted,
        };
        let asked = |state, next_step| RequirementStatus {
            requirement: Requirement::Credential,
            state,
            next_step: Some(next_step),
        };
        let route = |asked: &RequirementStatus| asked_route(asked, "mimiciv", &tasks);
        let begun = asked(RequirementState::Missing, NextStep::FinishDraft);
        assert_eq!(asked_state(&begun), TaskState::InProgress);
        assert_eq!(route(&begun), Some(Route::ApplyResearch));
        let new = asked(RequirementState::Missing, NextStep::Apply);
        assert_eq!(
            (asked_state(&new), route(&new)),
            (TaskState::NotStarted, Some(Route::ApplyAboutYou))
        );
        let again = asked(RequirementState::Missing, NextStep::SignAgreementAgain);
        assert_eq!(asked_state(&again), TaskState::NeedsAttention);
        assert_eq!(
            route(&again),
            Some(Route::DatasetAgreement("mimiciv".to_owned()))
        );
        let waits = RequirementState::Waiting {
            on: WaitingOn::Reviewer,
        };
        let with_others = asked(waits, NextStep::WaitForReviewer);
        assert_eq!(asked_state(&with_others), TaskState::Waiting);
        let returned = RequirementState::Waiting {
            on: WaitingOn::Applicant,
        };
        let back = asked(returned, NextStep::AnswerComments);
        assert_eq!(asked_state(&back), TaskState::NeedsAttention);
    }

    #[test]
    fn every_problem_has_a_page() {
        let facts = ApplicantFacts::default();
        let blank = ApplicationForm::default();
        for problem in validate(&blank, &facts) {
            assert!(route_of(&problem.pointer).is_some(), "{}", problem.pointer);
        }
        assert_eq!(route_of(TRAINING), Some(Route::ApplyTraining));
        assert_eq!(route_of("/other"), None);
    }

    #[test]
    fn who_gives_no_webpage_is_asked_for_a_reference_on_its_page() {
        let listed = form(&[
            (Field::ResearcherCategory, "academic"),
            (Field::ListedInDirectory, "yes"),
        ]);
        let facts = ApplicantFacts::default();
        let of = |task| -> Vec<_> {
            problems_here(task, &listed, &facts)
                .into_iter()
                .map(|problem| problem.pointer)
                .collect()
        };
        assert_eq!(of(Task::Reference), ["/reference_name"]);
        assert!(!of(Task::Affiliation).contains(&"/webpage".to_owned()));
    }

    #[test]
    fn answers_read_as_words() {
        let answers = form(&[
            (Field::Country, "CH"),
            (Field::ResearcherCategory, "postdoc"),
            (Field::ListedInDirectory, "no"),
            (Field::City, "Bern"),
        ]);
        assert_eq!(shown(&answers, Field::Country), "Switzerland");
        assert_eq!(shown(&answers, Field::ResearcherCategory), "Postdoc");
        assert_eq!(shown(&answers, Field::ListedInDirectory), "No");
        assert_eq!(shown(&answers, Field::City), "Bern");
    }
}
