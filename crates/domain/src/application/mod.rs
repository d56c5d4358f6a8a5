//! The credential application: its form, its validation, its states and its checklists.

pub mod checklist;
pub mod form;
pub mod signal;
pub mod state;
pub mod validate;

pub use checklist::{ChecklistState, FieldComment, IdentityChecklist, ResponseChecklist};
pub use form::{ApplicationForm, FIELDS, Field, FieldSpec, Task, changed_fields, earliest_stage};
pub use signal::{Signal, SignalFacts, Signals, signals};
pub use state::{ActorRole, ApplicationState, CommandKind, Position, Stage};
pub use validate::{
    ApplicantFacts, ReferenceCategory, ResearcherCategory, ValidApplication, ValidReference,
    summary_min, validate, validate_task,
};
