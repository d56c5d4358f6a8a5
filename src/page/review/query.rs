//! The address of a list: its query is the filter, word for word. Every change of the filter leaves the page of the list
//! that is open: a cursor belongs to one filter.

use crate::api::endpoint;

pub(super) use crate::query::value;

/// The parameter that names applications, with commas between: those that were marked, in place of the list.
pub(super) const MARKED: &str = "marked";

/// The query with a parameter set, or without it where the value is empty.
pub(super) fn with(query: &str, name: &str, value: &str) -> String {
    let mut out = String::new();
    for pair in pairs(query) {
        let of = pair.split('=').next().unwrap_or_default();
        if ![name, "after", "before"].contains(&of) {
            join(&mut out, pair);
        }
    }
    join(
        &mut out,
        endpoint::query(&[(name, value)]).trim_start_matches('?'),
    );
    out
}

/// The filter alone, without the place in the list.
pub(super) fn filter(query: &str) -> String {
    with(query, "after", "")
}

/// The filter at another place of its list.
pub(super) fn at_cursor(query: &str, name: &str, cursor: &str) -> String {
    with(&filter(query), name, cursor)
}

/// Sets the value, or takes it out where it is set already.
pub(super) fn toggled(query: &str, name: &str, new: &str) -> String {
    with(
        query,
        name,
        if value(query, name) == new { "" } else { new },
    )
}

fn pairs(query: &str) -> impl Iterator<Item = &str> {
    let pairs = query.trim_start_matches('?').split('&');
    pairs.filter(|pair| !pair.is_empty())
}

fn join(out: &mut String, pair: &str) {
    if !pair.is_empty() {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(pair);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_set_changed_and_taken_out() {
        assert_eq!(with("", "stage", "final"), "?stage=final");
        assert_eq!(
            with("?stage=final&q=a%20b", "stage", "identity"),
            "?q=a%20b&stage=identity"
        );
        assert_eq!(with("?stage=final", "stage", ""), "");
        assert_eq!(toggled("?stage=final", "stage", "final"), "");
        assert_eq!(
            toggled("?stage=final", "stage", "identity"),
            "?stage=identity"
        );
    }

    #[test]
    fn another_filter_begins_at_its_first_page() {
        assert_eq!(
            with("?stage=final&after=abc", "q", "Löwe"),
            "?stage=final&q=L%C3%B6we"
        );
        assert_eq!(filter("?before=x&stage=final"), "?stage=final");
    }

    #[test]
    fn turning_a_page_keeps_the_filter() {
        assert_eq!(
            at_cursor("?stage=final&after=abc", "after", "def"),
            "?stage=final&after=def"
        );
        assert_eq!(at_cursor("?after=abc", "before", "x"), "?before=x");
    }
}
