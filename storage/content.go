package storage

import (
	"bytes"
	"compress/flate"
	"context"
	"io"
	"sync"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// The codecs of content.
const (
	codecPlain   = 0
	codecDeflate = 1
)

// worthPacking is the size in bytes from which an original is deflated. Texts of documents never are, so that SQL can
// read them.
const worthPacking = 4 << 10

// packed is content as the file keeps it.
type packed struct {
	hash  annotation.Hash
	codec int
	value any // string for texts, else []byte
}

func pack(c annotation.Content, isText bool) packed {
	if isText {
		return packed{c.Hash, codecPlain, string(c.Bytes)}
	}
	if len(c.Bytes) >= worthPacking {
		if b := deflate(c.Bytes); len(b) < len(c.Bytes)/4*3 {
			return packed{c.Hash, codecDeflate, b}
		}
	}
	return packed{c.Hash, codecPlain, append([]byte{}, c.Bytes...)} // nil would be NULL
}

// deflaters are kept, for each takes more than a megabyte.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is known to be good
	}
	return w
}}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	w.Write(b) // a Buffer takes everything
	w.Close()
	return out.Bytes()
}

// unpack gives back the bytes that hash names. The error is ErrDamaged.
func unpack(codec int, kept []byte, hash annotation.Hash) ([]byte, error) {
	if codec == codecDeflate {
		b, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(kept)), text.MaxBytes+1))
		if err != nil {
			return nil, faultf(ErrDamaged, "damaged: content %s: %w", hash, err)
		}
		kept = b
	}
	if annotation.HashOf(kept) != hash {
		return nil, faultf(ErrDamaged, "damaged: content %s is not what was written", hash)
	}
	return kept, nil
}

// eachContent unpacks the contents that the clause chooses, and gives the name and what is wrong with it.
func eachContent(ctx context.Context, q querier, clause string, f func(name string, err error) error) error {
	rows, err := q.QueryContext(ctx, `SELECT sha256, codec, CAST(bytes AS BLOB) FROM content `+clause)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash annotation.Hash
		var codec int
		var kept []byte
		err := rows.Scan(fixed(hash[:]), &codec, &kept)
		if err == nil {
			_, err = unpack(codec, kept, hash)
		}
		if err := f(hash.String(), err); err != nil {
			return err
		}
	}
	return rows.Err()
}
