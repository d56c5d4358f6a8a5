-- What the lists of staff read, so that a page of a list costs the same however long it is.

-- A line of the lists of applications: one for each application that was ever submitted. Everything here follows from
-- other tables; whoever changes those brings the line up to date in the same transaction (`application_queue/entry.rs`).
CREATE TABLE queue_entry (
    place INTEGER PRIMARY KEY,            -- the order of first submissions: 2048 for each microsecond
    application_id TEXT NOT NULL REFERENCES application (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    user_name TEXT NOT NULL,
    reference_number TEXT NOT NULL,
    tray TEXT NOT NULL CHECK (tray IN
        ('identity', 'reference', 'response', 'answered', 'final', 'returned', 'decided')), -- each line lies in one
    state TEXT NOT NULL,
    applicant_name TEXT NOT NULL,         -- these four as in the latest snapshot
    organisation TEXT NOT NULL,
    researcher_category TEXT NOT NULL,
    country TEXT NOT NULL,
    sort_name TEXT NOT NULL,              -- the name in plain small letters
    first_submitted_at INTEGER NOT NULL,
    stage_since INTEGER NOT NULL,
    training TEXT NOT NULL CHECK (training IN ('training_accepted', 'training_waiting', 'training_missing')),
    flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)), -- something waits for a reviewer to see to it
    known_reference INTEGER NOT NULL CHECK (known_reference IN (0, 1)),
    signals INTEGER NOT NULL              -- a bit each, see `Signals`
) STRICT;
CREATE UNIQUE INDEX queue_entry_application_key ON queue_entry (application_id);
CREATE INDEX queue_entry_account_idx ON queue_entry (account_id);

-- One index for each filter and order: a page is a stretch of one of them. The first three carry what is filtered
-- without an index of its own.
CREATE INDEX queue_entry_plain_place_idx ON queue_entry (tray, place, stage_since, signals);
CREATE INDEX queue_entry_plain_since_idx ON queue_entry (tray, stage_since, place, signals);
CREATE INDEX queue_entry_plain_name_idx ON queue_entry (tray, sort_name, place, stage_since, signals);
CREATE INDEX queue_entry_flagged_place_idx ON queue_entry (tray, place) WHERE flagged = 1;
CREATE INDEX queue_entry_flagged_since_idx ON queue_entry (tray, stage_since, place) WHERE flagged = 1;
CREATE INDEX queue_entry_flagged_name_idx ON queue_entry (tray, sort_name, place) WHERE flagged = 1;
CREATE INDEX queue_entry_known_place_idx ON queue_entry (tray, place) WHERE known_reference = 1;
CREATE INDEX queue_entry_known_since_idx ON queue_entry (tray, stage_since, place) WHERE known_reference = 1;
CREATE INDEX queue_entry_known_name_idx ON queue_entry (tray, sort_name, place) WHERE known_reference = 1;
CREATE INDEX queue_entry_country_place_idx ON queue_entry (tray, country, place);
CREATE INDEX queue_entry_country_since_idx ON queue_entry (tray, country, stage_since, place);
CREATE INDEX queue_entry_country_name_idx ON queue_entry (tray, country, sort_name, place);
CREATE INDEX queue_entry_training_place_idx ON queue_entry (tray, training, place);
CREATE INDEX queue_entry_training_since_idx ON queue_entry (tray, training, stage_since, place);
CREATE INDEX queue_entry_training_name_idx ON queue_entry (tray, training, sort_name, place);
CREATE INDEX queue_entry_category_place_idx ON queue_entry (tray, researcher_category, place);
CREATE INDEX queue_entry_category_since_idx ON queue_entry (tray, researcher_category, stage_since, place);
CREATE INDEX queue_entry_category_name_idx ON queue_entry (tray, researcher_category, sort_name, place);

-- The words that a search finds a line by: each once, in plain small letters, with a blank between; one of them says on
-- which tray the line lies.
CREATE TABLE queue_words (
    place INTEGER PRIMARY KEY REFERENCES queue_entry (place),
    words TEXT NOT NULL
) STRICT;

-- How many lines of a tray have a value that the lists filter by.
CREATE TABLE queue_count (
    tray TEXT NOT NULL,
    facet TEXT NOT NULL,                  -- a query parameter of the list; empty: all lines of the tray
    value TEXT NOT NULL,
    lines INTEGER NOT NULL,
    PRIMARY KEY (tray, facet, value)
) STRICT;

-- Whether somebody has confirmed anybody.
CREATE INDEX reference_request_confirmed_idx ON reference_request (email_folded, application_id)
    WHERE answer = 'confirms' AND withdrawn_at IS NULL;

-- What somebody's applications came to, without a look at them: a case counts those of a whole institution.
CREATE INDEX application_record_idx ON application (account_id, first_submitted_at, state, id);

-- How many training reports are in each state.
INSERT INTO counter (name, value) SELECT 'training.' || state, count(*) FROM training GROUP BY state;

-- What ends next. The state comes first: an index of accepted ones alone is passed over by SQLite for another that begins
-- with the state.
CREATE INDEX training_ends_idx ON training (state, expires_on, id);
DROP INDEX training_expires_idx;

-- The lists above took these over, and the counts of them.
DELETE FROM counter WHERE name IN ('application.identity', 'application.reference', 'application.response',
    'application.final', 'application.returned', 'application.staff', 'application.decided');
DROP INDEX application_staff_idx;
DROP INDEX application_staff_age_idx;
DROP INDEX application_staff_name_idx;
DROP INDEX application_stage_name_idx;
DROP INDEX application_decided_idx;
DROP INDEX application_decided_name_idx;
DROP INDEX application_decided_age_idx;
DROP INDEX application_name_idx;
DROP INDEX application_country_idx;
DROP INDEX application_category_idx;
ALTER TABLE application DROP COLUMN search_text;
