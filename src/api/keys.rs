//! Idempotency keys. A command whose outcome is unknown (no network, a fault of the server) keeps its key, so that
//! sending the very same command again can never do the thing twice. A known outcome ends the key.

use crate::browser;
use std::cell::RefCell;

struct Unsettled {
    path: String,
    body: String,
    key: String,
}

thread_local! {
    static UNSETTLED: RefCell<Vec<Unsettled>> = const { RefCell::new(Vec::new()) };
}

/// The key of this command: the one it was sent with before, or a new one.
pub fn take(path: &str, body: Option<&str>) -> String {
    let kept = UNSETTLED.with_borrow_mut(|all| {
        let place = all
            .iter()
            .position(|one| one.path == path && one.body == body.unwrap_or_default());
        place.map(|place| all.swap_remove(place).key)
    });
    kept.unwrap_or_else(browser::uuid)
}

/// Keeps the key of a command of which nobody knows whether it was carried out.
pub fn keep(path: &str, body: Option<&str>, key: String) {
    UNSETTLED.with_borrow_mut(|all| {
        all.push(Unsettled {
            path: path.to_owned(),
            body: body.unwrap_or_default().to_owned(),
            key,
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_command_gets_its_key_back_once() {
        keep("/a", Some("{}"), "one".to_owned());
        keep("/a", None, "two".to_owned());
        assert_eq!(take("/a", Some("{}")), "one");
        assert_eq!(take("/a", None), "two");
        assert!(UNSETTLED.with_borrow(Vec::is_empty));
    }
}
