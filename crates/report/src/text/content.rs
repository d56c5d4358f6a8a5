//! What draws a page, followed as far as text goes: which letters, where, how large, in which direction.

use std::collections::HashMap;
use std::rc::Rc;

use super::font::Font;
use crate::limits::{Fault, Result, lenient};
use crate::pdf::{Dict, Document, Item, Lexer, Object, Page, Stream};

/// States that are put aside at once; a drawing that wants more has lost count.
const SAVED: usize = 64;
/// Values before an operator; no operator of text takes more than six.
const OPERANDS: usize = 40;
/// How far beside its sheet a page's text is still taken for part of it, in parts of the sheet.
const MARGIN: f64 = 0.05;
/// Text that is not drawn at all.
const INVISIBLE: usize = 3;

/// A matrix of six numbers: `[a b c d e f]`, a point `(x, y)` becomes `(ax + cy + e, bx + dy + f)`.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `one`, then `two`.
fn then(one: Matrix, two: Matrix) -> Matrix {
    [
        one[0] * two[0] + one[1] * two[2],
        one[0] * two[1] + one[1] * two[3],
        one[2] * two[0] + one[3] * two[2],
        one[2] * two[1] + one[3] * two[3],
        one[4] * two[0] + one[5] * two[2] + two[4],
        one[4] * two[1] + one[5] * two[3] + two[5],
    ]
}

/// A letter on a page. Lengths are in the page's units, 72 to the inch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// Where it begins.
    pub x: f64,
    pub y: f64,
    /// Along its line: a vector of length 1.
    pub along: (f64, f64),
    /// How far it moves on.
    pub advance: f64,
    /// Height of its font.
    pub size: f64,
    /// Its text: this part of [`Drawn::text`].
    pub from: u32,
    pub to: u32,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub text: String,
    /// Letters of which nobody knows what they are.
    pub unknown: usize,
    /// Letters that are taken for what most fonts have in their place.
    pub guessed: usize,
    /// Letters that are not drawn.
    pub invisible: usize,
    pub pictures: usize,
}

/// Fonts by the number of their object; those that have none are read each time.
pub(crate) type Fonts = HashMap<u32, Rc<Font>>;

/// Follows a page. Where a limit ends that, what was drawn up to there stays in `drawn`.
pub(crate) fn draw(
    document: &Document<'_>,
    page: &Page,
    fonts: &mut Fonts,
    drawn: &mut Drawn,
) -> Result<()> {
    let mut content = Vec::new();
    let contents = document.entry(&page.dict, b"Contents")?;
    let parts = match &contents {
        Object::Array(parts) => parts.to_vec(),
        single => vec![single.clone()],
    };
    let mut stopped = Ok(());
    for part in parts {
        document.budget.step()?;
        let Object::Stream(stream) = document.resolve(&part)? else {
            continue;
        };
        match lenient(document.decoded(&stream)) {
            Ok(bytes) => content.extend(bytes.flatten().unwrap_or_default()),
            Err(fault) => {
                stopped = Err(fault);
                break;
            }
        }
        // A word does not go on from one part to the next.
        content.push(b'\n');
    }
    let resources = document.resolve(&page.resources)?.dict();
    let mut painter = Painter {
        document,
        drawn,
        fonts,
        sheet: page.sheet,
    };
    let state = State::default();
    painter.run(&content, &resources.unwrap_or_default(), state, 0)?;
    stopped
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            matrix: IDENTITY,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

struct Painter<'a, 'd> {
    document: &'a Document<'d>,
    drawn: &'a mut Drawn,
    fonts: &'a mut Fonts,
    sheet: Option<[f64; 4]>,
}

/// Where the next letter goes, and where its line began.
#[derive(Clone, Copy)]
struct Pen {
    at: Matrix,
    line: Matrix,
}

impl Pen {
    const START: Self = Self {
        at: IDENTITY,
        line: IDENTITY,
    };

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.at = self.line;
    }
}

