package annotation

import (
	"bytes"
	"encoding/json"
	"math"
	"time"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// plainReader reads JSON as marshal writes it, several times as fast as json does: fields in the order of the struct, no white space between
// them and no escapes in strings. Where something is written otherwise it fails; json then reads the whole.
type plainReader struct {
	rest   []byte
	failed bool
}

// expect passes over what must stand here.
func (p *plainReader) expect(s string) {
	if !p.meets(s) {
		p.failed = true
	}
}

// meets passes over s where it stands here.
func (p *plainReader) meets(s string) bool {
	if p.failed || len(p.rest) < len(s) || string(p.rest[:len(s)]) != s {
		return false
	}
	p.rest = p.rest[len(s):]
	return true
}

// end tells whether all was read, and nothing stood otherwise.
func (p *plainReader) end() bool { return len(p.rest) == 0 && !p.failed }

// quoted is what stands between two quotation marks, and stays the reader's.
func (p *plainReader) quoted() []byte {
	p.expect(`"`)
	end := bytes.IndexByte(p.rest, '"')
	if p.failed || end < 0 || !unescaped(p.rest[:end]) {
		p.failed = true
		return nil
	}
	s := p.rest[:end]
	p.rest = p.rest[end+1:]
	return s
}

// unescaped tells that what stands between two quotation marks means itself.
func unescaped(s []byte) bool {
	ascii := true
	for _, c := range s {
		if c < ' ' || c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(s)
}

func (p *plainReader) text() string { return string(p.quoted()) }

// number reads a whole number from 0 to most.
func (p *plainReader) number(most int64) (n int64) {
	const digits = 18 // which an int64 holds
	i := 0
	for ; i < min(len(p.rest), digits) && '0' <= p.rest[i] && p.rest[i] <= '9'; i++ {
		n = n*10 + int64(p.rest[i]-'0')
	}
	p.failed = p.failed || i == 0 || i > 1 && p.rest[0] == '0' || n > most
	p.rest = p.rest[i:]
	return n
}

func (p *plainReader) id() (id ID) {
	p.failed = id.UnmarshalText(p.quoted()) != nil || p.failed
	return id
}

func (p *plainReader) hash() (h Hash) {
	p.failed = h.UnmarshalText(p.quoted()) != nil || p.failed
	return h
}

func (p *plainReader) time() (t time.Time) {
	p.failed = t.UnmarshalText(p.quoted()) != nil || p.failed
	return t
}

// value reads any value, whatever white space it has.
func (p *plainReader) value() json.RawMessage {
	end := valueEnd(p.rest, 0)
	if p.failed || end < 0 || !json.Valid(p.rest[:end]) {
		p.failed = true
		return nil
	}
	v := bytes.Clone(p.rest[:end])
	p.rest = p.rest[end:]
	return v
}

// ranges reads a list of at least one pair of positions.
func (p *plainReader) ranges() (out [][2]text.Pos) {
	for p.expect(`[`); !p.failed; p.expect(`,`) {
		p.expect(`[`)
		start := p.number(math.MaxInt32)
		p.expect(`,`)
		end := p.number(math.MaxInt32)
		p.expect(`]`)
		out = append(out, [2]text.Pos{text.Pos(start), text.Pos(end)})
		if p.meets(`]`) {
			break
		}
	}
	return out
}
