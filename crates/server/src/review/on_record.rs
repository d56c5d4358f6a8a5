//! What the records hold that bears on an application, for staff: facts with where they come from, never a verdict.

use accede_api::on_record::{
    AskedFor, InstitutionRecord, OnRecord, ReferenceRecord, Revoked, SameName, SameReport,
};
use accede_api::page::Count;
use accede_domain::application::ApplicationState;
use accede_domain::email::EmailAddress;
use accede_domain::reference::ReferenceOutcome;
use accede_domain::text;
use accede_store::on_record::{self as records, ByState};
use accede_store::{StoreError, Tx, revoked};

use crate::application::{Case, present};
use crate::state::AppState;

/// Requests to one person and applications of one institution are counted no further than this.
pub const COUNTED: u32 = 500;
/// Lines of each list.
const LINES: u32 = 10;
/// Mail domains that are looked at.
const DOMAINS: usize = 3;

/// What there is on an application; nothing on one's own.
///
/// # Errors
/// Those of the store.
pub async fn of(
    tx: &mut Tx,
    state: &AppState,
    case: &Case,
) -> Result<Option<OnRecord>, StoreError> {
    if case.facts.relation.is_applicant {
        return Ok(None);
    }
    let application = &case.application;
    let (owner, name) = (&application.account_id, &application.applicant_name);
    Ok(Some(OnRecord {
        reference: reference(tx, case).await?,
        revoked: revoked::of_account(tx, owner).await?.map(|of| Revoked {
            application_id: of.application_id,
            reference_number: of.reference_number,
            applicant_name: of.applicant_name,
        }),
        institution: institution(tx, state, case).await?,
        same_name: records::same_name(tx, name, &application.country, owner, LINES)
            .await?
            .into_iter()
            .map(same_name)
            .collect(),
        same_report: records::same_report(tx, owner, LINES)
            .await?
            .into_iter()
            .map(same_report)
            .collect(),
    }))
}

async fn reference(tx: &mut Tx, case: &Case) -> Result<Option<ReferenceRecord>, StoreError> {
    let Some(named) = present(&case.references) else {
        return Ok(None);
    };
    let (owner, folded) = (&case.application.account_id, &named.email_folded);
    let outcomes = records::outcomes(tx, owner, folded, COUNTED + 1).await?;
    let all: i64 = outcomes.iter().map(|(.., n)| n).sum();
    if all == 0 {
        return Ok(None);
    }
    let latest = records::asked_for(tx, owner, folded, LINES).await?;
    let all = count(all);
    let counted = |wanted, since_revoked: Option<bool>| {
        let found = outcomes.iter().filter(|(outcome, revoked, _)| {
            *outcome == wanted && since_revoked.is_none_or(|of| of == *revoked)
        });
        count(found.map(|(.., n)| n).sum::<i64>()).min(COUNTED)
    };
    let became = |wanted| counted(wanted, None);
    Ok(Some(ReferenceRecord {
        named: Count {
            count: all.min(COUNTED),
            exact: all <= COUNTED,
        },
        confirmed: counted(ReferenceOutcome::Confirmed, Some(false)),
        since_revoked: counted(ReferenceOutcome::Confirmed, Some(true)),
        said_no: became(ReferenceOutcome::SaidNo),
        took_back: became(ReferenceOutcome::TookBack),
        no_answer: became(ReferenceOutcome::NoAnswer),
        latest: latest.into_iter().map(asked_for).collect(),
    }))
}

fn asked_for(one: records::AskedFor) -> AskedFor {
    AskedFor {
        outcome: one.outcome,
        application_id: one.application_id,
        reference_number: one.reference_number,
        applicant_name: one.applicant_name,
        same_address: one.same_address,
        at: one.at,
    }
}

/// By the organisation as stated, and by each mail domain that is an institution's own.
async fn institution(
    tx: &mut Tx,
    state: &AppState,
    case: &Case,
) -> Result<Vec<InstitutionRecord>, StoreError> {
    let (owner, limit) = (&case.application.account_id, COUNTED + 1);
    let organisation = case.application.organisation.trim();
    let organisation = (!text::is_blank(organisation)).then_some(organisation);
    let mut domains: Vec<String> = case
        .applicant
        .verified()
        .filter_map(|one| EmailAddress::parse(&one.address))
        .filter(|one| !one.is_personal(&state.config.personal_mail_domains))
        .map(|one| one.domain().to_ascii_lowercase())
        .collect();
    domains.sort_unstable();
    domains.dedup();
    domains.truncate(DOMAINS);
    let found = records::of_institutions(tx, organisation, &domains, owner, limit).await?;
    let named = organisation.map(|name| (name, false));
    let at = domains.iter().map(|domain| (domain.as_str(), true));
    let names = named.into_iter().chain(at);
    Ok(names
        .zip(&found)
        .map(|((name, is_domain), states)| institution_record(name, is_domain, states))
        .collect())
}

fn institution_record(name: &str, is_domain: bool, states: &ByState) -> InstitutionRecord {
    let all: i64 = states.iter().map(|(_, n)| n).sum();
    let all = count(all);
    let exact = all <= COUNTED;
    // Accepted is whatever was accepted once, whatever became of the credential.
    let of = |wanted: &[ApplicationState]| {
        let found = states.iter().filter(|(state, _)| wanted.contains(state));
        exact.then(|| count(found.map(|(_, n)| n).sum::<i64>()))
    };
    InstitutionRecord {
        name: name.to_owned(),
        is_domain,
        applications: Count {
            count: all.min(COUNTED),
            exact,
        },
        accepted: of(&[
            ApplicationState::Accepted,
            ApplicationState::Revoked,
            ApplicationState::Expired,
        ]),
        rejected: of(&[ApplicationState::Rejected]),
    }
}

fn same_name(one: records::Other) -> SameName {
    SameName {
        id: one.id,
        reference_number: one.reference_number,
        applicant_name: one.applicant_name,
        user_name: one.user_name,
        organisation: one.organisation,
        state: one.position.state,
        stage: one.position.stage,
        submitted_at: one.submitted_at,
    }
}

fn same_report(one: records::SameFile) -> SameReport {
    SameReport {
        training_id: one.training_id,
        applicant_name: one.applicant_name,
        user_name: one.user_name,
        state: one.state,
    }
}

fn count<N: TryInto<u32>>(number: N) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