impl Painter<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &Dict, state: State, depth: usize) -> Result<()> {
        let budget = self.document.budget;
        let mut lexer = Lexer::new(content, 0, budget);
        let (mut state, mut saved, mut pen) = (state, Vec::new(), Pen::START);
        let mut operands: Vec<Object> = Vec::new();
        let mut free = budget.memory_left();
        loop {
            let item = lexer.item()?;
            if let Item::Object(object) = item {
                if operands.len() < OPERANDS {
                    operands.push(object);
                }
                continue;
            }
            let by_operands = free.saturating_sub(budget.memory_left());
            match item {
                Item::Word(b"q") if saved.len() < SAVED => saved.push(state.clone()),
                Item::Word(b"Q") => state = saved.pop().unwrap_or(state),
                Item::Word(b"BI") => {
                    self.drawn.pictures += 1;
                    skip_picture(&mut lexer, self.document)?;
                }
                Item::Word(b"Do") => self.paint(&operands, resources, &state, depth)?,
                Item::Word(word) => {
                    self.text_operator(word, &operands, resources, &mut state, &mut pen)?;
                }
                Item::Object(_) | Item::End => return Ok(()),
            }
            // The operands are gone with their operator.
            operands.clear();
            budget.memory_back(by_operands);
            free = budget.memory_left();
        }
    }

    fn text_operator(
        &mut self,
        word: &[u8],
        operands: &[Object],
        resources: &Dict,
        state: &mut State,
        pen: &mut Pen,
    ) -> Result<()> {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"cm" => state.matrix = then(matrix(operands), state.matrix),
            b"BT" => *pen = Pen::START,
            b"Tf" => {
                state.font = self.font(operands.first(), resources)?;
                state.size = number(1);
            }
            b"Tc" => state.letter_space = number(0),
            b"Tw" => state.word_space = number(0),
            b"Tz" => state.stretch = number(0) / 100.0,
            b"TL" => state.leading = number(0),
            b"Ts" => state.rise = number(0),
            b"Tr" => state.mode = number(0).clamp(0.0, 9.0) as usize,
            b"Td" => pen.next_line(number(0), number(1)),
            b"TD" => {
                state.leading = -number(1);
                pen.next_line(number(0), number(1));
            }
            b"Tm" => {
                pen.line = matrix(operands);
                pen.at = pen.line;
            }
            b"T*" => pen.next_line(0.0, -state.leading),
            b"Tj" => self.show(operands.first(), state, pen)?,
            b"TJ" => {
                for item in operands.first().and_then(Object::array).unwrap_or_default() {
                    self.show(Some(item), state, pen)?;
                }
            }
            b"'" => {
                pen.next_line(0.0, -state.leading);
                self.show(operands.first(), state, pen)?;
            }
            b"\"" => {
                state.word_space = number(0);
                state.letter_space = number(1);
                pen.next_line(0.0, -state.leading);
                self.show(operands.get(2), state, pen)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn font(&mut self, name: Option<&Object>, resources: &Dict) -> Result<Option<Rc<Font>>> {
        let Some(name) = name.and_then(Object::name) else {
            return Ok(None);
        };
        let fonts = self.document.entry(resources, b"Font")?.dict();
        let fonts = fonts.unwrap_or_default();
        let entry = fonts.get(name);
        if let Object::Reference(number) = entry
            && let Some(font) = self.fonts.get(number)
        {
            return Ok(Some(Rc::clone(font)));
        }
        let Some(dict) = self.document.resolve(entry)?.dict() else {
            return Ok(None);
        };
        let font = Rc::new(Font::read(self.document, &dict)?);
        if let Object::Reference(number) = entry {
            self.fonts.insert(*number, Rc::clone(&font));
        }
        Ok(Some(font))
    }

    /// Shows a text, or moves on by a number of thousandths.
    fn show(&mut self, item: Option<&Object>, state: &State, pen: &mut Pen) -> Result<()> {
        match item {
            Some(Object::Number(number)) => {
                let by = -number / 1000.0 * state.size * state.stretch;
                pen.at = then([1.0, 0.0, 0.0, 1.0, by, 0.0], pen.at);
                Ok(())
            }
            Some(Object::String(bytes)) => {
                let Some(font) = &state.font else {
                    self.drawn.unknown += bytes.len();
                    return Ok(());
                };
                let document = self.document;
                font.show(bytes, |shown| {
                    document.budget.steps(4)?;
                    let space = state.letter_space
                        + if shown.is_blank {
                            state.word_space
                        } else {
                            0.0
                        };
                    let by = (shown.width * state.size + space) * state.stretch;
                    self.place(state, pen.at, by, &shown)?;
                    pen.at = then([1.0, 0.0, 0.0, 1.0, by, 0.0], pen.at);
                    Ok(())
                })
            }
            _ => Ok(()),
        }
    }

    fn place(
        &mut self,
        state: &State,
        at: Matrix,
        advance: f64,
        shown: &super::font::Shown,
    ) -> Result<()> {
        let whole = then(at, state.matrix);
        let origin = then([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], whole);
        let (x, y) = (origin[4], origin[5]);
        let along = (whole[0] * whole[0] + whole[1] * whole[1]).sqrt();
        let up = (whole[2] * whole[2] + whole[3] * whole[3]).sqrt();
        let size = up * state.size.abs();
        let is_placed = [x, y, along, size, advance]
            .iter()
            .all(|n| n.is_finite() && n.abs() < 1e6);
        if !is_placed || along == 0.0 || size == 0.0 || !self.is_on_sheet(x, y) {
            return Ok(());
        }
        if shown.text.is_empty() {
            self.drawn.unknown += 1;
        }
        self.drawn.guessed += usize::from(shown.is_guessed);
        self.drawn.invisible += usize::from(state.mode == INVISIBLE);
        if self.drawn.glyphs.len() >= self.document.budget.limits.letters {
            return Err(Fault::Costly);
        }
        self.document
            .budget
            .memory(size_of::<Glyph>() + shown.text.len())?;
        let from = self.drawn.text.len();
        match shown.text.as_str() {
            "" => self.drawn.text.push('\u{fffd}'),
            text => text
                .chars()
                .for_each(|c| push_plain(&mut self.drawn.text, c)),
        }
        // A font that is set upside down by a negative size runs the other way.
        let sign = if state.size < 0.0 { -1.0 } else { 1.0 };
        self.drawn.glyphs.push(Glyph {
            x,
            y,
            along: (sign * whole[0] / along, sign * whole[1] / along),
            advance: sign * advance * along,
            size,
            from: from as u32,
            to: self.drawn.text.len() as u32,
        });
        Ok(())
    }

    fn is_on_sheet(&self, x: f64, y: f64) -> bool {
        let Some([left, bottom, right, top]) = self.sheet else {
            return true;
        };
        let (wide, high) = ((right - left) * MARGIN, (top - bottom) * MARGIN);
        (left - wide..=right + wide).contains(&x) && (bottom - high..=top + high).contains(&y)
    }

    /// A picture is counted, a drawing inside the drawing is followed.
    fn paint(
        &mut self,
        operands: &[Object],
        resources: &Dict,
        state: &State,
        depth: usize,
    ) -> Result<()> {
        let Some(name) = operands.first().and_then(Object::name) else {
            return Ok(());
        };
        let objects = self.document.entry(resources, b"XObject")?.dict();
        let object = self.document.entry(&objects.unwrap_or_default(), name)?;
        let Object::Stream(stream) = object else {
            return Ok(());
        };
        if stream.dict.is(b"Subtype", b"Image") {
            self.drawn.pictures += 1;
            return Ok(());
        }
        if !stream.dict.is(b"Subtype", b"Form") {
            return Ok(());
        }
        if depth >= self.document.budget.limits.forms {
            return Err(Fault::Costly);
        }
        self.paint_form(&stream, resources, state, depth)
    }

    fn paint_form(
        &mut self,
        stream: &Stream,
        resources: &Dict,
        state: &State,
        depth: usize,
    ) -> Result<()> {
        let Some(content) = lenient(self.document.decoded(stream))?.flatten() else {
            return Ok(());
        };
        let mut inside = state.clone();
        if let Some(own) = self.document.entry(&stream.dict, b"Matrix")?.array() {
            inside.matrix = then(matrix(own), inside.matrix);
        }
        let own = self.document.entry(&stream.dict, b"Resources")?.dict();
        self.run(
            &content,
            own.as_deref().unwrap_or(resources),
            inside,
            depth + 1,
        )
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut numbers = operands.iter().filter_map(Object::number);
    let mut matrix = [0.0; 6];
    for place in &mut matrix {
        match numbers.next() {
            Some(number) => *place = number,
            None => return IDENTITY,
        }
    }
    matrix
}

/// Passes over a picture that stands in the drawing itself: `BI … ID bytes EI`.
fn skip_picture(lexer: &mut Lexer<'_>, document: &Document<'_>) -> Result<()> {
    loop {
        match lexer.item()? {
            Item::Word(b"ID") => break,
            Item::Word(b"EI") | Item::End => return Ok(()),
            Item::Word(_) | Item::Object(_) => {}
        }
    }
    let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
    let is_space = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let end = (1..rest.len()).find(|&at| {
        rest[at..].starts_with(b"EI") && is_space(rest.get(at - 1)) && is_space(rest.get(at + 2))
    });
    let length = end.map_or(rest.len(), |at| at + 2);
    document.budget.steps(length)?;
    lexer.at += length;
    Ok(())
}

/// Ligatures in their letters, blanks of any width as blanks.
fn push_plain(text: &mut String, c: char) {
    match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        '‐' | '‑' | '\u{2212}' => text.push('-'),
        c if c.is_whitespace() => text.push(' '),
        c if accede_domain::text::is_hidden(c) => {}
        c => text.push(c),
    }
}
