package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// maker writes small PDFs. Text is drawn in one of four fonts: "F" Helvetica, "B" its bold, "T" Times, all in Windows-1252, and "U", whose codes are
// told by a ToUnicode map, for any script.
type maker struct {
	pages   []*sheet
	info    string // entries of the information dictionary
	catalog string // further entries of the catalog
	owner   bool   // encrypt with an owner's password
	user    string // encrypt with a user's password
	codes   map[rune]int
	runes   []rune
}

// sheet is a page of 600 by 800 points.
type sheet struct {
	maker *maker
	ops   strings.Builder
	extra string // entries of the page
}

func (m *maker) page() *sheet {
	s := &sheet{maker: m}
	m.pages = append(m.pages, s)
	return s
}

// text draws a line whose baseline begins at a point.
func (s *sheet) text(x, y, size float64, font, line string) *sheet {
	fmt.Fprintf(&s.ops, "BT /%s %g Tf %g %g Td %s Tj ET\n", font, size, x, y, s.maker.encode(font, line))
	return s
}

// column draws lines under each other.
func (s *sheet) column(x, y, size, leading float64, font string, lines ...string) *sheet {
	for i, line := range lines {
		if line != "" {
			s.text(x, y-float64(i)*leading, size, font, line)
		}
	}
	return s
}

// encode is a string of a content stream.
func (m *maker) encode(font, line string) string {
	var b []byte
	if font != "U" {
		encoded, err := charmap.Windows1252.NewEncoder().String(line)
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf("<%x>", encoded)
	}
	if m.codes == nil {
		m.codes = map[rune]int{}
	}
	for _, r := range line {
		if m.codes[r] == 0 {
			m.runes = append(m.runes, r)
			m.codes[r] = len(m.runes)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(m.codes[r]))
	}
	return fmt.Sprintf("<%x>", b)
}

func (m *maker) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for i, r := range m.runes {
		fmt.Fprintf(&b, "1 beginbfchar <%04X> <%X> endbfchar\n", i+1, utf16be(string(r)))
	}
	b.WriteString("endcmap end end")
	return b.String()
}

func utf16be(s string) []byte {
	var b []byte
	for _, r := range s {
		b = binary.BigEndian.AppendUint16(b, uint16(r))
	}
	return b
}

// bytes is the file.
func (m *maker) bytes() []byte {
	var out bytes.Buffer
	offsets := []int{0}
	key := m.key()
	object := func(n int, body string, stream []byte) {
		for len(offsets) <= n {
			offsets = append(offsets, 0)
		}
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n", n)
		if stream == nil {
			out.WriteString(body)
		} else {
			var packed bytes.Buffer
			w := zlib.NewWriter(&packed)
			_, _ = w.Write(stream)
			_ = w.Close()
			b := packed.Bytes()
			if key != nil {
				sum := md5.Sum(append(bytes.Clone(key), byte(n), byte(n>>8), byte(n>>16), 0, 0))
				c, _ := rc4.NewCipher(sum[:min(len(key)+5, 16)])
				c.XORKeyStream(b, b)
			}
			fmt.Fprintf(&out, "<< %s /Filter /FlateDecode /Length %d >>\nstream\n", body, len(b))
			out.Write(b)
			out.WriteString("\nendstream")
		}
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.6\n")
	object(1, "<< /Type /Catalog /Pages 2 0 R "+m.catalog+" >>", nil)
	object(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", nil)
	object(4, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>", nil)
	object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>", nil)
	object(6, "<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>", nil)
	object(7, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 9 0 R >>", nil)
	object(8, "", []byte(m.toUnicode()))
	object(9, "<< /Type /FontDescriptor /FontName /Some /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>", nil)
	object(10, "<< "+m.info+" >>", nil)
	var kids strings.Builder
	for i, s := range m.pages {
		n := 20 + 2*i
		fmt.Fprintf(&kids, "%d 0 R ", n)
		object(n, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F 3 0 R /B 4 0 R /T 5 0 R /U 6 0 R >> >> %s >>", n+1, s.extra), nil)
		object(n+1, "", []byte(s.ops.String()))
	}
	object(2, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s] >>", len(m.pages), kids.String()), nil)
	trailer := "/Root 1 0 R /Info 10 0 R"
	if key != nil {
		o, u := m.passwords(key)
		object(11, fmt.Sprintf("<< /Filter /Standard /V 1 /R 2 /O <%x> /U <%x> /P -4 >>", o, u), nil)
		trailer += " /Encrypt 11 0 R /ID [ <30313233> <30313233> ]"
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, at := range offsets[1:] {
		if at == 0 {
			out.WriteString("0000000000 00000 f \n")
			continue
		}
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets), trailer, xref)
	return out.Bytes()
}

const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// key is that of 40 bits of the standard security handler, revision 2 (ISO 32000-1, 7.6.3.3), or nil.
func (m *maker) key() []byte {
	if !m.owner && m.user == "" {
		return nil
	}
	sum := md5.Sum([]byte((m.user + padding)[:32] + string(m.ownerEntry()) + "\xFC\xFF\xFF\xFF" + "0123"))
	return sum[:5]
}

func (m *maker) ownerEntry() []byte {
	sum := md5.Sum([]byte(("owner" + padding)[:32]))
	return crypt(sum[:5], (m.user + padding)[:32])
}

func (m *maker) passwords(key []byte) (o, u []byte) { return m.ownerEntry(), crypt(key, padding) }

func crypt(key []byte, s string) []byte {
	c, _ := rc4.NewCipher(key)
	out := make([]byte, len(s))
	c.XORKeyStream(out, []byte(s))
	return out
}
