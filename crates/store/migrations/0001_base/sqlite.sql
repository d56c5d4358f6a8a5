-- Rows that are only ever added to: events, seals, snapshots and the bytes of agreements.

CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF id, at, actor_kind, actor_id, actor_role, action,
    object_kind, object_id, concerns_account_id, changed_fields, before_digest, after_digest, request_id
    ON audit_event
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_event_sealed_once BEFORE UPDATE ON audit_event WHEN OLD.batch IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER audit_value_no_update BEFORE UPDATE ON audit_value
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER application_snapshot_no_update BEFORE UPDATE ON application_snapshot
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER agreement_text_no_delete BEFORE DELETE ON agreement_text
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER agreement_text_no_update BEFORE UPDATE ON agreement_text
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
