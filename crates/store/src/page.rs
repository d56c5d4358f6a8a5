//! Reading a list by keyset: where a page begins is a row, never a count of rows.

use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Value};

/// The row a page begins behind: its time and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The row's time, in the list's own order.
    pub at: Timestamp,
    /// The row's id, for rows of the same time.
    pub id: String,
}

/// Where a page of a list begins, and which way it is read. `K` says where a line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge<K> {
    /// At the beginning.
    First,
    /// Behind this line.
    After(K),
    /// Before it.
    Before(K),
}

/// Which page of a list that runs from the newest to the oldest.
pub type Page = Edge<Cursor>;

/// Lines of a list that were looked for no further than so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines<L, K> {
    /// As many as were asked for, or fewer; in the list's order.
    pub lines: Vec<L>,
    /// Where looking stopped before so many were found: there may be more beyond.
    pub cut_at: Option<K>,
}

impl<K> Edge<K> {
    /// Whether the list is read against its order: nearest to the edge first.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_))
    }

    /// Whether keys are read from small to great, in a list whose order is that of its keys or the reverse.
    #[must_use]
    pub fn is_ascending(&self, is_reversed: bool) -> bool {
        is_reversed == self.is_backwards()
    }

    /// The same edge with another key.
    pub fn map<T>(&self, other: impl FnOnce(&K) -> T) -> Edge<T> {
        match self {
            Self::First => Edge::First,
            Self::After(key) => Edge::After(other(key)),
            Self::Before(key) => Edge::Before(other(key)),
        }
    }

    /// As [`Edge::map`], with a key that may not come.
    ///
    /// # Errors
    /// Whatever `other` meets.
    pub fn try_map<T, E>(&self, other: impl FnOnce(&K) -> Result<T, E>) -> Result<Edge<T>, E> {
        Ok(match self {
            Self::First => Edge::First,
            Self::After(key) => Edge::After(other(key)?),
            Self::Before(key) => Edge::Before(other(key)?),
        })
    }

    /// Turns rows read nearest-first into rows of the list's order.
    ///
    /// # Errors
    /// Whatever `read` meets.
    pub fn rows<'r, T>(
        &self,
        rows: impl IntoIterator<Item = &'r Row>,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut items = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if self.is_backwards() {
            items.reverse();
        }
        Ok(items)
    }

    /// Lines from rows read nearest-first, each of which says where looking stopped: `cut_at`. Where there is no line, one row
    /// without an `id` says that alone.
    pub(crate) fn lines<L>(
        &self,
        rows: &[Row],
        limit: u32,
        read: impl Fn(&Row) -> Result<L, StoreError>,
        cut_at: impl FnOnce(&Row) -> Result<Option<K>, StoreError>,
    ) -> Result<Lines<L, K>, StoreError> {
        let cut_at = rows.first().map(cut_at).transpose()?.flatten();
        let is_line = |row: &&Row| !row.value("id").is_ok_and(|id| *id == Value::Null);
        let lines = self.rows(rows.iter().filter(is_line), read)?;
        let is_full = lines.len() >= limit as usize;
        Ok(Lines {
            lines,
            cut_at: cut_at.filter(|_| !is_full),
        })
    }
}

/// An id behind that of every line with the same key, in the direction that is read.
pub(crate) fn last_id(is_ascending: bool) -> String {
    if is_ascending { "\u{10FFFF}" } else { "" }.to_owned()
}

impl Page {
    /// The comparison with the cursor's row, the order that reads nearest to it first, and the
    /// cursor; for `WHERE … (at, id) {comparison} ($1, $2) ORDER BY at {order}, id {order}`.
    #[must_use]
    pub fn bounds(&self) -> (&'static str, &'static str, Cursor) {
        match self {
            Self::First => (
                "<",
                "DESC",
                Cursor {
                    at: Timestamp(i64::MAX),
                    id: String::new(),
                },
            ),
            Self::After(cursor) => ("<", "DESC", cursor.clone()),
            Self::Before(cursor) => (">", "ASC", cursor.clone()),
        }
    }
}
