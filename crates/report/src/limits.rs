//! What reading one file may cost. Counted, not timed: the same bytes under the same limits give the same reading on
//! every machine, in the program and in a browser.

use std::cell::Cell;

/// The most that one file may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub file: usize,
    /// Steps: about one for each byte that is looked at and each letter that is placed. A second takes a hundred million
    /// of them, or thirty million in a browser.
    pub steps: u64,
    /// Bytes that everything taken out of the file may have together, packed streams above all.
    pub memory: u64,
    /// Objects, in the file's own lists of them.
    pub objects: usize,
    /// Arrays and dictionaries inside one another.
    pub depth: usize,
    /// Drawings inside one another.
    pub forms: usize,
    /// Pages that are looked at.
    pub pages: usize,
    /// Letters on all pages.
    pub letters: usize,
}

impl Default for Limits {
    /// Those of the portal: a report has some 20 KB, four pages and ten thousand letters, and takes a million steps.
    fn default() -> Self {
        Self {
            file: 10 * 1024 * 1024,
            steps: 60_000_000,
            memory: 48 * 1024 * 1024,
            objects: 100_000,
            depth: 48,
            forms: 8,
            pages: 100,
            letters: 200_000,
        }
    }
}

/// Why reading stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A limit was reached.
    Costly,
    /// The file cannot be made out.
    Broken,
    /// It opens with a password only.
    Password,
}

pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// Takes what is broken for what is not there; other faults go on.
pub(crate) fn lenient<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Fault::Broken) => Ok(None),
        Err(other) => Err(other),
    }
}

/// What is left of the limits.
#[derive(Debug)]
pub(crate) struct Budget {
    pub limits: Limits,
    steps: Cell<u64>,
    memory: Cell<u64>,
    objects: Cell<usize>,
}

impl Budget {
    pub fn new(limits: Limits) -> Self {
        Self {
            steps: Cell::new(limits.steps),
            memory: Cell::new(limits.memory),
            objects: Cell::new(limits.objects),
            limits,
        }
    }

    pub fn steps(&self, count: usize) -> Result<()> {
        let left = self.steps.get().checked_sub(count as u64);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(Fault::Costly)
    }

    pub fn step(&self) -> Result<()> {
        self.steps(1)
    }

    pub fn memory(&self, bytes: usize) -> Result<()> {
        let left = self
            .memory
            .get()
            .checked_sub(bytes as u64)
            .ok_or(Fault::Costly)?;
        self.memory.set(left);
        Ok(())
    }

    /// Bytes that may still be taken.
    pub fn memory_left(&self) -> usize {
        usize::try_from(self.memory.get()).unwrap_or(usize::MAX)
    }

    /// Gives back what was taken, because it is gone again.
    pub fn memory_back(&self, bytes: usize) {
        self.memory
            .set(self.memory.get().saturating_add(bytes as u64));
    }

    pub fn object(&self) -> Result<()> {
        let left = self.objects.get().checked_sub(1).ok_or(Fault::Costly)?;
        self.objects.set(left);
        Ok(())
    }
}
