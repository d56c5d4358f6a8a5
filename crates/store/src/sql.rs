//! One SQL text for SQLite and PostgreSQL 15.
//!
//! What runs unchanged on both: `$1` parameters, `RETURNING`, `ON CONFLICT`, row-value comparison,
//! `FILTER`, `IS NOT DISTINCT FROM`, partial indexes. What to keep away from:
//! - `CAST(x AS INTEGER)` (32 bits on PostgreSQL): write `CAST(x AS BIGINT)`;
//! - `sum()` of a column is `NUMERIC` on PostgreSQL: write `CAST(sum(x) AS BIGINT)`;
//! - a parameter used only as `$1 IS NULL` has no type: write `CAST($1 AS TEXT) IS NULL`;
//! - scalar `max(a, b)`, `LIKE` (its case rules differ), JSON functions, `now()`;
//! - a condition that is a bare integer column: write `flag = 1`.

mod connect;
mod failure;
mod fill;
mod row;
mod tally;
mod tx;
mod value;
mod writer;

pub use connect::{Store, StoreConfig};
pub use fill::{Fill, Table};
pub use row::Row;
pub use tally::tallied;
pub use tx::Tx;
pub use value::Value;
pub(crate) use value::bind;

/// Which of the two databases is behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one writer.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// The parameters of a statement: `params![id, now, None::<String>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::Value::from($value)),*]
    };
}
