-- An annotator says things of whole documents: what they are about, that there is nothing to mark in one, why one is skipped. Marks
-- that somebody is unsure of are counted for the list of documents; few are, and the index holds those alone.

ALTER TABLE "set" ADD COLUMN attributes TEXT; -- JSON
CREATE INDEX span_unsure ON span ("set") WHERE instr(attributes, '"unsure":') > 0;
