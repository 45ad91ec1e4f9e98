package storage

import (
	"context"
	"errors"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/find"
	"rubricator/annotation/text"
)

// Search finds the documents whose titles and texts have all words of a query, the last one as the beginning of a word, the best first:
// those that have them in the title, then those that have them often for their length (BM25). Words are runs of letters and digits,
// whatever their case and accents; a query without any finds none. limit is how many are given at most.
//
// The index keeps what stands between two spaces as one word, which is of no use where a script has no spaces. Where the query is of such
// a script the texts themselves are looked through: then what has the words in its title comes first, in the order of import.
func (p *Project) Search(ctx context.Context, query string, limit int) ([]annotation.ID, error) {
	words := find.ReadWords(query)
	var out []annotation.ID
	var err error
	switch {
	case words.Unspaced:
		out, err = p.lookThrough(ctx, words, limit)
	case len(words.Each) > 0:
		out, err = p.searchIndex(ctx, words, limit)
	}
	return out, p.failed("search", err)
}

func (p *Project) searchIndex(ctx context.Context, words find.Words, limit int) (out []annotation.ID, err error) {
	err = eachScan(ctx, p.readers, func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		out = append(out, id)
		return err
	}, `SELECT id FROM (SELECT rowid AS found FROM search WHERE search MATCH ? ORDER BY bm25(search, 8, 1) LIMIT ?) JOIN document ON place = found`,
		matchOf(words), limit)
	return out, err
}

// matchOf is a query as FTS5 writes it: each word in quotation marks, so that none is an operator, and the last one as a beginning
// unless something stands behind it.
func matchOf(words find.Words) string {
	match := `"` + strings.Join(words.Each, `" "`) + `"`
	if words.Begin {
		match += " *"
	}
	return match
}

// errFull ends a scan that found as many as were wanted.
var errFull = errors.New("as many as were wanted")

// lookThrough reads the texts that have what the query has of scripts without spaces, and finds the words in them.
func (p *Project) lookThrough(ctx context.Context, words find.Words, limit int) ([]annotation.ID, error) {
	var where []string
	var args []any
	for _, run := range words.UnspacedRuns() {
		where = append(where, `(instr(bytes, ?) > 0 OR instr(title, ?) > 0)`)
		args = append(args, run, run)
	}
	if len(where) == 0 {
		return nil, nil
	}
	var titled, other []annotation.ID
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var id annotation.ID
		var title, body string
		if err := scan(fixed(id[:]), &title, &body); err != nil {
			return err
		}
		switch {
		case hasAll(words, title):
			titled = append(titled, id)
		case hasAll(words, title+"\n"+body):
			other = append(other, id)
		}
		if len(titled)+len(other) == limit {
			return errFull
		}
		return nil
	}, `SELECT id, title, bytes FROM document JOIN content ON sha256 = text WHERE `+strings.Join(where, " AND ")+` ORDER BY place`, args...)
	if errors.Is(err, errFull) {
		err = nil
	}
	return append(titled, other...), err
}

func hasAll(words find.Words, s string) bool {
	t, err := text.New(s)
	return err == nil && words.AllIn(t)
}
