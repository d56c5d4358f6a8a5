//! Reading a file in a worker before it is sent. The worker's module is loaded when the first file is picked.

use super::endpoint;
use crate::language;
use accede_api::training::ReadInWords;
use accede_api::wire;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, Worker};

/// What the worker is loaded from; its own files stand beside it.
const SCRIPT: &str = "/worker-start.js";

/// How far reading the chosen file is. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Reader {
    pub look: RwSignal<Look>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
}

/// What is known of the chosen file.
#[derive(Clone, PartialEq)]
pub enum Look {
    /// No file is chosen.
    Nothing,
    UnderWay,
    /// The browser has no workers, the module did not load, or the rules did not come: the server reads it all the same.
    Failed,
    Read(Box<ReadInWords>),
}

/// What the worker answers, as far as the page reads it.
struct Answer {
    words: ReadInWords,
}

accede_api::wire! { Answer { words } {} }

impl Reader {
    /// One that has nothing to read yet; it ends with the page that made it.
    pub fn idle() -> Self {
        let reader = Self {
            look: RwSignal::new(Look::Nothing),
            worker: StoredValue::new_local(None),
        };
        on_cleanup(move || reader.stop());
        reader
    }

    /// Ends the worker, whatever it is at: a file that takes it long is not waited for.
    pub fn stop(self) {
        if let Some(worker) = self.worker.try_update_value(Option::take).flatten() {
            worker.terminate();
        }
    }

    /// Begins to read; `look` says how it goes.
    pub fn start(self, file: &File, training_type: &str, full_name: &str, now: &str) {
        self.stop();
        self.look.set(Look::UnderWay);
        if self.try_start(file, training_type, full_name, now).is_err() {
            self.look.set(Look::Failed);
        }
    }

    fn try_start(
        self,
        file: &File,
        training_type: &str,
        full_name: &str,
        now: &str,
    ) -> Result<(), JsValue> {
        let worker = Worker::new(SCRIPT)?;
        // An error of the worker has no data either.
        let heard = Closure::once_into_js(move |event: JsValue| {
            let data = Reflect::get(&event, &JsValue::from_str("data"));
            let text = data.ok().and_then(|data| data.as_string());
            let read = text.and_then(|text| wire::read::<Answer>(&text));
            self.look
                .try_set(read.map_or(Look::Failed, |answer| Look::Read(Box::new(answer.words))));
            self.stop();
        });
        worker.set_onmessage(Some(heard.unchecked_ref()));
        worker.set_onerror(Some(heard.unchecked_ref()));
        let rules = endpoint::training_rules(training_type);
        worker.post_message(&Array::of5(
            file,
            &rules.into(),
            &full_name.into(),
            &now.into(),
            &language::file(language::now()).unwrap_or_default().into(),
        ))?;
        self.worker.set_value(Some(worker));
        Ok(())
    }
}
