package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// File is what holds articles: a file, what stood in an archive, what the clipboard held, what an address gave.
type File struct {
	Name    string  // says what kind it is, and stands in errors; folders before it are left off
	Bytes   []byte  // the whole; nil where there is a Stream
	Stream  *Stream // of a file that is not held in memory; formats that do not say Streams are never shown one
	URL     string  // where it came from; empty: not from the network
	Charset string  // in which encoding its text is, as the site or the message says that it came with; empty: nothing is said
}

// Stream is a file that is read piece by piece, as often as it is opened. It does not change meanwhile.
type Stream struct {
	Size int64 // in bytes; 0: not known before it is read
	Open func() (io.ReadCloser, error)
	At   io.ReaderAt // any place of it; nil: it can only be read from its beginning
}

// MaxFile is how many bytes of a file are held in memory, and how large a file may be that is one document.
const MaxFile = 256 << 20

// Open reads the file from its beginning. The caller closes it.
func (f *File) Open() (io.ReadCloser, error) {
	if f.Stream != nil {
		return f.Stream.Open()
	}
	return io.NopCloser(bytes.NewReader(f.Bytes)), nil
}

// Size is how many bytes there are; 0 where that is not known.
func (f *File) Size() int64 {
	if f.Stream != nil {
		return f.Stream.Size
	}
	return int64(len(f.Bytes))
}

// At reads any place of the file; nil where that cannot be done.
func (f *File) At() io.ReaderAt {
	if f.Stream != nil {
		return f.Stream.At
	}
	return bytes.NewReader(f.Bytes)
}

// First are the first n bytes, or all where there are fewer.
func (f *File) First(n int) ([]byte, error) {
	if f.Stream == nil {
		return f.Bytes[:min(n, len(f.Bytes))], nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b := make([]byte, n)
	n, err = io.ReadFull(r, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return b[:n], err
}

// InMemory is the file with its Bytes. The error is ErrTooLarge beyond most bytes, or one of reading.
func (f File) InMemory(most int64) (File, error) {
	if f.Size() > most {
		return f, tooLarge(f.Size(), most)
	}
	if f.Stream == nil {
		return f, nil
	}
	size := f.Size()
	if size == 0 {
		var err error
		if size, err = f.count(most + 1); err != nil {
			return f, err
		}
		if size > most {
			return f, tooLarge(0, most)
		}
	}
	r, err := f.Open()
	if err != nil {
		return f, err
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(size) + bytes.MinRead) // the whole, and no second room for it
	_, err = b.ReadFrom(io.LimitReader(r, size))
	f.Bytes, f.Stream = b.Bytes(), nil
	return f, err
}

// count reads the file to tell how many bytes there are, up to most.
func (f *File) count(most int64) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, io.LimitReader(r, most))
}

func tooLarge(size, most int64) error {
	if size == 0 {
		return fmt.Errorf("%w: %d MiB are the most for a file of its kind; split it and import the pieces", ErrTooLarge, most>>20)
	}
	return fmt.Errorf("%w: it has %d MiB, and %d are the most for a file of its kind; split it and import the pieces", ErrTooLarge, (size+1<<20-1)>>20, most>>20)
}
