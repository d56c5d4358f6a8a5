//! What the wizard's pages load: which application it is, and the addresses that are the applicant's own.

use super::model;
use crate::api::{Call, endpoint};
use crate::dom::El;
use crate::ui::{Reload, load_page};
use crate::{session, site, task};
use accede_api::application::{Application, ApplicationSummary};
use accede_api::page::List;
use accede_domain::application::ApplicantFacts;
use accede_domain::email::EmailAddress;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Loads the application that counts and draws `view` with it, or `none` where there has been none.
pub fn with_application(
    title: &'static str,
    view: impl Fn(Application, Reload) -> El + 'static,
    none: fn() -> El,
) -> El {
    let view = Rc::new(view);
    load_page::<List<ApplicationSummary>>(title, endpoint::applications(), move |list, _| {
        let Some(current) = model::current(&list.items) else {
            return none();
        };
        let view = view.clone();
        load_page::<Application>(
            title,
            endpoint::application(&current.id),
            move |application, reload| view(application, reload),
        )
    })
}

/// The addresses of the person's account, which can never be their reference's: the primary one at once, the others
/// as soon as they are known. Each with whether it is verified.
#[derive(Clone)]
pub struct OwnAddresses(Rc<RefCell<Vec<(EmailAddress, bool)>>>);

impl OwnAddresses {
    pub fn ask() -> Self {
        let primary = session::get().account_untracked();
        let own: Vec<_> = primary
            .and_then(|account| EmailAddress::parse(&account.email))
            .map(|address| (address, true))
            .into_iter()
            .collect();
        let own = Self(Rc::new(RefCell::new(own)));
        let known = own.clone();
        task::spawn(async move {
            let answer = Call::get(endpoint::account()).send().await;
            // Without an answer the server still holds every address against the reference's.
            if let Ok(account) = answer.and_then(|answer| answer.read::<Addresses>()) {
                let parse = |email: &Address| {
                    EmailAddress::parse(&email.address).map(|address| (address, email.verified))
                };
                known
                    .0
                    .replace(account.emails.iter().filter_map(parse).collect());
            }
        });
        own
    }

    /// Those that are verified: what tells where the person works.
    pub fn verified(&self) -> Vec<EmailAddress> {
        self.of(|verified| verified)
    }

    fn of(&self, counts: fn(bool) -> bool) -> Vec<EmailAddress> {
        let known = self.0.borrow();
        let counting = known.iter().filter(|(_, verified)| counts(*verified));
        counting.map(|(address, _)| address.clone()).collect()
    }

    /// What the domain's validation wants to know beside the form.
    pub fn facts(&self) -> ApplicantFacts {
        let site = untrack(site::get);
        ApplicantFacts {
            own_addresses: self.of(|_| true),
            extra_personal_domains: site
                .map(|site| site.extra_personal_mail_domains)
                .unwrap_or_default(),
        }
    }
}

/// What is read of an account here.
struct Addresses {
    emails: Vec<Address>,
}

struct Address {
    address: String,
    verified: bool,
}

accede_api::wire! {
    Addresses { emails } {}
    Address { address verified } {}
}
