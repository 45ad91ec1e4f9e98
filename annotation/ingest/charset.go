package ingest

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/transform"
)

// damage is what has no character in the encoding that the bytes were read in. Each stands in the text as U+FFFD.
type damage struct {
	n, first int // how many, and the byte at which the first is
	what     string
}

func (d *damage) add(at int) {
	if d.n == 0 {
		d.first = at
	}
	d.n++
}

// report is what to add to the report on decoding. It is empty where nothing is damaged. NewDraft warns of what is in the text of an article.
func (d damage) report() string {
	if d.n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s replaced by U+FFFD, the first at %d", several(d.n, d.what), d.first)
}

// charset is an encoding by name.
type charset struct {
	name   string // as people write it: "Windows-1251"
	decode func(b []byte) (string, damage)
}

// Charsets are the encodings that people may choose from where one was told wrongly.
var Charsets = []string{"UTF-8", "Windows-1252", "Windows-1250", "Windows-1251", "Windows-1253", "Windows-1254", "Windows-1255", "Windows-1256", "Windows-1257",
	"Windows-1258", "ISO-8859-2", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-15", "KOI8-R", "KOI8-U", "Macintosh", "IBM866", "Shift-JIS", "EUC-JP",
	"ISO-2022-JP", "GB18030", "Big5", "EUC-KR", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}

// charsetNamed finds an encoding by its name in the web's or in IANA's register. The error is ErrEncoding.
func charsetNamed(name string) (charset, error) {
	key := strings.ToLower(strings.TrimSpace(name))
	switch key {
	case "utf-16", "utf16", "utf-16le":
		return charset{"UTF-16LE", utf16In(binary.LittleEndian)}, nil
	case "utf-16be":
		return charset{"UTF-16BE", utf16In(binary.BigEndian)}, nil
	case "utf-32", "utf32", "utf-32le":
		return charset{"UTF-32LE", utf32In(binary.LittleEndian)}, nil
	case "utf-32be":
		return charset{"UTF-32BE", utf32In(binary.BigEndian)}, nil
	}
	e, err := htmlindex.Get(key)
	if err == nil {
		key, err = htmlindex.Name(e)
	} else {
		e, err = ianaindex.IANA.Encoding(key)
	}
	if err != nil || e == nil || e == encoding.Replacement {
		return charset{}, fmt.Errorf("%w: this program knows no encoding %q; give a name as web pages have it, such as windows-1251", ErrEncoding, name)
	}
	if key == "utf-8" {
		return charset{"UTF-8", fromUTF8}, nil
	}
	if m, ok := e.(*charmap.Charmap); ok {
		return charset{shown(key), func(b []byte) (string, damage) { return fromCharmap(b, m) }}, nil
	}
	return charset{shown(key), func(b []byte) (string, damage) { return fromEncoding(b, e) }}, nil
}

// shown is the name of an encoding as people write it.
func shown(name string) string {
	if number, ok := strings.CutPrefix(name, "windows-"); ok {
		return "Windows-" + number
	}
	switch name {
	case "shift_jis":
		return "Shift-JIS"
	case "big5":
		return "Big5"
	}
	return strings.ToUpper(name)
}

// fromUTF8 puts one U+FFFD for each run of bytes that is not UTF-8.
func fromUTF8(b []byte) (string, damage) {
	dam := damage{what: "damaged character"}
	if utf8.Valid(b) {
		return string(b), dam
	}
	var w strings.Builder
	w.Grow(len(b) + len(b)/16)
	good, inside := 0, false // where the bytes begin that are not yet written; whether a run of bad ones goes on
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		bad := r == utf8.RuneError && size == 1
		if bad {
			w.Write(b[good:i])
			if !inside {
				dam.add(i)
				w.WriteRune(utf8.RuneError)
			}
			good = i + 1
		}
		inside = bad
		i += size
	}
	w.Write(b[good:])
	return w.String(), dam
}

// fromCharmap decodes one byte a character.
func fromCharmap(b []byte, m *charmap.Charmap) (string, damage) {
	dam := damage{what: "damaged character"}
	var table [256]struct {
		utf8   [utf8.UTFMax]byte
		length int
		none   bool
	}
	for c := range table {
		r := m.DecodeByte(byte(c))
		table[c].length, table[c].none = utf8.EncodeRune(table[c].utf8[:], r), r == utf8.RuneError
	}
	size := 0
	for _, c := range b {
		size += table[c].length
	}
	out, n := make([]byte, size+utf8.UTFMax), 0 // whole characters are copied, and the next begins where they end
	for i, c := range b {
		char := &table[c]
		*(*[utf8.UTFMax]byte)(out[n:]) = char.utf8
		n += char.length
		if char.none {
			dam.add(i)
		}
	}
	return string(out[:n]), dam
}

// fromEncoding decodes and counts what has become U+FFFD. Where that character stood in the bytes themselves, as GB18030 can have it, it counts too.
func fromEncoding(b []byte, e encoding.Encoding) (string, damage) {
	dam := damage{what: "damaged character"}
	out, _, _ := transform.Append(e.NewDecoder(), make([]byte, 0, len(b)+len(b)/2), b) // decoders replace, they do not fail
	s := string(out)
	if dam.n = strings.Count(s, string(utf8.RuneError)); dam.n > 0 {
		// A destination that ends where the first stands makes the decoder stop at its bytes.
		_, dam.first, _ = e.NewDecoder().Transformer.Transform(make([]byte, strings.IndexRune(s, utf8.RuneError)), b, true)
	}
	return s, dam
}

func utf16In(order binary.ByteOrder) func([]byte) (string, damage) {
	return func(b []byte) (string, damage) { return fromUTF16(b, order) }
}

// fromUTF16 decodes pairs of bytes. Half a surrogate pair has no meaning in any text, and neither has half a pair of bytes at the end.
func fromUTF16(b []byte, order binary.ByteOrder) (string, damage) {
	dam := damage{what: "half surrogate pair"}
	var w strings.Builder
	w.Grow(len(b) / 2)
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(order.Uint16(b[i:]))
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if i+4 <= len(b) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(b[i+2:])))
			}
			if pair == utf8.RuneError {
				dam.add(i)
			} else {
				i += 2
			}
			r = pair
		}
		w.WriteRune(r)
	}
	if len(b)%2 != 0 {
		dam.add(len(b) - 1)
		w.WriteRune(utf8.RuneError)
	}
	return w.String(), dam
}

func utf32In(order binary.ByteOrder) func([]byte) (string, damage) {
	return func(b []byte) (string, damage) { return fromUTF32(b, order) }
}

// fromUTF32 decodes four bytes a character. Numbers that are no character, and what is left of one at the end, are damage.
func fromUTF32(b []byte, order binary.ByteOrder) (string, damage) {
	dam := damage{what: "damaged character"}
	var w strings.Builder
	w.Grow(len(b) / 3)
	for i := 0; i < len(b); i += 4 {
		r := utf8.RuneError
		if i+4 > len(b) {
			dam.add(i)
		} else if n := order.Uint32(b[i:]); n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			dam.add(i)
		} else {
			r = rune(n)
		}
		w.WriteRune(r)
	}
	return w.String(), dam
}
