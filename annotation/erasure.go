package annotation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Erasure says that a document was erased for good: none of its rows is there any more, whatever came before, came at the same time without
// knowing of it, or comes later. Nothing takes it back. Who knows of it keeps the words until they erase them too.
type Erasure struct {
	ID       ID     `json:"id"`
	Document ID     `json:"document"`
	Text     Hash   `json:"text"`            // SHA-256 of the text's UTF-8
	Seals    []Seal `json:"seals,omitempty"` // of the edits of format 1 of which something was erased
}

// Seal vouches for what remains of an edit of format 1 when some of it was erased: those were hashed as a whole, so that their own hash cannot be
// told any more.
type Seal struct {
	Edit ID   `json:"edit"`
	Hash Hash `json:"hash"`
}

// NameErased stands for the name of an edit whose name was erased.
const NameErased = "an act on an erased article"

// NewErasure is the edit that says that a document of that text was erased.
func NewErasure(document ID, text Hash, seals []Seal) Edit {
	x := Erasure{NewID(), document, text, seals}
	e := NewEdit("erase an article for good")
	e.Erasures = []Change[Erasure]{{ID: x.ID, Document: document, After: &x}}
	return e
}

// Erased is the refusal to bring back what was erased for good.
type Erased struct {
	Document ID
	By       string    // the annotator who erased it; empty: unknown
	At       time.Time // when, by the clock of the device that it was done on
}

func (e *Erased) Error() string {
	return "this text was erased for good" + e.byWhom() + "; keep it as a copy to have it here again"
}

// Told is the same as a sentence, without what can be done.
func (e *Erased) Told() string { return "This text was erased for good" + e.byWhom() + "." }

// Day is the day on which it was done, in words.
func (e *Erased) Day() string { return e.At.Local().Format("2 January 2006") }

func (e *Erased) byWhom() string {
	if e.By == "" {
		return " on " + e.Day()
	}
	return " by " + e.By + " on " + e.Day()
}

// Is makes errors.Is(err, ErrErased) true.
func (e *Erased) Is(target error) bool { return target == ErrErased }

// IsBlank tells that the values of the change were erased.
func (n *Entry) IsBlank() bool { return !n.Blank.IsZero() }

// Erase gives the entry without its values. In their place stands their hash.
func (n Entry) Erase() Entry {
	n.Blank = n.valuesHash()
	n.Before, n.After = nil, nil
	return n
}

// Erase gives the edit without the values of some of its changes, and without its name where that says what the article or its file is called.
func (r Recorded) Erase(of func(*Entry) bool) Recorded {
	entries, erased := slices.Clone(r.Entries), false
	for i := range entries {
		if n := &entries[i]; of(n) {
			*n, erased = n.Erase(), true
		}
	}
	if !erased {
		return r
	}
	if r.Format == 1 {
		r.Payload = r.payload()
	}
	if r.Blank.IsZero() && namesArticle(r.Name) {
		r.Blank, r.Name = r.nameHash(), ""
	}
	r.Entries = entries
	return r
}

// naming are the beginnings of names of edits that go on with the title of an article or the name of a file.
var naming = []string{"import ", "source ", "remove ", "details of ", "keep ", "correct the text of ", "carry marks over to "}

func namesArticle(edit string) bool { return namingOf(edit) != "" }

// namingOf is the beginning of an edit's name that an article's follows; empty where no article is named.
func namingOf(edit string) string {
	if i := slices.IndexFunc(naming, func(s string) bool { return strings.HasPrefix(edit, s) }); i >= 0 {
		return naming[i]
	}
	return ""
}

// IsSealed tells that the edit is of format 1 and something of it was erased, so that an erasure must vouch for what remains.
func (r *Recorded) IsSealed() bool {
	return r.Format == 1 && (!r.Blank.IsZero() || slices.ContainsFunc(r.Entries, func(n Entry) bool { return n.IsBlank() }))
}

// Seal is what an erasure says of the edit. It is the same whatever of the edit is erased: SHA-256 over the edit's hash, that of its payload, and
// both header and payload as format 2 hashes them.
func (r *Recorded) Seal() (Seal, error) {
	header, err := r.appendJSON(nil, len(r.Entries), JournalFormat)
	if err != nil {
		return Seal{}, fmt.Errorf("edit %s: %w", r.ID, err)
	}
	p, payload, entries := newParts(), r.payload(), PayloadHash(r.Entries, JournalFormat)
	p.Write(r.Hash[:])
	p.Write(payload[:])
	p.add(header)
	p.Write(entries[:])
	return Seal{r.ID, p.sum()}, nil
}
