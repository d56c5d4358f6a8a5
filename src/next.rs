//! Where a next step is done. Its words are in `words::next`; which step it is, the server says.

use crate::route::Route;
use crate::wanted;
use accede_domain::next::NextStep;

/// The page of a step; `slug` is the dataset that it is about, where there is one. `None` where only the support
/// address can help.
pub fn route(step: NextStep, slug: Option<&str>) -> Option<Route> {
    let dataset = || slug.map_or(Route::Datasets, |slug| Route::Dataset(slug.to_owned()));
    Some(match step {
        NextStep::Register => Route::Register,
        NextStep::SignIn => Route::SignIn,
        NextStep::VerifyEmail => Route::Verify,
        NextStep::CompleteTraining
        | NextStep::WaitForTrainingReview
        | NextStep::MendTraining
        | NextStep::RenewTraining => Route::Trainings,
        NextStep::Apply
        | NextStep::FinishDraft
        | NextStep::AnswerComments
        | NextStep::ApplyAgain => Route::Apply,
        NextStep::SubmitApplication => Route::ApplyCheck,
        NextStep::FixReference => Route::ApplyReference,
        NextStep::WaitForReviewer | NextStep::WaitForReference | NextStep::WaitForGrant => {
            Route::Dashboard
        }
        NextStep::SignAgreement | NextStep::SignAgreementAgain => slug
            .map_or(Route::Datasets, |slug| {
                Route::DatasetAgreement(slug.to_owned())
            }),
        NextStep::RequestApproval
        | NextStep::WaitForOwner
        | NextStep::RequestAccess
        | NextStep::UseData => dataset(),
        NextStep::LinkCloudAccount => Route::CloudAccounts,
        NextStep::ContactSupport => return None,
    })
}

/// The address of a step that a dataset asks for. Whoever has to sign in comes back to the dataset, and whoever has to
/// apply does so for this one.
pub fn address(step: NextStep, slug: &str) -> Option<String> {
    let route = route(step, Some(slug))?;
    Some(match route {
        Route::SignIn | Route::Register => {
            wanted::way(&route, &Route::Dataset(slug.to_owned()), "")
        }
        Route::Apply => wanted::about(&route, slug),
        route => place(&route),
    })
}

/// The address of a page where a step is done: on that of a dataset, the place where one gets it.
pub fn place(route: &Route) -> String {
    match route {
        Route::Dataset(slug) => files(slug),
        route => route.path(),
    }
}

/// The place on a dataset's page where one gets it, or reads what that takes.
pub fn files(slug: &str) -> String {
    wanted::part(&Route::Dataset(slug.to_owned()), wanted::FILES_PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_but_support_leads_somewhere() {
        for step in NextStep::ALL {
            let there = route(*step, Some("mimiciv"));
            assert_eq!(there.is_none(), *step == NextStep::ContactSupport, "{step}");
            assert!(!crate::words::next::link(*step).is_empty());
        }
    }

    #[test]
    fn a_step_about_a_dataset_leads_to_that_one() {
        assert_eq!(
            route(NextStep::SignAgreement, Some("mimiciv")),
            Some(Route::DatasetAgreement("mimiciv".to_owned()))
        );
        assert_eq!(route(NextStep::SignAgreement, None), Some(Route::Datasets));
    }

    #[test]
    fn a_dataset_brings_back_whom_it_sends_away() {
        let address = |step| address(step, "mimiciv").unwrap();
        assert_eq!(
            address(NextStep::SignIn),
            "/sign-in?return=%2Fdatasets%2Fmimiciv"
        );
        assert_eq!(
            address(NextStep::Register),
            "/register?return=%2Fdatasets%2Fmimiciv"
        );
        assert_eq!(address(NextStep::Apply), "/apply?dataset=mimiciv");
        assert_eq!(
            address(NextStep::SignAgreement),
            "/datasets/mimiciv/agreement"
        );
    }

    #[test]
    fn getting_the_data_leads_to_where_that_is_done() {
        for step in [
            NextStep::UseData,
            NextStep::RequestAccess,
            NextStep::RequestApproval,
        ] {
            assert_eq!(
                address(step, "mimiciv").as_deref(),
                Some("/datasets/mimiciv?part=files"),
                "{step}"
            );
        }
    }
}
