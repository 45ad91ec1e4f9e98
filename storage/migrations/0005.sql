-- Articles in: what is known of an article's picture and licence, the story that its copies share, and the text that it corrects.

ALTER TABLE document ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN story BLOB; -- the document that it tells the same story as, whether that is here or not
ALTER TABLE document ADD COLUMN corrects BLOB; -- the document whose text was found wrong

CREATE TABLE likeness ( -- what new texts are held against; all of it follows from the texts
	text   BLOB PRIMARY KEY, -- SHA-256
	same   BLOB NOT NULL, -- SHA-256 of what texts have in common that differ in white space and quotation marks alone
	sketch BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What titles and texts are searched by. It follows from them, and holds no text itself; its row numbers are the documents' places.
CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2");
INSERT INTO search (rowid, title, body) SELECT place, title, bytes FROM document JOIN content ON sha256 = text;
CREATE TRIGGER document_comes AFTER INSERT ON document BEGIN
	INSERT INTO search (rowid, title, body) SELECT new.place, new.title, bytes FROM content WHERE sha256 = new.text;
END;
CREATE TRIGGER document_goes AFTER DELETE ON document BEGIN
	DELETE FROM search WHERE rowid = old.place;
END;
CREATE TRIGGER document_is_renamed AFTER UPDATE OF title ON document WHEN new.title IS NOT old.title BEGIN
	UPDATE search SET title = new.title, body = (SELECT bytes FROM content WHERE sha256 = new.text) WHERE rowid = new.place;
END;
