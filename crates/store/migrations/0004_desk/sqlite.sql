-- The part of an address behind the @: whose mail server it is.
ALTER TABLE account_email ADD COLUMN domain TEXT GENERATED ALWAYS AS (substr(folded, instr(folded, '@') + 1)) VIRTUAL;
CREATE INDEX account_email_domain_idx ON account_email (domain, account_id) WHERE verified_at IS NOT NULL;

CREATE TRIGGER case_note_no_update BEFORE UPDATE ON case_note
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER decision_template_version_no_update BEFORE UPDATE ON decision_template_version
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reference_answer_no_update BEFORE UPDATE ON reference_answer
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
