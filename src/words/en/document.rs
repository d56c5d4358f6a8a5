//! Privacy notice, terms of use, accessibility statement.

pub const VERSION: &str = "Version ";
pub const IN_FORCE_SINCE: &str = ", in force since ";
