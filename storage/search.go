package storage

import (
	"context"
	"strings"
	"unicode"

	"rubricator/annotation"
)

// Search finds the documents whose titles and texts have all words of a query, the last one as the beginning of a word, the best first: those that have them in the
// title, then those that have them often for their length (BM25). Words are runs of letters and digits, whatever their case and accents; a query without any finds none. limit is how many are
// given at most.
func (p *Project) Search(ctx context.Context, query string, limit int) ([]annotation.ID, error) {
	match := matchOf(query)
	if match == "" {
		return nil, nil
	}
	var out []annotation.ID
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		out = append(out, id)
		return err
	}, `SELECT id FROM (SELECT rowid AS found FROM search WHERE search MATCH ? ORDER BY bm25(search, 8, 1) LIMIT ?) JOIN document ON place = found`, match, limit)
	return out, p.failed("search", err)
}

// matchOf is a query as FTS5 writes it: each word in quotation marks, so that none is an operator, and the last one as a beginning unless something stands behind it.
func matchOf(query string) string {
	words := strings.FieldsFunc(query, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
	if len(words) == 0 {
		return ""
	}
	match := `"` + strings.Join(words, `" "`) + `"`
	if strings.HasSuffix(query, words[len(words)-1]) {
		match += " *"
	}
	return match
}
