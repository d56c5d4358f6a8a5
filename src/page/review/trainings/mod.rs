//! Training reports to review: the list, and one beside its checklist.

mod case;
mod decide;
mod list;

pub use case::draw as draw_case;
pub(super) use case::embedded;
pub use list::draw;
