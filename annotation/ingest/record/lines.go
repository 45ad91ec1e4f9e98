package record

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"rubricator/annotation/ingest"
)

// lines lists the records of a file with one in each line.
func lines(ctx context.Context, text *ingest.Recoded) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		opened, err := text.Open(ctx)
		if err != nil {
			yield(record{}, fmt.Errorf("%w: %w", errEnds, err))
			return
		}
		defer opened.Close()
		in := bufio.NewReaderSize(opened, 1<<20)
		for number := 1; err == nil; number++ {
			var line []byte
			place := fmt.Sprintf("line %d", number)
			line, err = nextLine(in)
			switch line = bytes.TrimSpace(line); {
			case errors.Is(err, errLong):
				err = nil
				if !yield(record{}, fmt.Errorf("%s: %w", place, errLong)) {
					return
				}
			case err != nil && !errors.Is(err, io.EOF):
				yield(record{}, fmt.Errorf("%s: %w: %w", place, errEnds, err))
				return
			case len(line) > 0 && !yield(parse(place, line)):
				return
			}
		}
	}
}

// errLong is that of a record with more in it than any article.
var errLong = fmt.Errorf("%w: a record has at most %d MiB; split it and import the pieces", ingest.ErrTooLarge, maxRecord>>20)

// nextLine reads a line, and passes over what is longer than a record may be. The error is errLong, or one of reading; with io.EOF comes the last line.
func nextLine(in *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxRecord; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLong
		default:
			return line, err
		}
	}
}
