-- Articles that are erased for good: who did that, the hashes that stand in the journal in place of their words, and which of them this file
-- holds no more.

ALTER TABLE edit ADD COLUMN blank BLOB; -- SHA-256 of the name, where it was erased; then the name is empty
ALTER TABLE change ADD COLUMN blank BLOB; -- SHA-256 of before and after, where they were erased; then both are NULL

DROP TRIGGER edit_is_fixed;
CREATE TRIGGER edit_is_fixed BEFORE UPDATE ON edit
WHEN old.blank IS NOT NULL OR length(new.blank) IS NOT 32 OR new.name <> ''
	OR (new.seq, new.id, new.actor, new.actor_seq, new.lamport, new.grp, new.inverts, new.at, new.n, new.format, new.payload_hash, new.prev, new.hash)
	IS NOT (old.seq, old.id, old.actor, old.actor_seq, old.lamport, old.grp, old.inverts, old.at, old.n, old.format, old.payload_hash, old.prev, old.hash)
BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
CREATE TRIGGER change_is_fixed BEFORE UPDATE ON change
WHEN old.blank IS NOT NULL OR length(new.blank) IS NOT 32 OR new.before IS NOT NULL OR new.after IS NOT NULL
	OR (new.edit, new.n, new.kind, new.row, new.doc, new.was) IS NOT (old.edit, old.n, old.kind, old.row, old.doc, old.was)
BEGIN SELECT raise(ABORT, 'the journal only grows'); END;

CREATE TABLE erasure (
	id       BLOB PRIMARY KEY,
	document BLOB NOT NULL,
	text     BLOB NOT NULL, -- SHA-256 of the document's text
	seals    TEXT, -- JSON: what vouches for edits of format 1 of which something was erased
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

-- The documents whose words this file holds no more, and takes in no more. No part of the journal: whoever collects an erasure keeps the words
-- until they erase them too.
CREATE TABLE erased (
	document BLOB PRIMARY KEY,
	clean    INTEGER NOT NULL -- 0: parts of the file that are not in use may still hold them
) STRICT, WITHOUT ROWID;
