package find

import (
	"testing"

	"rubricator/annotation/text"
)

func TestWordsAreFoundWhereTheyStandNearest(t *testing.T) {
	for _, c := range []struct{ query, text, at string }{
		{"harbour", "The port. The harbour is shut.", "harbour"},
		{"HARB", "The harbour is shut.", "harbour"},
		{"harb ", "The harbour is shut.", ""},
		{"capek", "So said Čapek.", "Čapek"},
		{"the ferries", "The port, and the long way to it. Now the ferries sail.", "the@40"},
		{"ferries elsewhere", "Now ferries sail.", "ferries"},
		{"%", "Up 3%.", ""},
		{"地震", "昨日東京で地震があった。", "地震"},
		{"gdp 增长", "中国GDP快速增长。", "GDP"},
		{"น้ำท่วม", "เกิดน้ำท่วมใหญ่", "น้ำท่วม"},
	} {
		body := text.MustNew(c.text)
		r, ok := ReadWords(c.query).Best(body)
		got := ""
		if ok {
			got = body.Slice(r.Start, r.End)
		}
		want := c.at
		if want == "the@40" {
			if want = "the"; r.Start < 30 {
				t.Errorf("%q: found at %d, far from the other word", c.query, r.Start)
			}
		}
		if got != want {
			t.Errorf("%q in %q is found as %q, want %q", c.query, c.text, got, want)
		}
	}
}

func TestAllWordsMustBeThere(t *testing.T) {
	body := text.MustNew("中国GDP快速增长。")
	for query, want := range map[string]bool{"增长": true, "增长 gdp": true, "增长 下降": false, "gdp快速": true} {
		if got := ReadWords(query).AllIn(body); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("the ferries", "Now the ferries sail.")
	f.Add("地震 gdp", "東京で地震GDP")
	f.Fuzz(func(t *testing.T, query, s string) {
		body, err := text.New(s)
		if err != nil {
			return
		}
		w := ReadWords(query)
		if r, ok := w.Best(body); ok && (r.Start < 0 || r.End > body.Len() || r.Start >= r.End) {
			t.Errorf("%q in %q: %v", query, s, r)
		}
	})
}
