-- Colleagues: people have pseudonyms and colours; rounds, who marks what in them; what reviewers say, decide and ask; how long work took;
-- and what came from colleagues.

ALTER TABLE annotator ADD COLUMN pseudonym TEXT NOT NULL DEFAULT '';
ALTER TABLE annotator ADD COLUMN colour TEXT NOT NULL DEFAULT '';

CREATE TABLE round (
	id             BLOB PRIMARY KEY,
	name           TEXT NOT NULL,
	scheme         BLOB NOT NULL,
	scheme_version INTEGER NOT NULL,
	locked         INTEGER NOT NULL, -- 0 or 1, as the next three
	blind          INTEGER NOT NULL,
	training       INTEGER NOT NULL,
	closed         INTEGER NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

CREATE TABLE assignment (
	id        BLOB PRIMARY KEY,
	round     BLOB NOT NULL,
	document  BLOB NOT NULL,
	annotator BLOB, -- NULL: given to nobody yet
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX assignment_round ON assignment (round);
CREATE INDEX assignment_document ON assignment (document);

CREATE TABLE verdict (
	id       BLOB PRIMARY KEY,
	document BLOB NOT NULL,
	"set"    BLOB NOT NULL,
	span     BLOB, -- NULL: on the whole set
	"by"     BLOB NOT NULL,
	outcome  TEXT NOT NULL,
	reason   TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_document ON verdict (document);

CREATE TABLE comment (
	id       BLOB PRIMARY KEY,
	thread   BLOB NOT NULL,
	document BLOB NOT NULL,
	"set"    BLOB,
	span     BLOB,
	start    INTEGER NOT NULL,
	"end"    INTEGER NOT NULL,
	quote    TEXT NOT NULL,
	"by"     BLOB NOT NULL,
	does     TEXT NOT NULL, -- '' says, asks, closes
	text     TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX comment_document ON comment (document);

CREATE TABLE decision (
	id         BLOB PRIMARY KEY,
	document   BLOB NOT NULL,
	difference BLOB NOT NULL,
	"by"       BLOB NOT NULL,
	choice     TEXT NOT NULL,
	over       TEXT, -- JSON
	took       TEXT, -- JSON
	spans      TEXT, -- JSON
	reason     TEXT NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE INDEX decision_document ON decision (document);

CREATE TABLE hours (
	id        BLOB PRIMARY KEY,
	document  BLOB NOT NULL,
	annotator BLOB NOT NULL,
	actor     BLOB NOT NULL,
	seconds   INTEGER NOT NULL,
	rev BLOB NOT NULL, hash BLOB NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;

-- What two people did to one row without knowing of each other, where both cannot be had. It follows from the journal.
CREATE TABLE conflict (
	row   BLOB NOT NULL, -- what the row is now, the winner left
	other BLOB NOT NULL, -- the edit that the winner did not know
	kind  TEXT NOT NULL,
	doc   BLOB,
	how   TEXT NOT NULL, -- 'changed' both changed it; 'deleted' one deleted it; 'needed' one deleted it, and another's row hangs on it
	copy  BLOB, -- the mark that holds what the other left; NULL: none does
	rev   BLOB NOT NULL, -- of the row; once it has another, the conflict is settled
	PRIMARY KEY (row, other)
) STRICT, WITHOUT ROWID;

-- Rows with changes that did not know of each other. What comes for them is put together with all that is known; it follows from the journal.
CREATE TABLE forked (
	row BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Bundles that wait for edits that are not here yet.
CREATE TABLE parked (
	sha256  BLOB PRIMARY KEY, -- of the bundle
	name    TEXT NOT NULL, -- of the file
	missing TEXT NOT NULL, -- what it waits for, for people
	at      TEXT NOT NULL,
	bytes   BLOB NOT NULL
) STRICT;

-- The chain of an actor, and the acts of one person.
CREATE INDEX edit_actor ON edit (actor, actor_seq);

-- The history of a document is that of its rows, which its sets lead to, and of those that are gone, which nothing else leads to. Few
-- changes take a row away; the index holds those alone, so that a mark made or moved costs no page more.
CREATE INDEX change_gone ON change (doc) WHERE after IS NULL;
