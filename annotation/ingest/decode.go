package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Characters are bytes as valid UTF-8, line ends still as they came, and how they were read.
type Characters struct {
	Text     string
	Charset  string // as people write it: "Windows-1251"
	Report   string // for annotation.Source.Decoding: "Windows-1251, as declared"
	Warnings []string
	damaged  bool
}

const (
	bom = "\uFEFF"
	// overrule is the next step where the encoding cannot be told.
	overrule = "import it again with its encoding named, or open it in the program that wrote it and save it as UTF-8"
)

// Decode reads bytes that are text. Options.Charset, which a person chose, holds whatever else is said; then a byte order mark, then what the bytes
// are without doubt (UTF-8 that is more than ASCII), then what the file or the message declares, and then what the letters tell. What has no character
// is shown as U+FFFD and counted in the report where the encoding was chosen or declared; where it was told, only when the rest leaves no doubt.
// Files that are no text whatever is said of them are refused by what they are.
// The error is ErrEncoding or ErrBinary.
func Decode(b []byte, declared string, o Options) (Characters, error) {
	if what := Magic(b); what != "" {
		return Characters{}, fmt.Errorf("%w but %s; %s", ErrBinary, what, saveAsText)
	}
	if o.Charset != "" {
		set, err := charsetNamed(o.Charset)
		if err != nil {
			return Characters{}, err
		}
		return set.read(b, ", as chosen"), nil
	}
	if declared == "" || marked(b) || beyondDoubt(b) {
		return tell(b)
	}
	set, err := charsetNamed(declared)
	if err != nil {
		c, err := tell(b)
		c.Warnings = append(c.Warnings, fmt.Sprintf("It declares an encoding that nobody knows (%s); read as %s.", shorten(declared), c.Charset))
		return c, err
	}
	wide := strings.HasPrefix(set.name, "UTF-16") || strings.HasPrefix(set.name, "UTF-32")
	if !wide && isASCII(b) {
		return tell(b)
	}
	c := set.read(b, ", as declared")
	if !c.damaged && (!wide || bytes.IndexByte(b, 0) >= 0 || !utf8.Valid(b)) {
		return c, nil
	}
	if bad, wide := outside(b); set.name == "UTF-8" && bad > 0 && wide >= bad {
		return c, nil // damaged, and still nothing else
	}
	if told, err := tell(b); err == nil && !told.damaged {
		told.Warnings = append(told.Warnings, fmt.Sprintf("It declares %s and is not; read as %s.", set.name, told.Charset))
		return told, nil
	}
	return c, nil
}

// read decodes bytes in an encoding that was not told from them. A byte order mark is no part of the text.
func (set charset) read(b []byte, why string) Characters {
	s, dam := set.decode(b)
	c := Characters{Charset: set.name, Report: set.name + why + dam.report(), damaged: dam.n > 0}
	c.Text = strings.TrimPrefix(s, bom)
	return c
}

// marked tells whether bytes begin with a byte order mark.
func marked(b []byte) bool {
	return bytes.HasPrefix(b, []byte(bom)) || bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) ||
		bytes.HasPrefix(b, []byte("\x00\x00\xFE\xFF"))
}

// beyondDoubt tells whether bytes are UTF-8 and more than ASCII, which text in other encodings is not by chance.
func beyondDoubt(b []byte) bool {
	return bytes.IndexByte(b, 0) < 0 && utf8.Valid(b) && bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
}

// isASCII tells whether bytes are the same characters in nearly every encoding: there is no letter beyond ASCII, and no escape that leads to others.
func isASCII(b []byte) bool {
	return bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf || r == '\x1b' || r == 0 }) < 0
}

// tell finds the encoding by byte order mark, by the pattern of zero bytes, by validity and by the letters, in this order.
func tell(b []byte) (Characters, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xFE\x00\x00")):
		return wide(b[4:], 4, "UTF-32LE", utf32In(binary.LittleEndian))
	case bytes.HasPrefix(b, []byte("\x00\x00\xFE\xFF")):
		return wide(b[4:], 4, "UTF-32BE", utf32In(binary.BigEndian))
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return wide(b[2:], 2, "UTF-16LE", utf16In(binary.LittleEndian))
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return wide(b[2:], 2, "UTF-16BE", utf16In(binary.BigEndian))
	}
	if c, ok := guessWide(b); ok {
		return c, nil
	}
	c := Characters{Charset: "UTF-8", Report: "UTF-8"}
	if bytes.HasPrefix(b, []byte(bom)) {
		c.Report += " with byte order mark"
		b = b[len(bom):]
	}
	if utf8.Valid(b) {
		if isISO2022JP(b) {
			return toldAs(b, "ISO-2022-JP", "told from its escapes")
		}
		c.Text = string(b)
		return c, nil
	}
	return tellInvalid(b, c)
}

// wide decodes bytes behind a byte order mark of so many bytes.
func wide(b []byte, mark int, name string, decode func([]byte) (string, damage)) (Characters, error) {
	if len(b)%mark != 0 {
		return Characters{}, fmt.Errorf("%w: it is %s and ends in half a character, as if cut off; copy it again", ErrEncoding, name)
	}
	s, dam := decode(b)
	dam.first += mark
	return Characters{Text: s, Charset: name, Report: name + dam.report(), damaged: dam.n > 0}, nil
}

