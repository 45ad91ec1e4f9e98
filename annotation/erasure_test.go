package annotation

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

// twoArticles is an edit that changes a mark on each of two articles, as the journal keeps it in a format.
func twoArticles(t *testing.T, name string, format int) Recorded {
	t.Helper()
	r := Recorded{Header: Header{ID: ID{1}, Group: ID{1}, Actor: ID{2}, Seq: 3, Lamport: 9, Name: name, At: time.Unix(1, 0).UTC()}, Format: format, Prev: Hash{7},
		Entries: []Entry{
			{Kind: KindSpan, Row: ID{3}, Document: ID{4}, After: json.RawMessage(`{"quote":"zebrafish"}`)},
			{Kind: KindSpan, Row: ID{5}, Document: ID{6}, Was: ID{8}, Before: json.RawMessage(`{"note":null}`), After: json.RawMessage(`{"note":"sure"}`)},
		}}
	var err error
	if r.Hash, err = ChainHash(r.Prev, r.Header, len(r.Entries), format, PayloadHash(r.Entries, format)); err != nil {
		t.Fatal(err)
	}
	return r
}

func ofDocument(document ID) func(*Entry) bool {
	return func(n *Entry) bool { return n.Document == document }
}

func TestAnEditCanBeVerifiedAfterAPartOfItWasErased(t *testing.T) {
	for _, name := range []string{"relabel", "details of Zebrafish quorum fails"} {
		for format := 1; format <= JournalFormat; format++ {
			whole := twoArticles(t, name, format)
			before, err := whole.Verify()
			if err != nil {
				t.Fatal(err)
			}
			seal, err := whole.Seal()
			if err != nil {
				t.Fatal(err)
			}
			r := whole.Erase(ofDocument(ID{4}))
			if n := r.Entries[0]; n.Before != nil || n.After != nil || !n.IsBlank() || whole.Entries[0].IsBlank() {
				t.Errorf("format %d: the entry is %+v, and of the whole %+v", format, n, whole.Entries[0])
			}
			if (r.Name == "") != (name != "relabel") {
				t.Errorf("format %d: it is called %q", format, r.Name)
			}
			after, err := r.Verify()
			if err != nil || after != before || r.IsSealed() != (format == 1) {
				t.Errorf("format %d: %v, sealed %t", format, err, r.IsSealed())
			}
			both := r.Erase(ofDocument(ID{6}))
			for _, r := range []Recorded{r, both} {
				if again, err := r.Seal(); err != nil || again != seal {
					t.Errorf("format %d: the seal became another, %v", format, err)
				}
				line, err := r.AppendJSON(nil)
				if err != nil {
					t.Fatal(err)
				}
				back, err := ParseRecorded(line)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := back.Verify(); err != nil {
					t.Errorf("format %d: read back: %v", format, err)
				}
			}
		}
	}
}

func TestWhatRemainsOfAnErasedEditCannotBeChangedUnseen(t *testing.T) {
	for what, alter := range map[string]func(*Recorded){
		"a value that remains":   func(r *Recorded) { r.Entries[1].After = json.RawMessage(`{"note":"unsure"}`) },
		"the row of an erased":   func(r *Recorded) { r.Entries[0].Row[0]++ },
		"the hash of an erased":  func(r *Recorded) { r.Entries[0].Blank[0]++ },
		"a change that is added": func(r *Recorded) { r.Entries = append(r.Entries, r.Entries[1]) },
		"the name":               func(r *Recorded) { r.Blank[0]++ },
		"the time":               func(r *Recorded) { r.At = r.At.Add(time.Second) },
		"the edit's hash":        func(r *Recorded) { r.Hash[0]++ },
		"another of its changes": func(r *Recorded) { r.Entries[1] = r.Entries[1].Erase(); r.Entries[1].Blank[3]++ },
	} {
		for format := 1; format <= JournalFormat; format++ {
			whole := twoArticles(t, "details of Zebrafish", format)
			seal, _ := whole.Seal()
			r := whole.Erase(ofDocument(ID{4}))
			alter(&r)
			_, err := r.Verify()
			now, _ := r.Seal()
			if format == 1 && now == seal || format > 1 && err == nil {
				t.Errorf("format %d: %s is not felt", format, what)
			}
		}
	}
}

func TestAnEditThatSaysOtherwiseWhatWasErasedOfItIsRefused(t *testing.T) {
	for what, alter := range map[string]func(*Recorded){
		"a value that was erased and is there": func(r *Recorded) { r.Entries[0].After = json.RawMessage(`{}`) },
		"a name that was erased and is there":  func(r *Recorded) { r.Name = "mark" },
		"no name":                              func(r *Recorded) { r.Blank = Hash{} },
		"a payload where it follows":           func(r *Recorded) { r.Payload = Hash{1} },
	} {
		r := twoArticles(t, "details of Zebrafish", 2).Erase(ofDocument(ID{4}))
		alter(&r)
		if _, err := r.Verify(); err == nil {
			t.Errorf("%s: is taken", what)
		}
	}
	r := twoArticles(t, "mark", 1).Erase(ofDocument(ID{4}))
	r.Payload = Hash{}
	if _, err := r.Verify(); err == nil {
		t.Error("an old edit without the hash of its payload is taken")
	}
}

func TestTheRefusalOfWhatWasErasedSaysByWhomAndWhen(t *testing.T) {
	err := error(&Erased{By: "Ana", At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.Local)})
	if want := "this text was erased for good by Ana on 1 March 2026; keep it as a copy to have it here again"; err.Error() != want || !errors.Is(err, ErrErased) {
		t.Errorf("it says %q", err)
	}
}
