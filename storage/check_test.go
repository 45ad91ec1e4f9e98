package storage

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
)

// withWork is a project with marks of two people on two documents, some of them taken back.
func withWork(t testing.TB) *desk {
	d := newDesk(t)
	for _, s := range []string{"Prices “rose” 3% in May, Mary said on Tuesday.", "Nothing happened, he said."} {
		set := d.set(d.add(s).ID)
		for range 20 {
			d.do(set, randomEdit(set))
		}
	}
	d.who = person("Ben")
	d.reopen()
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		t.Fatal(err)
	}
	s := d.set(list[0].ID)
	for range 10 {
		d.do(s, randomEdit(s))
	}
	d.add("A third.")
	d.clean()
	return d
}

func TestCheckNamesWhatWasChangedBehindItsBack(t *testing.T) {
	for _, c := range []struct{ check, sql string }{
		{"rows", `UPDATE span SET label = 'statistic' WHERE id = (SELECT id FROM span WHERE label <> 'statistic' LIMIT 1)`},
		{"rows", `UPDATE span SET start = start + 1 WHERE ranges IS NOT NULL OR start + 1 < "end"`},
		{"rows", `UPDATE document SET title = 'Another title' WHERE rowid = 1`},
		{"rows", `UPDATE scheme SET labels = '[]'`},
		{"rows", `UPDATE scheme SET labels = '[{'`},
		{"rows", `UPDATE annotator SET name = 'Mallory'`},
		{"rows", `UPDATE span SET id = x'00'  WHERE rowid = (SELECT max(rowid) FROM span)`},
		{"contents", `UPDATE content SET bytes = replace(bytes, 'rose', 'fell')`},
		{"contents", `UPDATE content SET codec = 1`},
		{"contents", `UPDATE document SET length = length + 1`},
		{"references", `DELETE FROM document`},
		{"references", `DELETE FROM "set" WHERE rowid = 1`},
		{"fold", `DELETE FROM span WHERE rowid = (SELECT max(rowid) FROM span)`},
		{"fold", `UPDATE span SET created = '2020-01-01T00:00:00Z' WHERE rowid = (SELECT min(rowid) FROM span)`},
		{"fold", `UPDATE document SET place = 1`},
		{"fold", `UPDATE span SET rev = (SELECT id FROM edit WHERE seq = 1)`},
		{"fold", `INSERT INTO annotator (id, name, kind, rev, hash, created, updated)
			SELECT x'00112233445566778899aabbccddeeff', name, kind, rev, hash, created, updated FROM annotator LIMIT 1`},
		{"journal", `DROP TRIGGER edit_is_fixed; UPDATE edit SET name = 'another' WHERE seq = 5`},
		{"journal", `DROP TRIGGER edit_is_fixed; UPDATE edit SET at = 'never' WHERE seq = 5`},
		{"journal", `DROP TRIGGER edit_is_fixed; UPDATE edit SET lamport = 1 WHERE seq = 5`},
		{"journal", `DROP TRIGGER edit_stays; DELETE FROM edit WHERE seq = 5`},
		{"references", `DROP TRIGGER edit_stays; DELETE FROM edit WHERE seq = (SELECT max(seq) FROM edit)`},
		{"journal", `UPDATE change SET before = NULL, after = NULL, blank = randomblob(32) WHERE edit = 5`},
		{"journal", `UPDATE edit SET name = '', blank = randomblob(32) WHERE seq = 5`},
		{"journal", `DROP TRIGGER change_stays; DELETE FROM change WHERE edit = 5`},
		{"journal", `DROP TRIGGER change_is_fixed; UPDATE change SET after = replace(after, 'claim', 'clime')`},
		{"journal", `DROP TRIGGER change_is_fixed; UPDATE change SET kind = 'fish' WHERE edit = 5`},
	} {
		t.Run(c.sql, func(t *testing.T) {
			d := withWork(t)
			alter(t, d.path, c.sql)
			findings, err := d.Check(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Check == c.check {
					return
				}
			}
			t.Errorf("found %v, nothing by check %q", findings, c.check)
		})
	}
}

func TestAMarkThatSaysSomethingElseThanItsTextIsFound(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	e := markEdit(t, s, "claim", 0, 14)
	wrong, err := annotation.StoredSpan(e.Spans[0].ID, s.Head().ID, annotation.LabelRole{Label: "claim"}, oneRange, "Costs", nil, "", annotation.OriginImport, 1)
	if err != nil {
		t.Fatal(err)
	}
	e.Spans[0].After = &wrong
	d.commit(e)
	findings, err := d.Check(ctx)
	if err != nil || len(findings) != 1 || findings[0].Check != "quotes" {
		t.Error(findings, err)
	}
	set, bad, err := d.Set(ctx, s.Head().Document, d.who.Annotator.ID, s.Text())
	if err != nil || set.Len() != 0 || len(bad) != 1 {
		t.Error(set.Len(), bad, err)
	}
	says(t, bad[0], ErrDamaged, `the text reads "Prices" where the mark says "Costs"`)
}

