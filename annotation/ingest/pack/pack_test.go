package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
)

// files packs entries as they are given, with what no honest program writes.
func files(t *testing.T, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, h := range headers {
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte("x"))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func entry(name string, change func(*zip.FileHeader)) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, CRC32: 0x8cdc1683, CompressedSize64: 1, UncompressedSize64: 1} // of "x"
	if change != nil {
		change(h)
	}
	return h
}

// zeros is a part that packs well.
func zeros(mib int) string { return strings.Repeat("\x00", mib<<20) }

func TestWhatIsMadeToDoHarmIsRefused(t *testing.T) {
	many := make([]*zip.FileHeader, MaxParts+1)
	for i := range many {
		many[i] = entry(fmt.Sprint("part", i), nil)
	}
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		says  string
	}{
		{"a part outside", files(t, entry("../part", nil)), ErrUnsafe, `"../part"`},
		{"a part outside by a detour", files(t, entry("a/../../part", nil)), ErrUnsafe, "leads out of the file"},
		{"a part outside, as Windows has it", files(t, entry(`..\part`, nil)), ErrUnsafe, "leads out of the file"},
		{"a part at the root", files(t, entry("/part", nil)), ErrUnsafe, `"/part"`},
		{"a part on a drive", files(t, entry(`C:\part`, nil)), ErrUnsafe, "leads out of the file"},
		{"a link", files(t, entry("part", func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) })), ErrUnsafe, "a link"},
		{"two parts of a name", files(t, entry("part", nil), entry("part", nil)), ErrUnsafe, "two parts"},
		{"an encrypted part", files(t, entry("part", func(h *zip.FileHeader) { h.Flags |= 1 })), ErrLocked, "save it without a password"},
		{"packed in an unknown way", files(t, entry("part", func(h *zip.FileHeader) { h.Method = 99 })), ErrDamaged, "part"},
		{"a part that is not what its sum says", files(t, entry("part", func(h *zip.FileHeader) { h.CRC32 = 1 })), ErrDamaged, "copy it again"},
		{"a part that claims more than there is", files(t, entry("part", func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 40 })), ErrDamaged, "part"},
		{"too many parts", files(t, many...), ingest.ErrUnpacks, "10001 parts"},
		{"a bomb", drafttest.Zip(t, "part", zeros(20)), ingest.ErrUnpacks, "200 times"},
		{"no archive", []byte("PK\x03\x04 and nothing"), ErrDamaged, "copy it again"},
		{"nothing", nil, ErrDamaged, "copy it again"},
		{"an old table", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00\x00"), ingest.ErrKind, ".xlsx"},
		{"an old file of some kind", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ingest.ErrKind, "old office document"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Open(context.Background(), c.bytes, nil)
			if err == nil {
				_, err = p.Read("part")
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v; want %q with %q", err, c.want, c.says)
			}
		})
	}
}

func TestPartsTogetherAreBounded(t *testing.T) {
	var parts []string
	for i := range 10 {
		parts = append(parts, fmt.Sprint("part", i), zeros(12))
	}
	p, err := Open(context.Background(), drafttest.Zip(t, parts...), nil)
	for i := 0; i < 10 && err == nil; i++ {
		_, err = p.Read(fmt.Sprint("part", i))
	}
	if !errors.Is(err, ingest.ErrUnpacks) || !strings.Contains(err.Error(), "64 MiB") {
		t.Error(err)
	}
}

func TestFilesInAnArchiveShareWhatTheyMayUnpackTo(t *testing.T) {
	size := ingest.NewSize()
	if err := size.Take(ingest.MaxUnpacked - 10); err != nil {
		t.Fatal(err)
	}
	p, err := Open(context.Background(), drafttest.Zip(t, "part", "more than ten bytes"), size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Read("part"); !errors.Is(err, ingest.ErrUnpacks) {
		t.Error(err)
	}
}

func TestAPartIsFoundWhateverItsCapitalsAndSlashes(t *testing.T) {
	p, err := Open(context.Background(), files(t, entry(`Word\Document.xml`, nil), entry("media/", nil), entry("a", nil), entry("A", nil)), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Word/Document.xml", "word/document.xml", "a", "A"} {
		if b, err := p.Read(name); err != nil || string(b) != "x" {
			t.Errorf("%s: %q %v", name, b, err)
		}
	}
	if _, err := p.Part("gone"); !errors.Is(err, ErrMissing) || p.Has("media") {
		t.Error(err)
	}
}

// names are the elements of a part, up to what stops reading.
func names(t *testing.T, text string) (out string, err error) {
	t.Helper()
	tokens := NewTokens(io.NopCloser(strings.NewReader(text)), "part.xml")
	defer tokens.Close()
	for {
		token, err := tokens.Next()
		switch e := token.(type) {
		case xml.StartElement:
			out += "<" + e.Name.Local
		case xml.CharData:
			out += string(e)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
}

func TestXMLIsReadInEveryEncodingThatItSays(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-8":        "\uFEFF<?xml version='1.0' encoding='utf-8'?><a>é&nbsp;</a>",
		"ISO-8859-1":   "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9&#160;</a>",
		"UTF-16":       "\xFE\xFF\x00<\x00a\x00>\x00\xE9\x00\xA0\x00<\x00/\x00a\x00>",
		"UTF-16, said": "\xFF\xFE" + strings.Join(strings.Split("<?xml version='1.0' encoding='UTF-16'?><a>", ""), "\x00") + "\x00\xE9\x00\xA0\x00<\x00/\x00a\x00>\x00",
	} {
		if got, err := names(t, text); err != nil || got != "<aé\u00A0" {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func TestXMLThatIsMadeToDoHarmIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       error
		says       string
	}{
		{"entities in entities", `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>`, ErrDamaged, "&y;"},
		{"a file in an entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, ErrDamaged, "&x;"},
		{"elements in elements", strings.Repeat("<a>", 2_000_000), ErrUnsafe, "256"},
		{"no end", "<a><b>", ErrDamaged, "part.xml"},
		{"another end", "<a></b>", ErrDamaged, "part.xml"},
		{"an unknown encoding", "<?xml version='1.0' encoding='klingon'?><a/>", ErrDamaged, "klingon"},
	} {
		if got, err := names(t, c.text); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(got, "root") {
			t.Errorf("%s: %v; want %q with %q", c.name, err, c.want, c.says)
		}
	}
}

func TestLeavesAreElementsWithoutOthers(t *testing.T) {
	got := ""
	tokens := NewTokens(io.NopCloser(strings.NewReader("<a> x <b i='1'> one<!-- no --> two </b><c><d/>y</c></a>")), "part.xml")
	if err := tokens.Leaves(func(l Leaf) { got += l.Element.Name.Local + Attr(l.Element, "i") + "=" + l.Text + ";" }); err != nil || got != "b1=one two;d=;" {
		t.Errorf("%q %v", got, err)
	}
}

func FuzzXML(f *testing.F) {
	f.Add("<?xml version='1.0' encoding='utf-16'?><a>é</a>")
	f.Add("\xFE\xFF\x00<\x00a\x00>")
	f.Fuzz(func(t *testing.T, text string) { _, _ = names(t, text) })
}
