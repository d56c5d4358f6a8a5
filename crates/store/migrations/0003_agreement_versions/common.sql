-- New versions of agreements are told to the people who signed one before. The conventions are those of 0001.

-- Signers of a dataset's agreement, by account.
CREATE INDEX signature_signer_idx ON signature (dataset, account_id);
