//! Chance that falls the same way each time: SplitMix64, from a seed and a number.

/// One person's chance; that of another does not touch it.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        // Neighbouring numbers begin far apart.
        dice.next();
        dice
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The bias of a 64-bit remainder by such small numbers is far below what anybody counts.
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A number from one to another, both among them.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub(super) fn per_mille(&mut self, times: u64) -> bool {
        self.below(1000) < times
    }

    /// One of some.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let index = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(index).copied()
    }

    /// One of some words; empty where there are none.
    pub(super) fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).unwrap_or_default()
    }

    /// One of some, each as often as its weight says.
    pub(super) fn weighed<T: Copy>(&mut self, of: &[(T, u64)]) -> Option<T> {
        let mut left = self.below(of.iter().map(|(_, weight)| weight).sum());
        for &(one, weight) in of {
            if left < weight {
                return Some(one);
            }
            left -= weight;
        }
        None
    }

    /// A number below `end`, small ones far more often.
    pub(super) fn small(&mut self, end: u64) -> u64 {
        let most = self.below(end.max(1)) + 1;
        self.below(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_falls_the_same_way_and_differs_from_number_to_number() {
        let throw = |seed, number| {
            let mut dice = Dice::new(seed, number);
            (
                dice.next(),
                dice.between(-3, 3),
                dice.per_mille(500),
                dice.small(9),
            )
        };
        assert_eq!(throw(7, 1), throw(7, 1));
        assert_ne!(throw(7, 1).0, throw(7, 2).0);
        assert_ne!(throw(7, 1).0, throw(8, 1).0);
        let mut dice = Dice::new(1, 1);
        assert!((0..1000).all(|_| (-3..=3).contains(&dice.between(-3, 3))));
        let weighed = (0..1000)
            .filter(|_| dice.weighed(&[(true, 9), (false, 1)]) == Some(true))
            .count();
        assert!((850..950).contains(&weighed));
        assert_eq!((dice.pick::<u8>(&[]), dice.below(0)), (None, 0));
    }
}
