// Package mail reads messages and mailboxes: what they say as articles, and of what hangs on them what is of a kind that the program reads.
package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// Message is one message in a file, as mail programs save it (RFC 5322 and MIME).
var Message = &ingest.Format{
	Name:       "mail",
	Extensions: []string{".eml"},
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return func(yield func(*ingest.Draft, error) bool) { readMessage(ctx, f, f.Bytes, o, yield) }
	},
}

// Mailbox is a file of many messages, in one of the forms mbox, mboxo and mboxrd (RFC 4155). Messages that Thunderbird has marked as deleted are passed
// over.
var Mailbox = &ingest.Format{
	Name:       "mailbox",
	Extensions: []string{".mbox"},
	Is:         isMailbox,
	Streams:    true,
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return func(yield func(*ingest.Draft, error) bool) { readMailbox(ctx, f, o, yield) }
	},
}

func readMailbox(ctx context.Context, f ingest.File, o ingest.Options, yield func(*ingest.Draft, error) bool) {
	in, err := f.Open()
	if err != nil {
		yield(nil, err)
		return
	}
	defer in.Close()
	n := 0
	for b, err := range messages(in) {
		n++
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if !yield(nil, fmt.Errorf("message %d: %w", n, err)) || ctx.Err() != nil {
				return
			}
			continue
		}
		h, _ := cutHeader(b)
		if isDeleted(h) {
			continue
		}
		ok := true
		readMessage(ctx, ingest.File{Name: f.Name, Bytes: b, URL: f.URL}, unescape(b), o, func(d *ingest.Draft, err error) bool {
			if err != nil {
				err = fmt.Errorf("message %d, %q: %w", n, h.title(), err)
			}
			ok = yield(d, err)
			return ok
		})
		if !ok {
			return
		}
	}
	if n == 0 {
		yield(nil, fmt.Errorf("%w: no message is in it; save the messages as .eml files and import those", ingest.ErrEmpty))
	}
}

// isDeleted tells whether Thunderbird only waits for the next tidying to take the message out of the file.
func isDeleted(h header) bool {
	const expunged = 8
	status, err := strconv.ParseUint(h["x-mozilla-status"], 16, 16)
	return err == nil && status&expunged != 0
}

// readMessage reads a message that stands in a file, or is one; b is the message as it was sent.
func readMessage(ctx context.Context, f ingest.File, b []byte, o ingest.Options, yield func(*ingest.Draft, error) bool) {
	if len(b) > maxMessage {
		yield(nil, errLong)
		return
	}
	if o.Size == nil {
		o.Size = ingest.NewSize()
	}
	h, body := cutHeader(bytes.TrimPrefix(b, []byte("\uFEFF")))
	if len(h) == 0 {
		yield(nil, fmt.Errorf("%w: no message is in it; save its text as a .txt file and import that", ingest.ErrEmpty))
		return
	}
	c, err := (&reading{size: o.Size}).walk(h, body, 0)
	if err != nil {
		yield(nil, err)
		return
	}
	c = c.settled()
	attached, warnings := readAttached(ctx, c.attached, o)
	main, err := readContent(ctx, f, h, c, o)
	if errors.Is(err, ingest.ErrEmpty) {
		switch {
		case len(attached) > 0:
			main, err = nil, nil // what hangs on it is all that was sent
		case len(warnings) > 0:
			err = fmt.Errorf("%w: %s", ingest.ErrEmpty, strings.Join(warnings, " "))
		}
	}
	if err != nil && !yield(nil, err) {
		return
	}
	for _, d := range main {
		d.Warnings = append(d.Warnings, warnings...)
		if !yield(d, nil) {
			return
		}
	}
	for _, a := range attached {
		if !yield(a.draft, a.err) {
			return
		}
	}
}

// read is a draft of something that hangs on a message, or why there is none.
type read struct {
	draft *ingest.Draft
	err   error
}

// readAttached reads what hangs on a message. What is of no kind that the program reads is named in a warning.
func readAttached(ctx context.Context, parts []part, o ingest.Options) (out []read, warnings []string) {
	o.Depth++
	for _, p := range parts {
		if o.Depth > ingest.MaxDepth {
			warnings = append(warnings, fmt.Sprintf("What is attached stands %d deep in messages and archives and is not read: %s.", o.Depth, p.name()))
			continue
		}
		for d, err := range o.Inner(ctx, ingest.File{Name: p.name(), Bytes: p.bytes, Charset: p.params["charset"]}, o) {
			if errors.Is(err, ingest.ErrKind) {
				warnings = append(warnings, fmt.Sprintf("What is attached is not read: %s.", p.name()))
				continue
			}
			out = append(out, read{d, err})
		}
	}
	return out, warnings
}

// readContent reads what a message says, as text where it has such.
func readContent(ctx context.Context, f ingest.File, h header, c content, o ingest.Options) ([]*ingest.Draft, error) {
	if len(c.pages) > 0 {
		return readPages(ctx, f, h, c.pages, o)
	}
	d, err := readTexts(h, c.texts, o)
	if err != nil {
		return nil, err
	}
	finish(d, f, h)
	return []*ingest.Draft{d}, nil
}

// readTexts puts the plain parts of a message together.
func readTexts(h header, parts []part, o ingest.Options) (*ingest.Draft, error) {
	var texts, warnings []string
	report, joined := "", 0
	for _, p := range parts {
		c, err := ingest.Decode(p.bytes, p.params["charset"], o)
		if err != nil {
			return nil, err
		}
		if strings.Contains(c.Text, "-----BEGIN PGP MESSAGE-----") {
			return nil, ErrEncrypted
		}
		s, n := p.lines(c.Text)
		joined += n
		texts = append(texts, tidy(s))
		warnings = append(warnings, c.Warnings...)
		if report == "" {
			report = c.Report
		}
	}
	d, err := ingest.NewDraft(strings.Trim(strings.Join(texts, "\n\n"), "\n"))
	if err != nil {
		return nil, err
	}
	d.Source.Decoding = "mail, text in " + report
	if joined > 0 {
		d.Source.Decoding += fmt.Sprintf("; broken lines joined (%d)", joined)
	}
	d.Warnings = append(warnings, d.Warnings...)
	cutBlocks(d, h.isAnswer())
	return d, nil
}

// readPages reads a message that is a web page.
func readPages(ctx context.Context, f ingest.File, h header, parts []part, o ingest.Options) (out []*ingest.Draft, wrong error) {
	for _, p := range parts {
		c, err := ingest.Decode(p.bytes, p.params["charset"], o)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(f.Name, ".eml") + ".html"
		utf8 := o
		utf8.Charset = "utf-8" // whatever the page says of itself
		for d, err := range o.Inner(ctx, ingest.File{Name: name, Bytes: []byte(c.Text), URL: f.URL}, utf8) {
			if err != nil {
				wrong = errors.Join(wrong, err)
				continue
			}
			d.Source.Decoding = "mail, web page in " + c.Report
			d.Warnings = append(d.Warnings, c.Warnings...)
			finish(d, f, h)
			out = append(out, d)
		}
	}
	return out, wrong
}

// finish says what is known of a message beside its words.
func finish(d *ingest.Draft, f ingest.File, h header) {
	d.Details = h.details().Or(d.Details)
	d.Source = annotation.Source{
		File: f.Name[strings.LastIndexAny(f.Name, `/\`)+1:], URL: f.URL, Original: annotation.HashOf(f.Bytes), Decoding: d.Source.Decoding,
	}
	d.Original = f.Bytes
}
