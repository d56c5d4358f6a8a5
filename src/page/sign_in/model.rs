//! Where signing in leads.

use crate::route::Route;
use accede_api::session::{SessionAccount, SessionState};

/// The address that comes next. `wanted` is the one that asked to sign in, where one did.
pub fn next(
    state: SessionState,
    account: Option<&SessionAccount>,
    wanted: Option<String>,
) -> Option<String> {
    let page = match state {
        SessionState::SignedOut => return None,
        SessionState::SecondFactorRequired => Route::SecondFactor,
        SessionState::SecondFactorSetupRequired => Route::SecondFactorSetup,
        SessionState::SignedIn => match (account, wanted) {
            (Some(account), _) if account.texts_to_accept => Route::AcceptTexts,
            (_, Some(wanted)) => return Some(wanted),
            (Some(account), None) if account.role.is_staff() => Route::Review,
            _ => Route::Dashboard,
        },
    };
    Some(page.path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::account::Role;
    use accede_domain::language::Language;

    fn account(role: Role, texts_to_accept: bool) -> SessionAccount {
        SessionAccount {
            id: String::new(),
            user_name: String::new(),
            display_name: String::new(),
            role,
            email: String::new(),
            language: Language::English,
            texts_to_accept,
        }
    }

    #[test]
    fn whoever_signs_in_lands_where_their_work_is() {
        let next = |role, wanted: Option<&str>| {
            let wanted = wanted.map(str::to_owned);
            next(SessionState::SignedIn, Some(&account(role, false)), wanted).unwrap()
        };
        assert_eq!(next(Role::Researcher, None), "/dashboard");
        assert_eq!(next(Role::Reviewer, None), "/review");
        for wanted in ["/account", "/files/mimiciv/3.1/"] {
            assert_eq!(next(Role::Reviewer, Some(wanted)), wanted);
        }
    }

    #[test]
    fn new_terms_come_before_what_somebody_came_for() {
        for role in [Role::Researcher, Role::Reviewer] {
            let wanted = Some("/datasets/mimiciv".to_owned());
            let next = next(SessionState::SignedIn, Some(&account(role, true)), wanted);
            assert_eq!(next, Some(Route::AcceptTexts.path()));
        }
    }

    #[test]
    fn a_second_factor_comes_before_everything() {
        let next = |state| {
            next(
                state,
                Some(&account(Role::Administrator, true)),
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
