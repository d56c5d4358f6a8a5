//! Lists that page by keyset: a cursor is the sort key of the row at the edge of a page.

use accede_api::page::{Count, Page};
use accede_api::review::{FacetCount, Facets};
use accede_domain::time::Timestamp;
use accede_store::application_queue::Total;
pub use accede_store::page::Edge;
use accede_store::page::{self as store, Lines};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 100;
/// Where counting stops on a filtered list: "1,000+".
pub const COUNT_LIMIT: u32 = 1000;

/// `?limit=…&after=…` or `before=…`; flatten it into a list's own parameters.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Rows a page, 1 to 100; 50 without it.
    #[serde(default)]
    pub limit: Option<u32>,
    /// The `next` of an earlier page.
    #[serde(default)]
    pub after: Option<String>,
    /// The `prev` of an earlier page.
    #[serde(default)]
    pub before: Option<String>,
}

/// For the store's lists that run from the newest to the oldest.
#[must_use]
pub fn newest_first(edge: &Edge<(Timestamp, String)>) -> store::Page {
    edge.map(|(at, id)| store::Cursor {
        at: *at,
        id: id.clone(),
    })
}

impl Paging {
    /// The parameters as a list's own query type holds them: serde cannot flatten and refuse unknown fields at once.
    #[must_use]
    pub fn new(limit: Option<u32>, after: Option<String>, before: Option<String>) -> Self {
        Self {
            limit,
            after,
            before,
        }
    }

    /// Rows of the page.
    ///
    /// # Errors
    /// `malformed_request` outside 1 to 100.
    pub fn limit(&self) -> Result<u32, ApiError> {
        match self.limit.unwrap_or(DEFAULT_LIMIT) {
            n if (1..=MAX_LIMIT).contains(&n) => Ok(n),
            _ => Err(ApiError::malformed(format!(
                "`limit` is a number from 1 to {MAX_LIMIT}."
            ))),
        }
    }

    /// The edge that the page begins at.
    ///
    /// # Errors
    /// `malformed_request` for a cursor that no list gave, and for both at once.
    pub fn edge<K: DeserializeOwned>(&self) -> Result<Edge<K>, ApiError> {
        match (&self.after, &self.before) {
            (None, None) => Ok(Edge::First),
            (Some(cursor), None) => decode(cursor).map(Edge::After),
            (None, Some(cursor)) => decode(cursor).map(Edge::Before),
            (Some(_), Some(_)) => Err(ApiError::malformed("Give `after` or `before`, not both.")),
        }
    }
}

/// Makes a page of the rows that were read: in the list's order, one more than `limit` where there is more. The one
/// too many is the furthest from the edge: the last one, or the first one when the page was read backwards.
///
/// # Errors
/// When a key cannot be written, which is a fault of ours.
pub fn page<T, K: Serialize, E>(
    items: Vec<T>,
    limit: u32,
    edge: &Edge<E>,
    total: Count,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>, ApiError> {
    page_up_to(items, None, limit, edge, total, key)
}

/// As [`page`], of rows that were looked for no further than a key: where fewer than asked for were found, the list goes
/// on from there.
///
/// # Errors
/// As [`page`].
fn page_up_to<T, K: Serialize, E>(
    mut items: Vec<T>,
    cut_at: Option<K>,
    limit: u32,
    edge: &Edge<E>,
    total: Count,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>, ApiError> {
    let limit = limit as usize;
    let more = items.len() > limit;
    if edge.is_backwards() {
        items.drain(..items.len().saturating_sub(limit));
    } else {
        items.truncate(limit);
    }
    let (has_next, has_prev) = match edge {
        Edge::First => (more, false),
        Edge::After(_) => (more, true),
        Edge::Before(_) => (true, more),
    };
    let cursor =
        |item: Option<&T>, there: bool| item.filter(|_| there).map(|i| encode(&key(i))).transpose();
    let (mut next, mut prev) = (
        cursor(items.last(), has_next)?,
        cursor(items.first(), has_prev)?,
    );
    if let Some(cut_at) = cut_at.filter(|_| !more) {
        let cut_at = Some(encode(&cut_at)?);
        match edge {
            Edge::Before(_) => prev = cut_at,
            Edge::First | Edge::After(_) => next = cut_at,
        }
    }
    Ok(Page {
        next,
        prev,
        items,
        total,
    })
}

/// As [`page_up_to`], of what the store found: `spot` says where a line stands, `cursor` how that is written.
///
/// # Errors
/// As [`page`].
pub fn page_of<L, S, K: Serialize, E>(
    found: Lines<L, S>,
    limit: u32,
    edge: &Edge<E>,
    total: Total,
    spot: impl Fn(&L) -> S,
    cursor: impl Fn(S) -> K,
) -> Result<Page<L>, ApiError> {
    let cut_at = found.cut_at.map(&cursor);
    let key = |line: &L| cursor(spot(line));
    page_up_to(found.lines, cut_at, limit, edge, count(total), key)
}

/// What a count that stops one past [`COUNT_LIMIT`] says.
#[must_use]
pub fn counted(found: u32) -> Count {
    Count {
        count: found.min(COUNT_LIMIT),
        exact: found <= COUNT_LIMIT,
    }
}

/// A list's number of rows, on the wire.
#[must_use]
pub fn count(total: Total) -> Count {
    Count {
        count: u32::try_from(total.lines).unwrap_or(0),
        exact: total.exact,
    }
}

/// How many lines a list would have with each value of a parameter.
pub fn facets<P: Into<String>>(found: impl IntoIterator<Item = (P, String, Total)>) -> Facets {
    let counts = found.into_iter().map(|(parameter, value, total)| {
        let total = count(total);
        FacetCount {
            parameter: parameter.into(),
            value,
            count: total.count,
            exact: total.exact,
        }
    });
    Facets {
        counts: counts.collect(),
    }
}

fn encode<K: Serialize>(key: &K) -> Result<String, ApiError> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key)?))
}

