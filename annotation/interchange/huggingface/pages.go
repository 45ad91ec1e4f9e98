package huggingface

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	plain "rubricator/annotation/text"
)

// The library makes room for as much as a page says that it has, and for as many values as the runs in it count. All pages are looked at before it
// decodes the first, so that a damaged or hostile file takes no more memory than its size allows.

// What a file can ask for.
const (
	mostPage   = plain.MaxBytes + 1<<20 // bytes of one page, decompressed: the longest text
	freePage   = 4 << 20                // bytes that any page may have; more has to be in the file
	mostRatio  = 1000                   // bytes for each compressed one beyond that; DEFLATE cannot do more either
	freeValues = 1 << 20                // values that any column may have in a group of rows
	mostValues = 8                      // for each byte of the file beyond that
	mostRow    = plain.MaxBytes + 1<<20 // bytes of text that one row may have
)

// plainDictionary is how older programs encode dictionaries and the pages that name their values.
const plainDictionary format.Encoding = 2

var errPage = errors.New("the file is damaged: a page says that it has more than the file has room for")

// valuesIn is how many values a column of a file of some bytes may have.
func valuesIn(size int64) int64 { return freeValues + mostValues*size }

// checkPages tells whether the pages of a file have what they say. The file's footer has been checked.
func checkPages(in io.ReaderAt, size int64, file *parquet.File) error {
	schema, p := file.Schema(), pages{in: in, size: size}
	paths := schema.Columns()
	left := slices.Repeat([]int64{valuesIn(size)}, len(paths))
	for _, group := range file.Metadata().RowGroups {
		if len(group.Columns) != len(paths) {
			return errFooter
		}
		for i := range group.Columns {
			leaf, _ := schema.Lookup(paths[i]...)
			if err := p.checkChunk(&group.Columns[i].MetaData, leaf, &left[i]); err != nil {
				return fmt.Errorf("%s: %w", plainPath(paths[i]), err)
			}
		}
	}
	return nil
}

// pages looks at the pages of a file.
type pages struct {
	in   io.ReaderAt
	size int64
	unpacker
	bytes []byte // of the page that is looked at
}

// checkChunk looks at the pages of a column in a group of rows. left is how many values the column may still have.
func (p *pages) checkChunk(m *format.ColumnMetaData, leaf parquet.LeafColumn, left *int64) error {
	at := m.DataPageOffset
	if m.DictionaryPageOffset != 0 {
		at = m.DictionaryPageOffset
	}
	end := at + m.TotalCompressedSize
	if at < 0 || m.TotalCompressedSize < 0 || end < at || end > p.size {
		return errPage
	}
	for at < end {
		h, n, err := p.header(at, end)
		if err != nil {
			return err
		}
		at += n
		packed := int64(h.CompressedPageSize)
		if packed < 0 || packed > end-at {
			return errPage
		}
		if err := p.checkPage(h, at, m.Codec, leaf, left); err != nil {
			return err
		}
		at += packed
	}
	return nil
}

// header reads the header of a page, and tells how many bytes it takes.
func (p *pages) header(at, end int64) (*format.PageHeader, int64, error) {
	for window := min(end-at, 4<<10); ; window = min(end-at, window*8) {
		b := make([]byte, window)
		if _, err := p.in.ReadAt(b, at); err != nil {
			return nil, 0, err
		}
		c, h := compact{b}, &format.PageHeader{}
		if !c.skip(compactStruct, 0) {
			if window < end-at {
				continue
			}
			return nil, 0, errPage
		}
		n := len(b) - len(c.rest)
		return h, int64(n), thrift.Unmarshal(&thrift.CompactProtocol{}, b[:n], h)
	}
}

