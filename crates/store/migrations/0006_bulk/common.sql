-- Decisions on many cases at once. The conventions are those of 0001.

-- What somebody decides on many cases together: its decisions take effect at one time, and can be undone together. The id
-- is the client's, so that a batch that is sent again finds what it belongs to; it is one among that person's own.
CREATE TABLE bulk (
    account_id TEXT NOT NULL REFERENCES account (id),
    id TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    undone_at INTEGER,                    -- since when it takes no more decisions
    PRIMARY KEY (account_id, id)
) STRICT;

-- Of the bulk of whoever decided; null where it was taken alone.
ALTER TABLE decision ADD COLUMN bulk_id TEXT;
CREATE INDEX decision_bulk_idx ON decision (decided_by, bulk_id, id) WHERE bulk_id IS NOT NULL;
