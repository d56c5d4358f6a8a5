//! What is done to an application: every command, whoever gives it, goes through [`execute`].
//!
//! It locks the row, gathers the facts, lets [`decide`] decide, and carries out what follows, all in the caller's
//! transaction. Handlers and jobs only say who acts and what they want.

mod case;
mod effects;
pub mod labels;
mod letters;
mod requests;
pub mod staff;
#[cfg(test)]
pub(crate) mod testing;
mod timeline;
pub mod view;

use accede_api::problem::ProblemCode;
use accede_domain::application::CommandKind;
use accede_domain::application::state::{ActorRole, Command, Outcome, Position, decide};
use accede_domain::application::{ApplicationForm, Field};
use accede_domain::language::Language;
use accede_domain::reference::ReferenceState;
use accede_domain::refusal::Refusal;
use accede_domain::time::Timestamp;
use accede_store::application::{self, Application};
use accede_store::decision::Decision;
use accede_store::reference_request::ReferenceRequest;
use accede_store::{Tx, applicant, application_record};
use unicode_normalization::UnicodeNormalization as _;

use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::http::edge::context::RequestContext;
use crate::record::Who;
use crate::state::AppState;

pub use case::{Case, present, reference_facts};
pub(crate) use letters::{answer_by, reminder, subject_to_applicant};
pub(crate) use requests::REQUEST;
pub(crate) use timeline::add_event as add_timeline_event;

/// Who acts, in which role, on what they saw.
#[derive(Debug, Clone)]
pub struct By {
    pub role: ActorRole,
    pub account_id: Option<String>,
    /// The request whose link the actor holds.
    pub request_id: Option<String>,
    pub version_seen: Option<i64>,
    /// Whether somebody else's claim and a waiting decision bar the way: not for the waiting decision itself.
    pub minds_holds: bool,
    /// The language of the page that it comes from, for a mail that answers it to somebody without an account.
    pub reads: Language,
    pub who: Who,
}

impl By {
    /// A reviewer or an administrator.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        matches!(self.role, ActorRole::Reviewer | ActorRole::Administrator)
    }

    /// A person who is signed in.
    #[must_use]
    pub fn person(actor: &Actor, role: ActorRole, version_seen: Option<i64>) -> Self {
        Self {
            role,
            account_id: Some(actor.account_id.clone()),
            request_id: None,
            version_seen,
            minds_holds: true,
            reads: Language::default(),
            who: Who::from(actor),
        }
    }

    /// Whoever took a decision earlier, now that it takes effect.
    #[must_use]
    pub fn decider(decision: &Decision) -> Self {
        let request_id = decision.request_id.as_deref();
        Self {
            role: decision.actor_role,
            account_id: Some(decision.decided_by.clone()),
            request_id: None,
            version_seen: Some(decision.version_seen),
            minds_holds: false,
            reads: Language::default(),
            who: Who::earlier(&decision.decided_by, decision.actor_role, request_id),
        }
    }

    /// Whoever holds the link of a request.
    #[must_use]
    pub fn reference(request_id: &str, link_id: &str, context: &RequestContext) -> Self {
        Self {
            role: ActorRole::Reference,
            account_id: None,
            request_id: Some(request_id.to_owned()),
            version_seen: None,
            minds_holds: false,
            reads: Language::default(),
            who: Who::mailed_link(link_id, context),
        }
    }

    /// The same, on a page in this language.
    #[must_use]
    pub fn reading(self, reads: Language) -> Self {
        Self { reads, ..self }
    }

    /// The same person, signed in: the request went to a verified address of theirs.
    #[must_use]
    pub fn vouching(request_id: &str, actor: &Actor) -> Self {
        Self {
            role: ActorRole::Reference,
            account_id: None,
            request_id: Some(request_id.to_owned()),
            version_seen: None,
            minds_holds: false,
            reads: Language::default(),
            who: Who::from(actor),
        }
    }

    /// Time itself.
    #[must_use]
    pub fn clock() -> Self {
        Self {
            role: ActorRole::Clock,
            account_id: None,
            request_id: None,
            version_seen: None,
            minds_holds: false,
            reads: Language::default(),
            who: Who::system(),
        }
    }
}

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Done {
    /// The application afterwards; as it was, where it was discarded.
    pub application: Application,
    /// The draft that was begun from it.
    pub new_draft: Option<String>,
}

/// Does a command to an application, or refuses it. The caller commits.
///
/// # Errors
/// As [`judge`] and [`Judged::refused`].
pub async fn execute(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    by: &By,
    command: Command,
    now: Timestamp,
) -> Result<Done, ApiError> {
    let judged = judge(tx, state, id, by, &command, now).await?;
    match judged.verdict {
        Ok(_) => judged.carry_out(tx, state, by, &command, now).await,
        Err(refusal) => Err(judged.refused(refusal, tx, state, by, &command, now).await),
    }
}

