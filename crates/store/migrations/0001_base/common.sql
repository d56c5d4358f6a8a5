-- The schema, in SQLite's spelling. PostgreSQL gets the same text with three words replaced
-- (INTEGER, BLOB, STRICT), so nothing here may mean different things on the two.
--
-- Conventions: ids are ULIDs as text; times (`…_at`, `…_until`) are microseconds since 1970 UTC;
-- calendar days (`…_on`) are YYYY-MM-DD; JSON is text; truth values are 0 or 1. `version` counts
-- the changes of a row and is its ETag. Unique indexes are made by name, because that name is what
-- the program sees when one refuses a write; no two of a table may cover the same columns.

-- ── People ────────────────────────────────────────────────────────────────────────────────────

-- A person. A closed account stays as an empty shell: its id and user name are never used again.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    user_name TEXT NOT NULL,              -- fixed; in the wget command
    role TEXT NOT NULL CHECK (role IN ('researcher', 'reviewer', 'administrator')),
    state TEXT NOT NULL CHECK (state IN ('unverified', 'active', 'deactivated', 'closed')),
    passphrase_hash TEXT,                 -- Argon2id in PHC form; null once closed
    given_names TEXT NOT NULL,
    family_name TEXT NOT NULL,
    one_name INTEGER NOT NULL CHECK (one_name IN (0, 1)),
    affiliation TEXT NOT NULL,
    country TEXT NOT NULL,
    privacy_version TEXT NOT NULL,        -- the texts accepted, and when
    terms_version TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    totp_secret BLOB,                     -- encrypted with the server's key
    totp_confirmed_at INTEGER,            -- null: the second factor is not set up yet
    totp_last_step INTEGER,               -- the last time step used: a code works once
    last_signed_in_at INTEGER,
    ended_at INTEGER,                     -- deactivated or closed since
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_user_name_key ON account (user_name);
CREATE INDEX account_created_idx ON account (created_at, id);
CREATE INDEX account_state_idx ON account (state, created_at, id);
CREATE INDEX account_role_idx ON account (role, created_at, id);

-- An address of a person. Many may claim one; only one person holds it verified.
CREATE TABLE account_email (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    address TEXT NOT NULL,                -- as typed
    folded TEXT NOT NULL,                 -- case, plus-tags and Gmail dots folded: what is compared
    verified_at INTEGER,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_email_verified_key ON account_email (folded) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX account_email_primary_key ON account_email (account_id) WHERE is_primary = 1;
CREATE UNIQUE INDEX account_email_own_key ON account_email (account_id, folded);
CREATE INDEX account_email_folded_idx ON account_email (folded);

-- A recovery code of the second factor; made in sets, each works once.
CREATE TABLE recovery_code (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    code_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX recovery_code_hash_key ON recovery_code (account_id, code_hash);

-- A signed-in browser. The cookie's token is never stored, only its SHA-256.
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    token_hash BLOB NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('first_factor', 'full')),
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,        -- written at most once a minute
    ends_at INTEGER NOT NULL,             -- the absolute end, whatever is done meanwhile
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    ended_at INTEGER,
    ended_reason TEXT CHECK (ended_reason IN
        ('signed_out', 'ended_by_person', 'replaced', 'passphrase_changed', 'role_changed',
         'second_factor_changed', 'account_ended', 'expired'))
) STRICT;
CREATE UNIQUE INDEX session_token_key ON session (token_hash);
CREATE INDEX session_account_idx ON session (account_id, created_at, id);
CREATE INDEX session_ends_idx ON session (ends_at);

-- A browser a person has signed in from, by the hash of its long-lived cookie: a new one is mailed.
CREATE TABLE known_device (
    account_id TEXT NOT NULL REFERENCES account (id),
    device_hash BLOB NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, device_hash)
) STRICT;

