//! Requests that are being carried out now, by actor, route and idempotency key.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Which requests run in this process. Another process that works on the same one is held off by the database.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<String>>>);

/// Holds the place of one request; dropping it, also by a cancelled request, frees the place.
pub struct Place {
    all: Running,
    name: String,
}

impl Running {
    /// Takes the place of a request, unless it is taken.
    #[must_use]
    pub fn enter(&self, name: String) -> Option<Place> {
        let taken = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.clone());
        taken.then(|| Place {
            all: self.clone(),
            name,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.name);
    }
}
