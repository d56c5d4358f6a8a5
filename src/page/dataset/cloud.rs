//! Access on a cloud service: asking for it once, and watching until the provider has answered.

use super::model;
use crate::api::{self, Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run, watch};
use crate::form::failure_notice;
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, Reload, Tone, action, link, link_to, notice_titled, p, parts, tag,
};
use crate::words::dataset as w;
use crate::{site, task, wanted};
use accede_api::dataset::{AccessMethod, Dataset, Grant};
use accede_api::grant::{CloudIdentity, RequestGrant};
use accede_api::page::List;
use accede_api::problem::ProblemCode;
use accede_domain::grant::{GrantState, Service};
use leptos::prelude::*;

/// The person's cloud addresses; `None` until they are known.
pub type Identities = RwSignal<Option<Vec<CloudIdentity>>>;

/// Asks for the cloud addresses, where a method rests on one.
pub fn identities(methods: &[AccessMethod]) -> Identities {
    let identities = RwSignal::new(None);
    if methods
        .iter()
        .any(|method| model::service(method.kind).is_some())
    {
        task::spawn(async move {
            let answer = Call::get(endpoint::cloud_identities()).send().await;
            let list = answer.and_then(|answer| answer.read::<List<CloudIdentity>>());
            // Without an answer the button stands there; the server says what is missing.
            if let Ok(list) = list {
                identities.set(Some(list.items));
            }
        });
    }
    identities
}

/// What one service's part knows.
#[derive(Clone, Copy)]
struct Part {
    service: Service,
    title: StoredValue<String>,
    slug: StoredValue<String>,
    grant: RwSignal<Option<Grant>>,
    failed: RwSignal<Option<Failure>>,
    identities: Identities,
    is_primary: bool,
    reload: Reload,
}

/// Draws one service.
pub fn draw(
    dataset: &Dataset,
    method: &AccessMethod,
    identities: Identities,
    is_primary: bool,
    reload: Reload,
) -> El {
    let Some(service) = model::service(method.kind) else {
        return nothing();
    };
    let part = Part {
        service,
        title: StoredValue::new(dataset.title.clone()),
        slug: StoredValue::new(dataset.slug.clone()),
        grant: RwSignal::new(method.grant.clone()),
        failed: RwSignal::new(None),
        identities,
        is_primary,
        reload,
    };
    // Of the page and not of the button, which goes with the very press that begins it.
    watch(move || part.watch_grant());
    let text = match service {
        Service::BigQuery => &w::BIG_QUERY_TEXT,
        Service::CloudStorage => &w::CLOUD_STORAGE_TEXT,
    };
    run(&[
        p(text),
        // Spoken when it changes: the answer comes while the person does something else.
        el("div")
            .attr("role", "status")
            .live(move || part.standing()),
        live(move || match part.failed.get() {
            Some(failure) if failure.is(ProblemCode::NotPossibleNow) => part.no_address(),
            Some(failure) => failure_notice(&failure),
            None => nothing(),
        }),
        live(move || part.offer()),
    ])
}

impl Part {
    fn state(self) -> Option<GrantState> {
        self.grant
            .with(|grant| grant.as_ref().map(|grant| grant.state))
    }

    /// What was observed of the grant.
    fn standing(self) -> El {
        let Some(grant) = self.grant.get() else {
            return nothing();
        };
        match grant.state {
            GrantState::Requested => run(&[steps(grant.state), p(&w::WORKING)]),
            GrantState::Accepted | GrantState::Verified => self.granted(&grant),
            GrantState::Removing => p(&w::REMOVING),
            GrantState::Removed => p(&w::REMOVED),
            GrantState::Failed => {
                notice_titled(NoticeKind::Warning, &w::FAILED, &[p(&w::FAILED_TEXT)])
            }
        }
    }

    fn granted(self, grant: &Grant) -> El {
        let title = self.title.get_value();
        if site::is_local_ledger() {
            let words = w::recorded(&grant.address, &title, self.service);
            return notice_titled(NoticeKind::Success, &w::GRANTED_LEDGER, &[p(&words)]);
        }
        let words = w::granted(&grant.address, &title, self.service);
        notice_titled(
            NoticeKind::Success,
            &w::GRANTED,
            &[p(&words), steps(grant.state)],
        )
    }

    /// The button, or what has to be done before it.
    fn offer(self) -> El {
        if self
            .state()
            .is_some_and(|state| state.is_in_place() || model::is_moving(state))
        {
            return nothing();
        }
        let linked = self.identities.get();
        let verified = linked
            .as_ref()
            .map(|list| list.iter().find(|identity| identity.verified));
        let address = match verified {
            Some(None) => return self.no_address(),
            Some(Some(identity)) => parts(&[
                w::FOR_ADDRESS.into(),
                el("b").text(&identity.address),
                ". ".into(),
                link(&Route::CloudAccounts, &w::OTHER_ADDRESS),
            ]),
            None => nothing(),
        };
        let label = if self.state().is_some() {
            &w::ASK_AGAIN
        } else {
            w::request(self.service)
        };
        run(&[address, action(self.kind(), label, move || self.request())])
    }

    fn no_address(self) -> El {
        // Linking it leads back here.
        let address = self
            .slug
            .with_value(|slug| wanted::about(&Route::CloudAccounts, slug));
        run(&[
            p(&w::NO_ADDRESS),
            el("div")
                .class("button-row")
                .kid(link_to(&address, &w::LINK_ADDRESS).class(self.kind().class())),
        ])
    }

    fn kind(self) -> ButtonKind {
        if self.is_primary {
            ButtonKind::Primary
        } else {
            ButtonKind::Secondary
        }
    }

    async fn request(self) {
        self.failed.set(None);
        let body = RequestGrant {
            service: self.service,
        };
        let path = self.slug.with_value(|slug| endpoint::dataset_grants(slug));
        let answer = Call::post(path).body(&body).send().await;
        match answer.and_then(|answer| answer.read::<Grant>()) {
            Ok(grant) => self.grant.set(Some(grant)),
            // The facts changed since the page was drawn: the notice says what is missing now.
            Err(failure) if failure.is(ProblemCode::AccessRestricted) => self.reload.now(),
            Err(failure) => self.failed.set(Some(failure)),
        }
    }

    /// Asks again until something changes, for as long as more is to be seen.
    fn watch_grant(self) {
        let Some(grant) = self.grant.get() else {
            return;
        };
        if model::is_settled(grant.state) {
            return;
        }
        task::spawn(api::poll(endpoint::grants(), move |outcome| {
            let list = outcome
                .ok()
                .and_then(|answer| answer.read::<List<Grant>>().ok());
            let now = list.and_then(|list| list.items.into_iter().find(|now| now.id == grant.id));
            let Some(now) = now else {
                return false;
            };
            // Setting the same again would make a screen reader say it again.
            let is_new = now != grant;
            if is_new {
                self.grant.set(Some(now));
            }
            is_new
        }));
    }
}

/// The steps of a grant, as far as they were observed.
fn steps(state: GrantState) -> El {
    let accepted = match state {
        GrantState::Requested => Tone::Waiting,
        _ => Tone::Done,
    };
    let verified = match state {
        GrantState::Requested => Tone::Quiet,
        GrantState::Verified => Tone::Done,
        _ => Tone::Waiting,
    };
    el("p").class("state-line").kids(&[
        tag(Tone::Done, &w::STEP_REQUESTED),
        tag(accepted, &w::STEP_ACCEPTED),
        tag(verified, &w::STEP_VERIFIED),
    ])
}