-- A token for tools (Bearer, or the password of wget), shown once and kept as a hash.
CREATE TABLE personal_token (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    ended_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX personal_token_hash_key ON personal_token (token_hash);
CREATE INDEX personal_token_account_idx ON personal_token (account_id, created_at, id);

-- A link that was mailed. The link itself is made of the server's key and the salt while sending:
-- this table alone opens nothing.
CREATE TABLE mailed_link (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN
        ('registration', 'address', 'passphrase_reset', 'reference', 'cloud_identity')),
    subject_id TEXT NOT NULL,             -- what it is about: an address, a reference request …
    account_id TEXT REFERENCES account (id), -- whose it is, where that is a person with an account
    salt BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,                      -- first use
    ended_at INTEGER,
    ended_reason TEXT CHECK (ended_reason IN ('replaced', 'cancelled', 'answered', 'expired'))
) STRICT;
CREATE UNIQUE INDEX mailed_link_token_key ON mailed_link (token_hash);
CREATE INDEX mailed_link_subject_idx ON mailed_link (purpose, subject_id, created_at);
CREATE INDEX mailed_link_expires_idx ON mailed_link (expires_at);

-- A limit: how often something was tried under a key (an address, an account, a pair of both).
CREATE TABLE attempt (
    key TEXT PRIMARY KEY,
    window_started_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_allowed_at INTEGER NOT NULL,     -- the growing delay: nothing is ever locked for good
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_updated_idx ON attempt (updated_at);

-- ── Requests and mail ─────────────────────────────────────────────────────────────────────────

-- The answer to a POST, stored with its effect, so that the same request again gets the same answer.
CREATE TABLE idempotency (
    actor TEXT NOT NULL,                  -- account, or mailed link
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_mac BLOB NOT NULL,               -- keyed: the body itself is not kept
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,                -- JSON object
    body BLOB,                            -- null: it held a secret and is not repeated
    created_at INTEGER NOT NULL,
    PRIMARY KEY (actor, route, key)
) STRICT;
CREATE INDEX idempotency_created_idx ON idempotency (created_at);

-- A mail to be sent, written by the transaction that decided on it.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                   -- which message of the catalogue
    message TEXT NOT NULL,                -- JSON: ids and facts to render it from; never a link
    recipient TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    link_id TEXT REFERENCES mailed_link (id),
    subject_kind TEXT,                    -- what its delivery matters to: a reference request …
    subject_id TEXT,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'sending', 'sent', 'refused', 'failed', 'bounced', 'cancelled')),
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,     -- when queued: not before; when sending: given up after
    message_id TEXT NOT NULL,             -- the same at every attempt
    server_reply TEXT,
    sent_at INTEGER,                      -- a mail server took it
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_message_id_key ON outbox (message_id);
CREATE INDEX outbox_due_idx ON outbox (next_attempt_at, id) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_subject_idx ON outbox (subject_kind, subject_id, created_at);
CREATE INDEX outbox_account_idx ON outbox (account_id, created_at);

-- What the demonstration's mailbox shows. Empty everywhere else.
CREATE TABLE demo_mail (
    id TEXT PRIMARY KEY,
    outbox_id TEXT NOT NULL REFERENCES outbox (id),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX demo_mail_sent_idx ON demo_mail (sent_at, id);

-- A reminder that was sent, so that it is not sent twice.
CREATE TABLE reminder (
    subject_kind TEXT NOT NULL,           -- reference request, returned application, training …
    subject_id TEXT NOT NULL,
    step TEXT NOT NULL,                   -- a step of the subject's schedule
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, step)
) STRICT;

-- ── Audit ─────────────────────────────────────────────────────────────────────────────────────

-- What happened. Triggers refuse every change but one: the sealer filling in `seq` and `batch`.
CREATE TABLE audit_event (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN
        ('visitor', 'account', 'mailed_link', 'system', 'command_line')),
    actor_id TEXT,                        -- account or mailed link
    actor_role TEXT,                      -- the role acted in: what the person concerned is shown
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    concerns_account_id TEXT,             -- whose affair it is: that person may read it
    changed_fields TEXT NOT NULL,         -- JSON array of names
    before_digest BLOB,                   -- SHA-256 of the salt and the value, see audit_value
    after_digest BLOB,
    request_id TEXT,
    seq INTEGER,                          -- place in the sealed chain, given by the sealer
    batch INTEGER
) STRICT;
CREATE UNIQUE INDEX audit_event_seq_key ON audit_event (seq);
CREATE INDEX audit_event_at_idx ON audit_event (at, id);
CREATE INDEX audit_event_unsealed_idx ON audit_event (at, id) WHERE batch IS NULL;
CREATE INDEX audit_event_concerns_idx ON audit_event (concerns_account_id, at, id);
CREATE INDEX audit_event_object_idx ON audit_event (object_kind, object_id, at, id);
CREATE INDEX audit_event_actor_idx ON audit_event (actor_id, at, id);

