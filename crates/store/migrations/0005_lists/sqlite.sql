-- The words again, for finding lines by them. Nothing but the index is kept: no text, no positions. The texts are words
-- with blanks between already; `ascii` splits at the blanks and leaves letters of other scripts alone.
CREATE VIRTUAL TABLE queue_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
);
CREATE TRIGGER queue_words_insert AFTER INSERT ON queue_words
BEGIN INSERT INTO queue_search (rowid, words) VALUES (NEW.place, NEW.words); END;
CREATE TRIGGER queue_words_update AFTER UPDATE ON queue_words WHEN NEW.words <> OLD.words
BEGIN
    DELETE FROM queue_search WHERE rowid = OLD.place;
    INSERT INTO queue_search (rowid, words) VALUES (NEW.place, NEW.words);
END;
CREATE TRIGGER queue_words_delete AFTER DELETE ON queue_words
BEGIN DELETE FROM queue_search WHERE rowid = OLD.place; END;
