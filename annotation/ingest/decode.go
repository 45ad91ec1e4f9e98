package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoded is a file's text as valid UTF-8, line ends still as they came, and how it was found.
type decoded struct {
	s        string
	report   string // "UTF-16LE"
	warnings []string
}

const bom = "\uFEFF"

// decode tells the encoding by byte order mark, by the pattern of zero bytes, by validity, in this order. Windows-1252
// is what remains, and only where the bytes are like it. The error is ErrEncoding.
func decode(b []byte) (decoded, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xFE\x00\x00")), bytes.HasPrefix(b, []byte("\x00\x00\xFE\xFF")):
		return decoded{}, fmt.Errorf("%w: it is UTF-32; %s", ErrEncoding, saveAsUTF8)
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return decodeUTF16(b[2:], binary.LittleEndian, "UTF-16LE")
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return decodeUTF16(b[2:], binary.BigEndian, "UTF-16BE")
	}
	if d, ok := guessUTF16(b); ok {
		return d, nil
	}
	report := "UTF-8"
	if bytes.HasPrefix(b, []byte(bom)) {
		b, report = b[len(bom):], "UTF-8 with byte order mark"
	}
	bad := invalidUTF8(b)
	if bad < 0 {
		return decoded{s: string(b), report: report}, nil
	}
	if report != "UTF-8" {
		return decoded{}, fmt.Errorf("%w: byte 0x%02x at %d is not UTF-8, as the file says it is; %s", ErrEncoding, b[bad], bad+len(bom), saveAsUTF8)
	}
	return decodeWindows1252(b, bad)
}

// decodeUTF16 decodes bytes behind a byte order mark. Half a surrogate pair has no meaning in any text; it becomes
// U+FFFD, which people see, and a warning.
func decodeUTF16(b []byte, order binary.ByteOrder, report string) (decoded, error) {
	if len(b)%2 != 0 {
		return decoded{}, fmt.Errorf("%w: it is %s and ends in half a character, as if cut off; copy it again", ErrEncoding, report)
	}
	s, lone := fromUTF16(b, order)
	d := decoded{s: s, report: report}
	if lone > 0 {
		d.report += fmt.Sprintf("; %s replaced by U+FFFD", several(lone, "half surrogate pair"))
		d.warnings = []string{several(lone, "damaged character") + " replaced by \uFFFD."}
	}
	return d, nil
}

// fromUTF16 decodes pairs of bytes and counts the surrogates that have no partner.
func fromUTF16(b []byte, order binary.ByteOrder) (s string, lone int) {
	var w strings.Builder
	w.Grow(len(b) / 2)
	for i := 0; i < len(b); i += 2 {
		r := rune(order.Uint16(b[i:]))
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if i+4 <= len(b) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(b[i+2:])))
			}
			if pair == utf8.RuneError {
				lone++
			} else {
				i += 2
			}
			r = pair
		}
		w.WriteRune(r)
	}
	return w.String(), lone
}

// guessUTF16 takes bytes without a byte order mark for UTF-16 when that is unmistakable: a tenth of the characters and
// four times as many as in the other order have a zero byte above, as Latin letters, spaces and line ends do, and what
// comes out is text.
func guessUTF16(b []byte) (decoded, bool) {
	if len(b) < 4 || len(b)%2 != 0 || bytes.IndexByte(b, 0) < 0 {
		return decoded{}, false
	}
	var zeros [2]int // at even and at odd offsets
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	var order binary.ByteOrder = binary.LittleEndian
	report, above, below := "UTF-16LE", zeros[1], zeros[0]
	if zeros[0] > zeros[1] {
		order, report, above, below = binary.BigEndian, "UTF-16BE", zeros[0], zeros[1]
	}
	if above*20 < len(b) || above < 4*below {
		return decoded{}, false
	}
	s, lone := fromUTF16(b, order)
	if c := count(s); lone > 0 || c.nul > 0 || c.control > len(s)/maxControls {
		return decoded{}, false
	}
	return decoded{s: s, report: report + " without byte order mark"}, true
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// maxAccented bounds the share of accented letters in Windows-1252: in the languages that it is for, fewer than one
// letter in three has an accent. In Cyrillic, Greek or Asian encodings most letters would.
const maxAccented = 3

// decodeWindows1252 decodes bytes of which the one at bad is not UTF-8.
func decodeWindows1252(b []byte, bad int) (decoded, error) {
	p := profileOf(b)
	switch {
	case p.nul > 0:
		return decoded{}, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(p.nul, "NUL byte"), saveAsText)
	case p.multibyte > p.invalid, p.surrogate:
		return decoded{}, fmt.Errorf("%w: byte 0x%02x at %d is not UTF-8, though the rest is; %s", ErrEncoding, b[bad], bad, saveAsUTF8)
	case p.undefined >= 0:
		return decoded{}, fmt.Errorf("%w: byte 0x%02x at %d is neither UTF-8 nor Windows-1252; %s", ErrEncoding, b[p.undefined], p.undefined, saveAsUTF8)
	case p.accented > maxAccented && p.accented*maxAccented > p.accented+p.letters:
		return decoded{}, fmt.Errorf("%w: it is neither UTF-8 nor a Western European text (%d of %d letters would have accents); %s",
			ErrEncoding, p.accented, p.accented+p.letters, saveAsUTF8)
	}
	var w strings.Builder
	w.Grow(len(b) + len(b)/8)
	for _, c := range b {
		w.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return decoded{
		s:        w.String(),
		report:   fmt.Sprintf("Windows-1252, because byte 0x%02x at %d is not UTF-8", b[bad], bad),
		warnings: []string{"The encoding is a guess (Windows-1252); look at the accents, quotation marks and dashes."},
	}, nil
}

// profile counts what tells 8-bit encodings from damaged UTF-8 and from binary files. Undefined is the offset of the
// first byte that Windows-1252 has no character for, or -1.
type profile struct {
	nul, letters, accented, invalid, multibyte, undefined int
	surrogate                                             bool // half a surrogate pair in the form of UTF-8
}

func profileOf(b []byte) profile {
	p := profile{undefined: -1}
	for i, c := range b {
		switch {
		case c == 0:
			p.nul++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			p.letters++
		case c >= 0xC0 && c != 0xD7 && c != 0xF7: // but × and ÷
			p.accented++
		case p.undefined < 0 && isUndefined1252(c):
			p.undefined = i
		}
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			p.invalid++
			p.surrogate = p.surrogate || isEncodedSurrogate(b[i:])
		case size > 1:
			p.multibyte++
		}
		i += size
	}
	return p
}

func isUndefined1252(c byte) bool {
	return c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D
}

// isEncodedSurrogate tells three bytes that would be half a surrogate pair if UTF-8 had such.
func isEncodedSurrogate(b []byte) bool {
	return len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xBF && b[2]&0xC0 == 0x80
}
