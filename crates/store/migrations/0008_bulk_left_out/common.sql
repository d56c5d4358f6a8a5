-- What of a bulk was not decided. The conventions are those of 0001.

-- Those that were refused when they were sent, beside the decisions that were taken: so that whoever sent them reads why, from
-- whichever device. What is decided after all has no row here any more.
CREATE TABLE bulk_left_out (
    account_id TEXT NOT NULL,
    bulk_id TEXT NOT NULL,
    application_id TEXT NOT NULL,         -- as it was sent: there may be none
    why TEXT NOT NULL,                    -- a refusal's word, or not_found
    faster_id TEXT REFERENCES account (id), -- who worked on it or decided, where somebody did
    until INTEGER,                        -- when their claim would have ended, or their decision taken effect
    noted_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, bulk_id, application_id),
    FOREIGN KEY (account_id, bulk_id) REFERENCES bulk (account_id, id)
) STRICT;
