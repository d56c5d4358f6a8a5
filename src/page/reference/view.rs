use super::{model, withdraw};
use crate::api::{Call, Failure, endpoint};
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Choice, Form};
use crate::link::{Link, Opened, another_code, focus_heading, with_link};
use crate::page::vouching;
use crate::site;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Row, button, danger, day, details, each, external_link, h1, h2,
    lead, moment, muted, notice_titled, p, parts, summary_list, summary_row,
};
use crate::words::{filled, reference as w, title};
use accede_api::problem::ProblemCode;
use accede_api::reference::{AnswerReference, GivenAnswer, ReferenceRequest, WithdrawAnswer};
use accede_domain::application::ReferenceCategory;
use accede_domain::reference::{ANSWER_TEXT_MAX, ReferenceAnswer};
use accede_domain::time::Timestamp;
use leptos::prelude::*;

/// Where the tab keeps the token.
const LINK: &str = "reference";

pub fn draw() -> El {
    el("div").class("asked").kids(&[
        h1(&title::REFERENCE_ANSWER),
        with_link(LINK, |link, token| Page::new(link, token).draw()),
    ])
}

/// The page once its token is known. Copies are handles to the same one.
#[derive(Clone, Copy)]
struct Page {
    opened: Opened,
    /// An answer that was given is being changed.
    changing: RwSignal<bool>,
    /// The answer went out from this page.
    thanks: RwSignal<bool>,
    /// Asks before the answer is taken back.
    withdrawing: Dialog,
}

impl Page {
    fn new(link: Link, token: String) -> Self {
        // A change that was begun before a reload goes on.
        let is_begun = Form::new(Form::blanks).kept_for_link(&token).is_begun();
        Self {
            opened: Opened::new(link, token, endpoint::reference_open),
            changing: carried::signal("changing", is_begun),
            thanks: carried::signal("thanks", false),
            withdrawing: Dialog::default(),
        }
    }

    fn draw(self) -> El {
        run(&[
            self.opened.draw(
                Box::new(move |answer| Ok(self.request(answer.read()?))),
                dead,
            ),
            withdraw::dialog(
                self.withdrawing,
                move || self.opened.token(),
                move |text| self.withdraw(text),
            ),
        ])
    }

    fn request(self, request: ReferenceRequest) -> El {
        live(move || match &request.given {
            Some(given) if !self.changing.get() => self.given(given, request.ends_at),
            given => self.question(&request, given.as_ref()),
        })
    }

    /// The answer that was given, and for a day the way to change it.
    fn given(self, given: &GivenAnswer, ends_at: Timestamp) -> El {
        let (answer, _) = w::answer(given.answer);
        let news = if given.withdrawn_at.is_some() {
            notice_titled(NoticeKind::Info, &w::WITHDRAWN, &[p(&w::WITHDRAWN_TEXT)])
                .attr("role", "status")
        } else if self.thanks.get() {
            notice_titled(NoticeKind::Success, &w::THANKS, &[p(&w::CONFIDENTIAL)])
                .attr("role", "status")
        } else {
            muted(&w::CONFIDENTIAL)
        };
        let mut rows = vec![
            summary_row(&w::YOUR_ANSWER, answer, None),
            summary_row(&w::GIVEN_TEXT, &given.text, None),
            time_row(&w::GIVEN, given.answered_at),
        ];
        if let Some(at) = given.withdrawn_at {
            rows.push(time_row(&w::WITHDREW, at));
        }
        let change = if given.changeable {
            button(ButtonKind::Secondary, &w::CHANGE, move || {
                self.changing.set(true);
            })
        } else {
            nothing()
        };
        let withdraw = if given.withdrawable {
            danger(&w::WITHDRAW, move || self.withdrawing.show())
        } else {
            nothing()
        };
        let until = if given.changeable {
            parts(&[
                w::CHANGEABLE.into(),
                moment(given.changeable_until),
                w::CHANGEABLE_END.into(),
            ])
        } else if given.withdrawable {
            p(&w::NOT_CHANGEABLE)
        } else {
            nothing()
        };
        run(&[
            news,
            summary_list(rows),
            until,
            parts(&[w::LINK_UNTIL.into(), moment(ends_at), ".".into()]).class("muted"),
            el("div").class("button-row").kids(&[change, withdraw]),
            vouching::fresh_link(),
        ])
    }

