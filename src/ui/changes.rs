//! What is new in a text: said by whoever made it, and word by word.

use super::{h3, hidden, muted, p};
use crate::dom::{El, el, run};
use crate::words::document as w;
use accede_api::text::{ChangedPart, TextNews};
use accede_domain::versions::{Change, Shape};

/// Summaries, and below them the parts of the text in which something changed. What was added and what was removed is
/// told apart by its line and its words, not by colour alone.
pub fn text_news(news: &TextNews) -> El {
    let said = run(&[]);
    for summary in &news.summaries {
        let _ = said.clone().kid(p(summary));
    }
    let text = el("div").class("paper changes");
    let mut items: Option<El> = None;
    for block in &news.blocks {
        let words = words(&block.parts);
        if block.shape != Shape::Item {
            items = None;
        }
        let _ = match block.shape {
            Shape::Heading => text.clone().kid(h3("").kids(&words)),
            Shape::Paragraph => text.clone().kid(el("p").kids(&words)),
            Shape::Item => {
                let list = items.get_or_insert_with(|| {
                    let list = el("ul").class("list");
                    let _ = text.clone().kid(list.clone());
                    list
                });
                list.clone().kid(el("li").kids(&words))
            }
        };
    }
    if news.blocks.is_empty() {
        return said;
    }
    run(&[said, muted(&w::CHANGES_MARKED), text])
}

fn words(parts: &[ChangedPart]) -> Vec<El> {
    let mut words = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            words.push(" ".into());
        }
        let (tag, begin, end) = match part.change {
            Change::Same => {
                words.push(part.text.as_str().into());
                continue;
            }
            Change::Added => ("ins", &w::ADDED, &w::ADDED_END),
            Change::Removed => ("del", &w::REMOVED, &w::REMOVED_END),
        };
        words.push(el(tag).kids(&[hidden(begin), part.text.as_str().into(), hidden(end)]));
    }
    words
}
