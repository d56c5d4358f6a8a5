-- Verified ORCID iDs. The conventions are those of 0001.

-- The iD that a person has shown to be theirs by signing in at ORCID. Unlinked, the row is gone: nothing rests on it.
CREATE TABLE orcid (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    orcid TEXT NOT NULL,                  -- 0000-0002-1825-0097
    verified_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX orcid_once_key ON orcid (orcid);

-- Somebody on the way to ORCID and back: taken when they are back, once, and by the session that set out alone. The rest of
-- what the way needs follows from the state and the server's key, so that the database opens nothing.
CREATE TABLE orcid_state (
    state_hash BLOB PRIMARY KEY,          -- SHA-256
    session_id TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX orcid_state_ends_idx ON orcid_state (ends_at);
