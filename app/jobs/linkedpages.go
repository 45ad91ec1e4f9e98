package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/web"
	"rubricator/storage"
)

// Limits on the pages that are fetched because a feed links them.
const (
	mostLinked      = 200              // pages
	mostLinkedBytes = 256 << 20        // of them together
	longestLinked   = 15 * time.Minute // for all of them
	mostFailed      = 3                // in a row, of one site
)

// betweenPages is how long a site is left alone between two pages of it.
const betweenPages = time.Second

// linkedPages gets the pages that entries of a feed link: one at a time, each site with pauses, and none that is asked for in vain again and again.
type linkedPages struct {
	Reading
	feed    string // its address, which the person named
	until   time.Time
	pages   int
	bytes   int
	visited map[string]*visits // by site
}

// visits are what a site was asked for.
type visits struct {
	last   time.Time
	failed int // in a row
}

func newLinkedPages(feed string, o Reading) *linkedPages {
	return &linkedPages{Reading: o, feed: feed, until: time.Now().Add(longestLinked), visited: map[string]*visits{}}
}

// get is ingest.Options.Linked.
func (l *linkedPages) get(ctx context.Context, address string, n, of int) (ingest.File, error) {
	switch {
	case l.Known != nil && l.Known(address):
		return ingest.File{}, fmt.Errorf("%w: %s", ingest.ErrKnown, address)
	case l.pages == mostLinked:
		return ingest.File{}, fmt.Errorf("%d pages are fetched at a time; import the feed again for %s", mostLinked, address)
	case l.bytes > mostLinkedBytes, time.Now().After(l.until):
		return ingest.File{}, fmt.Errorf("the pages before took all that is given to one feed, %d MiB and %d minutes; import it again for %s", mostLinkedBytes>>20, int(longestLinked/time.Minute), address)
	}
	site := l.site(address)
	if site.failed == mostFailed {
		return ingest.File{}, fmt.Errorf("its site did not give %d pages before it, and is not asked for %s", mostFailed, address)
	}
	if err := sleep(ctx, time.Until(site.last.Add(betweenPages))); err != nil {
		return ingest.File{}, err
	}
	if l.Fetching != nil {
		l.Fetching(address, n, of)
	}
	f, err := web.FetchLinked(ctx, address, l.feed, agent)
	l.pages++
	l.bytes += len(f.Bytes)
	site.last = time.Now()
	if site.failed++; err == nil {
		site.failed = 0
	}
	return f, err
}

func (l *linkedPages) site(address string) *visits {
	name := Site(address)
	if l.visited[name] == nil {
		l.visited[name] = &visits{}
	}
	return l.visited[name]
}

// Site is the site of an address; empty where it has none.
func Site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Addresses tells of an address whether an article of the project came from there, which may be one that a person typed off.
func Addresses(ctx context.Context, p *storage.Project) (func(address string) bool, error) {
	listed, err := p.Documents(ctx, p.Annotator().ID)
	return addressesOf(listed), err
}

func addressesOf(listed []storage.Listed) func(string) bool {
	known := map[string]bool{}
	for _, l := range listed {
		for _, s := range l.Sources {
			if known[plainAddress(s.URL)] = true; !isSummary(s) {
				known[plainAddress(l.URL)] = true
			}
		}
	}
	return func(address string) bool {
		key := plainAddress(address)
		return key != "" && known[key]
	}
}

// isSummary tells whether what came was a summary of what stands at the document's address.
func isSummary(s annotation.Source) bool { return strings.Contains(s.Decoding, ingest.SummaryAlone) }

// plainAddress is what addresses of one page have in common: not how it is fetched, which part of it is shown, and how the reader came there.
func plainAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	for name := range q {
		if strings.HasPrefix(name, "utm_") {
			q.Del(name)
		}
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + q.Encode()
}

// Unread is what is to be said of a file, or of a part of it, of which no article came.
func Unread(file string, err error) Imported {
	done := Imported{File: file, Outcome: Refused, Reason: plainly(err).Error()}
	if errors.Is(err, ingest.ErrKnown) {
		done.Outcome = Known
	}
	return done
}