// guessWide takes bytes without a byte order mark for UTF-16 or UTF-32 when that is unmistakable: a tenth of the characters and
// four times as many as in the other order have a zero byte above, as Latin letters, spaces and line ends do, or every character has two; and what
// comes out is text.
func guessWide(b []byte) (Characters, bool) {
	if len(b) < 4 || len(b)%2 != 0 || bytes.IndexByte(b, 0) < 0 {
		return Characters{}, false
	}
	var zeros [4]int // by offset modulo 4
	for i, c := range b {
		if c == 0 {
			zeros[i%4]++
		}
	}
	var name string
	var decode func([]byte) (string, damage)
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	switch quads := len(b) / 4; {
	case len(b)%4 == 0 && zeros[3] == quads && zeros[2] >= quads*9/10 && zeros[0] < quads/10+1:
		name, decode = "UTF-32LE", utf32In(binary.LittleEndian)
	case len(b)%4 == 0 && zeros[0] == quads && zeros[1] >= quads*9/10 && zeros[3] < quads/10+1:
		name, decode = "UTF-32BE", utf32In(binary.BigEndian)
	case odd*20 >= len(b) && odd >= 4*even:
		name, decode = "UTF-16LE", utf16In(binary.LittleEndian)
	case even*20 >= len(b) && even >= 4*odd:
		name, decode = "UTF-16BE", utf16In(binary.BigEndian)
	default:
		return Characters{}, false
	}
	s, dam := decode(b)
	if c := count(s); dam.n > 0 || c.nul > 0 || c.control > len(s)/maxControls {
		return Characters{}, false
	}
	return Characters{Text: s, Charset: name, Report: name + " without byte order mark"}, true
}

func isISO2022JP(b []byte) bool {
	return bytes.IndexByte(b, '\x1b') >= 0 && (bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@")))
}

// minIntact is how many characters of several bytes must be whole for each that is not, in what is taken for damaged UTF-8 and still loaded. In other
// encodings bytes that are UTF-8 by chance are rarer than those that are not, so that twenty to one leaves no doubt; a text of which more is damaged
// is two encodings in one file, and what is lost of it a person has to see before.
const minIntact = 20

// tellInvalid reads bytes that are not UTF-8. c is what is known of them.
func tellInvalid(b []byte, c Characters) (Characters, error) {
	p := profileOf(b)
	mark := 0
	if c.Report != c.Charset {
		mark = len(bom)
	}
	first := fmt.Sprintf("byte 0x%02x at %d is not UTF-8", b[p.first], p.first+mark)
	looked := sample(b)
	name := byCharacters(looked)
	switch {
	case strings.HasPrefix(name, "UTF-16"):
		return toldAs(b, name, "told from the characters")
	case p.nul > 0:
		return Characters{}, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(p.nul, "NUL byte"), saveAsText)
	case p.multibyte >= minIntact*p.invalid && (name == "" || mark > 0):
		s, dam := fromUTF8(b)
		dam.first += mark
		c.Text, c.Report, c.damaged = s, c.Report+dam.report(), true
		return c, nil
	case name != "" && mark == 0:
		return toldAs(b, name, "told from the characters, because "+first)
	case mark > 0:
		return Characters{}, fmt.Errorf("%w: %s, as the file says it is; %s", ErrEncoding, first, overrule)
	}
	name, near := byPairs(looked)
	switch {
	case 3*p.surrogates == p.invalid, name == "" && p.multibyte > p.invalid:
		return Characters{}, fmt.Errorf("%w: %s, though the rest is; %s", ErrEncoding, first, overrule)
	case name == "":
		return Characters{}, fmt.Errorf("%w: %s, and the letters do not tell what else it is (%s?); %s", ErrEncoding, first, strings.Join(near, ", "), overrule)
	case name == "Windows-1252":
		return toldAs(b, name, "because "+first)
	}
	return toldAs(b, name, "told from the letters, because "+first)
}

// toldAs reads bytes in an encoding that they were found to be in.
func toldAs(b []byte, name, why string) (Characters, error) {
	set, err := charsetNamed(name)
	if err != nil {
		return Characters{}, err
	}
	c := set.read(b, ", "+why)
	c.Warnings = append(c.Warnings, fmt.Sprintf("The encoding is a guess (%s); look at the letters, accents and quotation marks.", name))
	return c, nil
}

// noDoubt is how many bytes that are not UTF-8, outnumbering characters that are, make counting on needless.
const noDoubt = 10_000

// profile counts what tells damaged UTF-8 from other encodings and from binary files. First is the offset of the first byte that is not UTF-8.
type profile struct {
	nul, invalid, multibyte, first int
	surrogates                     int // halves of surrogate pairs in the form of UTF-8, three bytes each
}

func profileOf(b []byte) profile {
	p := profile{nul: bytes.Count(b, []byte{0}), first: -1}
	for i := 0; i < len(b) && (p.invalid < noDoubt || p.multibyte > p.invalid); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if p.invalid++; p.first < 0 {
				p.first = i
			}
			if isEncodedSurrogate(b[i:]) {
				p.surrogates++
			}
		case size > 1:
			p.multibyte++
		}
		i += size
	}
	return p
}

// isEncodedSurrogate tells three bytes that would be half a surrogate pair if UTF-8 had such.
func isEncodedSurrogate(b []byte) bool {
	return len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xBF && b[2]&0xC0 == 0x80
}
