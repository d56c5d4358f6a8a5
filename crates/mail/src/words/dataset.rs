//! Datasets: agreements, cloud accounts, grants.

use accede_domain::grant::Service;
use accede_domain::time::{Date, Timestamp};

use super::dates::day;
use super::moment;
use crate::clean;
use crate::letter::{Letter, Step};
use crate::message::{CloudAccountKind, GrantLocation, GrantRemoval};
use crate::paths;
use crate::phrase::{Phrase, fill};

const TITLE_MAX: usize = 80;

/// The product's own name, as it stands on the grant buttons.
fn name_of(service: Service) -> &'static str {
    match service {
        Service::BigQuery => "Google BigQuery",
        Service::CloudStorage => "Google Cloud Storage",
    }
}

pub(super) fn agreement_receipt(
    dataset: &str,
    slug: &str,
    version: &str,
    signed_at: Timestamp,
    signature_id: &str,
) -> Letter {
    let dataset = clean::line(dataset, TITLE_MAX);
    Letter::to_person(fill!("Your receipt: data use agreement for {1}", &dataset))
        .say(fill!("You signed the data use agreement for {1}. The receipt is attached to this mail. It holds the full text that you signed. Please keep it.", &dataset))
        .facts([
            ("Dataset", dataset.clone().into()),
            ("Agreement version", version.to_owned().into()),
            ("Signed", moment(signed_at)),
            ("Signature number", signature_id.to_owned().into()),
        ])
        .say("Please remember: the data come from patients. Do not try to find out who they are. Do not share the data with anybody. Keep the data safe.")
        .page("Your agreements and receipts", paths::AGREEMENTS)
        .page(fill!("Go on to {1}", &dataset), paths::dataset(slug))
        .say("If you did not sign this agreement, please write to us at once.")
}

pub(super) fn agreement_new_version(
    dataset: &str,
    slug: &str,
    version: &str,
    changes: Option<&str>,
    sign_by: Option<Date>,
    again: bool,
) -> Letter {
    let dataset = clean::line(dataset, TITLE_MAX);
    let version = clean::line(version, 40);
    let letter = match sign_by {
        Some(date) if again => Letter::to_person(fill!("Sign the new agreement for {1} by {2}", &dataset, day(date))),
        Some(_) => Letter::to_person(fill!("Please sign the new agreement for {1}", &dataset)),
        None => Letter::to_person(fill!("The agreement for {1} has a new version", &dataset)),
    }
    .say(if again {
        fill!("We wrote to you that the data use agreement for {1} has a new version ({2}). You have not signed it yet.", &dataset, &version)
    } else {
        fill!("The data use agreement for {1}, which you signed, has a new version ({2}).", &dataset, &version)
    })
    .quote("What changed:", changes.unwrap_or_default());
    match sign_by {
        Some(date) => letter
            .say(fill!("Please read and sign the new version by {1}. Until then your access goes on as before; without your signature it stops after that day.", day(date)))
            .page("Read and sign the new version", paths::agreement(slug)),
        None => letter
            .say("You need not sign again. What you signed stays valid.")
            .page("Read the new version", paths::agreement(slug)),
    }
}

pub(super) fn cloud_address_verify(kind: CloudAccountKind, site: &Phrase) -> Letter {
    match kind {
        CloudAccountKind::Google => Letter::to_unproved_address(fill!("Confirm your Google address for {1}", site))
            .say(fill!("Somebody, probably you, wants to use this Google address for cloud access to research data at {1}.", site))
            .say("Please confirm that the Google account is yours, and yours alone. A shared account cannot be used: the data are for you only.")
            .mailed_link("Confirm this Google address")
            .say("If this was not you, you need not do anything. Without your confirmation the address is not used."),
    }
}

pub(super) fn grant_made(
    service: Service,
    dataset: &str,
    slug: &str,
    cloud_address: &str,
    location: &GrantLocation,
    local_ledger: bool,
) -> Letter {
    let dataset = clean::line(dataset, TITLE_MAX);
    let cloud_address = clean::line(cloud_address, 254);
    if local_ledger {
        return Letter::to_person(fill!("Your request for {1} in {2} is noted", &dataset, name_of(service)))
            .say(fill!("This portal is not connected to Google. Your request for {1} in {2} is noted in the portal only, for this Google account:", &dataset, name_of(service)))
            .literal(&cloud_address)
            .say("Nobody can read the data there.")
            .page(fill!("How to use {1} in {2}", &dataset, name_of(service)), paths::how_to(slug, service.as_str()));
    }
    let letter = Letter::to_person(fill!(
        "You have access to {1} in {2}",
        &dataset,
        name_of(service)
    ))
    .say(fill!(
        "You can now use {1} in {2}, with this Google account:",
        &dataset,
        name_of(service)
    ))
    .literal(&cloud_address)
    .say("How to get to the data:");
    match location {
        GrantLocation::Project { project, datasets } => bigquery_steps(letter, &cloud_address, project, datasets),
        GrantLocation::Bucket { bucket, url } => bucket_steps(letter, &cloud_address, bucket, url),
    }
    .page(fill!("How to use {1} in {2}", &dataset, name_of(service)), paths::how_to(slug, service.as_str()))
    .say("Please remember: this access is for you alone. Keep the Google account safe, and do not copy the data to a place that others can read.")
}

