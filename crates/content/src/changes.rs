//! What changed between two versions of a text, word by word.

use accede_domain::versions::{Change, Shape};
use pulldown_cmark::{Event, Tag, TagEnd};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::markdown;

/// A heading, a paragraph or an item, with what became of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub shape: Shape,
    /// Its words in order; neighbours differ in what became of them.
    pub parts: Vec<Part>,
}

/// Words that share their fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What became of them.
    pub change: Change,
    /// The words, with one blank between any two and none around them.
    pub text: String,
}

/// What changed between two Markdown texts: every block in which something did, each below the heading that it stands
/// under. Emphasis, links and line breaks are no words: a change of these alone is none.
#[must_use]
pub fn changes(old: &str, new: &str) -> Vec<Block> {
    let mut heading = None;
    let mut kept = Vec::new();
    for block in compared(old, new) {
        let is_same = block.parts.iter().all(|part| part.change == Change::Same);
        if block.shape == Shape::Heading {
            heading = None;
        }
        if !is_same {
            kept.extend(heading.take());
            kept.push(block);
        } else if block.shape == Shape::Heading {
            heading = Some(block);
        }
    }
    kept
}

/// Both texts as one: without what was added it is the old one, without what was removed the new one.
fn compared(old: &str, new: &str) -> Vec<Block> {
    let (old, new) = (tokens(old), tokens(new));
    let mut blocks = Vec::new();
    for step in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (tag, of_old, of_new) = step.as_tag_tuple();
        if tag == DiffTag::Equal {
            write(&mut blocks, Change::Same, &new[of_new]);
        } else {
            write(&mut blocks, Change::Removed, &old[of_old]);
            write(&mut blocks, Change::Added, &new[of_new]);
        }
    }
    blocks.retain(|block: &Block| !block.parts.is_empty());
    blocks
}

fn write(blocks: &mut Vec<Block>, change: Change, tokens: &[Token]) {
    for token in tokens {
        match token {
            Token::Begin(shape) => blocks.push(Block {
                shape: *shape,
                parts: Vec::new(),
            }),
            Token::Word(word) => {
                let Some(block) = blocks.last_mut() else {
                    continue;
                };
                match block.parts.last_mut().filter(|part| part.change == change) {
                    Some(part) => {
                        part.text.push(' ');
                        part.text.push_str(word);
                    }
                    None => block.parts.push(Part {
                        change,
                        text: word.clone(),
                    }),
                }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Token {
    Begin(Shape),
    Word(String),
}

/// A text as beginnings of blocks and words.
fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Tokens::default();
    for event in markdown::events_of(source) {
        reader.event(event);
    }
    reader.flush();
    reader.tokens
}

#[derive(Default)]
struct Tokens {
    tokens: Vec<Token>,
    /// Text of the block that is open and not cut into words yet: a word may come in pieces.
    text: String,
    /// For each open list its next number, or none where it has bullets.
    lists: Vec<Option<u64>>,
}

impl Tokens {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.begin(Shape::Heading),
            Event::Start(Tag::Paragraph) if self.has_item_begun() => {}
            Event::Start(
                Tag::Paragraph
                | Tag::HtmlBlock
                | Tag::CodeBlock(_)
                | Tag::TableHead
                | Tag::TableRow,
            ) => self.begin(Shape::Paragraph),
            Event::Start(Tag::List(first)) => self.lists.push(first),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.begin(Shape::Item);
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.text = format!("{number}. ");
                    *number += 1;
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => {
                self.text.push(' ');
            }
            _ => {}
        }
    }

    /// The paragraph that an item begins with is the item itself.
    fn has_item_begun(&self) -> bool {
        let is_numeral = self
            .text
            .trim_end()
            .strip_suffix('.')
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        matches!(self.tokens.last(), Some(Token::Begin(Shape::Item)))
            && (self.text.is_empty() || is_numeral)
    }

    fn begin(&mut self, shape: Shape) {
        self.flush();
        self.tokens.push(Token::Begin(shape));
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let words = text
            .split_whitespace()
            .map(|word| Token::Word(word.to_owned()));
        self.tokens.extend(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(blocks: &[Block], left_out: Change) -> Vec<String> {
        let kept = blocks
            .iter()
            .flat_map(|block| &block.parts)
            .filter(|part| part.change != left_out);
        kept.flat_map(|part| part.text.split(' ').map(str::to_owned))
            .collect()
    }

    fn words_of(source: &str) -> Vec<String> {
        let word = |token| match token {
            Token::Word(word) => Some(word),
            Token::Begin(_) => None,
        };
        tokens(source).into_iter().filter_map(word).collect()
    }

    fn part(change: Change, text: &str) -> Part {
        Part {
            change,
            text: text.to_owned(),
        }
    }

    const OLD: &str = "# Agreement\n\nVersion 1.0\n\n## 1. Sharing\n\nYou share the data\nwith **nobody**.\n\n## 2. Time\n\n\
                       1. It lasts a year.\n2. It can end early.\n";
    const NEW: &str = "# Agreement\n\nVersion 1.1\n\n## 1. Sharing\n\nYou share the data with nobody.\n\n## 2. Time\n\n\
                       1. It lasts two years.\n2. You may extend it.\n3. It can end early.\n";

    #[test]
    fn changed_words_are_marked_below_their_heading_and_the_rest_is_left_out() {
        use Change::{Added, Removed, Same};
        let block = |shape, parts: &[Part]| Block {
            shape,
            parts: parts.to_vec(),
        };
        assert_eq!(
            changes(OLD, NEW),
            [
                block(Shape::Heading, &[part(Same, "Agreement")]),
                block(
                    Shape::Paragraph,
                    &[
                        part(Same, "Version"),
                        part(Removed, "1.0"),
                        part(Added, "1.1")
                    ]
                ),
                block(Shape::Heading, &[part(Same, "2. Time")]),
                block(
                    Shape::Item,
                    &[
                        part(Same, "1. It lasts"),
                        part(Removed, "a year."),
                        part(Added, "two years.")
                    ]
                ),
                block(
                    Shape::Item,
                    &[part(Same, "2."), part(Added, "You may extend it.")]
                ),
                block(
                    Shape::Item,
                    &[part(Added, "3."), part(Same, "It can end early.")]
                ),
            ]
        );
        assert_eq!(changes(OLD, OLD), []);
    }

    #[test]
    fn without_what_was_added_it_is_the_old_text_and_without_what_was_removed_the_new() {
        let shipped = crate::Catalogue::load().unwrap();
        let texts: Vec<String> = shipped
            .datasets()
            .iter()
            .map(|dataset| dataset.agreements[0].source().to_owned())
            .chain([
                OLD.to_owned(),
                NEW.to_owned(),
                String::new(),
                "- a\n  - b\n\n    c\n\n| x | y |\n|---|---|\n| 1 | 2 |".to_owned(),
            ])
            .collect();
        for old in &texts {
            for new in &texts {
                let both = compared(old, new);
                assert_eq!(words(&both, Change::Added), words_of(old));
                assert_eq!(words(&both, Change::Removed), words_of(new));
            }
        }
    }
}
