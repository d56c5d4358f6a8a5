//! How staff share the work on applications and training reports, whatever the endpoint: who works on a case, and what
//! was decided and can still be undone.

pub mod claims;
pub mod decisions;
