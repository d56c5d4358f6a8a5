-- What a case asks of the records, without a look at each row. The conventions are those of 0001.

-- The columns that are counted stand in the index, and those that the two databases look up all the same: PostgreSQL what the
-- expression is made of, SQLite what the index is limited by.
DROP INDEX application_organisation_idx;
CREATE INDEX application_organisation_idx ON application
    (lower(organisation), account_id, state, organisation, first_submitted_at)
    WHERE first_submitted_at IS NOT NULL;
-- The latest of a name come first, however many have it.
DROP INDEX application_person_idx;
CREATE INDEX application_person_idx ON application (lower(applicant_name), country, first_submitted_at, id)
    WHERE first_submitted_at IS NOT NULL;
-- What became of the requests to an address.
DROP INDEX reference_request_email_idx;
CREATE INDEX reference_request_email_idx ON reference_request
    (email_folded, created_at, id, application_id, state, answer, withdrawn_at);
-- Few are revoked: whether one is, an index of these alone tells.
CREATE INDEX application_is_revoked_idx ON application (id) WHERE state = 'revoked';
