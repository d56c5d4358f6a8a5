-- How staff share the work. The conventions are those of 0001.

-- ── Claims and decisions ──────────────────────────────────────────────────────────────────────

-- Who works on a case: a lease. One row a case, so that two can never be live; one that has ended
-- gives way to the next.
CREATE TABLE claim (
    case_kind TEXT NOT NULL CHECK (case_kind IN ('application', 'training')),
    case_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since INTEGER NOT NULL,               -- without a break, however often it was renewed
    ends_at INTEGER NOT NULL,             -- live until then
    PRIMARY KEY (case_kind, case_id)
) STRICT;
CREATE INDEX claim_account_idx ON claim (account_id, ends_at);
CREATE INDEX claim_ends_idx ON claim (ends_at);

-- What a member of staff decided on a case. It waits until `takes_effect_at`, can be undone until
-- then, and is carried out by a job; nobody but staff knows of it before.
CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    case_kind TEXT NOT NULL CHECK (case_kind IN ('application', 'training')),
    case_id TEXT NOT NULL,
    command TEXT NOT NULL,                -- by its spelling
    content TEXT,                         -- JSON: the command with its words; null once they stand on the case, or are old
    version_seen INTEGER NOT NULL,        -- the version of the case that it was taken on
    decided_by TEXT NOT NULL REFERENCES account (id),
    actor_role TEXT NOT NULL CHECK (actor_role IN ('reviewer', 'administrator')),
    request_id TEXT,                      -- of the request that took it, for the audit log
    decided_at INTEGER NOT NULL,
    takes_effect_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'carried_out', 'undone', 'not_carried_out')),
    ended_at INTEGER,                     -- since when it is no longer pending
    refusal TEXT,                         -- why it was not carried out, by its spelling
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)) -- who took it has something to see: it waits, or it did not happen
) STRICT;
-- One decision a case waits, whoever took it.
CREATE UNIQUE INDEX decision_pending_key ON decision (case_kind, case_id) WHERE state = 'pending';
CREATE INDEX decision_due_idx ON decision (takes_effect_at, id) WHERE state = 'pending';
CREATE INDEX decision_case_idx ON decision (case_kind, case_id, decided_at, id);
CREATE INDEX decision_open_idx ON decision (decided_by, decided_at, id) WHERE is_open = 1;
CREATE INDEX decision_ended_idx ON decision (ended_at, decided_by, command);
