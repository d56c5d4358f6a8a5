//! The wire types and their fields, in the order of the areas of the API.
//!
//! A new field is added here too; the compiler says so.

use accede_domain::access::{Policy, Requirement, RequirementState, RequirementStatus, WaitingOn};
use accede_domain::account::{Role, TokenScope};
use accede_domain::application::{
    ApplicationForm, ApplicationState, CommandKind, IdentityChecklist, ResearcherCategory,
    ResponseChecklist, Stage,
};
use accede_domain::grant::{GrantState, Service};
use accede_domain::language::Language;
use accede_domain::next::{NextStep, TaskState};
use accede_domain::reference::{MailRefusal, ReferenceAnswer, ReferenceOutcome, ReferenceState};
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::review::figures::Step;
use accede_domain::review::template::TemplateKind;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::findings::{Check, Finding, Verdict, Why};
use accede_domain::training::reading::{
    Paper, ReadModule, Reading, ReportField, SeenDate, SeenNumber, Unreadable,
};
use accede_domain::training::{TrainingChecklist, TrainingState};
use accede_domain::versions::{Change, Shape};

use super::{Reader, Wire};
use crate::account::{
    Account, AccountEmail, AccountEvent, LinkedOrcid, MadeToken, OrcidBegun, OrcidStanding,
    Profile, RecoveryCodes, SecondFactorSetup, SessionInfo, TokenInfo,
};
use crate::application::{
    Application, ApplicationSummary, FieldComment, ReferenceStatus, SaveDraft, SavedDraft,
    TimelineEntry, Waiting,
};
use crate::bulk::{
    Bulk, BulkAnswer, BulkDecided, BulkLeftOut, BulkPreview, BulkPreviewItem, BulkRefused,
    BulkResult,
};
use crate::dashboard::{Dashboard, DatasetStanding, Expiry, Tasks};
use crate::dataset::{
    Access, AccessMethod, Agreement, Dataset, DatasetFact, DatasetFile, DatasetFiles,
    DatasetSummary, DatasetVersion, Grant, HowTo, MethodKind, Signature,
};
use crate::demo::{DemoMail, DemoSignIn};
use crate::grant::CloudIdentity;
use crate::on_record::{
    AskedFor, InstitutionRecord, OnRecord, ReferenceRecord, Revoked, SameName, SameReport,
};
use crate::page::{Count, List, Page};
use crate::problem::{FieldError, ProblemCode};
use crate::reference::{GivenAnswer, ReferenceRequest, Vouch};
use crate::review::{
    AgeBand, Case, CaseGrant, CaseNote, CaseReference, CaseTraining, ChangedField, CredentialFlag,
    DecisionTemplate, FacetCount, Facets, Flag, QueueItem, QueueSummary, ReferenceQueueItem,
    ReferenceSaid, Signal,
};
use crate::session::{SessionAccount, SessionState, SessionStatus, Verified};
use crate::site::{Document, DocumentVersion, Site};
use crate::statistics::{Ages, Reached, Statistics, StepTook, Takes, Workload};
use crate::template::{ManagedTemplate, Wording};
use crate::text::{ChangedBlock, ChangedPart, TextNews, TextToAccept};
use crate::training::{
    CheckInWords, ReadInWords, ReadReport, StoredFile, Training, TrainingCase, TrainingQueueItem,
    TrainingType,
};
use crate::work::{Claim, Decision, NextCase};

impl Wire for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.string().map(|text| *self = text).is_some()
    }
}

impl Wire for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.boolean().map(|value| *self = value).is_some()
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => { $(
        impl Wire for $kind {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> bool {
                let number = reader.number().and_then(|number| <$kind>::try_from(number).ok());
                number.map(|number| *self = number).is_some()
            }
        }
    )* };
}

numbers! { i64 u64 u32 u16 u8 }

/// Times, which are written as strings.
macro_rules! times {
    ($($kind:ident blank $blank:expr;)*) => { $(
        impl Wire for $kind {
            fn blank() -> Self {
                $blank
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> bool {
                let time = reader.string().and_then(|text| $kind::parse(&text));
                time.map(|time| *self = time).is_some()
            }
        }
    )* };
}

times! {
    Timestamp blank Timestamp::from_micros(0);
    Date blank Date::from_days_since_epoch(0);
}

impl<T: Wire> Wire for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        if reader.null() {
            *self = None;
            return true;
        }
        self.insert(T::blank()).read(reader)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        self.clear();
        reader.array(&mut |reader| {
            let mut element = T::blank();
            let read = element.read(reader);
            self.push(element);
            read
        })
    }
}

