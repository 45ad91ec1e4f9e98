package bundle

import (
	"encoding/binary"
	"hash/crc32"
)

// entry is one member of the ZIP file.
type entry struct {
	name   string
	method uint16 // 0 stored, 8 deflated
	size   int64  // unpacked
	crc    uint32 // of the unpacked bytes
	packed []byte
}

// stored is an entry that is kept as it is.
func stored(name string, b []byte) entry {
	return entry{name, 0, int64(len(b)), crc32.ChecksumIEEE(b), b}
}

// assemble writes a ZIP file (PKWARE APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16) of which every byte follows from the entries: no times, no comments, no
// extra fields.
func assemble(entries []entry) []byte {
	var out, directory []byte
	le := binary.LittleEndian
	for _, e := range entries {
		at := len(out)
		fields := le.AppendUint16(nil, 20) // version needed: 2.0
		fields = le.AppendUint16(fields, 0)
		fields = le.AppendUint16(fields, e.method)
		fields = le.AppendUint32(fields, 0x00210000) // 1980-01-01, the earliest that the form knows
		fields = le.AppendUint32(fields, e.crc)
		fields = le.AppendUint32(fields, uint32(len(e.packed)))
		fields = le.AppendUint32(fields, uint32(e.size))
		fields = le.AppendUint16(fields, uint16(len(e.name)))
		fields = le.AppendUint16(fields, 0)

		out = append(le.AppendUint32(out, 0x04034b50), fields...)
		out = append(append(out, e.name...), e.packed...)

		directory = append(le.AppendUint32(directory, 0x02014b50), 20, 0)
		directory = append(directory, fields...)
		directory = append(directory, make([]byte, 10)...) // no comment, first disk, no attributes
		directory = append(le.AppendUint32(directory, uint32(at)), e.name...)
	}
	at := len(out)
	out = append(out, directory...)
	out = le.AppendUint32(out, 0x06054b50)
	out = append(out, 0, 0, 0, 0)
	out = le.AppendUint16(out, uint16(len(entries)))
	out = le.AppendUint16(out, uint16(len(entries)))
	out = le.AppendUint32(out, uint32(len(directory)))
	out = le.AppendUint32(out, uint32(at))
	return le.AppendUint16(out, 0)
}
