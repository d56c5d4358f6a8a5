//! Choosing a file, and watching it go out.

use super::{Field, press};
use crate::api::upload::Upload;
use crate::carried;
use crate::dom::{El, el, when};
use crate::words::shared as s;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, HtmlInputElement};

/// A file control in the making. The field's value is the file's name; the file itself is in the place it is given.
pub struct FileInput {
    field: Field,
    label: String,
    hint: String,
    accept: &'static str,
    file: StoredValue<Option<File>, LocalStorage>,
}

impl FileInput {
    /// `accept` is a list of types and endings, as the attribute takes it; the chosen file is found in `file`.
    pub fn new(
        field: Field,
        label: &str,
        accept: &'static str,
        file: StoredValue<Option<File>, LocalStorage>,
    ) -> Self {
        let carried = [&field.id(), "-file"].concat();
        file.set_value(carried::take(&carried));
        carried::leave(carried, move || file.get_value());
        Self {
            field,
            label: label.to_owned(),
            hint: String::new(),
            accept,
            file,
        }
    }

    /// A sentence of help between label and control.
    pub fn hint(mut self, words: &str) -> Self {
        words.clone_into(&mut self.hint);
        self
    }

    /// The whole: label, hint, error, control.
    pub fn draw(self) -> El {
        let (field, file) = (self.field, self.file);
        let control = el("input")
            .class("govuk-file-upload")
            .id(&field.id())
            .attr("type", "file")
            .attr("accept", self.accept)
            .attr_live(
                "aria-describedby",
                field.described_by(!self.hint.is_empty()),
            )
            .on("change", move |event| {
                let input = event
                    .target()
                    .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
                let chosen = input
                    .and_then(|input| input.files())
                    .and_then(|files| files.get(0));
                take(field, file, chosen);
                field.left();
                press::once_released(move || field.form.mended(field));
            });
        if let Some(chosen) = file.get_value() {
            hold(&control, &chosen);
            take(field, file, Some(chosen));
        }
        let label = el("label")
            .class("govuk-label")
            .attr("for", &field.id())
            .text(&self.label);
        field
            .group()
            .kids(&[label, field.hint(&self.hint), field.error_line(), control])
    }
}

fn take(field: Field, place: StoredValue<Option<File>, LocalStorage>, chosen: Option<File>) {
    let name = chosen.as_ref().map(File::name).unwrap_or_default();
    let size = chosen.as_ref().map_or(0.0, |file| file.size());
    field.set_measure(size as usize);
    // Whoever hears of the edit finds the file.
    place.set_value(chosen);
    field.edit(name);
}

/// Gives the control a file that was chosen in the one before it.
fn hold(control: &El, file: &File) {
    let made = DataTransfer::new().and_then(|made| made.items().add_with_file(file).map(|_| made));
    let input = control.node().dyn_ref::<HtmlInputElement>();
    // A browser that cannot shows no name; the file is here all the same.
    if let (Ok(made), Some(input)) = (made, input) {
        input.set_files(made.files().as_ref());
    }
}

/// The progress of an upload, with a button that stops it; nothing while none is under way.
pub fn upload_progress(upload: Upload) -> El {
    let percent = move || upload.percent.get().unwrap_or_default();
    when(
        move || upload.percent.get().is_some(),
        move || {
            let bar = el("progress")
                .class("progress")
                .attr("max", "100")
                .attr("aria-label", &s::SENDING)
                .attr_live("value", move || Some(percent().to_string()));
            let cancel = el("button")
                .attr("type", "button")
                .class("button button--quiet")
                .text(&s::CANCEL_UPLOAD)
                .on_press(move || upload.cancel());
            el("div").class("upload").kids(&[
                bar,
                el("span")
                    .class("upload__percent")
                    .text_live(move || s::sent_percent(percent())),
                cancel,
            ])
        },
    )
}