// checkPage looks at one page.
func (p *pages) checkPage(h *format.PageHeader, at int64, codec format.CompressionCodec, leaf parquet.LeafColumn, left *int64) error {
	size := int64(h.UncompressedPageSize)
	if size < 0 || size > min(mostPage, freePage+mostRatio*int64(h.CompressedPageSize)) {
		return errPage
	}
	if cap(p.bytes) < int(h.CompressedPageSize) {
		p.bytes = make([]byte, h.CompressedPageSize)
	}
	b := p.bytes[:h.CompressedPageSize]
	if _, err := p.in.ReadAt(b, at); err != nil {
		return err
	}
	v := pageValues{leaf: leaf}
	switch {
	case h.Type == format.DictionaryPage && h.DictionaryPageHeader.Valid:
		d := &h.DictionaryPageHeader.V
		whole, err := p.unpack(b, codec, int(size))
		if err != nil {
			return err
		}
		if n := int(d.NumValues); n < 0 || n > len(whole) || d.Encoding != format.Plain && d.Encoding != plainDictionary {
			return errPage // each value has a byte at least
		}
		return nil
	case h.Type == format.DataPage && h.DataPageHeader.Valid:
		d := &h.DataPageHeader.V
		v.n, v.encoding, v.levels = int64(d.NumValues), d.Encoding, []format.Encoding{d.RepetitionLevelEncoding, d.DefinitionLevelEncoding}
		whole, err := p.unpack(b, codec, int(size))
		if err != nil {
			return err
		}
		v.bytes = whole
	case h.Type == format.DataPageV2 && h.DataPageHeaderV2.Valid:
		d := &h.DataPageHeaderV2.V
		v.n, v.encoding = int64(d.NumValues), d.Encoding
		repeated, defined := int(d.RepetitionLevelsByteLength), int(d.DefinitionLevelsByteLength)
		if repeated < 0 || defined < 0 || repeated > len(b) || defined > len(b)-repeated || d.NumNulls < 0 || d.NumNulls > d.NumValues {
			return errPage
		}
		if !v.fits(b[:repeated], leaf.MaxRepetitionLevel) || !v.fits(b[repeated:repeated+defined], leaf.MaxDefinitionLevel) {
			return errPage
		}
		if v.bytes = b[repeated+defined:]; !d.IsCompressed.Valid || d.IsCompressed.V {
			whole, err := p.unpack(v.bytes, codec, int(size))
			if err != nil {
				return err
			}
			v.bytes = whole
		}
	default:
		return fmt.Errorf("the file is damaged: it has a page of type %s", h.Type)
	}
	if *left -= v.n; v.n < 0 || *left < 0 {
		return errPage
	}
	return v.check()
}

// pageValues are the values of a data page, decompressed.
type pageValues struct {
	leaf     parquet.LeafColumn
	n        int64 // how many the page says there are
	encoding format.Encoding
	levels   []format.Encoding // of repetitions and of definitions, where they stand before the values
	bytes    []byte
}

// check tells whether the page has no more than it says.
func (v *pageValues) check() error {
	for i, encoding := range v.levels {
		most := []int{v.leaf.MaxRepetitionLevel, v.leaf.MaxDefinitionLevel}[i]
		if most == 0 {
			continue
		}
		levels, rest, ok := prefixed(v.bytes)
		if !ok || encoding != format.RLE || !v.fits(levels, most) {
			return errPage
		}
		v.bytes = rest
	}
	switch v.encoding {
	case format.Plain:
		return nil
	case plainDictionary, format.RLEDictionary:
		if len(v.bytes) > 0 && !v.fitsRuns(v.bytes[1:], int(v.bytes[0])) {
			return errPage
		}
	case format.RLE:
		if bits, _, ok := prefixed(v.bytes); ok && !v.fitsRuns(bits, 1) {
			return errPage
		}
	case format.DeltaBinaryPacked, format.DeltaLengthByteArray:
		if !v.fitsDelta() {
			return errPage
		}
	default:
		return fmt.Errorf("it is encoded by %s; write it with the encodings that pyarrow takes by itself", v.encoding)
	}
	return nil
}

// prefixed parts bytes behind their number, of four bytes, from the rest.
func prefixed(b []byte) (of, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, b, false
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n > int64(len(b)-4) {
		return nil, b, false
	}
	return b[4 : 4+n], b[4+n:], true
}

// fits tells whether levels up to the highest are no more than the page has values.
func (v *pageValues) fits(levels []byte, most int) bool {
	width := 0
	for ; most > 0; most >>= 1 {
		width++
	}
	return v.fitsRuns(levels, width)
}

// fitsRuns tells whether runs of values of some bits are no more than the page has, but for what fills up the last eight.
// Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
func (v *pageValues) fitsRuns(b []byte, width int) bool {
	if width > 32 {
		return false
	}
	for n := uint64(0); len(b) > 0; {
		u, head := binary.Uvarint(b)
		if head <= 0 {
			return false
		}
		count, length := u>>1, uint64(width+7)/8
		if u&1 != 0 {
			if count > uint64(len(b)) && width > 0 {
				return false
			}
			count, length = count*8, count*uint64(width)
		}
		if n += count; count > uint64(v.n)+8 || n > uint64(v.n)+8 || length > uint64(len(b)-head) {
			return false
		}
		b = b[head+int(length):]
	}
	return true
}

// fitsDelta tells whether numbers that are written as differences are no more than the page has values.
func (v *pageValues) fitsDelta() bool {
	b, total := v.bytes, uint64(0)
	for range 3 { // the size of a block, how many it is parted in, and how many values there are
		u, n := binary.Uvarint(b)
		if n <= 0 {
			return len(v.bytes) == 0
		}
		total, b = u, b[n:]
	}
	return total <= uint64(v.n)
}
