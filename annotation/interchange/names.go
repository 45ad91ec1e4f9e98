package interchange

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
)

// Names are what a dataset calls its labels, relations, attributes and annotators, with how often each occurs. The zero value is ready.
type Names struct {
	labels, relations, annotators map[string]*Name
	ends                          map[string]map[[2]string]int // of each relation, from which label to which
	ofMarks                       map[[2]string]*attribute     // by attribute and label
	ofArticles                    map[string]*attribute
}

// Name is one of them.
type Name struct {
	Name    string                   `json:"name"`
	Count   int                      `json:"count"`
	Example string                   `json:"example,omitempty"` // what the first mark of a label covers
	Kind    annotation.AnnotatorKind `json:"kind,omitempty"`    // of an annotator that is no person
}

// attribute is which values one has.
type attribute struct {
	count   int
	values  map[string]int
	several bool // of one mark
}

// mostValues is how many values of an attribute are told apart; one that has more is none to choose from.
const mostValues = 200

// longestExample is how long an example is, in bytes.
const longestExample = 60

// Add counts what one annotator marked on a document.
func (n *Names) Add(p *Placed) {
	if n.labels == nil {
		n.labels, n.relations, n.annotators = map[string]*Name{}, map[string]*Name{}, map[string]*Name{}
		n.ends, n.ofMarks, n.ofArticles = map[string]map[[2]string]int{}, map[[2]string]*attribute{}, map[string]*attribute{}
	}
	if p.Annotator != "" || len(p.Spans)+len(p.Astray) > 0 {
		who := count(n.annotators, p.Annotator)
		if p.Kind != annotation.Person {
			who.Kind = p.Kind
		}
	}
	for _, sp := range p.Spans {
		l := n.span(sp.IncomingSpan)
		if l.Example == "" {
			l.Example = shortened(quoteOf(p.Plain, sp.Ranges))
		}
	}
	for _, sp := range p.Astray {
		n.span(sp.IncomingSpan)
	}
	for name, values := range p.Attributes {
		give(n.ofArticles, name, values)
	}
	n.links(p.Incoming)
}

func count(in map[string]*Name, name string) *Name {
	at := in[name]
	if at == nil {
		at = &Name{Name: name}
		in[name] = at
	}
	at.Count++
	return at
}

func (n *Names) span(sp *IncomingSpan) *Name {
	for name, values := range sp.Attributes {
		give(n.ofMarks, [2]string{name, sp.Label}, values)
	}
	return count(n.labels, sp.Label)
}

func give[K comparable](in map[K]*attribute, key K, values []string) {
	at := in[key]
	if at == nil {
		at = &attribute{values: map[string]int{}}
		in[key] = at
	}
	at.count++
	at.several = at.several || len(values) > 1
	for _, v := range values {
		if _, known := at.values[v]; known || len(at.values) <= mostValues {
			at.values[v]++
		}
	}
}

func (n *Names) links(in *Incoming) {
	if len(in.Relations) == 0 {
		return
	}
	labels := make(map[string]string, len(in.Spans))
	for i := range in.Spans {
		labels[in.Spans[i].ID] = in.Spans[i].Label
	}
	for _, r := range in.Relations {
		count(n.relations, r.Type)
		if n.ends[r.Type] == nil {
			n.ends[r.Type] = map[[2]string]int{}
		}
		from, ok1 := labels[r.From]
		to, ok2 := labels[r.To]
		if ok1 && ok2 {
			n.ends[r.Type][[2]string{from, to}]++
		}
	}
}

// shortened is a quote on one line that is not too long.
func shortened(s string) string {
	s = spaced(s)
	if len(s) <= longestExample {
		return s
	}
	s = s[:longestExample]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return strings.TrimSpace(s) + "…"
}

// Labels are the labels, the most frequent first.
func (n *Names) Labels() []Name { return listed(n.labels) }

// Relations are the types of relations, the most frequent first.
func (n *Names) Relations() []Name { return listed(n.relations) }

// Annotators are who marked, the most frequent first; one whom the dataset does not name is "".
func (n *Names) Annotators() []Name { return listed(n.annotators) }

// Attributes are the attributes of marks and of articles, the most frequent first.
func (n *Names) Attributes() []Name {
	all := map[string]*Name{}
	for key, a := range n.ofMarks {
		count(all, key[0]).Count += a.count - 1
	}
	for name, a := range n.ofArticles {
		count(all, name).Count += a.count - 1
	}
	return listed(all)
}

func listed(in map[string]*Name) []Name {
	out := make([]Name, 0, len(in))
	for _, at := range in {
		out = append(out, *at)
	}
	slices.SortFunc(out, func(a, b Name) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
	return out
}

// sortedKeys are the keys of counts, the largest count first.
func sortedKeys(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
}
