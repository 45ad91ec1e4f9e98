package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Recoded is a file that holds text in a form of its own, as UTF-8 without a byte order mark. Line ends are as they came.
type Recoded struct {
	File     File   // with its Bytes where it was not UTF-8
	Report   string // "UTF-16LE"
	Warnings []string
	Same     bool // what is read are bytes of the file, so that a part of it is one of the file too
	text     string
}

// maxRecoded is how large a file may be that is not UTF-8, in bytes: it is held in memory twice.
const maxRecoded = 2 * MaxText

// Size is how many bytes of UTF-8 there are; 0 where that is not known.
func (r *Recoded) Size() int64 {
	if r.Same {
		return r.File.Size()
	}
	return int64(len(r.text))
}

// Open reads the text from its beginning, until ctx is done. The caller closes it.
func (r *Recoded) Open(ctx context.Context) (io.ReadCloser, error) {
	if !r.Same {
		return io.NopCloser(strings.NewReader(r.text)), nil
	}
	opened, err := r.File.Open()
	if err != nil {
		return nil, err
	}
	b := bufio.NewReader(opened)
	if first, _ := b.Peek(len(bom)); string(first) == bom {
		_, _ = b.Discard(len(bom))
	}
	return struct {
		io.Reader
		io.Closer
	}{&until{ctx, b}, opened}, nil
}

// until reads until the context is done.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u *until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}

// UTF8 finds out how a file is encoded, as Decode does. Where it is UTF-8 but for some bytes, they stay as they are. Errors: ErrBinary, ErrEncoding,
// ErrTooLarge and those of ctx and of reading.
func UTF8(ctx context.Context, f File, o Options) (Recoded, error) {
	same := Recoded{File: f, Report: "UTF-8", Same: true}
	if isUTF8(cmp.Or(o.Charset, f.Charset, "utf-8")) {
		p, err := passOver(ctx, &same)
		if err != nil {
			return Recoded{}, err
		}
		if p.marked {
			same.Report = "UTF-8 with byte order mark"
		}
		if p.zeros == 0 && (p.bad == 0 || p.marked || p.wide > p.bad) {
			return same, nil
		}
	}
	f, err := f.InMemory(maxRecoded)
	if errors.Is(err, ErrTooLarge) {
		err = fmt.Errorf("%w: as UTF-8 it may be of any size, otherwise it has at most %d MiB; %s", ErrTooLarge, maxRecoded>>20, saveAsUTF8)
	}
	if err != nil {
		return Recoded{}, err
	}
	c, err := Decode(f.Bytes, f.Charset, o)
	return Recoded{File: f, text: c.Text, Report: c.Report, Warnings: c.Warnings}, err
}

// isUTF8 tells whether an encoding is called so.
func isUTF8(charset string) bool {
	set, err := charsetNamed(charset)
	return err == nil && set.name == "UTF-8"
}

// passed is what was counted on a way through a file.
type passed struct {
	marked    bool // it begins with a byte order mark
	zeros     int
	bad, wide int // bytes that are no UTF-8; characters of more than one byte
}

// passOver goes through a file and counts what tells how it is encoded.
func passOver(ctx context.Context, f *Recoded) (p passed, err error) {
	first, err := f.File.First(len(bom))
	if err != nil {
		return p, err
	}
	p.marked = string(first) == bom
	r, err := f.Open(ctx)
	if err != nil {
		return p, err
	}
	defer r.Close()
	b, kept := make([]byte, 1<<20), 0 // of which the first were not yet counted: a character that is cut in two
	for err == nil {
		var n int
		n, err = io.ReadFull(r, b[kept:])
		whole := kept + n
		if err == nil {
			whole -= begun(b)
		}
		p.count(b[:whole])
		kept = copy(b, b[whole:kept+n])
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return p, err
}

// begun is how many bytes at the end of b may be the beginning of a character.
func begun(b []byte) int {
	for n := 1; n < utf8.UTFMax; n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c < utf8.RuneSelf || utf8.FullRune(b[len(b)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}

func (p *passed) count(b []byte) {
	p.zeros += bytes.Count(b, []byte{0})
	if isSingle(b) {
		return
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			p.bad++
		case size > 1:
			p.wide++
		}
		i += size
	}
}

// outside counts the bytes that are no UTF-8, and the characters of more than one byte.
func outside(b []byte) (bad, wide int) {
	var p passed
	p.count(b)
	return p.bad, p.wide
}

// isSingle tells whether each byte is a character.
func isSingle(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Shown is text of which some bytes are not UTF-8, with U+FFFD for each run of them. NewDraft warns of what is in the text of an article.
func Shown(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, _ := fromUTF8([]byte(s))
	return out
}
