package annotation

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// FuzzPlainSpan holds the fast way to read a mark against that of encoding/json.
func FuzzPlainSpan(f *testing.F) {
	const ids = `"id":"01890a5d-ac96-774b-bcce-b302099a8057","set":"01890a5d-ac96-774b-bcce-b302099a8058"`
	for _, s := range []string{`{` + ids + `,"label":"claim","ranges":[[0,4]],"quote":"Rain","origin":"selection"}`,
		`{` + ids + `,"label":"claim","role":"source","ranges":[[0,4],[7,9]],"quote":"“é","attributes":{"a":["b"],"c":null},"note":"n","origin":"rule","scheme_version":3}`,
		`{` + ids + `,"label":"a\"b","ranges":[[00,4]],"quote":"","origin":""}`, `{` + ids + `,"label":"c","ranges":[[0,4294967297]],"quote":"","origin":""}`,
		`{` + ids + `,"label":"c","ranges":[],"quote":"","origin":""}`, `{"id":""}`, `{}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, ok := plainSpan(b)
		if !ok {
			return
		}
		var want spanJSON
		if err := json.Unmarshal(b, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as\n%+v, and by json (%v) as\n%+v", b, got, err, want)
		}
	})
}

// FuzzPlainRecorded does the same with edits.
func FuzzPlainRecorded(f *testing.F) {
	for range 20 {
		r := anyRecorded()
		b, err := r.AppendJSON(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, ok := plainRecorded(b)
		if !ok {
			return
		}
		var want recordedJSON
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatalf("%s is read, and not by json: %v", b, err)
		}
		again, err := got.AppendJSON(nil)
		wanted, wrong := marshal(want)
		if want.Group == want.ID || want.Group.IsZero() || want.At != want.At.UTC() {
			return // written in another way
		}
		if err != nil || wrong != nil || string(again) != string(wanted) {
			t.Errorf("%s is read as\n%s (%v), and by json as\n%s (%v)", b, again, err, wanted, wrong)
		}
	})
}

func TestAnEditIsReadAsItWasWritten(t *testing.T) {
	quick := 0
	for range 5000 {
		r := anyRecorded()
		b, err := r.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParseRecorded(b); err != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%s\nis read as %+v, %v\nwant %+v", b, back, err, r)
		}
		if _, ok := plainRecorded(b); ok {
			quick++
		}
	}
	if quick < 1000 {
		t.Errorf("%d of 5000 are read the fast way", quick)
	}
}

func TestAHeaderIsHashedAsItsStructIsWritten(t *testing.T) {
	for range 5000 {
		h, n := anyRecorded().Header, rand.IntN(20)
		h.Blank = Hash{}
		hashed := h
		hashed.Name = HashOf([]byte(h.Name)).String()
		for i, as := range []Header{h, hashed} {
			format := i + 1
			want, err := marshal(struct {
				Header
				N      int `json:"n"`
				Format int `json:"format"`
			}{as, n, format})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := h.appendJSON(nil, n, format); err != nil || string(got) != string(want) {
				t.Fatalf("written (%v)\n%s\nwant\n%s", err, got, want)
			}
		}
	}
}

func anyRecorded() Recorded {
	id := func() ID { return ID(anyBytes(16)) }
	orNone := func() (i ID) {
		if rand.IntN(2) == 0 {
			i = id()
		}
		return i
	}
	r := Recorded{Header: Header{ID: id(), Group: id(), Actor: id(), Seq: rand.Int64N(1 << 40), Lamport: rand.Int64N(mostLamport), Inverts: orNone(),
		Name: anyString(), At: time.Unix(rand.Int64N(1<<32), rand.Int64N(1e9)).UTC()}, Format: 1 + rand.IntN(JournalFormat), Prev: Hash(anyBytes(32)), Hash: Hash(anyBytes(32))}
	if rand.IntN(4) == 0 {
		r.Blank, r.Payload = Hash(anyBytes(32)), Hash(anyBytes(32))
	}
	if rand.IntN(2) == 0 {
		r.Group = r.ID
	}
	for range 1 + rand.IntN(3) {
		n := Entry{Kind: KindSpan, Row: id(), Document: orNone(), Was: orNone()}
		if rand.IntN(2) == 0 {
			n.Before, _ = marshal([]string{anyString()})
		}
		if n.Before == nil || rand.IntN(2) == 0 {
			n.After, _ = marshal(map[string]string{"quote": anyString()})
		}
		if rand.IntN(4) == 0 {
			n.Before, n.After, n.Blank = nil, nil, Hash(anyBytes(32))
		}
		r.Entries = append(r.Entries, n)
	}
	return r
}

func anyBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}