func TestDamagedMarksAreLeftOutByName(t *testing.T) {
	d := withWork(t)
	list, _ := d.Documents(ctx, d.who.Annotator.ID)
	whole := d.set(list[0].ID)
	alter(t, d.path, `UPDATE span SET quote = 'xyz' WHERE id = ?`, idBytes(whole.Spans()[0].ID))
	s, bad, err := d.Set(ctx, list[0].ID, d.who.Annotator.ID, whole.Text())
	if err != nil || len(bad) == 0 || s.Len() != whole.Len()-1 {
		t.Fatal(s.Len(), bad, err)
	}
	says(t, bad[0], ErrDamaged, whole.Spans()[0].ID.String())
	failed := 0
	for range d.Sets(ctx) {
	}
	for stored, err := range d.Sets(ctx) {
		if err != nil {
			failed++
			says(t, err, ErrDamaged, whole.Spans()[0].ID.String())
			if stored.Head.Annotator != d.who.Annotator.ID {
				t.Error("the wrong set is said to be damaged")
			}
		}
	}
	if failed != 1 {
		t.Errorf("%d sets are said to be damaged, want 1", failed)
	}
	alter(t, d.path, `UPDATE content SET bytes = 'xyz' WHERE sha256 = ?`, hashBytes(list[0].Text))
	_, _, err = d.Document(ctx, list[0].ID)
	says(t, err, ErrDamaged, "is not what was written")
}

func TestACheckTakesTheIndexOfWordsAsItIsNow(t *testing.T) {
	d := newDesk(t)
	for round := range 4 {
		for i := range 40 { // so many that what was written before is merged
			d.add(fmt.Sprintf("Article %d of %d. %s", i, round, strings.Repeat("Prices rose. ", 20)))
		}
		d.clean()
	}
}

func idBytes(id annotation.ID) []byte    { return id[:] }
func hashBytes(h annotation.Hash) []byte { return h[:] }

// TestFlippedBitsAreFound flips bits in what people wrote, which SQLite's own checks miss.
func TestFlippedBitsAreFound(t *testing.T) {
	d := withWork(t)
	if err := d.SaveCopy(ctx, d.path+".copy"); err != nil { // a copy has no bytes that belong to nothing
		t.Fatal(err)
	}
	d.Close()
	good, err := os.ReadFile(d.path + ".copy")
	if err != nil {
		t.Fatal(err)
	}
	d.reopen()
	before := everything(t, d.Project)
	d.Close()
	for i := range 150 {
		bad := append([]byte{}, good...)
		at := rand.IntN(len(bad))
		if i%2 == 0 {
			at = somewhereIn(bad, "Prices", "claim", "Mary", "Nothing")
		}
		bad[at] ^= 1 << rand.IntN(8)
		if err := os.WriteFile(d.path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Open(d.path, d.who)
		if err != nil {
			continue
		}
		findings, err := p.Check(ctx)
		if err == nil && len(findings) == 0 && everything(t, p) != before { // most bytes of a page may belong to nothing
			t.Errorf("a flipped bit in %q was not found", bad[max(0, at-20):at+20])
		}
		p.Close()
	}
}

// jsonKey is a key in JSON, whose letters are read in either case, so that nothing is lost by another one.
var jsonKey = regexp.MustCompile(`"[A-Za-z_]+":`)

// everything is what SQL says of every table.
func everything(t *testing.T, p *Project) string {
	t.Helper()
	var out strings.Builder
	counts, err := countRows(ctx, p.readers)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		rows, err := p.readers.Query(`SELECT * FROM ` + name)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&out, values...)
		}
		rows.Close()
	}
	return jsonKey.ReplaceAllStringFunc(out.String(), strings.ToLower)
}

func somewhereIn(b []byte, words ...string) int {
	word := words[rand.IntN(len(words))]
	n := strings.Count(string(b), word)
	if n == 0 {
		panic(fmt.Sprintf("no %q in the file", word))
	}
	at := 0
	for range 1 + rand.IntN(n) {
		at += strings.Index(string(b[at:]), word) + 1
	}
	return at
}

// TestGarbageNeverCrashes writes random bytes over random places.
func TestGarbageNeverCrashes(t *testing.T) {
	d := withWork(t)
	d.Close()
	good, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 {
		bad := append([]byte{}, good...)
		at := rand.IntN(len(bad) - 512)
		copy(bad[at:at+512], noise(512))
		if err := os.WriteFile(d.path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Open(d.path, d.who)
		if err != nil {
			continue
		}
		p.Check(ctx)
		for range p.Sets(ctx) {
		}
		p.Documents(ctx, d.who.Annotator.ID)
		p.Close()
		os.Remove(d.path + "-wal")
	}
}

// A mark that came past the window, with a label that the scheme never had.
func TestCheckNamesMarksThatAreAgainstTheScheme(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	e := markEdit(t, s, "claim", 0, 14)
	before := *e.Spans[0].After
	stray := annotation.NewSpan(before.ID, s.Head().ID, annotation.LabelRole{Label: "moral"}, s.Text(), before.Ranges(), annotation.OriginImport)
	e.Spans[0].After = &stray
	d.commit(e)
	findings, err := d.Check(ctx)
	if err != nil || len(findings) != 1 || findings[0].Check != "scheme" || !strings.Contains(findings[0].Text, `no label "moral"`) {
		t.Error(findings, err)
	}
	misfits, err := d.Misfits(ctx)
	if err != nil || len(misfits) != 1 || misfits[0].Mark.Quote() != "Prices rose 3%" || misfits[0].Link || misfits[0].Err.Error() != findings[0].Text {
		t.Error(misfits, err)
	}
}