fn bigquery_steps(
    letter: Letter,
    cloud_address: &str,
    project: &str,
    datasets: &[String],
) -> Letter {
    let project = clean::line(project, 100);
    let letter = letter.steps(vec![
        Step::new(fill!(
            "Open the Google Cloud console, and sign in as {1}.",
            cloud_address.to_owned()
        )),
        Step::new("Choose a project of your own, or make one. Google bills your queries to it."),
        Step::new(fill!(
            "In the Explorer, choose “Add data”, then “Star a project by name”, and type {1}.",
            &project
        )),
        Step::new("The datasets now stand in the Explorer. To query a table, write its full name:"),
    ]);
    let letter = datasets.iter().fold(letter, |letter, name| {
        letter.literal(&format!(
            "SELECT * FROM `{project}.{}.<table>` LIMIT 10",
            clean::line(name, 100)
        ))
    });
    letter.elsewhere("Open BigQuery", "https://console.cloud.google.com/bigquery")
}

fn bucket_steps(letter: Letter, cloud_address: &str, bucket: &str, url: &str) -> Letter {
    let bucket = clean::line(bucket, 200);
    letter
        .steps(vec![
            Step::new(fill!("Open the bucket in your browser, and sign in as {1}.", cloud_address.to_owned())),
            Step::new("Or copy the files with the gcloud tool. Google bills the transfer to a project of your own: put its name in place of YOUR_PROJECT."),
        ])
        .elsewhere("Open the bucket", url)
        .literal(&format!("gcloud storage cp --recursive --billing-project=YOUR_PROJECT gs://{bucket} ."))
}

pub(super) fn grant_failed(
    service: Service,
    dataset: &str,
    slug: &str,
    will_retry: bool,
) -> Letter {
    let dataset = clean::line(dataset, TITLE_MAX);
    let letter = Letter::to_person(fill!(
        "Access to {1} in {2} is delayed",
        &dataset,
        name_of(service)
    ))
    .say(fill!(
        "You asked for {1} in {2}. {2} did not accept the request from us. This is not your fault.",
        &dataset,
        name_of(service)
    ));
    if will_retry {
        letter.say("You need not do anything. We try again, and write to you when it works.")
    } else {
        letter.say("Please check that the linked Google account still exists. Then ask for access again on the dataset’s page. If it fails again, please write to us.")
    }
    .page(fill!("The page of {1}", &dataset), paths::dataset(slug))
}

pub(super) fn grant_removed(
    service: Service,
    dataset: &str,
    slug: &str,
    because: GrantRemoval,
) -> Letter {
    let dataset = clean::line(dataset, TITLE_MAX);
    let (why, next) = match because {
        GrantRemoval::AskedByPerson => (
            "You asked for this.",
            "You can ask for access again at any time.",
        ),
        GrantRemoval::CloudAccountUnlinked => (
            "The Google account was unlinked or changed.",
            "To go on, link a Google account, and ask for access again.",
        ),
        GrantRemoval::CredentialEnded => (
            "Your credentialed access has ended.",
            "The dataset’s page says what is missing.",
        ),
        GrantRemoval::TrainingEnded => (
            "Your training has run out.",
            "Upload a new report. When it is accepted, ask for access again.",
        ),
        GrantRemoval::AgreementSuperseded => (
            "There is a new version of the data use agreement, and it was not signed in time.",
            "Sign the new version, and ask for access again.",
        ),
        GrantRemoval::AccountClosed => (
            "Your account was closed or switched off.",
            "If this surprises you, please write to us.",
        ),
        GrantRemoval::Other => (
            "A requirement of the dataset is no longer met.",
            "The dataset’s page says what is missing.",
        ),
    };
    Letter::to_person(fill!(
        "Your access to {1} in {2} has ended",
        &dataset,
        name_of(service)
    ))
    .say(fill!(
        "You can no longer use {1} in {2}. {3}",
        &dataset,
        name_of(service),
        why
    ))
    .say(next)
    .page(fill!("The page of {1}", &dataset), paths::dataset(slug))
}
