//! The one clock. Every rule takes `now` from here, so that a test can stand at any moment.

use std::sync::atomic::{AtomicI64, Ordering};

use accede_domain::time::{Duration, Timestamp};

/// Where the server takes the time from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> Timestamp {
        let micros = match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
            // A clock set before 1970 is a broken machine; the epoch keeps every comparison total.
            Err(_) => 0,
        };
        Timestamp::from_micros(micros)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `start`.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.micros()))
    }

    /// Moves forward by `span`.
    pub fn advance(&self, span: Duration) {
        self.0.fetch_add(span.0, Ordering::SeqCst);
    }

    /// Jumps to `moment`.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.micros(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::at(Timestamp::from_seconds(100));
        assert_eq!(clock.now(), Timestamp::from_seconds(100));
        clock.advance(Duration::minutes(1));
        assert_eq!(clock.now(), Timestamp::from_seconds(160));
        clock.set(Timestamp::from_seconds(5));
        assert_eq!(clock.now(), Timestamp::from_seconds(5));
    }

    #[test]
    fn the_system_clock_is_past_2025() {
        assert!(SystemClock.now() > Timestamp::from_seconds(1_735_689_600));
    }
}
