//! A date that the person knows by heart or reads from paper: three fields, no calendar.

use super::{Field, set_value};
use crate::dom::{El, el, value_of, watch};
use crate::words::shared as s;
use leptos::prelude::*;

/// Three fields in the making.
pub struct DateInput {
    field: Field,
    legend: String,
    hint: String,
}

impl DateInput {
    pub(super) fn new(field: Field, legend: &str) -> Self {
        field.set_focus_part("-day");
        Self {
            field,
            legend: legend.to_owned(),
            hint: String::new(),
        }
    }

    /// A sentence of help, with an example.
    pub fn hint(mut self, words: &str) -> Self {
        words.clone_into(&mut self.hint);
        self
    }

    /// The whole: legend, hint, error, fields.
    pub fn draw(self) -> El {
        let field = self.field;
        let (year, month, day) = parts(&field.get());
        let typed = RwSignal::new((day, month, year));
        // Put in by something else than these fields.
        watch(move || {
            let value = field.value.get();
            if typed.with_untracked(joined) != value {
                let (year, month, day) = parts(&value);
                typed.set((day, month, year));
            }
        });
        let parts = [
            part(field, typed, "-day", &s::DAY, "2", |typed| &mut typed.0),
            part(field, typed, "-month", &s::MONTH, "3", |typed| &mut typed.1),
            part(field, typed, "-year", &s::YEAR, "4", |typed| &mut typed.2),
        ];
        let set = el("fieldset")
            .class("govuk-fieldset")
            .attr("role", "group")
            .attr_live(
                "aria-describedby",
                field.described_by(!self.hint.is_empty()),
            )
            .kids(&[
                el("legend")
                    .class("govuk-fieldset__legend")
                    .text(&self.legend),
                field.hint(&self.hint),
                field.error_line(),
                el("div").class("govuk-date-input").kids(&parts),
            ]);
        field.group().kid(set)
    }
}

/// Day, month, year, as typed.
type Typed = (String, String, String);

fn part(
    field: Field,
    typed: RwSignal<Typed>,
    suffix: &str,
    label: &str,
    width: &str,
    place: fn(&mut Typed) -> &mut String,
) -> El {
    let id = [&field.id(), suffix].concat();
    let input = el("input")
        .class(&["control govuk-date-input__input govuk-input--width-", width].concat())
        .id(&id)
        .attr("inputmode", "numeric")
        .on("input", move |event| {
            typed.update(|typed| *place(typed) = value_of(&event));
            field.edit(typed.with_untracked(joined));
        })
        // Only the last one: judging a date after its day was typed would blame for what is still to come.
        .on("blur", move |_| {
            if typed.with_untracked(|(day, month, year)| {
                ![day, month, year].iter().any(|part| part.is_empty())
            }) {
                field.left();
            }
        });
    let node = input.clone();
    watch(move || set_value(&node, place(&mut typed.get())));
    let label = el("label")
        .class("govuk-label govuk-date-input__label")
        .attr("for", &id)
        .text(label);
    el("div")
        .class("govuk-date-input__item")
        .kid(el("div").class("govuk-form-group").kids(&[label, input]))
}

/// As a date is sent: `2026-09-12`. What is no number stays as typed, so that it is refused and not guessed at.
fn joined((day, month, year): &Typed) -> String {
    if [day, month, year].iter().all(|part| part.trim().is_empty()) {
        return String::new();
    }
    let padded = |part: &str, length: usize| {
        ["0".repeat(length.saturating_sub(part.len())).as_str(), part].concat()
    };
    [
        // Of two digits nobody knows the century: that is refused.
        year.trim(),
        "-",
        &padded(&number_of(month.trim()), 2),
        "-",
        &padded(day.trim(), 2),
    ]
    .concat()
}

/// The months as reports and people write them, in the languages of the page.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "enero"],
    ["february", "febrero"],
    ["march", "marzo"],
    ["april", "abril"],
    ["may", "mayo"],
    ["june", "junio"],
    ["july", "julio"],
    ["august", "agosto"],
    ["september", "septiembre"],
    ["october", "octubre"],
    ["november", "noviembre"],
    ["december", "diciembre"],
];

/// The number of a month that is written as a word, or as its beginning: `Sep`, `sept.`, `Septiembre`.
fn number_of(month: &str) -> String {
    let word = month.trim_end_matches('.').to_ascii_lowercase();
    let is_it = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(&word));
    match MONTHS.iter().position(is_it) {
        Some(place) if word.len() > 2 => (place + 1).to_string(),
        _ => month.to_owned(),
    }
}

fn parts(value: &str) -> (String, String, String) {
    let mut parts = value
        .splitn(3, '-')
        .map(|part| part.trim_start_matches('0').to_owned());
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_padded_and_taken_apart_again() {
        let typed = ("9".to_owned(), " 12".to_owned(), "2026".to_owned());
        assert_eq!(joined(&typed), "2026-12-09");
        assert_eq!(
            parts("2026-12-09"),
            ("2026".to_owned(), "12".to_owned(), "9".to_owned())
        );
    }

    #[test]
    fn a_month_may_be_a_word() {
        for (month, number) in [
            ("Sep", "09"),
            ("sept.", "09"),
            ("Septiembre", "09"),
            ("ENE", "01"),
            ("Jun", "06"),
            ("July", "07"),
            ("Ju", "Ju"),
            ("Sepp", "Sepp"),
        ] {
            let typed = ("12".to_owned(), month.to_owned(), "2026".to_owned());
            assert_eq!(joined(&typed), ["2026-", number, "-12"].concat());
        }
    }

    #[test]
    fn nothing_is_nothing_and_nonsense_is_kept() {
        assert_eq!(joined(&Typed::default()), "");
        assert_eq!(
            joined(&("x".to_owned(), "1".to_owned(), "20".to_owned())),
            "20-01-0x"
        );
    }
}