/// A command with everything it was judged by. Nothing has been written.
#[derive(Debug, Clone)]
pub struct Judged {
    pub case: Case,
    form: ApplicationForm,
    /// What it would come to, or why it is refused.
    pub verdict: Result<Outcome, Refusal>,
}

/// Locks an application, gathers the facts and judges a command.
///
/// # Errors
/// 404 where there is none or it is somebody else's, and those of the store.
pub async fn judge(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    by: &By,
    command: &Command,
    now: Timestamp,
) -> Result<Judged, ApiError> {
    let application = application::lock(tx, id).await?;
    judge_read(tx, state, application, by, command, now).await
}

/// As [`judge`], without holding the application: what it says may be otherwise a moment later.
///
/// # Errors
/// As [`judge`].
pub async fn foresee(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    by: &By,
    command: &Command,
    now: Timestamp,
) -> Result<Judged, ApiError> {
    let application = application::get(tx, id).await?;
    judge_read(tx, state, application, by, command, now).await
}

async fn judge_read(
    tx: &mut Tx,
    state: &AppState,
    application: Option<Application>,
    by: &By,
    command: &Command,
    now: Timestamp,
) -> Result<Judged, ApiError> {
    let application = application.ok_or_else(ApiError::not_found)?;
    if by.is_staff() && application.first_submitted_at.is_none() {
        // What was never submitted is its writer's alone.
        return Err(ApiError::not_found());
    }
    let form = form_after(command, &application);
    let case = Case::load(tx, state, application, by, Some((command, &form)), now).await?;
    let position = position_for(
        by.role,
        case.application.position,
        present(&case.references),
    );
    let verdict = decide(position, command, &case.facts, now);
    Ok(Judged {
        case,
        form,
        verdict,
    })
}

impl Judged {
    /// Carries the command out.
    ///
    /// # Errors
    /// Those of the store; `internal` where it was refused.
    pub async fn carry_out(
        self,
        tx: &mut Tx,
        state: &AppState,
        by: &By,
        command: &Command,
        now: Timestamp,
    ) -> Result<Done, ApiError> {
        let outcome = self.verdict?;
        effects::carry_out(tx, state, by, command, self.case, self.form, outcome, now).await
    }

    /// The refusal as a failure: 412 with what is there now, 409 with who works on it or what waits, 422 with every
    /// field at fault, 409 or 403 with the refusal's word.
    pub async fn refused(
        self,
        refusal: Refusal,
        tx: &mut Tx,
        state: &AppState,
        by: &By,
        command: &Command,
        now: Timestamp,
    ) -> ApiError {
        let code = match refusal {
            Refusal::Stale => ProblemCode::StaleVersion,
            Refusal::ClaimedByAnother => ProblemCode::Claimed,
            Refusal::DecisionPending => ProblemCode::DecisionPending,
            _ => return refused(refusal, command, &self.case),
        };
        match current(tx, state, by, self.case, now).await {
            Ok(current) if code == ProblemCode::StaleVersion => ApiError::stale(current),
            Ok(current) => ApiError::with_current(code, refusal.detail(), current),
            Err(error) => error,
        }
    }
}

/// Where an application stands for this role. From the applicant it is hidden whether their reference said yes: an
/// answered request is with a reviewer, whatever the answer, so that no stage, no button and no refusal tells.
#[must_use]
pub fn position_for(
    role: ActorRole,
    position: Position,
    present: Option<&ReferenceRequest>,
) -> Position {
    let answered = present.is_some_and(|request| request.state == ReferenceState::Answered);
    if role == ActorRole::Applicant && position == Position::RESPONSE && answered {
        return Position::FINAL;
    }
    position
}

/// The form as the command makes it.
fn form_after(command: &Command, application: &Application) -> ApplicationForm {
    match command {
        Command::Submit => normalised(&application.form),
        Command::ReplaceReference(new) => {
            let mut form = application.form.clone();
            new.write_into(&mut form);
            normalised(&form)
        }
        _ => application.form.clone(),
    }
}

/// In NFC, without outer blanks, web addresses with their scheme: what is judged is what is kept.
#[must_use]
pub fn normalised(form: &ApplicationForm) -> ApplicationForm {
    let mut normal = form.clone();
    for &field in Field::ALL {
        let text: String = accede_domain::text::trimmed(form.get(field))
            .nfc()
            .collect();
        let is_address = matches!(field, Field::Webpage | Field::ReferencePageUrl);
        let text = if is_address {
            accede_domain::url::completed(&text)
        } else {
            text
        };
        normal.set(field, text);
    }
    normal
}

