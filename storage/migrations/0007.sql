-- Many documents at once go into the search index faster than one by one: those that come wait for it, and are looked through meanwhile.

CREATE TABLE unindexed (
	place INTEGER PRIMARY KEY -- of the document
) STRICT;
DROP TRIGGER document_comes;
CREATE TRIGGER document_comes AFTER INSERT ON document BEGIN
	INSERT INTO unindexed (place) VALUES (new.place);
END;
DROP TRIGGER document_goes;
CREATE TRIGGER document_goes AFTER DELETE ON document BEGIN
	DELETE FROM search WHERE rowid = old.place AND NOT EXISTS (SELECT 1 FROM unindexed WHERE place = old.place);
	DELETE FROM unindexed WHERE place = old.place;
END;
DROP TRIGGER document_is_renamed;
CREATE TRIGGER document_is_renamed AFTER UPDATE OF title ON document
WHEN new.title IS NOT old.title AND NOT EXISTS (SELECT 1 FROM unindexed WHERE place = new.place) BEGIN
	UPDATE search SET title = new.title, body = (SELECT bytes FROM content WHERE sha256 = new.text) WHERE rowid = new.place;
END;

-- The words that are in the index, and in how many documents.
CREATE VIRTUAL TABLE word USING fts5vocab (search, row);
