package annotation

import (
	"encoding/json"
	"maps"
	"testing"
)

// FuzzFields holds the fast way to take an object apart against that of encoding/json.
func FuzzFields(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":1}`, `{"a":"x,}\"]","b":[1,{"c":"]"}],"d":null}`, `{"a":{"b":{}},"e":-1.5}`, `{ "a": 1 }`, `{"a":1,}`, `{"a"}`, `[1]`, `{"\u0061":1}`,
		`{"a":"\\"}`, `{"a":"\\","b":"é“"}`, `{"a":"\`, `{"a":1}}`, `{"a":1,"a":2}`, `{"a":}`, `{,}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want map[string]json.RawMessage
		if err := json.Unmarshal(b, &want); err != nil {
			plainFields(b) // of what is no JSON it need only not panic
			return
		}
		if again, err := marshal(want); err != nil || want == nil {
			return
		} else if got, ok := plainFields(again); !ok || !maps.EqualFunc(got, decoded(t, again), func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			for name := range want {
				if escaped, _ := marshal(name); string(escaped) != `"`+name+`"` {
					return // left to json
				}
			}
			t.Errorf("%s is taken apart as %s, %t", again, got, ok)
		}
		if got, err := fields(b); err != nil || len(got) != len(want) {
			t.Errorf("%s is taken apart as %s, %v", b, got, err)
		}
	})
}

func decoded(t *testing.T, b []byte) (out map[string]json.RawMessage) {
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