    async fn withdraw(self, text: String) -> Result<(), Failure> {
        let body = WithdrawAnswer {
            token: self.opened.token(),
            text,
        };
        let call = Call::post(endpoint::reference_withdraw())
            .anonymous()
            .body(&body);
        self.opened.send(call).await
    }

    fn question(self, request: &ReferenceRequest, given: Option<&GivenAnswer>) -> El {
        let (name, title) = (&request.applicant_name, &request.applicant_title);
        let who = model::who(name, title, &request.applicant_organisation);
        let named_as = ReferenceCategory::parse(&request.relationship).map_or("", w::named_as);
        // Up to the answer it is one screen of a phone.
        run(&[
            lead(&filled(&w::ASKS, &[&who, named_as])),
            el("h2").class("h-part").text(&w::MEANS_TITLE),
            each(&w::MEANS),
            p(&w::MEANS_NOT),
            details(
                &w::SUMMARY,
                &[p(&request.research_summary).class("pre-line")],
            ),
            el("p").class("muted").kids(&[
                w::UNTIL.into(),
                day(request.ends_at.date()),
                w::NO_ACCOUNT.into(),
            ]),
            h2(&w::YOUR_ANSWER),
            self.form(given),
        ])
    }

    fn form(self, given: Option<&GivenAnswer>) -> El {
        let rules =
            |form: Form| model::problems(&form.value(model::ANSWER), &form.value(model::TEXT));
        let form = Form::new(rules).kept_for_link(&self.opened.token());
        let (answer, text) = given.map_or(("", ""), |given| {
            (given.answer.as_str(), given.text.as_str())
        });
        let answer = form.field(model::ANSWER, &w::QUESTION_NOUN, answer);
        let text = form.field(model::TEXT, &w::TEXT_NOUN, text);
        let choices: Vec<_> = ReferenceAnswer::ALL
            .iter()
            .map(|&option| {
                let (label, hint) = w::answer(option);
                Choice {
                    value: option.as_str(),
                    label,
                    hint,
                }
            })
            .collect();
        let changes = given.is_some();
        let label = if changes {
            &w::SUBMIT_CHANGE
        } else {
            &w::SUBMIT
        };
        let keep_it = if changes {
            button(ButtonKind::Quiet, &w::KEEP, move || {
                form.forget();
                self.changing.set(false);
            })
        } else {
            nothing()
        };
        form.draw(
            &[
                answer.radios(&w::QUESTION).choices(&choices).draw(),
                text.text_area(&w::TEXT)
                    .hint(&w::TEXT_HINT)
                    .autocomplete("off")
                    .count(ANSWER_TEXT_MAX)
                    .draw(),
                muted(&w::CONFIDENTIAL),
                el("div")
                    .class("button-row")
                    .kids(&[form.submit_button(label), keep_it]),
            ],
            move || {
                let (choice, words) = (answer.get(), text.get());
                async move { self.send(form, &choice, words).await }
            },
        )
    }

    async fn send(self, form: Form, choice: &str, text: String) -> Result<(), Failure> {
        // Without a choice the rules let nothing pass.
        let Some(answer) = ReferenceAnswer::parse(choice) else {
            return Ok(());
        };
        let body = AnswerReference {
            token: self.opened.token(),
            answer,
            text,
        };
        let call = Call::post(endpoint::reference_answer())
            .anonymous()
            .body(&body);
        match call.send().await {
            Ok(_) => form.forget(),
            // Replaced while they wrote: the page says what that means.
            Err(failure) if failure.is(ProblemCode::LinkEnded) => {}
            Err(failure) => return Err(failure),
        }
        // Asked again first: with the form goes whatever it has begun.
        self.opened.ask().await;
        self.thanks.set(true);
        self.changing.set(false);
        focus_heading();
        Ok(())
    }
}

/// In place of the request when the link does not work any more.
fn dead(link: Link) -> El {
    let support = site::get().map_or_else(nothing, |site| {
        let address = &site.support_address;
        external_link(&["mailto:", address].concat(), address)
    });
    run(&[
        notice_titled(
            NoticeKind::Info,
            &w::DEAD,
            &[
                p(&w::DEAD_WHY),
                each(&w::DEAD_REASONS),
                parts(&[w::DEAD_DO.into(), support, ".".into()]),
            ],
        ),
        another_code(link),
        vouching::fresh_link(),
    ])
}

fn time_row(label: &str, at: Timestamp) -> Row<'_> {
    Row {
        label,
        value: moment(at),
        change: None,
    }
}