impl<T: Wire> Wire for List<T> {
    fn blank() -> Self {
        Self { items: Vec::new() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.object(&["items"], &[], &mut [&mut self.items])
    }
}

impl<T: Wire> Wire for Page<T> {
    fn blank() -> Self {
        Self {
            items: Vec::new(),
            next: None,
            prev: None,
            total: Count::blank(),
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let places: &mut [&mut dyn Wire] = &mut [
            &mut self.items,
            &mut self.total,
            &mut self.next,
            &mut self.prev,
        ];
        reader.object(&["items", "total"], &["next", "prev"], places)
    }
}

/// Enums of the domain, whose spelling stands there.
macro_rules! choices {
    ($($kind:ident)*) => { $(
        impl Wire for $kind {
            fn blank() -> Self {
                Self::ALL[0]
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> bool {
                let choice = reader.string().and_then(|text| $kind::parse(&text));
                choice.map(|choice| *self = choice).is_some()
            }
        }
    )* };
}

choices! {
    Policy WaitingOn Role TokenScope ApplicationState CommandKind ResearcherCategory Stage GrantState Service NextStep
    TaskState Step TemplateKind MailRefusal ReferenceAnswer ReferenceOutcome ReferenceState TrainingState AgeBand Signal Flag CaseKind
    Language DecisionState Paper Unreadable ReportField Check Verdict Why Shape Change
}

/// Enums of this crate, with their spelling.
macro_rules! words {
    ($($kind:ident { $first:ident = $word:literal $($variant:ident = $other:literal)* })*) => { $(
        impl Wire for $kind {
            fn blank() -> Self {
                Self::$first
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> bool {
                *self = match reader.string().as_deref() {
                    Some($word) => Self::$first,
                    $(Some($other) => Self::$variant,)*
                    _ => return false,
                };
                true
            }
        }
    )* };
}

words! {
    MethodKind {
        Zip = "zip"
        BigQuery = "big_query"
        CloudStorage = "cloud_storage"
        Wget = "wget"
    }
    SessionState {
        SignedOut = "signed_out"
        SecondFactorRequired = "second_factor_required"
        SecondFactorSetupRequired = "second_factor_setup_required"
        SignedIn = "signed_in"
    }
}

impl Wire for ProblemCode {
    fn blank() -> Self {
        Self::Internal
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let Some(word) = reader.string() else {
            return false;
        };
        let code = Self::ALL.iter().find(|code| code.as_str() == word);
        code.map(|code| *self = *code).is_some()
    }
}

/// The kind stands in a field beside what belongs to it.
impl Wire for Requirement {
    fn blank() -> Self {
        Self::SignedIn
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let (mut kind, mut training_type) = (String::new(), None::<String>);
        let places: &mut [&mut dyn Wire] = &mut [&mut kind, &mut training_type];
        if !reader.object(&["kind"], &["training_type"], places) {
            return false;
        }
        *self = match (kind.as_str(), training_type) {
            ("signed_in", _) => Self::SignedIn,
            ("verified_email", _) => Self::VerifiedEmail,
            ("credential", _) => Self::Credential,
            ("training", Some(training_type)) => Self::Training { training_type },
            ("agreement", _) => Self::Agreement,
            ("owner_approval", _) => Self::OwnerApproval,
            _ => return false,
        };
        true
    }
}

impl Wire for RequirementState {
    fn blank() -> Self {
        Self::Missing
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let (mut kind, mut until, mut on) = (String::new(), None::<Timestamp>, None::<WaitingOn>);
        let places: &mut [&mut dyn Wire] = &mut [&mut kind, &mut until, &mut on];
        if !reader.object(&["kind"], &["until", "on"], places) {
            return false;
        }
        *self = match (kind.as_str(), on) {
            ("met", _) => Self::Met { until },
            ("waiting", Some(on)) => Self::Waiting { on },
            ("missing", _) => Self::Missing,
            _ => return false,
        };
        true
    }
}

crate::wire! {
    RequirementStatus { requirement state } { next_step }
    ApplicationForm {
    } {
        given_names family_name one_name suffix researcher_category organisation ror_id job_title
        city state_province postal_code country listed_in_directory webpage research_summary
        reference_category reference_name reference_email reference_organisation reference_title
        reference_page_url
    }
    IdentityChecklist {
    } {
        found_by_name organisation_fits_email category_fits_position summary_sufficient
        summary_no_sharing
    }
    ResponseChecklist {} { knows_applicant supports_use understands_privacy }
    TrainingChecklist {} { report_attached up_to_date modules_complete hipaa_complete name_matches }
    Account {
        id user_name role profile emails second_factor recovery_codes_left created_at version
    } {
    }
    Profile { given_names family_name affiliation country } { one_name }
    AccountEmail { id address verified primary } {}
    SessionInfo { id current created_at last_seen_at address user_agent } {}
    SecondFactorSetup { secret otpauth_uri qr_rows } {}
    RecoveryCodes { codes } {}
    TokenInfo { id name scope created_at expires_at } { last_used_at ended_at }
    MadeToken { token } { secret }
    AccountEvent { id at actor action object_kind } {}
    Application {
        id version state form comments commands timeline created_at updated_at
    } {
        reference_number stage message reference submitted_at decided_at deadline waiting
    }
    ApplicationSummary { id state created_at } { reference_number stage submitted_at decided_at }
    SaveDraft { form } {}
    SavedDraft { version updated_at } {}
    FieldComment { pointer text } {}
    ReferenceStatus {
        id name email organisation title state can_resend can_replace replacements_left
    } {
        invited_at last_mail_at answered_at ends_at next_try_at asked_to_wait refusal
    }
    TimelineEntry { at kind actor comments } { who text }
    Waiting { on since } { whom until place takes }
    Takes { median_seconds p90_seconds } {}
    Dashboard { next timeline tasks datasets grants expiries } { application waiting }
    Tasks { about_you affiliation research reference training check cloud_account } {}
    DatasetStanding { slug title version access } {}
    Expiry { kind name } { on at dataset }
    DatasetSummary { slug title summary version policy allowed } {}
    Dataset {
        slug title summary version versions policy description_html precautions_html precautions_language citation doi
        facts agreement_version access methods
    } {
    }
    DatasetVersion { version released note } {}
    DatasetFact { label value } {}
    Access { allowed requirements } {}
    AccessMethod { kind recommended } { size url command grant }
    DatasetFiles { version total_size files } {}
    DatasetFile { path size sha256 url } {}
    Agreement {
        dataset dataset_title version effective sha256 html precautions_html precautions_language consent
    } {
        signer_name signed news
    }
    Signature {
        id dataset dataset_title agreement_version agreement_sha256 typed_name signed_at receipt_url
        current
    } {
        counts_until
    }
    HowTo { dataset dataset_title title html language } {}
    Grant {
        id dataset dataset_title service state address requested_at
    } {
        accepted_at verified_at removed_at
    }
    DemoMail { id to subject sent_at } { language text }
    DemoSignIn { user_name role passphrase about } { code code_ends_at }
    OrcidStanding {} { linked }
    LinkedOrcid { url verified_at } {}
    OrcidBegun { authorize_url } {}
    CloudIdentity { id provider address verified linked_at grants } {}
    Count { count exact } {}
    FieldError { pointer code detail } {}
    ReferenceRequest {
        applicant_name applicant_organisation applicant_title relationship reference_name
        research_summary requested_at ends_at
    } {
        given
    }
    GivenAnswer { answer text answered_at changeable_until changeable withdrawable } { withdrawn_at }
    Vouch { id applicant_name applicant_organisation requested_at open withdrawable } { answer answered_at withdrawn_at }
    QueueItem {
        id reference_number applicant_name user_name organisation country state submitted_at
        stage_since age signals flagged
    } {
        category stage claim
    }
    Facets { counts } {}
    FacetCount { parameter value count exact } {}
    ReferenceQueueItem {
        id application_id reference_number applicant_name reference_name reference_email
        reference_organisation state asked_at ends_at age
    } {
        claim
    }
    Case {
        id version reference_number state account_id user_name applicant_name emails form changed
        submitted_at stage_since age signals flagged credential_flags commands identity_checklist response_checklist
        response_checklist_needed references trainings comments timeline earlier grants invitation_message
        accept_blockers notes
    } {
        orcid stage may_not_because claim decision on_record
    }
    CaseNote { id by name text at } {}
    OnRecord { institution same_name same_report } { reference revoked }
    Revoked { application_id reference_number applicant_name } {}
    ReferenceRecord { named confirmed since_revoked said_no took_back no_answer latest } {}
    AskedFor { application_id reference_number applicant_name outcome same_address at } {}
    InstitutionRecord { name is_domain applications } { accepted rejected }
    SameName {
        id reference_number applicant_name user_name organisation state submitted_at
    } {
        stage
    }
    SameReport { training_id applicant_name user_name state } {}
    ChangedField { pointer before } {}
    CaseReference {
        id current category name email organisation title page_url state personal_mail
        confirmed_before answers
    } {
        looks_like invited_at ends_at answer answer_text answered_at bounce
    }
    ReferenceSaid { text at } { answer }
    CredentialFlag { id flag raised_at application_id reference_number applicant_name user_name } {}
    CaseTraining { id name state expires_on submitted_at } {}
    CaseGrant { dataset service state requested_at } {}
    DecisionTemplate { key kind subject title text } { pointer }
    ManagedTemplate {
        id version kind subject pointer title text updated_at wordings
    } {
        retired_at
    }
    Wording { version title text at } { by }
    QueueSummary {
        identity reference response r#final returned staff decided arrived trainings trainings_arrived references_late
    } {
    }
    Statistics { reached submitted accepted rejected given_up ages steps } { counted_at workload }
    Reached { stage count } {}
    Ages { stage counts } {}
    StepTook { step samples median_seconds p90_seconds } {}
    Workload { by name applications returned accepted rejected trainings } {}
    SessionStatus { state now } { account idle_ends_at ends_at }
    SessionAccount { id user_name display_name role email } { language texts_to_accept }
    Verified { address } {}
    Site {
        name support_address origin build demonstration privacy_version terms_version
        extra_personal_mail_domains local_ledger orcid
    } {
        credentialing_paused
    }
    Document { kind title version effective sha256 html versions } {}
    DocumentVersion { version effective in_force } {}
    TextNews { since summaries blocks } {}
    ChangedBlock { shape parts } {}
    ChangedPart { change text } {}
    TextToAccept { kind title version effective html } { news }
    TrainingType { key name provider instructions_html language validity_years } {}
    Training {
        id version training_type training_name state completed_on expires_on file submitted_at
        can_withdraw
    } {
        decided_at comment waiting read
    }
    StoredFile { name media_type size sha256 } {}
    TrainingQueueItem {
        id applicant_name user_name training_type training_name state completed_on submitted_at
        age
    } {
        claim
    }
    TrainingCase {
        training account_id applicant_name user_name pages may_decide checklist earlier applications
    } {
        may_not_because claim decision read
    }
    Claim { by name mine since until } {}
    NextCase {} { id claim looked_until }
    BulkPreview { items total } { next }
    BulkPreviewItem { id version reference_number applicant_name user_name state } {
        stage to_state to_stage mail_to mail_subject refused
    }
    BulkRefused { why detail } { by name until }
    BulkAnswer { results } { takes_effect_at }
    BulkResult { id } { decision_id refused }
    Bulk { items left_out } {}
    BulkLeftOut { application_id reference_number applicant_name refused } {}
    BulkDecided { id application_id reference_number applicant_name command state takes_effect_at } { why }
    Decision {
        id case_kind case_id case_name command state by name mine decided_at takes_effect_at may_undo comments
    } {
        case_number why template text
    }
    ReadInWords { verdict summary checks modules notes } { certificate completed_on }
    CheckInWords { verdict asked outcome found advice } { until }
    ReadReport { reading findings } {}
    Reading { paper pages cut_short invisible modules not_read } {
        because name affiliation curriculum_group course stage record_id completed_on expires_on
        minimum_passing reported_score link
    }
    SeenDate { text } { day }
    SeenNumber { text } { number }
    ReadModule { name } { completed_on score }
    Finding { check verdict } { why day }
}