/// What is there now, as this actor sees it.
async fn current(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    case: Case,
    now: Timestamp,
) -> Result<serde_json::Value, ApiError> {
    Ok(if by.role == ActorRole::Applicant {
        serde_json::to_value(view::for_applicant(tx, state, case.application, now).await?)?
    } else {
        serde_json::to_value(staff::case(tx, state, case.application, by, now).await?)?
    })
}

/// A refusal as a problem: of a field, where one is at fault.
fn refused(refusal: Refusal, command: &Command, case: &Case) -> ApiError {
    match refusal {
        Refusal::FormIncomplete | Refusal::TrainingMissing => incomplete(command, case),
        other => refused_words(other, command.kind()),
    }
}

/// The same of what a command says: no case is looked at.
pub(crate) fn refused_words(refusal: Refusal, kind: CommandKind) -> ApiError {
    let field = |pointer: &str| ApiError::field(pointer, refusal.as_str(), refusal.detail());
    match refusal {
        Refusal::ChecklistUnanswered | Refusal::ChecklistHasNo => field("/checklist"),
        Refusal::CommentRequired | Refusal::CommentFieldUnknown => field("/comments"),
        Refusal::TemplateRequired => field("/template"),
        Refusal::ReasonRequired | Refusal::TextInvalid => field(match kind {
            CommandKind::Reject => "/comment",
            CommandKind::ReturnForChanges | CommandKind::InviteReference => "/message",
            CommandKind::SkipReference | CommandKind::Revoke => "/reason",
            _ => "/text",
        }),
        other => ApiError::from(other),
    }
}

/// Every field that keeps an application from being submitted, the training among them.
fn incomplete(command: &Command, case: &Case) -> ApiError {
    let mut problem = accede_api::problem::Problem::invalid(&case.problems);
    if matches!(command, Command::Submit) && !case.facts.training_uploaded {
        problem.errors.push(accede_api::problem::FieldError {
            pointer: accede_domain::application::checklist::TRAINING_POINTER.to_owned(),
            code: Refusal::TrainingMissing.as_str().to_owned(),
            detail: Refusal::TrainingMissing.detail().to_owned(),
        });
    }
    ApiError::Problem(Box::new(problem))
}

/// Begins a draft: from the person's latest application, or else from their profile. Gives its id.
///
/// # Errors
/// `already_open` where there is an open one.
pub async fn begin_draft(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    now: Timestamp,
) -> Result<String, ApiError> {
    let latest = application::of_account(tx, &actor.account_id)
        .await?
        .into_iter()
        .next();
    if let Some(latest) = latest {
        let by = By::person(actor, ActorRole::Applicant, None);
        let again = execute(tx, state, &latest.id, &by, Command::ApplyAgain, now).await;
        return match again {
            Ok(done) => done
                .new_draft
                .ok_or_else(|| ApiError::internal("no draft was begun")),
            // An open application, whether it is this one or another, is told in the same words.
            Err(error) if latest.position.state.is_open() => {
                tracing::debug!(%error, "a second draft was asked for");
                Err(effects::already_open())
            }
            Err(error) => Err(error),
        };
    }
    let person = applicant::find(tx, &actor.account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let form = ApplicationForm {
        given_names: person.profile.given_names,
        family_name: person.profile.family_name,
        one_name: person.profile.one_name,
        organisation: person.profile.affiliation,
        country: person.profile.country,
        ..ApplicationForm::default()
    };
    effects::start_draft(
        tx,
        state,
        &Who::from(actor),
        &actor.account_id,
        &form,
        None,
        now,
    )
    .await
}

/// The form of the latest snapshot; before the first, the draft's.
async fn latest_form(tx: &mut Tx, application: &Application) -> Result<ApplicationForm, ApiError> {
    let latest = application_record::latest_snapshots(tx, &application.id, 1).await?;
    Ok(latest
        .into_iter()
        .next()
        .unwrap_or_else(|| application.form.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_has_no_outer_blanks_and_whole_web_addresses() {
        let typed = ApplicationForm {
            city: " Montre\u{301}al ".to_owned(),
            webpage: "www.university.example/people/ada ".to_owned(),
            reference_page_url: "https://university.example/ruth".to_owned(),
            organisation: "university.example".to_owned(),
            ..ApplicationForm::default()
        };
        let kept = normalised(&typed);
        assert_eq!(kept.city, "Montréal");
        assert_eq!(kept.webpage, "https://www.university.example/people/ada");
        assert_eq!(kept.reference_page_url, typed.reference_page_url);
        assert_eq!(kept.organisation, typed.organisation);
    }
}
