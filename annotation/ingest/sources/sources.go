// Package sources knows every kind of file that articles come in, and reads each by the one that it is.
package sources

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/archive"
	"rubricator/annotation/ingest/docx"
	"rubricator/annotation/ingest/epub"
	"rubricator/annotation/ingest/feed"
	"rubricator/annotation/ingest/html"
	"rubricator/annotation/ingest/mail"
	"rubricator/annotation/ingest/odt"
	"rubricator/annotation/ingest/pdf"
	"rubricator/annotation/ingest/record"
	"rubricator/annotation/ingest/rtf"
	"rubricator/annotation/ingest/table"
)

// Formats are the kinds of files, those that are told by their first bytes before those that only their names tell; packed documents go before
// archives, which they are too.
var Formats = []*ingest.Format{
	docx.Old, docx.Format, odt.Format, epub.Format, table.Workbook, rtf.Format,
	pdf.Format,
	mail.Mailbox, mail.Message,
	feed.Format, html.Archive, html.Page,
	archive.Zip, archive.Tar,
	ingest.Plain, table.Text, record.Lines, record.JSON,
}

// Extensions are the endings of the names of files that Read takes, in lower case, with the dot.
func Extensions() []string {
	var out []string
	for _, f := range Formats {
		out = append(out, f.Extensions...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Takes tells whether the name says that a file is of a kind that Read takes.
func Takes(name string) bool {
	return slices.ContainsFunc(Formats, func(f *ingest.Format) bool { return f.ByName(name) })
}

// Read gives the articles of a file. An error names the file, or the part of it, without the folders before it, and reading goes on.
// Errors: ingest.ErrKind, ErrEmpty, ErrBinary, ErrEncoding, ErrTooLarge, ErrUnpacks and those of the format.
func Read(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
	if o.Size == nil {
		o.Size = ingest.NewSize()
	}
	o.Inner = Read
	name := f.Name[strings.LastIndexAny(f.Name, `/\`)+1:]
	return func(yield func(*ingest.Draft, error) bool) {
		format, err := formatOf(f)
		if err == nil && !format.Streams {
			f, err = f.InMemory(ingest.MaxFile)
		}
		if err != nil {
			yield(nil, fmt.Errorf("read %q: %w", name, err))
			return
		}
		for d, err := range format.Read(ctx, f, o) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				err = fmt.Errorf("read %q: %w", name, err)
			}
			if !yield(d, err) || ctx.Err() != nil {
				return
			}
		}
	}
}

// formatOf is what the first bytes say, then what the name says.
func formatOf(f ingest.File) (*ingest.Format, error) {
	first, err := f.First(ingest.Head)
	if err != nil {
		return nil, err
	}
	for _, format := range Formats {
		if format.Is != nil && format.Is(first) {
			return format, nil
		}
	}
	for _, format := range Formats {
		if format.ByName(f.Name) {
			return format, nil
		}
	}
	if what := ingest.Magic(first); what != "" && !bytes.HasPrefix(first, []byte("PK")) {
		return nil, fmt.Errorf("%w: it is %s", ingest.ErrKind, what)
	}
	return nil, fmt.Errorf("%w (%s); save it as plain text and import that", ingest.ErrKind, strings.Join(Extensions(), ", "))
}
