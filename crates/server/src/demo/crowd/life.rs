//! The life of one person of the crowd: who they are, what was planned for their applications, and the rows that it leaves.

use accede_domain::time::{Duration, Timestamp};
use accede_domain::training::TrainingState;
use accede_store::application_queue::Facts;
use accede_store::params;

use super::Crowd;
use super::dice::Dice;
use super::person::{Person, folded};
use super::plan::{EARLIER, ENDINGS, Ending, accepts_at, begins, length, plan};
use super::rows::{Ids, Rows};
use super::story::Story;
use super::training;

/// The most that one person has, drafts among them.
const MOST_APPLICATIONS: u64 = 2;

/// What one person leaves behind.
#[derive(Debug, Default)]
pub(super) struct Life {
    pub rows: Rows,
    /// What the lines of their applications follow from, but for what others say; and whether it counts what others say of
    /// the latest reference.
    pub facts: Vec<(Facts, bool)>,
    /// The files of their training reports, which are no rows yet.
    pub reports: Vec<training::Report>,
    /// How their trainings stand.
    pub trainings: Vec<TrainingState>,
    /// References who confirmed, by their folded addresses; not where the credential was revoked since.
    pub confirmed: Vec<String>,
}

impl Life {
    /// How many applications there are, drafts among them.
    pub(super) fn applications(&self) -> u64 {
        self.rows.applications.len() as u64
    }
}

/// The life of the person with this number; at most `most` applications.
pub(super) fn of(crowd: &Crowd<'_>, number: u64, most: u64) -> Life {
    let mut dice = Dice::new(crowd.seed, number);
    let person = Person::new(&mut dice, number, crowd.world);
    let ending = dice.weighed(ENDINGS).unwrap_or(Ending::Accepted);
    let earlier = dice
        .weighed(EARLIER)
        .filter(|_| most > 1 && dice.per_mille(80));
    let plan = plan(&mut dice, ending, &person);
    let begins = begins(&mut dice, crowd, ending, &plan);
    let first = earlier.map(|ending| {
        let plan = super::plan::plan(&mut dice, ending, &person);
        let rest = Duration::hours(dice.between(100, 3_000));
        (begins.minus(length(&plan)).minus(rest), plan)
    });
    let since = first.as_ref().map_or(begins, |(begins, _)| *begins);
    let mut maker = Maker {
        crowd,
        dice,
        ids: Ids::new(),
        person,
        account_id: String::new(),
        of_person: number,
        numbered: 0,
        is_revoked: ending == Ending::Revoked,
        life: Life::default(),
    };
    maker.join(since.minus(Duration::days(20)));
    let accepted_at = accepts_at(begins, &plan);
    training::add(&mut maker, since);
    let mut previous = None;
    if let Some((begins, plan)) = first {
        let mut story = Story::begin(&mut maker, begins, None);
        story.superseded_at = accepted_at.filter(|_| accepts_at(begins, &plan).is_some());
        story.play(&plan);
        previous = Some(story.finish());
    }
    let mut story = Story::begin(&mut maker, begins, previous);
    story.play(&plan);
    story.finish();
    maker.life
}

/// What makes the rows of one person.
pub(super) struct Maker<'c> {
    pub crowd: &'c Crowd<'c>,
    pub dice: Dice,
    pub ids: Ids,
    pub person: Person,
    pub account_id: String,
    /// Which person of the crowd it is.
    of_person: u64,
    /// How many of their applications have a number.
    numbered: u64,
    /// Their latest credential is revoked.
    pub is_revoked: bool,
    pub life: Life,
}

impl Maker<'_> {
    pub(super) fn id(&mut self, at: Timestamp) -> String {
        self.ids.id(&mut self.dice, at)
    }

    pub(super) fn name(&self) -> String {
        accede_domain::name::full_name(&self.person.given_names, &self.person.family_name)
    }

    /// Registers, and proves the address.
    fn join(&mut self, at: Timestamp) {
        self.account_id = self.id(at);
        let (id, email_id) = (self.account_id.clone(), self.id(at));
        let (person, crowd) = (&self.person, self.crowd);
        let proved = at.plus(Duration::hours(1));
        self.life.rows.accounts.push(params![
            &id,
            1,
            &person.user_name,
            "researcher",
            "active",
            &crowd.passphrase_hash,
            &person.given_names,
            &person.family_name,
            false,
            &person.organisation,
            person.country,
            &crowd.privacy_version,
            &crowd.terms_version,
            at,
            at,
            proved
        ]);
        self.life.rows.emails.push(params![
            email_id,
            2,
            &id,
            &person.email,
            folded(&person.email),
            proved,
            true,
            at,
            proved
        ]);
    }

    /// A number for people to quote. Chance alone would give one of a million twice.
    pub(super) fn number(&mut self) -> String {
        let which = self.of_person * MOST_APPLICATIONS + self.numbered;
        self.numbered += 1;
        ["CR-", &letters(which, self.crowd.seed)].concat()
    }
}

/// Eight letters that no other of the first 2^40 numbers has, and that do not tell which it is: every step can be undone.
fn letters(which: u64, seed: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const BITS: u64 = (1 << 40) - 1;
    let mut bits = (which ^ seed) & BITS;
    for _ in 0..2 {
        bits = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) & BITS;
        bits ^= bits >> 23;
    }
    (0..8)
        .map(|n| char::from(ALPHABET[usize::try_from(bits >> (5 * n) & 31).unwrap_or(0)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn of_a_million_people_no_two_applications_have_one_number() {
        let all = MOST_APPLICATIONS * 1_000_000;
        let numbers: HashSet<String> = (0..all).map(|which| letters(which, 7)).collect();
        assert_eq!(numbers.len() as u64, all);
        assert_ne!(letters(0, 7), letters(0, 8));
    }
}