-- The values behind an event's digests. An erasure deletes the row: the chain stays whole, and
-- without the salt the digests say nothing.
CREATE TABLE audit_value (
    event_id TEXT PRIMARY KEY REFERENCES audit_event (id),
    salt BLOB NOT NULL,
    before_json TEXT,
    after_json TEXT
) STRICT;

-- A run of events, chained to the run before it and signed.
CREATE TABLE audit_seal (
    batch INTEGER PRIMARY KEY,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    chain_hash BLOB NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL,
    sealed_at INTEGER NOT NULL
) STRICT;

-- ── Files ─────────────────────────────────────────────────────────────────────────────────────

-- A file that a person uploaded; the bytes lie in the object store under a generated name.
CREATE TABLE file (
    id TEXT PRIMARY KEY,
    owner_account_id TEXT NOT NULL REFERENCES account (id),
    object_key TEXT NOT NULL,
    sha256 TEXT NOT NULL,                 -- lower-case hexadecimal
    size INTEGER NOT NULL,                -- bytes
    media_type TEXT NOT NULL,             -- judged by content
    file_name TEXT NOT NULL,              -- the person's; never a path
    pages INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX file_object_key_key ON file (object_key);
CREATE INDEX file_owner_idx ON file (owner_account_id, created_at, id);

-- ── Applications ──────────────────────────────────────────────────────────────────────────────

-- An application for credentialing, and with state `accepted` the credential itself.
CREATE TABLE application (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'submitted', 'accepted', 'rejected', 'withdrawn', 'lapsed', 'revoked', 'expired')),
    stage TEXT CHECK (stage IN ('identity', 'reference', 'response', 'final', 'returned')),
    form TEXT NOT NULL,                   -- JSON, as typed so far, invalid parts included
    reference_number TEXT,                -- for people to quote; given at the first submission
    previous_id TEXT REFERENCES application (id), -- the application this one was pre-filled from
    snapshots INTEGER NOT NULL,           -- how many were taken; the latest has this number
    -- Of the latest snapshot, for lists, filters and sorting:
    applicant_name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    country TEXT NOT NULL,
    researcher_category TEXT NOT NULL,
    search_text TEXT NOT NULL DEFAULT '', -- lower case: name, organisation, number, user name
    waits_for_staff INTEGER NOT NULL DEFAULT 0 CHECK (waits_for_staff IN (0, 1)), -- a reviewer has to act
    first_submitted_at INTEGER,           -- the place in the queue: kept when it is returned
    submitted_at INTEGER,                 -- the latest submission
    stage_since INTEGER,
    identity_confirmed_at INTEGER,        -- null again when what it rests on changed
    identity_confirmed_by TEXT REFERENCES account (id),
    reference_skipped_at INTEGER,         -- a reviewer went on without an answer
    reference_skipped_reason TEXT,
    returned_at INTEGER,
    returned_by_stage TEXT CHECK (returned_by_stage IN ('identity', 'reference', 'response', 'final')),
    returned_cause TEXT CHECK (returned_cause IN ('reviewer', 'reference_timed_out')),
    decided_at INTEGER,                   -- the end of the review, however it ended
    decided_by TEXT REFERENCES account (id),
    decision_template TEXT,               -- the rejection's reason, by its key
    decision_comment TEXT,                -- what the applicant is told besides
    credential_ends_at INTEGER,
    superseded_at INTEGER,                -- a later credential of the person took its place
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((state = 'submitted') = (stage IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX application_open_key ON application (account_id) WHERE state IN ('draft', 'submitted');
CREATE UNIQUE INDEX application_credential_key ON application (account_id, state)
    WHERE state = 'accepted' AND superseded_at IS NULL;
CREATE UNIQUE INDEX application_reference_number_key ON application (reference_number);
CREATE INDEX application_account_idx ON application (account_id, created_at, id);
CREATE INDEX application_stage_idx ON application (stage, first_submitted_at, id) WHERE state = 'submitted';
CREATE INDEX application_staff_idx ON application (first_submitted_at, id) WHERE waits_for_staff = 1;
CREATE INDEX application_staff_age_idx ON application (stage_since, id) WHERE waits_for_staff = 1;
CREATE INDEX application_staff_name_idx ON application (applicant_name, id) WHERE waits_for_staff = 1;
CREATE INDEX application_stage_name_idx ON application (stage, applicant_name, id) WHERE state = 'submitted';
CREATE INDEX application_decided_idx ON application (first_submitted_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX application_decided_name_idx ON application (applicant_name, id) WHERE decided_at IS NOT NULL;
CREATE INDEX application_decided_age_idx ON application (stage_since, id) WHERE decided_at IS NOT NULL;
CREATE INDEX application_queue_idx ON application (state, first_submitted_at, id);
CREATE INDEX application_waiting_idx ON application (stage, stage_since, id) WHERE state = 'submitted';
CREATE INDEX application_name_idx ON application (state, applicant_name, id);
CREATE INDEX application_country_idx ON application (state, country, first_submitted_at, id);
CREATE INDEX application_category_idx ON application (state, researcher_category, first_submitted_at, id);
CREATE INDEX application_returned_idx ON application (returned_at, id) WHERE stage = 'returned';
CREATE INDEX application_ends_idx ON application (credential_ends_at, id) WHERE state = 'accepted';

-- A form as it was submitted; never changed. What reviewers see is the latest.
CREATE TABLE application_snapshot (
    application_id TEXT NOT NULL REFERENCES application (id),
    number INTEGER NOT NULL,              -- from 1
    form TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, number)
) STRICT;

-- A reviewer's comment pinned to a field of what was returned.
CREATE TABLE application_comment (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    snapshot_number INTEGER NOT NULL,     -- the snapshot it comments on
    pointer TEXT NOT NULL,                -- JSON Pointer to the field
    body TEXT NOT NULL,
    author_id TEXT REFERENCES account (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX application_comment_idx ON application_comment (application_id, snapshot_number, id);

-- The timeline of an application.
CREATE TABLE application_event (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor_role TEXT NOT NULL CHECK (actor_role IN
        ('applicant', 'reference', 'reviewer', 'administrator', 'clock')),
    actor_id TEXT REFERENCES account (id),
    for_applicant INTEGER NOT NULL CHECK (for_applicant IN (0, 1)), -- 0: staff only
    data TEXT NOT NULL                    -- JSON object
) STRICT;
CREATE INDEX application_event_idx ON application_event (application_id, at, id);

-- How long an application stood at a stage: what the waiting times are told from.
CREATE TABLE stage_visit (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    stage TEXT NOT NULL CHECK (stage IN ('identity', 'reference', 'response', 'final', 'returned')),
    entered_at INTEGER NOT NULL,
    left_at INTEGER
) STRICT;
CREATE UNIQUE INDEX stage_visit_present_key ON stage_visit (application_id) WHERE left_at IS NULL;
CREATE INDEX stage_visit_left_idx ON stage_visit (stage, left_at);

-- A reviewer's answer to one question of a stage's checklist.
CREATE TABLE checklist_answer (
    application_id TEXT NOT NULL REFERENCES application (id),
    stage TEXT NOT NULL CHECK (stage IN ('identity', 'final')),
    item TEXT NOT NULL,
    answer INTEGER NOT NULL CHECK (answer IN (0, 1)),
    answered_by TEXT NOT NULL REFERENCES account (id),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, stage, item)
) STRICT;

-- Something for staff to look at, shown until somebody has.
CREATE TABLE application_flag (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    flag TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('reviewer', 'administrator')),
    raised_at INTEGER NOT NULL,
    seen_at INTEGER,
    seen_by TEXT REFERENCES account (id)
) STRICT;
CREATE INDEX application_flag_application_idx ON application_flag (application_id, raised_at);
CREATE INDEX application_flag_unseen_idx ON application_flag (audience, raised_at, id) WHERE seen_at IS NULL;

-- A person named as reference. Choice and text of the answer are for staff only.
CREATE TABLE reference_request (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    application_id TEXT NOT NULL REFERENCES application (id),
    number INTEGER NOT NULL,              -- from 1: who was named on this application, in order
    state TEXT NOT NULL CHECK (state IN
        ('nominated', 'invited', 'sent', 'bounced', 'answered', 'expired', 'replaced', 'cancelled')),
    category TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    organisation TEXT NOT NULL,
    title TEXT NOT NULL,
    page_url TEXT NOT NULL,               -- shows a personal-mail address; else empty
    message TEXT,                         -- what the reviewer added to the request
    link_id TEXT REFERENCES mailed_link (id),
    first_requested_at INTEGER,           -- the 30 days count from here; a resend does not move it
    bounced_at INTEGER,
    bounce_reason TEXT,
    answer TEXT CHECK (answer IN ('confirms', 'does_not_know', 'cannot_vouch_now', 'concern')),
    answer_text TEXT,
    answered_at INTEGER,                  -- the first answer: corrections are possible for 24 hours
    corrected_at INTEGER,
    withdrawn_at INTEGER,                 -- they took the answer back
    confirmed_by TEXT REFERENCES account (id), -- the reviewer who stands for exactly this person
    confirmed_at INTEGER,
    ended_at INTEGER,                     -- expired, replaced, cancelled, or no longer counting
    ended_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reference_request_number_key ON reference_request (application_id, number);
CREATE UNIQUE INDEX reference_request_present_key ON reference_request (application_id) WHERE ended_at IS NULL;
CREATE INDEX reference_request_email_idx ON reference_request (email_folded, created_at, id);
CREATE INDEX reference_request_due_idx ON reference_request (first_requested_at, id)
    WHERE state IN ('invited', 'sent', 'bounced');
CREATE INDEX reference_request_link_idx ON reference_request (link_id);

-- When a request or a resend went into the outbox: at most 3 in 24 hours.
CREATE TABLE reference_mail (
    id TEXT PRIMARY KEY,
    reference_request_id TEXT NOT NULL REFERENCES reference_request (id),
    outbox_id TEXT REFERENCES outbox (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX reference_mail_idx ON reference_mail (reference_request_id, at);

-- ── Training ──────────────────────────────────────────────────────────────────────────────────

-- A training report of a person.
CREATE TABLE training (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    training_type TEXT NOT NULL,          -- key of a type; types are data files
    state TEXT NOT NULL CHECK (state IN
        ('submitted', 'accepted', 'returned', 'rejected', 'withdrawn', 'expired')),
    file_id TEXT NOT NULL REFERENCES file (id),
    completed_on TEXT NOT NULL,           -- the report's day, from which it expires
    expires_on TEXT,
    facts TEXT NOT NULL,                  -- JSON: what the server read in the report; {} where it was not read
    checklist TEXT,                       -- JSON: the reviewer's answers
    reviewer_id TEXT REFERENCES account (id),
    comment TEXT,                         -- what the person is told
    decided_at INTEGER,
    submitted_at INTEGER NOT NULL,
    applicant_name TEXT NOT NULL DEFAULT '', -- as it was at the upload
    search_text TEXT NOT NULL DEFAULT '', -- what the reviewers' search looks into, in lower case
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
-- One submitted and one accepted per type and person: the next may be sent while the old one holds,
-- and when it is accepted the old one is expired in the same transaction.
CREATE UNIQUE INDEX training_present_key ON training (account_id, training_type, state)
    WHERE state IN ('submitted', 'accepted');
CREATE INDEX training_account_idx ON training (account_id, created_at, id);
CREATE INDEX training_queue_idx ON training (state, submitted_at, id);
CREATE INDEX training_name_idx ON training (state, applicant_name, id);
CREATE INDEX training_expires_idx ON training (expires_on, id) WHERE state = 'accepted';
CREATE INDEX training_file_idx ON training (file_id);

-- ── Agreements ────────────────────────────────────────────────────────────────────────────────

-- The bytes of an agreement; never edited.
CREATE TABLE agreement_text (
    sha256 TEXT PRIMARY KEY,              -- lower-case hexadecimal, of the bytes
    dataset TEXT NOT NULL,
    agreement_version TEXT NOT NULL,
    bytes BLOB NOT NULL,
    material INTEGER NOT NULL CHECK (material IN (0, 1)), -- 1: earlier signers sign again
    published_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX agreement_text_version_key ON agreement_text (dataset, agreement_version);

-- A signature with all its evidence, as things were at that moment. It outlives the account.
CREATE TABLE signature (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    dataset TEXT NOT NULL,
    agreement_version TEXT NOT NULL,
    agreement_sha256 TEXT NOT NULL REFERENCES agreement_text (sha256),
    typed_name TEXT NOT NULL,
    user_name TEXT NOT NULL,
    account_name TEXT NOT NULL,
    email TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    consent_version TEXT NOT NULL,        -- the consent to sign electronically, by version and text
    consent_text TEXT NOT NULL,
    session_id TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    key_id TEXT NOT NULL,                 -- which key signed the receipt
    receipt BLOB NOT NULL,                -- the receipt file's exact bytes
    signed_at INTEGER NOT NULL,
    ended_at INTEGER,                     -- a material new version replaced it
    ended_reason TEXT
) STRICT;
CREATE UNIQUE INDEX signature_once_key ON signature (account_id, dataset, agreement_version);
CREATE INDEX signature_dataset_idx ON signature (dataset, signed_at, id);

-- ── Cloud identities and grants ───────────────────────────────────────────────────────────────

-- A cloud account of a person.
CREATE TABLE cloud_identity (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    provider TEXT NOT NULL CHECK (provider IN ('google', 'aws')),
    address TEXT NOT NULL,                -- Google: an e-mail address; AWS: the proved principal
    folded TEXT NOT NULL,
    verified_at INTEGER,
    sole_use_confirmed_at INTEGER NOT NULL, -- the person said that it is theirs alone
    unlinked_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cloud_identity_verified_key ON cloud_identity (provider, folded)
    WHERE verified_at IS NOT NULL AND unlinked_at IS NULL;
CREATE UNIQUE INDEX cloud_identity_linked_key ON cloud_identity (account_id, provider, folded)
    WHERE unlinked_at IS NULL;
CREATE INDEX cloud_identity_account_idx ON cloud_identity (account_id, created_at, id);

-- What a person shall be able to reach at one service for one dataset, and what was observed.
CREATE TABLE grant_record (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    dataset TEXT NOT NULL,
    service TEXT NOT NULL,
    identity_id TEXT NOT NULL REFERENCES cloud_identity (id),
    desired TEXT NOT NULL CHECK (desired IN ('present', 'absent')),
    state TEXT NOT NULL CHECK (state IN
        ('requested', 'accepted', 'verified', 'removing', 'removed', 'failed')),
    requested_at INTEGER NOT NULL,
    accepted_at INTEGER,                  -- the provider took it: the green notice
    verified_at INTEGER,                  -- seen in the provider's own list
    removed_at INTEGER,
    removal_reason TEXT,
    last_error TEXT,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER,              -- null: nothing is left to do
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX grant_record_once_key ON grant_record (account_id, dataset, service);
CREATE INDEX grant_record_due_idx ON grant_record (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX grant_record_identity_idx ON grant_record (identity_id);
CREATE INDEX grant_record_dataset_idx ON grant_record (dataset, service, state);

-- The local ledger: the group list of the provider that needs no cloud.
CREATE TABLE ledger_entry (
    group_name TEXT NOT NULL,
    principal TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (group_name, principal)
) STRICT;

-- ── The house ─────────────────────────────────────────────────────────────────────────────────

-- A count that is kept, so that no list counts its rows.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Which process runs a job, so that two replicas do not, and when it was last done.
CREATE TABLE job_lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    held_until INTEGER NOT NULL,
    last_done_at INTEGER
) STRICT;

-- A setting that an administrator changes while the portal runs.
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,                  -- JSON
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
