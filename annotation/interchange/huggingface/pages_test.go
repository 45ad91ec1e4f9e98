package huggingface

import (
	"bytes"
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"rubricator/annotation/interchange"
)

// forged is a small file of others whose first page of words is changed by some act. The page is not compressed.
func forged(t *testing.T, codec format.CompressionCodec, change func(h *format.PageHeader, body []byte) []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[named](&b, parquet.Compression(&parquet.Uncompressed), parquet.DataPageVersion(1))
	if _, err := w.Write([]named{{Words: []string{"Prices", "rose"}, Tags: []string{"B-CLAIM", "O"}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	meta := opened(t, whole).Metadata()
	columns := meta.RowGroups[0].Columns
	i := slices.IndexFunc(columns, func(c format.ColumnChunk) bool { return c.MetaData.PathInSchema[0] == "words" })
	m := &columns[i].MetaData
	page := whole[m.DataPageOffset:][:m.TotalCompressedSize]
	c, h := compact{page}, &format.PageHeader{}
	if !c.skip(compactStruct, 0) {
		t.Fatal("the page has no header")
	}
	if err := thrift.Unmarshal(&thrift.CompactProtocol{}, page[:len(page)-len(c.rest)], h); err != nil {
		t.Fatal(err)
	}
	h.CRC = 0
	body := change(h, c.rest[:h.CompressedPageSize])
	h.CompressedPageSize = int32(len(body))
	head, err := thrift.Marshal(&thrift.CompactProtocol{}, h)
	if err != nil {
		t.Fatal(err)
	}
	out := slices.Clone(whole[:len(whole)-tailSize-int(binary.LittleEndian.Uint32(whole[len(whole)-tailSize:]))])
	m.DataPageOffset, m.DictionaryPageOffset, m.TotalCompressedSize, m.Codec = int64(len(out)), 0, int64(len(head)+len(body)), codec
	out = append(append(out, head...), body...)
	footer, err := thrift.Marshal(&thrift.CompactProtocol{}, meta)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, footer...)
	return append(binary.LittleEndian.AppendUint32(out, uint32(len(footer))), "PAR1"...)
}

// run is one run of the same value, which says how many there are.
func run(n uint64, value ...byte) []byte {
	b := append(binary.AppendUvarint(nil, n<<1), value...)
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(b))), b...)
}

// ceiling is how much memory may be asked for while a file of a few hundred bytes is read, in bytes.
const ceiling = 32 << 20

func TestAPageCannotAskForMoreThanItsFileHasRoomFor(t *testing.T) {
	zeros, _ := zstd.NewWriter(nil)
	bomb := zeros.EncodeAll(make([]byte, 64<<20), nil)
	for _, c := range []struct {
		what   string
		codec  format.CompressionCodec
		change func(h *format.PageHeader, body []byte) []byte
	}{
		{"two thousand million bytes", format.Zstd, func(h *format.PageHeader, body []byte) []byte {
			h.UncompressedPageSize = math.MaxInt32
			return zeros.EncodeAll(body, nil)
		}},
		{"fewer bytes than it has, by zstd", format.Zstd, func(h *format.PageHeader, _ []byte) []byte { return bomb }},
		{"fewer bytes than it has, by snappy", format.Snappy, func(h *format.PageHeader, body []byte) []byte {
			return slices.Concat(binary.AppendUvarint(nil, math.MaxUint32), snappy.Encode(nil, body)[1:])
		}},
		{"two thousand million values", format.Uncompressed, func(h *format.PageHeader, body []byte) []byte {
			h.DataPageHeader.V.NumValues = math.MaxInt32
			return body
		}},
		{"a run of as many levels", format.Uncompressed, func(h *format.PageHeader, body []byte) []byte {
			_, rest, _ := prefixed(body)
			return slices.Concat(run(math.MaxInt32, 1), rest)
		}},
		{"a run of as many values", format.Uncompressed, func(h *format.PageHeader, body []byte) []byte {
			h.DataPageHeader.V.Encoding = format.RLEDictionary
			_, rest, _ := prefixed(body)
			return slices.Concat(body[:len(body)-len(rest)], []byte{8}, run(math.MaxInt32, 0)[4:])
		}},
		{"as many lengths", format.Uncompressed, func(h *format.PageHeader, body []byte) []byte {
			h.DataPageHeader.V.Encoding = format.DeltaLengthByteArray
			_, rest, _ := prefixed(body)
			lengths := binary.AppendUvarint(binary.AppendUvarint(binary.AppendUvarint(nil, 128), 4), math.MaxInt32)
			return slices.Concat(body[:len(body)-len(rest)], lengths, []byte{0})
		}},
	} {
		b := forged(t, c.codec, c.change)
		before := allocated()
		got := shownMarks(t, interchange.InMemory{"a.parquet": b})
		if took := allocated() - before; took > ceiling {
			t.Errorf("%s: a file of %d bytes took %d", c.what, len(b), took)
		}
		if len(got) != 1 || !strings.Contains(got[0], "damaged") && !strings.Contains(got[0], "decompressed size exceeds") {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

func TestAFileThatSaysLittleManyTimesIsRefused(t *testing.T) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[named](&b, parquet.Compression(&parquet.Zstd))
	if _, err := w.Write([]named{{Words: slices.Repeat([]string{"the"}, 3<<20), Tags: []string{"O"}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before := allocated()
	got := shownMarks(t, interchange.InMemory{"a.parquet": b.Bytes()})
	if took := allocated() - before; took > ceiling || len(got) != 1 || !strings.Contains(got[0], "more than the file has room for") {
		t.Errorf("a file of %d bytes took %d: %.200q", b.Len(), took, got)
	}
}

func TestPagesOfEveryCompressionAndVersionAreRead(t *testing.T) {
	rows := []named{{Words: []string{"Prices", "rose"}, Tags: []string{"B-CLAIM", "O"}}, {}}
	want := shownMarks(t, foreign(t, "", rows...))
	for _, o := range []parquet.WriterOption{parquet.Compression(&parquet.Uncompressed), parquet.Compression(&parquet.Gzip), parquet.Compression(&parquet.Snappy),
		parquet.DataPageVersion(1), parquet.DataPageVersion(2), parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.DeltaLengthByteArray)} {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[named](&b, o)
		if _, err := w.Write(rows); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got := shownMarks(t, interchange.InMemory{"a.parquet": b.Bytes()}); !slices.Equal(got, want) {
			t.Errorf("%v: %q and not %q", o, got, want)
		}
	}
}

// allocated is how much memory was ever asked for, in bytes.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
