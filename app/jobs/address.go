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
// twice.
func Address(address string) Article {
	address = strings.TrimSpace(address)
	var once sync.Mutex
	var fetched *web.Page
	return Article{Name: address, open: func(ctx context.Context) (web.Page, error) {
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
	return Article{Name: path, open: func(context.Context) (web.Page, error) {
		b, err := os.ReadFile(path)
		return web.Page{File: ingest.File{Name: filepath.Base(path), Bytes: b}}, err
	}}
}

// opened is what an article is read from, with the encoding that is said of it.
func (a Article) opened(ctx context.Context) (web.Page, error) {
	if a.open != nil {
		return a.open(ctx)
	}
	b, err := a.Read()
	return web.Page{File: ingest.File{Name: a.Name, Bytes: b}}, err
}

// feedsOf are the sheets of all feeds in a list that was named or fetched; ok is false where it is none.
func feedsOf(ctx context.Context, a Article, p web.Page, o Reading) (sheets iter.Seq2[*Sheet, error], ok bool) {
	if a.open == nil {
		return nil, false
	}
	list, err := feed.Subscriptions(p.File)
	if errors.Is(err, ingest.ErrKind) && !isSubscriptions(a.Name) {
		return nil, false
	}
	return func(yield func(*Sheet, error) bool) {
		if err != nil {
			yield(nil, plainly(err))
		}
		for _, s := range list {
			for sheet, err := range Sheets(ctx, Address(s.URL), o) {
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
