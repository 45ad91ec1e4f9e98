package huggingface

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

// unpacker decompresses pages into no more room than they say that they take. What it gives is valid until the next.
type unpacker struct {
	zstd *zstd.Decoder
	room []byte
}

// unpack gives the bytes of a page.
func (u *unpacker) unpack(b []byte, codec format.CompressionCodec, size int) ([]byte, error) {
	if codec == format.Uncompressed {
		return b, nil
	}
	if cap(u.room) < size {
		u.room = make([]byte, size)
	}
	room := u.room[:0:size]
	switch codec {
	case format.Snappy:
		n, err := snappy.DecodedLen(b)
		if err == nil && n > size {
			err = errPage
		}
		if err != nil {
			return nil, err
		}
		return snappy.Decode(room[:size], b)
	case format.Gzip:
		r, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		n, err := io.ReadFull(r, room[:size])
		if more, _ := r.Read(make([]byte, 1)); more > 0 {
			return nil, errPage
		}
		if err == io.ErrUnexpectedEOF || err == io.EOF {
			err = nil // there is less, which the library tells
		}
		return room[:n], err
	case format.Zstd:
		if u.zstd == nil {
			var err error
			if u.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true)); err != nil {
				return nil, err
			}
		}
		return u.zstd.DecodeAll(b, room)
	}
	return nil, fmt.Errorf("it is compressed by %s; write it with zstd, snappy or gzip", codec)
}
