//! What a browser brings back from ORCID.

use crate::query::value;
use accede_api::account::FinishOrcid;

/// What the query of the address says.
#[derive(Debug, PartialEq, Eq)]
pub enum Back {
    /// Nobody came back from anywhere.
    Nothing,
    /// The person agreed.
    Agreed(FinishOrcid),
    /// The person did not.
    Denied,
    /// It went wrong at ORCID.
    Failed,
}

pub fn back(query: &str) -> Back {
    let (code, error) = (value(query, "code"), value(query, "error"));
    if error == "access_denied" {
        Back::Denied
    } else if !error.is_empty() {
        Back::Failed
    } else if code.is_empty() {
        Back::Nothing
    } else {
        let state = value(query, "state");
        Back::Agreed(FinishOrcid { code, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_brought_back_is_told_apart() {
        let agreed = FinishOrcid {
            code: "Ab+3dE".to_owned(),
            state: "x_y-z".to_owned(),
        };
        assert_eq!(back("?code=Ab%2B3dE&state=x_y-z"), Back::Agreed(agreed));
        let denied = "?error=access_denied&error_description=User%20denied&state=x";
        assert_eq!(back(denied), Back::Denied);
        assert_eq!(back("?error=server_error&code=x"), Back::Failed);
        for query in ["", "?", "?code=", "?state=x", "?lang=es"] {
            assert_eq!(back(query), Back::Nothing, "{query}");
        }
    }
}
