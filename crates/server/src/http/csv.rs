//! A list as a file of comma-separated values, written while it is read: no list is ever held as a whole.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::{TryStreamExt as _, stream};

use accede_store::page::{Edge, Lines};

use crate::error::ApiError;

/// Rows that are read at a time.
pub const AT_ONCE: u32 = 500;

/// Some rows, and from where to read on; nothing at the end.
pub type Rows<E> = (Vec<Vec<String>>, Option<E>);

/// The rows of lines that were found, [`AT_ONCE`] at the most, and the edge behind the last that was looked at.
pub fn part<L, S>(
    found: Lines<L, S>,
    spot: impl Fn(&L) -> S,
    cells: impl Fn(&L) -> Vec<String>,
) -> Rows<Edge<S>> {
    let rows = found.lines.iter().map(cells).collect();
    let is_full = found.lines.len() == AT_ONCE as usize;
    let last = found.lines.last().filter(|_| is_full);
    (rows, last.map(spot).or(found.cut_at).map(Edge::After))
}

/// The file: a line of headings, then whatever `read` gives from one edge to the next. A failure on the way breaks the
/// transfer off, so that nobody takes a part for the whole.
///
/// # Errors
/// None but a file name that is no header, which is a fault of ours.
pub fn file<E, F, R>(
    file_name: &str,
    headings: &[&str],
    first: E,
    read: F,
) -> Result<Response, ApiError>
where
    E: Send + 'static,
    F: Fn(E) -> R + Send + 'static,
    R: Future<Output = Result<Rows<E>, ApiError>> + Send,
{
    let headings: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
    // Spreadsheets take the file for one of another encoding without the mark.
    let beginning = ["\u{feff}", &line(&headings)].concat();
    let rows = stream::try_unfold(
        (Some(beginning), Some(first), read),
        |(text, edge, read)| async {
            if let Some(text) = text {
                return Ok(Some((text, (None, edge, read))));
            }
            let Some(edge) = edge else {
                return Ok(None);
            };
            let (rows, next) = read(edge).await?;
            let text: String = rows.iter().map(|row| line(row)).collect();
            Ok::<_, ApiError>(Some((text, (None, next, read))))
        },
    );
    let mut response = Response::new(Body::from_stream(rows.map_err(broken_off)));
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(ApiError::internal)?,
    );
    Ok(response)
}

/// The person sees that the file is not whole; whoever runs the portal sees why.
fn broken_off(error: ApiError) -> std::io::Error {
    tracing::error!(%error, "a list was not read to its end");
    std::io::Error::other("the list was not read to its end")
}

/// A line as RFC 4180 has it.
fn line(cells: &[String]) -> String {
    let mut line = String::new();
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        line.push_str(&cell(text));
    }
    line.push_str("\r\n");
    line
}

/// A cell. What a spreadsheet would take for a formula begins with an apostrophe, which it shows as text.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
        // The full-width forms are taken for the same.
        || text.starts_with(['\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}']);
    let mark = if is_formula { "'" } else { "" };
    if is_formula || text.contains(['"', ',', '\r', '\n']) {
        ["\"", mark, &text.replace('"', "\"\""), "\""].concat()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_have_to_be_and_no_formula_gets_through() {
        for (text, written) in [
            ("Émile", "Émile"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("a=1", "a=1"),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
    }

    #[tokio::test]
    async fn a_list_is_read_to_its_end_a_part_at_a_time() {
        let read = |from: u32| async move {
            let rows = (from..from + 2)
                .map(|n| vec![n.to_string(), "x".to_owned()])
                .collect();
            Ok((rows, (from < 4).then_some(from + 2)))
        };
        let response = file("list.csv", &["n", "x"], 0, read).unwrap();
        let body = axum::body::to_bytes(response.into_body(), 1000)
            .await
            .unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(
            text,
            "\u{feff}n,x\r\n0,x\r\n1,x\r\n2,x\r\n3,x\r\n4,x\r\n5,x\r\n"
        );
    }

    #[tokio::test]
    async fn a_failure_breaks_the_file_off() {
        let read = |_: u32| async { Err::<Rows<u32>, _>(ApiError::internal("gone")) };
        let response = file("list.csv", &["n"], 0, read).unwrap();
        assert!(
            axum::body::to_bytes(response.into_body(), 1000)
                .await
                .is_err()
        );
    }
}
