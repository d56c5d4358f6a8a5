use super::{model, withdraw};
use crate::api::{Answer, Call, Failure, endpoint};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Choice, Form, failure_notice};
use crate::link::{Link, another_code, with_link};
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Row, action, button, danger, each, external_link, h1, h2, lead,
    moment, muted, notice, notice_titled, p, parts, skeleton, summary_list, summary_row,
};
use crate::words::{apply as aw, reference as w, shared as s, title};
use crate::{site, task};
use accede_api::problem::ProblemCode;
use accede_api::reference::{AnswerReference, GivenAnswer, ReferenceRequest, WithdrawAnswer};
use accede_api::session::MailedToken;
use accede_domain::application::ReferenceCategory;
use accede_domain::reference::{ANSWER_TEXT_MAX, ReferenceAnswer};
use leptos::prelude::*;
use std::rc::Rc;

/// Where the tab keeps the token.
const LINK: &str = "reference";

pub fn draw() -> El {
    run(&[
        h1(&title::REFERENCE_ANSWER),
        with_link(LINK, |link, token| Page::new(link, token).draw()),
    ])
}

type Opened = Option<Result<Rc<Answer>, Failure>>;

/// The page once its token is known. Copies are handles to the same one.
#[derive(Clone, Copy)]
struct Page {
    link: Link,
    token: StoredValue<String>,
    opened: RwSignal<Opened, LocalStorage>,
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
        let page = Self {
            link,
            token: StoredValue::new(token),
            opened: RwSignal::new_local(None),
            changing: carried::signal("changing", is_begun),
            thanks: carried::signal("thanks", false),
            withdrawing: Dialog::default(),
        };
        task::spawn(page.open());
        page
    }

    /// Asks who asks. It changes nothing: mail scanners open links, too.
    async fn open(self) {
        let body = MailedToken {
            token: self.token.get_value(),
        };
        let answer = Call::post(endpoint::reference_open())
            .anonymous()
            .body(&body)
            .send()
            .await;
        self.opened.set(Some(answer.map(Rc::new)));
    }

    fn draw(self) -> El {
        run(&[
            live(move || self.state()),
            withdraw::dialog(
                self.withdrawing,
                move || self.token.get_value(),
                move |text| self.withdraw(text),
            ),
        ])
    }

    fn state(self) -> El {
        match self.opened.get() {
            None => skeleton(false),
            Some(Ok(answer)) => match answer.read() {
                Ok(request) => self.request(request),
                Err(failure) => self.failed(&failure),
            },
            Some(Err(failure)) if failure.is(ProblemCode::LinkEnded) => self.dead(),
            Some(Err(failure)) => self.failed(&failure),
        }
    }

    fn failed(self, failure: &Failure) -> El {
        run(&[
            failure_notice(failure),
            el("div").class("button-row").kids(&[
                action(ButtonKind::Secondary, &s::TRY_AGAIN, move || self.open()),
                another_code(self.link),
            ]),
        ])
    }

    fn dead(self) -> El {
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
            another_code(self.link),
        ])
    }

    fn request(self, request: ReferenceRequest) -> El {
        live(move || match &request.given {
            Some(given) if !self.changing.get() => self.given(given),
            given => self.question(&request, given.as_ref()),
        })
    }

    /// The answer that was given, and for a day the way to change it.
    fn given(self, given: &GivenAnswer) -> El {
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
            el("div").class("button-row").kids(&[change, withdraw]),
        ])
    }

    async fn withdraw(self, text: String) -> Result<(), Failure> {
        let body = WithdrawAnswer {
            token: self.token.get_value(),
            text,
        };
        let call = Call::post(endpoint::reference_withdraw())
            .anonymous()
            .body(&body);
        match call.send().await {
            Ok(_) => {}
            // Ended meanwhile: the page says what that means.
            Err(failure) if failure.is(ProblemCode::LinkEnded) => {}
            Err(failure) => return Err(failure),
        }
        self.open().await;
        focus_heading();
        Ok(())
    }

    fn question(self, request: &ReferenceRequest, given: Option<&GivenAnswer>) -> El {
        let relation = match ReferenceCategory::parse(&request.relationship) {
            Some(relation) => aw::relation(relation),
            None => &request.relationship,
        };
        run(&[
            lead(&[&*request.applicant_name, &w::LEAD_END].concat()),
            p(&w::WHAT),
            h2(&w::APPLICANT),
            summary_list(vec![
                summary_row(&w::NAME, &request.applicant_name, None),
                summary_row(&w::POSITION, &request.applicant_title, None),
                summary_row(&w::ORGANISATION, &request.applicant_organisation, None),
                summary_row(&w::RELATION, relation, None),
                summary_row(&w::SUMMARY, &request.research_summary, None),
                time_row(&w::ASKED, request.requested_at),
                time_row(&w::UNTIL, request.ends_at),
            ]),
            h2(&w::MEANS_TITLE),
            each(&w::MEANS),
            p(&w::MEANS_NOT),
            h2(&w::YOUR_ANSWER),
            notice(NoticeKind::Info, &[p(&w::CONFIDENTIAL)]),
            self.form(given),
        ])
    }

    fn form(self, given: Option<&GivenAnswer>) -> El {
        let rules =
            |form: Form| model::problems(&form.value(model::ANSWER), &form.value(model::TEXT));
        let form = Form::new(rules).kept_for_link(&self.token.get_value());
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
            token: self.token.get_value(),
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
        self.open().await;
        self.thanks.set(true);
        self.changing.set(false);
        focus_heading();
        Ok(())
    }
}

/// What was pressed is gone: reading goes on at the top.
fn focus_heading() {
    browser::after_paint(|| {
        if let Some(heading) = document().query_selector("main h1").ok().flatten() {
            El::from_node(heading.into()).focus();
        }
    });
}

fn time_row(label: &str, at: accede_domain::time::Timestamp) -> Row<'_> {
    Row {
        label,
        value: moment(at),
        change: None,
    }
}
