-- The history of a document is that of its rows, which its sets lead to, and of those that are gone, which nothing else leads to. Few
-- changes take a row away; the index holds those alone, so that a mark made or moved costs no page more.

CREATE INDEX change_gone ON change (doc) WHERE after IS NULL;

-- The acts of one person are found by their chains.
CREATE INDEX IF NOT EXISTS edit_actor ON edit (actor, actor_seq);
