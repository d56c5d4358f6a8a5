//! Where signing in leads.

use crate::route::Route;
use accede_api::session::SessionState;
use accede_domain::account::Role;

/// The page that comes next. `wanted` is the page that asked to sign in, where one did.
pub fn next(state: SessionState, role: Option<Role>, wanted: Option<&Route>) -> Option<Route> {
    match state {
        SessionState::SignedOut => None,
        SessionState::SecondFactorRequired => Some(Route::SecondFactor),
        SessionState::SecondFactorSetupRequired => Some(Route::SecondFactorSetup),
        SessionState::SignedIn => Some(match (wanted, role) {
            (Some(wanted), _) => wanted.clone(),
            (None, Some(role)) if role.is_staff() => Route::Review,
            (None, _) => Route::Dashboard,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_in_lands_where_their_work_is() {
        let next = |role, wanted| next(SessionState::SignedIn, role, wanted);
        assert_eq!(next(Some(Role::Researcher), None), Some(Route::Dashboard));
        assert_eq!(next(Some(Role::Reviewer), None), Some(Route::Review));
        assert_eq!(
            next(Some(Role::Reviewer), Some(&Route::Account)),
            Some(Route::Account)
        );
    }

    #[test]
    fn a_second_factor_comes_before_everything() {
        let next = |state| next(state, Some(Role::Administrator), Some(&Route::Account));
        assert_eq!(
            next(SessionState::SecondFactorRequired),
            Some(Route::SecondFactor)
        );
        assert_eq!(
            next(SessionState::SecondFactorSetupRequired),
            Some(Route::SecondFactorSetup)
        );
        assert_eq!(next(SessionState::SignedOut), None);
    }
}
