//! Where signing in leads.

use crate::route::Route;
use accede_api::session::SessionState;
use accede_domain::account::Role;

/// The address that comes next. `wanted` is the one that asked to sign in, where one did.
pub fn next(state: SessionState, role: Option<Role>, wanted: Option<String>) -> Option<String> {
    let page = match state {
        SessionState::SignedOut => return None,
        SessionState::SecondFactorRequired => Route::SecondFactor,
        SessionState::SecondFactorSetupRequired => Route::SecondFactorSetup,
        SessionState::SignedIn => match (wanted, role) {
            (Some(wanted), _) => return Some(wanted),
            (None, Some(role)) if role.is_staff() => Route::Review,
            (None, _) => Route::Dashboard,
        },
    };
    Some(page.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_in_lands_where_their_work_is() {
        let next = |role, wanted: Option<&str>| {
            let wanted = wanted.map(str::to_owned);
            next(SessionState::SignedIn, Some(role), wanted).unwrap()
        };
        assert_eq!(next(Role::Researcher, None), "/dashboard");
        assert_eq!(next(Role::Reviewer, None), "/review");
        for wanted in ["/account", "/files/mimiciv/3.1/"] {
            assert_eq!(next(Role::Reviewer, Some(wanted)), wanted);
        }
    }

    #[test]
    fn a_second_factor_comes_before_everything() {
        let next = |state| {
            next(
                state,
                Some(Role::Administrator),
                Some("/account".to_owned()),
            )
        };
        assert_eq!(
            next(SessionState::SecondFactorRequired),
            Some(Route::SecondFactor.path())
        );
        assert_eq!(
            next(SessionState::SecondFactorSetupRequired),
            Some(Route::SecondFactorSetup.path())
        );
        assert_eq!(next(SessionState::SignedOut), None);
    }
}
