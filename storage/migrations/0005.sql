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
