//! Ids and other unpredictable bytes, from a source of randomness that is passed in.

use std::sync::{Mutex, PoisonError};

use accede_domain::time::Timestamp;
use ulid::Ulid;

/// Overwrites its argument with unpredictable bytes.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Makes ULIDs: 26 characters that sort by the time they were made, and within one millisecond
/// by the order in which this source made them. A timeline relies on that: the events of one
/// transaction share one time.
pub struct IdSource {
    fill: Box<Fill>,
    last: Mutex<Ulid>,
}

impl IdSource {
    /// `fill` overwrites its argument with unpredictable bytes.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self {
            fill: Box::new(fill),
            last: Mutex::new(Ulid::nil()),
        }
    }

    /// A new id, made at `now`.
    #[must_use]
    pub fn id(&self, now: Timestamp) -> String {
        let millis = u64::try_from(now.0.div_euclid(1000)).unwrap_or(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let next = match last.increment() {
            Ok(next) if last.timestamp_ms() == millis => next,
            _ => Ulid::from_parts(millis, u128::from_be_bytes(self.bytes::<16>())),
        };
        *last = next;
        next.to_string()
    }

    /// `N` unpredictable bytes: a salt, a token.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.fill)(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

    #[test]
    fn ids_of_one_millisecond_sort_in_the_order_they_were_made() {
        let ids = IdSource::new(|bytes| bytes.fill(0xa5));
        let made: Vec<String> = (0..100).map(|_| ids.id(NOW)).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.len() == 26));
    }

    #[test]
    fn a_later_time_sorts_later_and_an_earlier_one_earlier() {
        let ids = IdSource::new(|bytes| bytes.fill(0xff));
        let first = ids.id(NOW);
        let later = ids.id(Timestamp(NOW.0 + 1000));
        let earlier = ids.id(Timestamp(NOW.0 - 1000));
        assert!(earlier < first && first < later);
    }
}