/// A cursor is the caller's own input: it reaches SQL as a parameter, and opens no row that a filter would not show.
fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes
        .and_then(|b| serde_json::from_slice(&b).ok())
        .ok_or_else(not_ours)
}

/// The refusal of a cursor that the list did not give.
#[must_use]
pub fn not_ours() -> ApiError {
    ApiError::malformed("The cursor is not one that this list gave.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOTAL: Count = Count {
        count: 5,
        exact: true,
    };

    /// Reads 1 to 5 as a repository would: ascending, from an edge, one more than asked for.
    fn read(limit: u32, edge: &Edge<u32>) -> Page<u32> {
        let mut rows: Vec<u32> = (1..=5)
            .filter(|n| match edge {
                Edge::First => true,
                Edge::After(k) => n > k,
                Edge::Before(k) => n < k,
            })
            .collect();
        if matches!(edge, Edge::Before(_)) {
            rows.reverse();
        }
        rows.truncate(limit as usize + 1);
        if matches!(edge, Edge::Before(_)) {
            rows.reverse();
        }
        page(rows, limit, edge, TOTAL, |n| *n).unwrap()
    }

    fn follow(after: Option<String>, before: Option<String>) -> Edge<u32> {
        Paging {
            limit: None,
            after,
            before,
        }
        .edge()
        .unwrap()
    }

    #[test]
    fn a_list_is_walked_there_and_back() {
        let first = read(2, &Edge::First);
        assert_eq!(
            (first.items.clone(), first.prev.is_none()),
            (vec![1, 2], true)
        );
        let second = read(2, &follow(first.next, None));
        assert_eq!(second.items, [3, 4]);
        let last = read(2, &follow(second.next, None));
        assert_eq!((last.items, last.next.is_none()), (vec![5], true));
        let back = read(2, &follow(None, last.prev));
        assert_eq!(back.items, [3, 4]);
        let start = read(2, &follow(None, back.prev));
        assert_eq!(
            (start.items, start.prev.is_none(), start.next.is_some()),
            (vec![1, 2], true, true)
        );
    }

    #[test]
    fn a_made_up_cursor_is_malformed() {
        for cursor in ["", "???", "bm90IGpzb24", "W10"] {
            let paging = Paging {
                after: Some(cursor.to_owned()),
                ..Paging::default()
            };
            assert!(
                matches!(paging.edge::<u32>(), Err(ApiError::Problem(p)) if p.status == 400),
                "{cursor}"
            );
        }
        for limit in [0, 101] {
            assert!(
                Paging {
                    limit: Some(limit),
                    ..Paging::default()
                }
                .limit()
                .is_err()
            );
        }
    }

    #[test]
    fn counting_stops_at_a_thousand() {
        assert_eq!(
            counted(1000),
            Count {
                count: 1000,
                exact: true
            }
        );
        assert_eq!(
            counted(1001),
            Count {
                count: 1000,
                exact: false
            }
        );
    }

    #[test]
    fn a_list_that_was_cut_goes_on_from_there() {
        let cut = |items, edge| page_up_to(items, Some(9), 2, &edge, TOTAL, |n: &u32| *n).unwrap();
        let (nine, two) = (encode(&9).ok(), encode(&2).ok());
        assert_eq!(cut(vec![1], Edge::First).next, nine);
        assert_eq!(cut(vec![], Edge::First).next, nine);
        assert_eq!(cut(vec![1, 2, 3], Edge::First).next, two);
        let back = cut(vec![2], Edge::Before(4));
        assert_eq!((back.prev, back.next), (nine, two));
    }
}
