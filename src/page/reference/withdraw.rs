//! Taking an answer back: asked once more, and with a reason, because a reviewer has to make sense of it.

use super::model;
use crate::api::Failure;
use crate::dom::{El, el};
use crate::form::Form;
use crate::ui::{ButtonKind, Dialog, button, p};
use crate::words::{reference as w, shared as s};
use accede_domain::reference::ANSWER_TEXT_MAX;
use std::future::Future;
use std::rc::Rc;

/// The dialog's element. It stands beside whatever is drawn anew once `send` is through, and closes then. What is typed is
/// kept under the name of the answer, which `which` gives.
pub fn dialog<F>(
    dialog: Dialog,
    which: impl Fn() -> String + 'static,
    send: impl Fn(String) -> F + 'static,
) -> El
where
    F: Future<Output = Result<(), Failure>> + 'static,
{
    let send = Rc::new(send);
    dialog.draw(&w::WITHDRAW_TITLE, move || {
        let send = send.clone();
        let form = Form::new(|form| model::withdrawal_problems(&form.value(model::TEXT)))
            .kept_as(&["withdraw/", &which()].concat());
        let text = form.field(model::TEXT, &w::WITHDRAW_WHY_NOUN, "");
        form.draw(
            &[
                p(&w::WITHDRAW_TEXT),
                text.text_area(&w::WITHDRAW_WHY)
                    .hint(&w::WITHDRAW_WHY_HINT)
                    .autocomplete("off")
                    .count(ANSWER_TEXT_MAX)
                    .rows(4)
                    .draw(),
                el("div").class("button-row").kids(&[
                    form.danger_button(&w::WITHDRAW_YES),
                    button(ButtonKind::Quiet, &s::CANCEL, move || dialog.close()),
                ]),
            ],
            move || {
                let sent = send(text.get());
                async move {
                    sent.await?;
                    form.forget();
                    dialog.close();
                    Ok(())
                }
            },
        )
    })
}
