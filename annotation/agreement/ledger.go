package agreement

import (
	"cmp"
	"maps"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// ledger says which slot of a long row of sums holds what. Each document has a few entries in it. All figures but gamma follow from sums of
// entries over documents, so that a sample of documents costs no more than adding up.
type ledger struct {
	slots       int
	pairs       map[[2]int]int // places of annotators, the lower first, to the place of the pair
	pairAt      []int          // by pair: its first slot
	annotatorAt int            // the first slot of one for each annotator: documents shared with anybody
	wholeAt     int
	attributes  []*attribute
	relations   []*relation
}

// entry is what a document adds to a slot.
type entry struct {
	slot  int
	value float64
}

// The slots of a pair, and those of each label of a pair. First and second are the annotators with the lower and the higher place.
const (
	pairDocuments = iota
	pairTokens
	pairLength // of both together
	ofPair
)

const (
	firstSpans = iota
	secondSpans
	exactMatches
	overlapMatches
	iouMatches
	firstMet // spans that any of the other overlaps
	secondMet
	bothTokens // tokens that both have the label on
	firstTokens
	secondTokens
	charactersApart
	charactersMarked
	squares // of the lengths of stretches
	oldObserved
	oldExpected
	ofPairLabel
)

// The slots of all annotators of a document together, and those of each label. A document with m annotators divides what is of pairs by
// m-1, so that each value counts as much.
const (
	wholeDocuments = iota
	tokenValues
	tokenUnits
	wholeLength
	ofWhole
)

const (
	wholeSpans = iota
	tokensApart
	tokensMarked // values
	tokenShareMarked
	tokenShareApart
	wholeApart
	wholeMarked
	wholeSquares
	wholeOldObserved
	wholeOldExpected
	ofWholeLabel
)

// attribute is an attribute of the marks of a label.
type attribute struct {
	label  int
	name   string
	values map[string]int
	pairs  map[int]*attributeSlots
}

// attributeSlots are the slots of an attribute for a pair: spans that match, those with the same value, and each value's by annotator.
type attributeSlots struct {
	units, same   int
	first, second map[int]int
}

// relation is a relation type with its slots by pair: those of the first, of the second, and in both.
type relation struct {
	name  string
	pairs map[int][3]int
}

func (l *ledger) take(n int) (slot int) {
	slot = l.slots
	l.slots += n
	return slot
}

func (l *ledger) pair(a, b int) int { return l.pairs[[2]int{min(a, b), max(a, b)}] }

func (l *ledger) pairLabel(pair, label int) int { return l.pairAt[pair] + ofPair + label*ofPairLabel }

func (l *ledger) wholeLabel(label int) int { return l.wholeAt + ofWhole + label*ofWholeLabel }

// record writes what every document adds to the sums.
func (s *Study) record() {
	l := &ledger{pairs: map[[2]int]int{}}
	s.ledger = l
	for _, d := range s.documents {
		for i, a := range d.sets {
			for _, b := range d.sets[i+1:] {
				l.pairs[[2]int{a.annotator, b.annotator}] = 0
			}
		}
	}
	s.together = slices.SortedFunc(maps.Keys(l.pairs), func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	l.wholeAt = l.take(ofWhole + len(s.labels)*ofWholeLabel)
	l.annotatorAt = l.take(len(s.annotators))
	for i, p := range s.together {
		l.pairs[p] = i
		l.pairAt = append(l.pairAt, l.take(ofPair+len(s.labels)*ofPairLabel))
	}
	for _, d := range s.documents {
		r := recorder{s, l, d, map[int]float64{}}
		r.document()
		for slot, v := range r.sums {
			d.entries = append(d.entries, entry{slot, v})
		}
		slices.SortFunc(d.entries, func(a, b entry) int { return a.slot - b.slot })
	}
	slices.SortFunc(l.attributes, func(a, b *attribute) int { return cmp.Or(a.label-b.label, cmp.Compare(a.name, b.name)) })
	slices.SortFunc(l.relations, func(a, b *relation) int { return cmp.Compare(a.name, b.name) })
}

// recorder writes the entries of one document.
type recorder struct {
	*Study
	ledger *ledger
	doc    *document
	sums   map[int]float64
}

func (r *recorder) add(slot int, v float64) {
	if v != 0 {
		r.sums[slot] += v
	}
}

func (r *recorder) document() {
	m, l := float64(len(r.doc.sets)), r.ledger
	tokens, length := r.doc.Text.Tokens(), float64(r.doc.Text.Len())
	covers := make([][]cover, len(r.doc.sets))
	for i, set := range r.doc.sets {
		covers[i] = make([]cover, len(r.labels))
		for k, marks := range set.marks {
			covers[i][k] = newCover(marks, tokens)
		}
	}
	r.add(l.wholeAt+wholeDocuments, 1)
	r.add(l.wholeAt+tokenValues, m*float64(len(tokens)))
	r.add(l.wholeAt+tokenUnits, float64(len(tokens)))
	r.add(l.wholeAt+wholeLength, m*length)
	for k := range r.labels {
		r.whole(k, covers)
	}
	for i := range r.doc.sets {
		r.add(l.annotatorAt+r.doc.sets[i].annotator, 1)
		for j := i + 1; j < len(r.doc.sets); j++ {
			a, b := &r.doc.sets[i], &r.doc.sets[j]
			p := l.pair(a.annotator, b.annotator)
			r.add(l.pairAt[p]+pairDocuments, 1)
			r.add(l.pairAt[p]+pairTokens, float64(len(tokens)))
			r.add(l.pairAt[p]+pairLength, 2*length)
			same := map[annotation.ID]annotation.ID{}
			for k := range r.labels {
				r.pair(p, k, a, b, same)
				r.pairCovers(l.pairLabel(p, k), covers[i][k], covers[j][k])
			}
			r.pairRelations(p, a, b, same)
		}
	}
}

// whole records what all annotators together have of a label.
func (r *recorder) whole(label int, covers [][]cover) {
	m, at := float64(len(covers)), r.ledger.wholeLabel(label)
	var each []cover
	for i, cs := range covers {
		c := cs[label]
		each = append(each, c)
		r.add(at+wholeSpans, float64(len(r.doc.sets[i].marks[label])))
		r.add(at+tokensMarked, float64(c.tokens.count()))
		r.add(at+tokenShareMarked, float64(c.tokens.count())/m)
		r.add(at+wholeMarked, float64(c.length))
		r.add(at+wholeSquares, c.squares)
		for _, other := range covers[i+1:] {
			o := other[label]
			both := c.tokens.common(o.tokens)
			apart := float64(c.tokens.count() + o.tokens.count() - 2*both)
			r.add(at+tokensApart, apart/(m-1))
			r.add(at+tokenShareApart, apart/(m*(m-1)/2))
			r.add(at+wholeApart, float64(c.apart(o))/(m-1))
		}
	}
	o, e := r.old(each)
	r.add(at+wholeOldObserved, o)
	r.add(at+wholeOldExpected, e)
}

// old gives the disagreements of αU of 1995, which count by the length of the document.
func (r *recorder) old(covers []cover) (observed, expected float64) {
	c := Continuum{length: r.doc.Text.Len(), coders: make([]string, len(covers)), values: []string{""}}
	n := 0
	for _, v := range covers {
		var us []unit
		for _, s := range v.stretches {
			us = append(us, unit{Range: s})
		}
		n += len(us)
		c.units = append(c.units, us)
	}
	if n == 0 {
		return 0, 0
	}
	observed, expected = c.disagreementOld(0)
	return observed * float64(c.length), expected * float64(c.length)
}

// pair records the matches of two annotators' spans of a label, and their attributes. same gets the spans that match.
func (r *recorder) pair(p, label int, a, b *set, same map[annotation.ID]annotation.ID) {
	at, first, second := r.ledger.pairLabel(p, label), a.marks[label], b.marks[label]
	r.add(at+firstSpans, float64(len(first)))
	r.add(at+secondSpans, float64(len(second)))
	contacts := touching(first, second)
	left, right := make([]bool, len(first)), make([]bool, len(second))
	for _, c := range contacts {
		if !left[c.first] {
			left[c.first] = true
			r.add(at+firstMet, 1)
		}
		if !right[c.second] {
			right[c.second] = true
			r.add(at+secondMet, 1)
		}
	}
	for _, way := range []struct {
		rule Rule
		slot int
	}{{Exact, exactMatches}, {Overlap, overlapMatches}, {IoU50, iouMatches}} {
		pairs := matched(first, second, contacts, way.rule)
		r.add(at+way.slot, float64(len(pairs)))
		if way.rule != r.options.Rule {
			continue
		}
		for _, c := range pairs {
			x, y := first[c.first].span, second[c.second].span
			same[x.ID] = y.ID
			r.attributes(p, label, x, y)
		}
	}
}

// pairCovers records the words and characters of two annotators with a label.
func (r *recorder) pairCovers(at int, a, b cover) {
	both := a.tokens.common(b.tokens)
	r.add(at+bothTokens, float64(both))
	r.add(at+firstTokens, float64(a.tokens.count()-both))
	r.add(at+secondTokens, float64(b.tokens.count()-both))
	r.add(at+charactersApart, float64(a.apart(b)))
	r.add(at+charactersMarked, float64(a.length+b.length))
	r.add(at+squares, a.squares+b.squares)
	o, e := r.old([]cover{a, b})
	r.add(at+oldObserved, o)
	r.add(at+oldExpected, e)
}

// cover is what an annotator's marks of one label cover of a text. Marks that overlap are one stretch.
type cover struct {
	stretches []rangeset.Range
	length    text.Pos
	squares   float64
	tokens    bits
}

// newCover covers text by marks in the order of the text. A token is covered where any of its characters is.
func newCover(marks []mark, tokens [][2]text.Pos) cover {
	c := cover{}
	var all []rangeset.Range
	for _, m := range marks {
		all = append(all, m.ranges...)
	}
	slices.SortFunc(all, rangeset.Compare)
	for _, r := range all {
		if n := len(c.stretches); n > 0 && r.Start < c.stretches[n-1].End {
			c.stretches[n-1].End = max(c.stretches[n-1].End, r.End)
			continue
		}
		c.stretches = append(c.stretches, r)
	}
	if len(all) > 0 {
		c.tokens = make(bits, (len(tokens)+63)/64)
	}
	for _, s := range c.stretches {
		c.length += s.Len()
		c.squares += float64(s.Len()) * float64(s.Len())
		i, _ := slices.BinarySearchFunc(tokens, s.Start, func(t [2]text.Pos, start text.Pos) int { return cmp.Compare(t[1], start+1) })
		for ; i < len(tokens) && tokens[i][0] < s.End; i++ {
			c.tokens.set(i)
		}
	}
	return c
}

// apart is the number of characters that only one of the two covers.
func (c cover) apart(o cover) text.Pos {
	both := text.Pos(0)
	for i, j := 0, 0; i < len(c.stretches) && j < len(o.stretches); {
		x, y := c.stretches[i], o.stretches[j]
		both += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		if x.End < y.End {
			i++
		} else {
			j++
		}
	}
	return c.length + o.length - 2*both
}

// attributes records the values of two spans that match. What neither has is not compared; what one has not counts as a value of its own.
func (r *recorder) attributes(p, label int, a, b *annotation.Span) {
	for name := range a.Attributes() {
		r.attribute(p, label, name, a, b)
	}
	for name := range b.Attributes() {
		if len(a.Attributes()[name]) == 0 {
			r.attribute(p, label, name, a, b)
		}
	}
}

func (r *recorder) attribute(p, label int, name string, a, b *annotation.Span) {
	if annotation.IsOwnOfMarks(name) {
		return // the program's own say nothing of the text
	}
	x, y := joined(a.Attributes()[name]), joined(b.Attributes()[name])
	if x == "" && y == "" {
		return
	}
	at := r.ledger.attribute(label, name)
	slots := at.pairs[p]
	if slots == nil {
		slots = &attributeSlots{r.ledger.take(1), r.ledger.take(1), map[int]int{}, map[int]int{}}
		at.pairs[p] = slots
	}
	r.add(slots.units, 1)
	if x == y {
		r.add(slots.same, 1)
	}
	r.add(r.ledger.value(at, slots.first, x), 1)
	r.add(r.ledger.value(at, slots.second, y), 1)
}

// joined is the values of an attribute as one, whatever their order.
func joined(values []string) string {
	switch len(values) {
	case 0:
		return ""
	case 1:
		return values[0]
	}
	out := ""
	for _, v := range slices.Sorted(slices.Values(values)) {
		out += v + "\n"
	}
	return out
}

func (l *ledger) attribute(label int, name string) *attribute {
	for _, a := range l.attributes {
		if a.label == label && a.name == name {
			return a
		}
	}
	a := &attribute{label, name, map[string]int{}, map[int]*attributeSlots{}}
	l.attributes = append(l.attributes, a)
	return a
}

// value is the slot of a value.
func (l *ledger) value(a *attribute, slots map[int]int, value string) int {
	v, ok := a.values[value]
	if !ok {
		v = len(a.values)
		a.values[value] = v
	}
	slot, ok := slots[v]
	if !ok {
		slot = l.take(1)
		slots[v] = slot
	}
	return slot
}

// pairRelations records the relations of two annotators, and those in both: of one type, between spans that match.
func (r *recorder) pairRelations(p int, a, b *set, same map[annotation.ID]annotation.ID) {
	for _, m := range r.links(a, b, same) {
		if m.first != nil {
			r.add(r.ledger.relation(m.first.Type, p)[0], 1)
		}
		if m.second != nil {
			r.add(r.ledger.relation(m.second.Type, p)[1], 1)
		}
		if m.first != nil && m.second != nil {
			r.add(r.ledger.relation(m.first.Type, p)[2], 1)
		}
	}
}

// linkMatch is a relation that two annotators both made, or that of one which the other did not make.
type linkMatch struct{ first, second *annotation.Relation }

// links gives the relations of two sets, each once. same gives the span of b that a span of a matches.
func (s *Study) links(a, b *set, same map[annotation.ID]annotation.ID) (out []linkMatch) {
	type link struct {
		kind     string
		from, to annotation.ID
	}
	there := map[link][]*annotation.Relation{}
	for i := range b.relations {
		rel := &b.relations[i]
		l := link{rel.Type, rel.From, rel.To}
		there[l] = append(there[l], rel)
	}
	both := map[*annotation.Relation]bool{}
	for i := range a.relations {
		rel := &a.relations[i]
		from, hasFrom := same[rel.From]
		to, hasTo := same[rel.To]
		found := link{rel.Type, from, to}
		if len(there[found]) == 0 && slices.Contains(s.options.Symmetric, rel.Type) {
			found.from, found.to = to, from
		}
		m := linkMatch{first: rel}
		if left := there[found]; hasFrom && hasTo && len(left) > 0 {
			m.second, there[found] = left[0], left[1:]
			both[m.second] = true
		}
		out = append(out, m)
	}
	for i := range b.relations {
		if rel := &b.relations[i]; !both[rel] {
			out = append(out, linkMatch{second: rel})
		}
	}
	return out
}

func (l *ledger) relation(kind string, pair int) [3]int {
	i := slices.IndexFunc(l.relations, func(r *relation) bool { return r.name == kind })
	if i < 0 {
		i = len(l.relations)
		l.relations = append(l.relations, &relation{kind, map[int][3]int{}})
	}
	slots, ok := l.relations[i].pairs[pair]
	if !ok {
		at := l.take(3)
		slots = [3]int{at, at + 1, at + 2}
		l.relations[i].pairs[pair] = slots
	}
	return slots
}
