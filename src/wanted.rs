//! What somebody came for: the page that they wanted when they were asked to sign in, and the dataset.

use crate::api::endpoint;
use crate::dom::El;
use crate::route::Route;
use crate::{app, browser, query};
use leptos::prelude::*;

/// What an address names the page by that signing in (or registering) leads to: `/sign-in?return=/datasets/mimiciv`.
const RETURN: &str = "return";
/// What an address names the dataset by that a person applies for: `/apply?dataset=mimiciv`.
const DATASET: &str = "dataset";
/// What an address names the part of a page by that somebody came for: `/datasets/mimiciv?part=files`.
const PART: &str = "part";
/// The part of a dataset's page where its files are, or what they take.
pub const FILES_PART: &str = "files";
/// The part of an application's page about its reference.
pub const REFERENCE_PART: &str = "reference";
/// Where this tab keeps the page while they sign in; a second factor is given on a page of its own.
const PAGE_HERE: &str = "wanted";
/// Where every tab finds the page of a newcomer: the mail that verifies their address opens in another one.
const PAGE_LATER: &str = "accede-wanted";
/// Where every tab finds the dataset.
const DATASET_KEPT: &str = "accede-dataset";
/// Below this the server answers by itself.
const FILES: &str = "/files/";

/// Whether an address may be gone to after signing in: a page of this portal or a file that it gives out, and never
/// another site, whatever stands in a link that somebody made up. A page of signing in itself leads nowhere.
pub fn is_fit(address: &str) -> bool {
    let plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = path_of(address);
    let leads_nowhere = matches!(
        Route::parse(path),
        Route::Home
            | Route::SignIn
            | Route::SecondFactor
            | Route::SecondFactorSetup
            | Route::AcceptTexts
            | Route::Register
            | Route::Verify
            | Route::Reset
            | Route::ResetComplete
    );
    // No page has an empty first part, so that `//elsewhere` is none.
    plain && !leads_nowhere && (Route::parse(path) != Route::NotFound || path.starts_with(FILES))
}

fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The address of signing in or registering (`to`) from a page, with the way back to it. From a page of signing in, with
/// the way that it was opened with.
pub fn way(to: &Route, from: &Route, its_query: &str) -> String {
    let back = match from {
        Route::SignIn | Route::Register => query::value(its_query, RETURN),
        _ => [&from.path(), its_query].concat(),
    };
    if is_fit(&back) {
        [to.path(), endpoint::query(&[(RETURN, &back)])].concat()
    } else {
        to.path()
    }
}

/// The same from the page that is being drawn.
pub fn way_from(here: &Route, to: &Route) -> String {
    way(to, here, &query_here())
}

/// The query of the address bar. Not followed: what somebody came for is read once.
fn query_here() -> String {
    untrack(app::query)
}

/// The address of a page that is about one dataset: the wizard, which then leads to it.
pub fn about(route: &Route, slug: &str) -> String {
    [&route.path(), "?", DATASET, "=", slug].concat()
}

/// The address of a part of a page.
pub fn part(route: &Route, name: &str) -> String {
    [&route.path(), "?", PART, "=", name].concat()
}

/// The part of this page that the address names, to be gone to once.
#[derive(Clone, Copy)]
pub struct Aim(StoredValue<String>);

impl Aim {
    /// As the address has it when the page is opened.
    pub fn here() -> Self {
        Self(StoredValue::new(query::value(&query_here(), PART)))
    }

    /// Takes the focus to the heading of the part that is wanted: after that of the page, which has it on every other
    /// way here, and never again when the page is drawn anew.
    pub fn reach(self, name: &str, heading: &El) {
        if self.0.with_value(|wanted| wanted != name) {
            return;
        }
        self.0.set_value(String::new());
        let heading = heading.clone();
        browser::after_paint(move || browser::after_paint(move || heading.focus()));
    }
}

/// Keeps the page that the address bar names as the one to come back to; without one, that of a newcomer.
pub fn keep_page() {
    let asked = query::value(&query_here(), RETURN);
    keep_dataset_of(&asked);
    match Some(asked)
        .filter(|asked| is_fit(asked))
        .or_else(|| browser::shared_get(PAGE_LATER))
    {
        Some(page) => browser::tab_put(PAGE_HERE, &page),
        None => browser::tab_remove(PAGE_HERE),
    }
}

