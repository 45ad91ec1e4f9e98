package storage

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/find"
	"rubricator/annotation/text"
)

// Search finds the documents whose titles and texts have all words of a query, the last one as the beginning of a word: first those that have them in
// the title, then those that have them often for their length (BM25). Words are runs of letters and digits, whatever their case and accents; a
// query without any finds none. limit is how many are given at most. Where more than mostRanked have the words, the newest so many are ranked.
//
// The index keeps what stands between two spaces as one word, which is of no use where a script has no spaces. Where the query is of such
// a script the texts themselves are looked through: then what has the words in its title comes first, in the order of import. So are those that
// came just now and are not in the index yet.
func (p *Project) Search(ctx context.Context, query string, limit int) ([]annotation.ID, error) {
	out, err := p.search(ctx, find.ReadWords(query), limit)
	return out, p.failed("search", err)
}

// search looks at one moment, so that what is indexed meanwhile is found in one place or the other.
func (p *Project) search(ctx context.Context, words find.Words, limit int) (out []annotation.ID, err error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end()
	switch {
	case words.Unspaced && len(words.UnspacedRuns()) == 0: // signs alone
	case words.Unspaced:
		out, err = lookThrough(ctx, q, words, `true`, limit)
	case len(words.Each) > 0:
		out, err = searchIndex(ctx, q, words, limit)
		if err == nil && len(out) < limit {
			var waiting []annotation.ID
			waiting, err = lookThrough(ctx, q, words, `place IN (SELECT place FROM unindexed)`, limit-len(out))
			out = append(out, waiting...)
		}
	}
	return out, err
}

// mostRanked is how many documents are ranked, for ranking one takes longer than finding it.
const mostRanked = 500

// enoughCompletions is how many documents the words that a beginning stands for have at least, for each that is wanted, so that others need not be
// looked for.
const enoughCompletions = 4

func searchIndex(ctx context.Context, q querier, words find.Words, limit int) ([]annotation.ID, error) {
	for wanted := enoughCompletions * limit; ; wanted *= 16 {
		last, all, err := completions(ctx, q, words, wanted)
		if err != nil {
			return nil, err
		}
		out, err := searchMatch(ctx, q, matchOf(words, last), limit)
		if err != nil || all || len(out) == limit {
			return out, err
		}
	}
}

// completions are the first words of the index that the last word of a query is the beginning of, as far as it takes to have so many documents. A
// beginning that thousands of words have takes a thousand times as long to find as one of them, and it is typed on the way to another. all
// tells that these are too few to matter, or that it is no beginning; then there are none.
func completions(ctx context.Context, q querier, words find.Words, wanted int) (out []string, all bool, err error) {
	begin, ok := words.Beginning()
	if !ok {
		return nil, true, nil
	}
	documents := 0
	err = eachScan(ctx, q, func(scan scan) error {
		var word string
		var in int
		if err := scan(&word, &in); err != nil {
			return err
		}
		out = append(out, word)
		if documents += in; documents >= wanted {
			return errFull
		}
		return nil
	}, `SELECT term, doc FROM word WHERE term >= ? AND term < ?`, begin, begin+string(utf8.MaxRune))
	if errors.Is(err, errFull) {
		return out, false, nil
	}
	return nil, true, err
}

// searchMatch gives the titled first, and then the others, each the best of the newest.
func searchMatch(ctx context.Context, q querier, match string, limit int) (out []annotation.ID, err error) {
	known := map[annotation.ID]bool{}
	for _, match := range []string{`title : (` + match + `)`, match} {
		err := eachScan(ctx, q, func(scan scan) error {
			var id annotation.ID
			err := scan(fixed(id[:]))
			if !known[id] && len(out) < limit {
				out, known[id] = append(out, id), true
			}
			return err
		}, `SELECT id FROM (SELECT rowid AS found, bm25(search, 8, 1) AS score FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?)
			JOIN document ON place = found ORDER BY score LIMIT ?`, match, max(mostRanked, limit), limit)
		if err != nil || len(out) == limit {
			return out, err
		}
	}
	return out, nil
}

// matchOf is a query as FTS5 writes it: each word in quotation marks, so that none is an operator, and the last one as one of some words, or as a
// beginning unless something stands behind it.
func matchOf(words find.Words, last []string) string {
	match := `"` + strings.Join(words.Each, `" "`) + `"`
	switch {
	case len(last) > 0:
		match = `("` + strings.Join(last, `" OR "`) + `")`
		for _, w := range words.Each[:len(words.Each)-1] {
			match += ` AND "` + w + `"`
		}
	case words.Begin:
		match += " *"
	}
	return match
}

// errFull ends a scan that found as many as were wanted.
var errFull = errors.New("as many as were wanted")

// lookThrough reads the texts of some documents that have what the query has of scripts without spaces, and finds the words in them.
func lookThrough(ctx context.Context, q querier, words find.Words, some string, limit int) ([]annotation.ID, error) {
	where := []string{some}
	var args []any
	for _, run := range words.UnspacedRuns() {
		where = append(where, `(instr(bytes, ?) > 0 OR instr(title, ?) > 0)`)
		args = append(args, run, run)
	}
	var titled, other []annotation.ID
	err := eachScan(ctx, q, func(scan scan) error {
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
