//! How staff share the work on applications and training reports, whatever the endpoint: who works on a case, what was
//! decided and can still be undone, what they write for each other, what the records hold,
//! and what is counted of it all.

pub mod bulk;
pub mod claims;
pub mod credentials;
pub mod decisions;
pub mod figures;
pub mod notes;
pub mod on_record;
pub mod templates;
