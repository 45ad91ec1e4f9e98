-- A project file of Rubricator. Ids are 16 bytes (UUID), hashes 32 (SHA-256), times RFC 3339 in UTC, positions code
-- points counted from 0. To read a mark and the text it stands on:
--
--   SELECT s.label, s.quote, substr(c.bytes, s.start + 1, s."end" - s.start)
--   FROM span s JOIN "set" t ON t.id = s."set" JOIN document d ON d.id = t.document JOIN content c ON c.sha256 = d.text;
--
-- edit and change are the journal and only grow. The rows of the other tables follow from them. Each row carries a
-- stamp: rev is the edit that last wrote it, hash the SHA-256 of its value as JSON.

PRAGMA application_id = 0x52756272; -- "Rubr"

CREATE TABLE edit (
	seq          INTEGER PRIMARY KEY, -- order in this file
	id           BLOB NOT NULL UNIQUE,
	actor        BLOB NOT NULL,
	actor_seq    INTEGER NOT NULL, -- 1, 2, 3 ... of the actor
	lamport      INTEGER NOT NULL,
	grp          BLOB NOT NULL, -- edits undone together
	inverts      BLOB, -- the edit that this one takes back
	name         TEXT NOT NULL,
	at           TEXT NOT NULL,
	n            INTEGER NOT NULL, -- changes
	format       INTEGER NOT NULL, -- of before and after
	payload_hash BLOB NOT NULL,
	prev         BLOB, -- hash of the actor's edit before
	hash         BLOB NOT NULL
) STRICT; -- Every index here and on change costs each commit a page; only what commits and undo look for has one.
CREATE INDEX edit_grp ON edit (grp) WHERE grp <> id; -- most edits stand alone

CREATE TABLE change (
	edit   INTEGER NOT NULL REFERENCES edit (seq) DEFERRABLE INITIALLY DEFERRED,
	n      INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	row    BLOB NOT NULL,
	doc    BLOB,
	was    BLOB, -- the row's rev before
	before TEXT, -- JSON: whole where the row came or went, else the fields that differ
	after  TEXT,
	PRIMARY KEY (edit, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_row ON change (row);

CREATE TRIGGER edit_stays BEFORE DELETE ON edit BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
CREATE TRIGGER edit_is_fixed BEFORE UPDATE ON edit BEGIN SELECT raise(ABORT, 'the journal only grows'); END;
CREATE TRIGGER change_stays BEFORE DELETE ON change BEGIN SELECT raise(ABORT, 'the journal only grows'); END;

-- Groups of edits that are being written in several transactions. One that is still here on opening was broken off.
CREATE TABLE unfinished (
	grp  BLOB PRIMARY KEY,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE content (
	sha256 BLOB PRIMARY KEY, -- of the bytes before the codec
	codec  INTEGER NOT NULL CHECK (codec IN (0, 1)), -- 0 as they are, 1 deflate
	bytes  ANY NOT NULL -- TEXT for the text of a document, else BLOB
) STRICT;

CREATE TABLE scheme (
	id        BLOB PRIMARY KEY,
	name      TEXT NOT NULL,
	version   INTEGER NOT NULL,
	labels    TEXT NOT NULL, -- JSON
	relations TEXT, -- JSON
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

CREATE TABLE annotator (
	id   BLOB PRIMARY KEY,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

CREATE TABLE actor (
	id         BLOB PRIMARY KEY,
	annotator  BLOB NOT NULL REFERENCES annotator (id) DEFERRABLE INITIALLY DEFERRED,
	device     TEXT NOT NULL,
	public_key BLOB,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

CREATE TABLE document (
	id        BLOB PRIMARY KEY,
	text      BLOB NOT NULL REFERENCES content (sha256) DEFERRABLE INITIALLY DEFERRED,
	length    INTEGER NOT NULL, -- code points
	words     INTEGER NOT NULL,
	copy      TEXT NOT NULL,
	title     TEXT NOT NULL,
	outlet    TEXT NOT NULL,
	author    TEXT NOT NULL,
	published TEXT NOT NULL,
	language  TEXT NOT NULL,
	url       TEXT NOT NULL,
	sources   TEXT, -- JSON
	place     INTEGER NOT NULL, -- order of import: the first change of the row, edit << 24 | n
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX document_place ON document (place);

CREATE TABLE "set" (
	id        BLOB PRIMARY KEY,
	document  BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
	annotator BLOB NOT NULL REFERENCES annotator (id) DEFERRABLE INITIALLY DEFERRED,
	status    TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
	UNIQUE (document, annotator)
) STRICT;

CREATE TABLE span (
	id         BLOB PRIMARY KEY,
	"set"      BLOB NOT NULL REFERENCES "set" (id) DEFERRABLE INITIALLY DEFERRED,
	label      TEXT NOT NULL,
	role       TEXT NOT NULL,
	start      INTEGER NOT NULL,
	"end"      INTEGER NOT NULL, -- of the last range
	ranges     TEXT, -- JSON, where there are several
	quote      TEXT NOT NULL,
	attributes TEXT, -- JSON
	note       TEXT NOT NULL,
	origin     TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX span_set ON span ("set");

CREATE TABLE relation (
	id     BLOB PRIMARY KEY,
	"set"  BLOB NOT NULL REFERENCES "set" (id) DEFERRABLE INITIALLY DEFERRED,
	type   TEXT NOT NULL,
	"from" BLOB NOT NULL REFERENCES span (id) DEFERRABLE INITIALLY DEFERRED,
	"to"   BLOB NOT NULL REFERENCES span (id) DEFERRABLE INITIALLY DEFERRED,
	origin TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX relation_set ON relation ("set");
CREATE INDEX relation_from ON relation ("from");
CREATE INDEX relation_to ON relation ("to");
