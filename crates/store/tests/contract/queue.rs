//! The reviewers' queue: every filter and every order runs on both databases, and a count agrees with its lines.

use accede_domain::application::Stage;
use accede_domain::application::state::Position;
use accede_store::Store;
use accede_store::application_queue::{self, Edge, Filter, Sort, View};

use crate::claims::add_case;
use crate::support::write;

contract_tests!(every_filter_counts_what_it_lists);

async fn every_filter_counts_what_it_lists(store: &Store) {
    let mut tx = write(store).await;
    add_case(&mut tx, "1", Position::IDENTITY).await;
    add_case(&mut tx, "2", Position::FINAL).await;
    tx.commit().await.unwrap();
    let views = [View::Staff, View::Decided]
        .into_iter()
        .chain(Stage::ALL.iter().map(|stage| View::Stage(*stage)));
    let mut tx = store.read().await.unwrap();
    let mut listed = 0;
    for view in views {
        for category in [None, Some("student".to_owned())] {
            for flagged in [false, true] {
                for search in [None, Some("1".to_owned()), Some("100 %_!".to_owned())] {
                    let filter = Filter {
                        view,
                        category: category.clone(),
                        flagged,
                        search: search.clone(),
                        not_of: "nobody".to_owned(),
                    };
                    let mut lines = 0;
                    for sort in Sort::ALL {
                        let page =
                            application_queue::lines(&mut tx, &filter, *sort, &Edge::First, 10);
                        lines = page.await.unwrap().len();
                        listed += lines;
                    }
                    let count = application_queue::count(&mut tx, &filter, 100).await;
                    assert_eq!(
                        usize::try_from(count.unwrap()).unwrap(),
                        lines,
                        "{filter:?}"
                    );
                }
            }
        }
    }
    assert!(listed > 0);
}
