package jobs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/feed"
	"rubricator/annotation/ingest/web"
)

// agent is what the program calls itself before a site.
const agent = "Rubricator"

// IsAddress tells an address of the web from a path.
func IsAddress(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// Address is what stands at an address of the web: an article, a feed of them, or a list of feeds. Nothing is fetched before it is read, and nothing
// twice. Of a feed with summaries, the pages are fetched that it links.
func Address(address string) Article {
	address = strings.TrimSpace(address)
	var once sync.Mutex
	var fetched *ingest.File
	return Article{Name: address, open: func(ctx context.Context) (ingest.File, error) {
		once.Lock()
		defer once.Unlock()
		if fetched != nil {
			return *fetched, nil
		}
		p, err := web.Fetch(ctx, address, agent)
		if err == nil {
			fetched = &p
		}
		return p, unnamed(err)
	}}
}

// isSubscriptions tells a list of feeds by its name.
func isSubscriptions(path string) bool { return strings.EqualFold(filepath.Ext(path), ".opml") }

// subscriptions is a list of feeds, which are fetched: whoever names the list wants what stands there.
func subscriptions(path string) Article {
	return Article{Name: path, open: func(context.Context) (ingest.File, error) {
		b, err := os.ReadFile(path)
		return ingest.File{Name: filepath.Base(path), Bytes: b}, err
	}}
}

// isFeed tells whether what came is a feed that was fetched.
func (a Article) isFeed(f ingest.File) bool {
	return a.open != nil && f.URL != "" && feed.Format.Is(f.Bytes[:min(len(f.Bytes), ingest.Head)])
}

// opened is what an article is read from, with the encoding that is said of it, until it is closed. at tells where a file on disk was last read.
func (a Article) opened(ctx context.Context) (f ingest.File, at func() int64, close func(), err error) {
	at, close = func() int64 { return 0 }, func() {}
	switch {
	case a.open != nil:
		f, err = a.open(ctx)
	case a.path != "":
		var d *disk
		if d, err = openDisk(a.path); err == nil {
			f = ingest.File{Name: a.Name, Stream: d.stream()}
			at, close = d.at.Load, func() { d.Close() }
		}
	default:
		f.Name = a.Name
		f.Bytes, err = a.Read()
	}
	return f, at, close, err
}

// feedsOf are the sheets of all feeds in a list that was named or fetched; ok is false where it is none.
func feedsOf(ctx context.Context, a Article, p ingest.File, o Reading) (sheets iter.Seq2[*Sheet, error], ok bool) {
	if a.open == nil {
		return nil, false
	}
	list, err := feed.Subscriptions(p)
	if errors.Is(err, ingest.ErrKind) && !isSubscriptions(a.Name) {
		return nil, false
	}
	return func(yield func(*Sheet, error) bool) {
		if err != nil {
			yield(nil, plainly(err))
		}
		for _, s := range list {
			each := Address(s.URL)
			each.Summaries = a.Summaries
			for sheet, err := range Sheets(ctx, each, o) {
				if err != nil {
					err = fmt.Errorf("%s: %w", s.URL, err)
				}
				if !yield(sheet, err) {
					return
				}
			}
		}
	}, true
}
