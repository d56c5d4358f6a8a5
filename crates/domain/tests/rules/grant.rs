//! Grants: each move, and what is desired.

use accede_domain::grant::{
    Desired, GrantEvent, GrantState, TRANSITIONS, after, desired, recompute,
};

#[test]
fn each_move_is_allowed_where_the_table_says_and_refused_elsewhere() {
    for &state in GrantState::ALL {
        for &event in GrantEvent::ALL {
            let row = TRANSITIONS
                .iter()
                .find(|(from, on, _)| from.contains(&state) && *on == event);
            assert_eq!(
                after(state, event).ok(),
                row.map(|row| row.2),
                "{state} {event}"
            );
        }
    }
    assert!(
        after(GrantState::Removed, GrantEvent::ProviderAccepted).is_err(),
        "nothing is claimed that was not asked for"
    );
}

#[test]
fn present_exactly_where_asked_allowed_and_linked() {
    for n in 0..8_u8 {
        let (asked, allowed, linked) = (n & 1 != 0, n & 2 != 0, n & 4 != 0);
        assert_eq!(desired(asked, allowed, linked) == Desired::Present, n == 7);
    }
}

#[test]
fn losing_a_fact_removes_and_regaining_it_grants_nothing() {
    use GrantState::*;
    for state in [Requested, Accepted, Verified, Failed] {
        assert_eq!(recompute(state, Desired::Absent), Some(Removing));
    }
    for state in [Removing, Removed] {
        assert_eq!(recompute(state, Desired::Absent), None);
    }
    for &state in GrantState::ALL {
        assert_eq!(recompute(state, Desired::Present), None);
    }
}
