//! Reads the query of an address, such as `?stage=final&q=ada`. [`crate::api::endpoint::query`] writes one.

/// The value of a name, decoded; empty where it is not there.
pub fn value(query: &str, name: &str) -> String {
    let pairs = query.trim_start_matches('?').split('&');
    let found = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name);
    found.map(|(_, value)| decode(value)).unwrap_or_default()
}

/// Percent-decoding, `+` for a space; what is no UTF-8 reads as empty.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || rest.next().and_then(|d| char::from(d).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
                    _ => return String::new(),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::endpoint;

    #[test]
    fn a_query_is_read_as_it_was_written() {
        let query = "?stage=final&q=Ada%20L%C3%B6we+x";
        assert_eq!(value(query, "stage"), "final");
        assert_eq!(value(query, "q"), "Ada Löwe x");
        assert_eq!(value(query, "sort"), "");
        assert_eq!(value("?q=%zz", "q"), "");
        assert_eq!(value("?q=%ff", "q"), "");
    }

    #[test]
    fn what_is_written_reads_the_same() {
        for text in [
            "/review?stage=final&q=a b",
            "/files/mimiciv/3.1/a%20b",
            "Löwe+",
        ] {
            let query = endpoint::query(&[("page", "1"), ("return", text)]);
            assert_eq!(value(&query, "return"), text);
        }
    }
}
