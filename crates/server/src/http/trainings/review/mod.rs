//! What reviewers look at.

pub(super) mod case;
pub(super) mod list;
pub(super) mod next;
pub(super) mod page;
