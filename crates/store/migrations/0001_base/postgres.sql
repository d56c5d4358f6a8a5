-- Rows that are only ever added to: events, seals, snapshots and the bytes of agreements.
-- The program knows the refusal by its SQLSTATE.

CREATE FUNCTION refuse_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'AC001';
END $$;

CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF id, at, actor_kind, actor_id, actor_role, action,
    object_kind, object_id, concerns_account_id, changed_fields, before_digest, after_digest, request_id
    ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER audit_event_sealed_once BEFORE UPDATE ON audit_event
    FOR EACH ROW WHEN (OLD.batch IS NOT NULL) EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER audit_value_no_update BEFORE UPDATE ON audit_value
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER application_snapshot_no_update BEFORE UPDATE ON application_snapshot
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER agreement_text_no_delete BEFORE DELETE ON agreement_text
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER agreement_text_no_update BEFORE UPDATE ON agreement_text
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
