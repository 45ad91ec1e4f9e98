-- Articles in: what is known of an article's picture and licence, the story that its copies share, and the text that it corrects.

ALTER TABLE document ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN story BLOB; -- the document that it tells the same story as, whether that is here or not
ALTER TABLE document ADD COLUMN corrects BLOB; -- the document whose text was found wrong