/// Keeps this very page as the one to come back to.
pub fn keep_this_page(route: &Route) {
    browser::tab_put(PAGE_HERE, &[route.path(), query_here()].concat());
}

/// An account was asked for here: the page waits until its address is verified, in whichever tab.
pub fn keep_for_newcomer() {
    let asked = query::value(&query_here(), RETURN);
    if is_fit(&asked) {
        keep_dataset_of(&asked);
        browser::shared_put(PAGE_LATER, &asked);
    }
}

/// Whoever comes from the pages of a dataset came for that one.
fn keep_dataset_of(address: &str) {
    if let Route::Dataset(slug) | Route::HowTo(slug, _) | Route::DatasetAgreement(slug) =
        Route::parse(path_of(address))
    {
        browser::shared_put(DATASET_KEPT, &slug);
    }
}

/// The page to come back to. What was kept is read as an address that anybody may have written.
pub fn page() -> Option<String> {
    browser::tab_get(PAGE_HERE).filter(|page| is_fit(page))
}

/// The person is there.
pub fn forget_page() {
    browser::tab_remove(PAGE_HERE);
    browser::shared_remove(PAGE_LATER);
}

/// Goes to an address that [`is_fit`].
pub fn go(address: &str) {
    if Route::parse(path_of(address)) == Route::NotFound {
        browser::leave_to(address);
    } else {
        crate::navigate(address);
    }
}

/// Keeps the dataset that somebody came for, where the address bar names one.
pub fn keep_dataset() {
    let slug = query::value(&query_here(), DATASET);
    if !slug.is_empty() {
        browser::shared_put(DATASET_KEPT, &slug);
    }
}

/// The slug of the dataset that somebody came for. It may be of any age and out of date.
pub fn dataset() -> Option<String> {
    browser::shared_get(DATASET_KEPT)
}

/// Puts the dataset that somebody came for before the others.
pub fn first<T>(items: &mut [T], slug: impl Fn(&T) -> &str) {
    let wanted = dataset();
    let place = items
        .iter()
        .position(|item| wanted.as_deref() == Some(slug(item)));
    if let Some(place) = place {
        items[..=place].rotate_right(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_pages_and_files_of_this_portal() {
        for address in [
            "/datasets/mimiciv",
            "/datasets",
            "/review?stage=final&q=ada",
            "/account/tokens",
            "/files/mimiciv/3.1/",
            "/files/mimiciv/3.1/hosp/patients.csv.gz",
        ] {
            assert!(is_fit(address), "{address}");
        }
    }

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for address in [
            "",
            "//evil.example",
            "//evil.example/datasets",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/ /evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "datasets",
            "/nowhere",
            "/api/v1/session",
            "/.//evil.example",
            "/datasets\\..\\",
            "/files",
        ] {
            assert!(!is_fit(address), "{address}");
        }
    }

    #[test]
    fn signing_in_never_leads_to_signing_in() {
        for address in [
            "/",
            "/sign-in",
            "/sign-in?return=/sign-in",
            "/register",
            "/verify",
            "/reset/",
            "/account/texts",
        ] {
            assert!(!is_fit(address), "{address}");
        }
    }

    #[test]
    fn the_way_back_goes_along() {
        let dataset = Route::parse("/datasets/mimiciv");
        assert_eq!(
            way(&Route::SignIn, &dataset, ""),
            "/sign-in?return=%2Fdatasets%2Fmimiciv"
        );
        assert_eq!(
            way(&Route::SignIn, &Route::Apply, "?dataset=mimiciv"),
            "/sign-in?return=%2Fapply%3Fdataset%3Dmimiciv"
        );
        // Between signing in and registering it is handed on.
        assert_eq!(
            way(
                &Route::Register,
                &Route::SignIn,
                "?return=%2Ffiles%2Fmimiciv%2F3.1%2F"
            ),
            "/register?return=%2Ffiles%2Fmimiciv%2F3.1%2F"
        );
        assert_eq!(
            way(&Route::SignIn, &Route::Register, "?return=//evil.example"),
            "/sign-in"
        );
        assert_eq!(way(&Route::Register, &Route::Home, ""), "/register");
    }
}
