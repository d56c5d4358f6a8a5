-- The part of an address behind the @: whose mail server it is.
ALTER TABLE account_email ADD COLUMN domain TEXT GENERATED ALWAYS AS (split_part(folded, '@', 2)) STORED;
CREATE INDEX account_email_domain_idx ON account_email (domain, account_id) WHERE verified_at IS NOT NULL;

CREATE TRIGGER case_note_no_update BEFORE UPDATE ON case_note
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER decision_template_version_no_update BEFORE UPDATE ON decision_template_version
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER reference_answer_no_update BEFORE UPDATE ON reference_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
