package text

import (
	"strings"
	"testing"
)

func TestTokensAreWordsWithoutPunctuation(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Tolls rose 12.5% in May, she said.", "Tolls|rose|12.5|in|May|she|said"},
		{"Sen. O’Brien’s e-mail\n\n– “no”", "Sen|O’Brien’s|e|mail|no"},
		{"价格上涨", "价|格|上|涨"},
		{"Zürich 🚢 x", "Zürich|🚢|x"},
		{" \n", ""},
	} {
		x := MustNew(c.text)
		var got []string
		for _, w := range x.Tokens() {
			got = append(got, x.Slice(w[0], w[1]))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q has %q, want %q", c.text, strings.Join(got, "|"), c.want)
		}
	}
}
