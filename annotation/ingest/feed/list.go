package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"rubricator/annotation/ingest"
)

// Subscription is a feed in a list of them.
type Subscription struct {
	Title  string
	URL    string // of the feed, http or https
	Folder string // the folders that it is in, as "News/Coast"; empty: none
}

// isList tells a list of feeds by its outermost element.
func isList(b []byte) bool {
	dec := newDecoder(b[:min(len(b), 4096)])
	for {
		token, err := dec.RawToken()
		if err != nil {
			return false
		}
		if start, ok := token.(xml.StartElement); ok {
			return strings.EqualFold(start.Name.Local, "opml")
		}
	}
}

// Subscriptions are the feeds in a list of them (OPML 2.0, opml.org/spec2.opml), those in folders too, each address once. What is no address of the web is
// left out. Errors: ingest.ErrKind where it is no list or cannot be read, ingest.ErrEmpty where it names no feed, ingest.ErrTooLarge.
func Subscriptions(f ingest.File) ([]Subscription, error) {
	if len(f.Bytes) > maxFeed {
		return nil, fmt.Errorf("%w: the list is larger than %d MiB; divide it and import the pieces", ingest.ErrTooLarge, maxFeed>>20)
	}
	if !isList(f.Bytes) {
		return nil, fmt.Errorf("%w: it is no list of feeds; export the list as OPML and import that", ingest.ErrKind)
	}
	l := list{known: map[string]bool{}}
	dec := newDecoder(bytes.TrimPrefix(f.Bytes, []byte("\uFEFF")))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = l.take(token)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the list of feeds cannot be read: %w; export it again", ingest.ErrKind, err)
		}
	}
	if len(l.all) == 0 {
		return nil, fmt.Errorf("%w: the list names no feed", ingest.ErrEmpty)
	}
	return l.all, nil
}

// list is what is found in a list of feeds.
type list struct {
	all   []Subscription
	known map[string]bool
	open  []string // the titles of the elements that are open; empty: no folder
}

func (l *list) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(l.open) >= maxDepth {
			return fmt.Errorf("its folders stand in each other more than %d deep", maxDepth)
		}
		l.open = append(l.open, l.outline(t))
	case xml.EndElement:
		l.open = l.open[:max(len(l.open)-1, 0)]
	}
	return nil
}

// outline notes the feed that an outline is, or gives the title of the folder that it is.
func (l *list) outline(t xml.StartElement) (folder string) {
	if !strings.EqualFold(t.Name.Local, "outline") {
		return ""
	}
	of := map[string]string{}
	for _, a := range t.Attr {
		of[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	title := of["title"]
	if title == "" {
		title = of["text"]
	}
	address := of["xmlurl"]
	if address == "" {
		return title
	}
	isWeb := strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
	if isWeb && !l.known[address] {
		l.known[address] = true
		l.all = append(l.all, Subscription{Title: title, URL: address, Folder: l.folder()})
	}
	return ""
}

func (l *list) folder() string {
	var out []string
	for _, title := range l.open {
		if title != "" {
			out = append(out, title)
		}
	}
	return strings.Join(out, "/")
}
