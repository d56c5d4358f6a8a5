-- What staff know and write about cases. The conventions are those of 0001.

-- ── Notes ─────────────────────────────────────────────────────────────────────────────────────

-- What staff write about an application for each other; the applicant never reads it. Only ever added to: a correction is
-- a further note.
CREATE TABLE case_note (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    author_id TEXT NOT NULL REFERENCES account (id),
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_note_idx ON case_note (application_id, created_at, id);

-- ── Facts about consistency ───────────────────────────────────────────────────────────────────

-- Applications of one organisation, and of people of one name in one country, however they were capitalised.
CREATE INDEX application_organisation_idx ON application (lower(organisation), state, account_id)
    WHERE first_submitted_at IS NOT NULL;
CREATE INDEX application_person_idx ON application (lower(applicant_name), country)
    WHERE first_submitted_at IS NOT NULL;
-- The same file, whoever uploaded it.
CREATE INDEX file_sha256_idx ON file (sha256);

-- ── Figures ───────────────────────────────────────────────────────────────────────────────────

-- Of a visit that the applicant ended by taking the application back, no length of a step is told.
ALTER TABLE stage_visit ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
DROP INDEX stage_visit_left_idx;
CREATE INDEX stage_visit_took_idx ON stage_visit (stage, left_at, entered_at)
    WHERE left_at IS NOT NULL AND withdrawn = 0;
CREATE INDEX stage_visit_application_idx ON stage_visit (application_id, stage);
-- How long the review of a report took.
CREATE INDEX training_decided_idx ON training (decided_at, submitted_at) WHERE decided_at IS NOT NULL;

-- What a job counts now and then, so that no page counts it: statistics, and how long a step takes.
CREATE TABLE figure (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,                  -- JSON
    counted_at INTEGER NOT NULL
) STRICT;

-- ── Decision templates ────────────────────────────────────────────────────────────────────────

-- A text that a decision begins from, or the reason of a rejection. The program's own are added when it starts; from then on
-- they are the administrators'. None is ever deleted: decisions name them.
CREATE TABLE decision_template (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('return', 'reject')),
    subject TEXT NOT NULL CHECK (subject IN ('application', 'training')),
    pointer TEXT NOT NULL,                -- JSON Pointer of the answer that its comment is pinned to; else empty
    title TEXT NOT NULL,
    body TEXT NOT NULL,                   -- with its placeholders
    place INTEGER NOT NULL,               -- in the reviewers' lists
    retired_at INTEGER,                   -- offered no more
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Each wording that a text had; only ever added to.
CREATE TABLE decision_template_version (
    template_id TEXT NOT NULL REFERENCES decision_template (id),
    version INTEGER NOT NULL,             -- the version of the text that it came with
    pointer TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    author_id TEXT REFERENCES account (id), -- null: it came with the program
    created_at INTEGER NOT NULL,
    PRIMARY KEY (template_id, version)
) STRICT;

-- ── What a reference said, and what became of a credential ────────────────────────────────────

-- Each answer of a reference, for staff only: the request itself has the latest. Only ever added to.
CREATE TABLE reference_answer (
    id TEXT PRIMARY KEY,
    reference_request_id TEXT NOT NULL REFERENCES reference_request (id),
    answer TEXT CHECK (answer IN ('confirms', 'does_not_know', 'cannot_vouch_now', 'concern')), -- null: taken back
    body TEXT NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reference_answer_idx ON reference_answer (reference_request_id, given_at, id);
INSERT INTO reference_answer (id, reference_request_id, answer, body, given_at)
    SELECT id, id, answer, answer_text, COALESCE(corrected_at, answered_at) FROM reference_request
    WHERE answer IS NOT NULL AND answer_text IS NOT NULL AND answered_at IS NOT NULL;

-- Addresses of people whose credential was revoked and who then gave the address up, as keyed digests: whoever proves one
-- of them later is recognised by a reviewer, and nobody else is told anything by it.
CREATE TABLE revoked_address (
    digest TEXT NOT NULL,
    application_id TEXT NOT NULL REFERENCES application (id),
    PRIMARY KEY (digest, application_id)
) STRICT;
-- The revoked credential of an earlier account that had one of this account's addresses.
ALTER TABLE account ADD COLUMN revoked_before TEXT REFERENCES application (id);
CREATE INDEX application_revoked_idx ON application (account_id) WHERE state = 'revoked';
