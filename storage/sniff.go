package storage

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// applicationID marks a project file, at byte 68 of the header: "Rubr".
const applicationID = 0x52756272

// magic is how every SQLite database begins.
const magic = "SQLite format 3\x00"

// sniff looks at a file's header before SQLite does, which would take an empty file for an empty database. It must
// not be called while this process has the file open: closing a file drops all locks that the process holds on it.
// writable tells whether the file may be written to. Errors: ErrNotProject, ErrDamaged, ErrTooNew.
func sniff(path string, newest int) (writable bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if writable = err == nil; !writable && notPermitted(err) {
		f, err = os.Open(path)
	}
	if err != nil {
		return false, errors.Unwrap(err)
	}
	defer f.Close()
	header := make([]byte, 100)
	n, err := io.ReadFull(f, header)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, err
	}
	return writable, checkHeader(header[:n], newest)
}

func checkHeader(b []byte, newest int) error {
	switch {
	case len(b) == 0:
		return faultf(ErrNotProject, "the file is empty (0 bytes)")
	case string(b[:min(len(b), len(magic))]) != magic[:min(len(b), len(magic))]:
		return faultf(ErrNotProject, "not a project: the file is no SQLite database")
	case len(b) < 100:
		return faultf(ErrDamaged, "damaged: the file ends after %d bytes", len(b))
	}
	if id := binary.BigEndian.Uint32(b[68:]); id != applicationID {
		return faultf(ErrNotProject, "not a project: the SQLite database belongs to another program (application id %#x)", id)
	}
	if have := int(binary.BigEndian.Uint32(b[60:])); have > newest {
		return tooNew(have, newest)
	}
	return nil
}

// IsDatabase tells whether there is an SQLite database at path, of this program or another. The file is not opened when this
// process has it open.
func IsDatabase(path string) bool {
	if openHere(path) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, len(magic))
	_, err = io.ReadFull(f, begin)
	return err == nil && string(begin) == magic
}
