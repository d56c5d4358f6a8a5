//! The tables that the crowd fills, and its rows on their way there.

use accede_domain::application::state::ActorRole;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::Timestamp;
use accede_store::application_queue::Kept;
use accede_store::{Table, Value, params};
use ulid::Ulid;

use super::dice::Dice;

/// Declares the tables, and a place for the rows of each.
macro_rules! tables {
    ($($field:ident $table:ident [$($column:ident)*])*) => {
        /// Rows for each table.
        #[derive(Debug, Default)]
        pub(super) struct Rows {
            $(pub(super) $field: Vec<Vec<Value>>,)*
            pub(super) lines: Vec<Vec<Value>>,
            pub(super) words: Vec<Vec<Value>>,
        }

        impl Rows {
            /// Puts further rows behind these.
            pub(super) fn append(&mut self, mut more: Self) {
                $(self.$field.append(&mut more.$field);)*
                self.lines.append(&mut more.lines);
                self.words.append(&mut more.words);
            }

            /// Every table with its rows; those that others point at come first.
            pub(super) fn into_tables(self) -> Vec<(Table, Vec<Vec<Value>>)> {
                vec![
                    $((
                        Table { name: stringify!($table), columns: &[$(stringify!($column)),*] },
                        self.$field,
                    ),)*
                    (Table { name: "queue_entry", columns: Kept::COLUMNS }, self.lines),
                    (Table { name: "queue_words", columns: &["place", "words"] }, self.words),
                ]
            }
        }
    };
}

tables! {
    accounts account [id version user_name role state passphrase_hash given_names family_name one_name affiliation country
        privacy_version terms_version accepted_at created_at updated_at]
    emails account_email [id version account_id address folded verified_at is_primary created_at updated_at]
    files file [id owner_account_id object_key sha256 size media_type file_name pages created_at]
    trainings training [id version account_id training_type state file_id completed_on expires_on facts checklist
        reviewer_id comment decided_at submitted_at applicant_name search_text created_at updated_at]
    applications application [id version account_id state stage form reference_number previous_id snapshots applicant_name
        organisation country researcher_category waits_for_staff first_submitted_at submitted_at stage_since
        identity_confirmed_at identity_confirmed_by reference_skipped_at reference_skipped_reason returned_at
        returned_by_stage returned_cause decided_at decided_by decision_template decision_comment superseded_at created_at
        updated_at]
    snapshots application_snapshot [application_id number form taken_at]
    comments application_comment [id application_id snapshot_number pointer body author_id created_at]
    events application_event [id application_id at kind actor_role actor_id for_applicant data]
    visits stage_visit [id application_id stage entered_at left_at withdrawn]
    answers checklist_answer [application_id stage item answer answered_by answered_at]
    flags application_flag [id application_id flag audience raised_at seen_at seen_by]
    links mailed_link [id purpose subject_id salt token_hash created_at expires_at ended_at ended_reason]
    requests reference_request [id version application_id number state category name email email_folded organisation title
        page_url message link_id first_requested_at answer answer_text answered_at confirmed_by confirmed_at ended_at
        ended_reason created_at updated_at]
    decisions decision [id case_kind case_id command version_seen decided_by actor_role decided_at takes_effect_at state
        ended_at is_open]
    given reference_answer [id reference_request_id answer body given_at]
    mails reference_mail [id reference_request_id at]
    reminders reminder [subject_kind subject_id step sent_at]
}

/// What staff decided on a case at some moment, and what took effect then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decided<'a> {
    pub kind: CaseKind,
    pub case_id: &'a str,
    /// By its spelling.
    pub command: &'a str,
    pub version_seen: i64,
    pub by: &'a str,
    pub role: ActorRole,
    pub at: Timestamp,
}

impl Decided<'_> {
    pub(super) fn row(self, id: String) -> Vec<Value> {
        params![
            id,
            self.kind.as_str(),
            self.case_id,
            self.command,
            self.version_seen,
            self.by,
            self.role.as_str(),
            self.at,
            self.at,
            DecisionState::CarriedOut.as_str(),
            self.at,
            false
        ]
    }
}

/// Ids of things made at some moment, in the order in which they are made.
#[derive(Debug)]
pub(super) struct Ids {
    last: Ulid,
}

impl Ids {
    pub(super) const fn new() -> Self {
        Self { last: Ulid::nil() }
    }

    pub(super) fn id(&mut self, dice: &mut Dice, at: Timestamp) -> String {
        let millis = u64::try_from(at.micros().div_euclid(1000)).unwrap_or(0);
        let bits = u128::from(dice.next()) << 64 | u128::from(dice.next());
        let next = match self.last.increment() {
            Ok(next) if self.last.timestamp_ms() == millis => next,
            _ => Ulid::from_parts(millis, bits),
        };
        self.last = next;
        next.to_string()
    }
}
