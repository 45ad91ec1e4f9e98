package pack

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"rubricator/annotation/ingest"
)

// IsCompound tells files of the kind in which office programs wrote before 2007, and in which they wrap what has a password.
func IsCompound(b []byte) bool { return bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) }

// compounds are told by the names of the streams in them, which stand as UTF-16 in the file's directory, in any capitals. The first that is there holds.
var compounds = []struct {
	stream  string
	refusal error
}{
	{"EncryptedPackage", fmt.Errorf("%w: it has a password; open it in the program that wrote it, save it without one and import that", ErrLocked)},
	{"WordDocument", fmt.Errorf("%w: it is a Word document of before 2007 (.doc); save it as .docx and import that", ingest.ErrKind)},
	{"PowerPoint Document", fmt.Errorf("%w: it is a PowerPoint presentation of before 2007 (.ppt); save its text as .docx and import that", ingest.ErrKind)},
	{"Workbook", errOldTable},
	{"Book", errOldTable},
	{"__properties_version1.0", fmt.Errorf("%w: it is a message of Outlook (.msg); save it as .eml and import that", ingest.ErrKind)},
}

var errOldTable = fmt.Errorf("%w: it is an Excel table of before 2007 (.xls); save it as .xlsx and import that", ingest.ErrKind)

// refuseCompound says which document of an old office program it is, and what to do.
func refuseCompound(b []byte) error {
	for _, c := range compounds {
		for _, name := range []string{c.stream, strings.ToUpper(c.stream), strings.ToLower(c.stream)} {
			if bytes.Contains(b, asUTF16(name+"\x00")) {
				return c.refusal
			}
		}
	}
	return fmt.Errorf("%w: it is an old office document; save it as .docx and import that", ingest.ErrKind)
}

func asUTF16(s string) []byte {
	out, _ := binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune(s)))
	return out
}
