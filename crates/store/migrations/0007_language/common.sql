-- In which language people are written to. The conventions are those of 0001.

-- What the person chose on the page, by its tag.
ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es'));
-- That of whoever reads the mail, when it was queued: every attempt sends the same bytes.
ALTER TABLE outbox ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es'));
ALTER TABLE demo_mail ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es'));
