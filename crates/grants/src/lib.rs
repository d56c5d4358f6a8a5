//! Makes a cloud's list of readers agree with the grants that people were given.
//!
//! - [`provider`]: what a cloud has to be able to do, and how it refuses.
//! - [`ledger`]: the provider that needs no cloud: a list in the portal's own database, labelled as one.
//! - [`step`]: what is to be asked of a provider for one grant, and what its answer makes of the grant. Pure.
//! - [`drift`]: a provider's list held against ours, both ways. Pure.

pub mod drift;
pub mod ledger;
pub mod provider;
pub mod step;

pub use drift::{Drift, compare};
pub use ledger::Ledger;
pub use provider::{Provider, ProviderError};
pub use step::{Ask, Heard, Noted, next};
