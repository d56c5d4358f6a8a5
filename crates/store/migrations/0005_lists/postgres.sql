-- The order of letters must be that of the program, whatever the database's own is.
ALTER TABLE queue_entry ALTER COLUMN sort_name TYPE TEXT COLLATE "C";

-- The words as they stand: no parser and no dictionary has a say in what a word is.
CREATE INDEX queue_words_idx ON queue_words USING gin (array_to_tsvector(string_to_array(words, ' ')));
