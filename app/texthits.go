package app

import (
	"context"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/find"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
)

// textHits are the articles whose texts have what is looked for in the library. They are looked for beside the window, and so are the
// words that each of them has.
type textHits struct {
	query    string // that they are of
	words    find.Words
	ids      []annotation.ID          // the best first
	excerpts map[annotation.ID]string // what stands round the words; empty: it is being read, or could not be
	wanted   []annotation.ID          // whose excerpts are to be read next
	reading  bool
	number   int // of the last search, so that a slow one is not shown late
	stop     context.CancelFunc
	shown    shownWords
}

// shownWords are the words by which the open article was found, as it has them. They are lit until something else is looked for.
type shownWords struct {
	text   *text.Text
	places []rangeset.Range // in order
	best   rangeset.Range   // where the caret went
}

const (
	// typingPause is how long one has not typed before texts are searched.
	typingPause = 150 * time.Millisecond
	// mostTextHits is how many articles a search in texts gives.
	mostTextHits = 500
)

// searchTexts looks through the texts for another query; again says that the texts may be others.
func (l *library) searchTexts(query string, again bool) {
	h := &l.hits
	if query == h.query && !again {
		return
	}
	if h.stop != nil {
		h.stop()
	}
	h.number++
	if query != h.query {
		h.ids = nil
		h.shown = shownWords{}
		l.w.view.Relight()
	}
	h.query, h.words, h.excerpts, h.wanted = query, find.ReadWords(query), map[annotation.ID]string{}, nil
	d := l.w.desk
	if d == nil || len(h.words.Each) == 0 || !h.words.Unspaced && len(strings.Join(h.words.Each, "")) < 2 { // a letter is in all of them
		return
	}
	var ctx context.Context
	ctx, h.stop = context.WithCancel(d.closing)
	number, stop := h.number, h.stop
	go func() {
		defer stop()
		select {
		case <-time.After(typingPause):
		case <-ctx.Done():
			return
		}
		ids, err := d.project.Search(ctx, query, mostTextHits)
		l.w.later(func() {
			switch {
			case number != h.number || d != l.w.desk:
			case err != nil:
				l.w.status.fail(sentence(err))
			default:
				h.ids = ids
				l.refilter()
			}
		})
	}()
}

// excerpt is what an article has round the words; empty where that is not known yet.
func (l *library) excerpt(id annotation.ID) string {
	h := &l.hits
	said, asked := h.excerpts[id]
	if !asked {
		h.excerpts[id] = ""
		h.wanted = append(h.wanted, id)
		l.readExcerpts()
	}
	return said
}

// readExcerpts reads those that are wanted, some at a time.
func (l *library) readExcerpts() {
	h, d := &l.hits, l.w.desk
	if h.reading || len(h.wanted) == 0 {
		return
	}
	h.reading = true
	number, words, wanted := h.number, h.words, h.wanted
	h.wanted = nil
	go func() {
		read := map[annotation.ID]string{}
		for _, id := range wanted {
			_, t, err := d.project.Document(d.closing, id)
			if err != nil {
				continue // opened it says what is wrong
			}
			if at, ok := words.Best(t); ok {
				read[id] = find.Excerpt(t, at)
			}
		}
		l.w.later(func() {
			h.reading = false
			if d != l.w.desk {
				return
			}
			if number == h.number {
				for id, said := range read {
					h.excerpts[id] = said
				}
				l.list.Refresh()
			}
			l.readExcerpts()
		})
	}()
}

// lit gives the words by which the article was found.
func (f *shownWords) lit(dst []textview.Lit, t *text.Text, window rangeset.Range) []textview.Lit {
	if f.text != t {
		return dst
	}
	for i := firstIn(f.places, window); i < len(f.places) && f.places[i].Start < window.End; i++ {
		dst = append(dst, textview.Lit{Range: f.places[i], Current: f.places[i] == f.best})
	}
	return dst
}

// openAtWords opens an article with the caret where its text has the words, which are lit.
func (w *Window) openAtWords(id annotation.ID, words find.Words) {
	goTo := func() {
		t, number := w.set().Text(), w.library.hits.number
		look := func() shownWords {
			best, _ := words.Best(t)
			return shownWords{t, words.All(t), best}
		}
		soon(w, w.patience, look, nil, func(f shownWords) {
			if set := w.set(); set == nil || set.Text() != t || f.best.Empty() {
				return
			}
			if w.library.hits.number == number {
				w.library.hits.shown = f
			}
			w.view.SetCaret(f.best.Start)
			w.view.Reveal(f.best)
			w.view.Relight()
		})
	}
	if id == w.document.ID && w.set() != nil {
		w.open(id)
		goTo()
		return
	}
	w.openThen(id, goTo)
}
