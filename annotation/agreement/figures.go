package agreement

import "slices"

// sums are the ledger's row added up over documents, and what is known of these documents.
type sums struct {
	*Study
	row     []float64
	unequal bool // documents have different numbers of annotators
}

// figures gives the figures of a scope. Their number and order follow from the scope alone.
func (s sums) figures(c scope) []Figure {
	t := s.tally(c)
	out := s.spanFigures(t)
	out = append(out, s.tokenFigures(t)...)
	out = append(out, s.characterFigures(t)...)
	out = append(out, s.attributeFigures(c, t)...)
	return append(out, s.relationFigures(c, t)...)
}

// tally is what a scope's figures follow from.
type tally struct {
	scope
	pairs     []int // in the scope, that share a document
	turned    []bool
	documents int
	spans     [ofPairLabel]float64 // added up over pairs and labels; first and second as in the scope
	agr       []float64            // by direction: the share of spans that any of the other overlaps, where there are spans
	coders    int

	values, units, apart, marked, shareMarked, shareApart float64 // of tokens
	length                                                float64
	stretches                                             []stretch // by label
	marks                                                 float64
}

// stretch is what the unitizing measures of a label follow from.
type stretch struct{ apart, marked, squares, oldObserved, oldExpected float64 }

func (s sums) labelsOf(c scope) []int {
	switch c.label {
	case everything:
		out := make([]int, len(s.labels))
		for i := range out {
			out[i] = i
		}
		return out
	case nobody:
		return nil
	}
	return []int{c.label}
}

func (s sums) tally(c scope) *tally {
	t := &tally{scope: c}
	for p, pair := range s.together {
		if turned, in := c.covers(pair); in && s.row[s.ledger.pairAt[p]+pairDocuments] > 0 {
			t.pairs, t.turned = append(t.pairs, p), append(t.turned, turned)
		}
	}
	s.addPairs(t)
	if c.first == everything {
		s.addWhole(t)
	}
	return t
}

// addPairs adds up what is of pairs.
func (s sums) addPairs(t *tally) {
	labels := s.labelsOf(t.scope)
	t.stretches = make([]stretch, len(labels))
	coders := map[int]bool{}
	for i, p := range t.pairs {
		at := s.ledger.pairAt[p]
		coders[s.together[p][0]], coders[s.together[p][1]] = true, true
		t.documents += int(s.row[at+pairDocuments])
		t.units += float64(len(labels)) * s.row[at+pairTokens]
		t.length += s.row[at+pairLength]
		var spans [ofPairLabel]float64
		for k, l := range labels {
			row := s.row[s.ledger.pairLabel(p, l):][:ofPairLabel]
			for x, v := range row {
				spans[x] += v
			}
			st := &t.stretches[k]
			st.apart += row[charactersApart]
			st.marked += row[charactersMarked]
			st.squares += row[squares]
			st.oldObserved += row[oldObserved]
			st.oldExpected += row[oldExpected]
		}
		if t.turned[i] {
			for _, x := range [][2]int{{firstSpans, secondSpans}, {firstMet, secondMet}, {firstTokens, secondTokens}} {
				spans[x[0]], spans[x[1]] = spans[x[1]], spans[x[0]]
			}
		}
		for _, x := range [][2]int{{firstMet, firstSpans}, {secondMet, secondSpans}} {
			if spans[x[1]] > 0 {
				t.agr = append(t.agr, spans[x[0]]/spans[x[1]])
			}
		}
		for x, v := range spans {
			t.spans[x] += v
		}
	}
	if t.first >= 0 && t.second == everything {
		t.documents = int(s.row[s.ledger.annotatorAt+t.first]) // each once, with however many others
	}
	t.coders = len(coders)
	t.values = 2 * t.units
	t.apart = t.spans[firstTokens] + t.spans[secondTokens]
	t.marked = t.apart + 2*t.spans[bothTokens]
	t.shareMarked, t.shareApart = t.marked/2, t.apart
	t.marks = t.spans[firstSpans] + t.spans[secondSpans]
}

// addWhole puts what all annotators of a document have together in the place of what their pairs have.
func (s sums) addWhole(t *tally) {
	at, labels := s.ledger.wholeAt, s.labelsOf(t.scope)
	t.documents = int(s.row[at+wholeDocuments])
	t.values = float64(len(labels)) * s.row[at+tokenValues]
	t.units = float64(len(labels)) * s.row[at+tokenUnits]
	t.length = s.row[at+wholeLength]
	t.apart, t.marked, t.shareMarked, t.shareApart, t.marks = 0, 0, 0, 0, 0
	for k, l := range labels {
		row := s.row[s.ledger.wholeLabel(l):][:ofWholeLabel]
		t.apart += row[tokensApart]
		t.marked += row[tokensMarked]
		t.shareMarked += row[tokenShareMarked]
		t.shareApart += row[tokenShareApart]
		t.marks += row[wholeSpans]
		t.stretches[k] = stretch{row[wholeApart], row[wholeMarked], row[wholeSquares], row[wholeOldObserved], row[wholeOldExpected]}
	}
}

// nothing is why no figure on marks is defined; empty: some may be.
func (t *tally) nothing() string {
	switch {
	case t.documents == 0:
		return noDocument
	case t.marks == 0:
		return noMark
	}
	return ""
}

// isDirected tells whether it is clear who is the first annotator.
func (t *tally) isDirected() bool { return t.first >= 0 || len(t.pairs) == 1 }

// counted are the counts of a figure on spans.
func (t *tally) counted(matches float64) Counts {
	return Counts{Documents: t.documents, Coders: t.coders, First: int(t.spans[firstSpans]), Second: int(t.spans[secondSpans]), Matched: int(matches)}
}

func (s sums) spanFigures(t *tally) (out []Figure) {
	for _, m := range []struct {
		precision, recall, f1 *Measure
		slot                  int
	}{{PrecisionExact, RecallExact, F1Exact, exactMatches}, {PrecisionOverlap, RecallOverlap, F1Overlap, overlapMatches},
		{PrecisionIoU, RecallIoU, F1IoU, iouMatches}} {
		n := t.spans[m.slot]
		c := t.counted(n)
		out = append(out, t.directed(m.precision, n, t.spans[secondSpans], c, noSecond), t.directed(m.recall, n, t.spans[firstSpans], c, noFirst))
		out = append(out, t.defined(m.f1, c, func() Figure { return share(m.f1, 2*n, t.spans[firstSpans]+t.spans[secondSpans], c, noMark) }))
	}
	c := t.counted(0)
	out = append(out, t.defined(Agr, c, func() Figure { return share(Agr, sum(t.agr), float64(len(t.agr)), c, noMark) }))
	c.Matched = int(t.spans[firstMet])
	out = append(out, t.directed(AgrFirst, t.spans[firstMet], t.spans[firstSpans], c, noFirst))
	c.Matched = int(t.spans[secondMet])
	return append(out, t.directed(AgrSecond, t.spans[secondMet], t.spans[secondSpans], c, noSecond))
}

// defined gives the figure unless there is no document or no mark.
func (t *tally) defined(m *Measure, c Counts, figure func() Figure) Figure {
	if reason := t.nothing(); reason != "" {
		return without(m, c, reason)
	}
	return figure()
}

// directed is a share of one annotator's spans.
func (t *tally) directed(m *Measure, part, whole float64, c Counts, reason string) Figure {
	return t.defined(m, c, func() Figure {
		if !t.isDirected() {
			return without(m, c, twoOnly)
		}
		return share(m, part, whole, c, reason)
	})
}

// noToken is the reason where marks cover no word.
const noToken = "no word is marked"

func (s sums) tokenFigures(t *tally) []Figure {
	c := Counts{Documents: t.documents, Coders: t.coders, Units: int(t.units), Values: int(t.values)}
	chance := func(marked float64) float64 { return marked*marked + (1-marked)*(1-marked) }
	token := func(m *Measure, figure func() Figure) Figure {
		return t.defined(m, c, func() Figure {
			if t.marked == 0 {
				return without(m, c, noToken)
			}
			return figure()
		})
	}
	return []Figure{
		token(TokenCohen, func() Figure {
			if len(t.pairs) != 1 {
				return without(TokenCohen, c, twoOnly)
			}
			n, both := t.units, t.spans[bothTokens]
			first, second := (both+t.spans[firstTokens])/n, (both+t.spans[secondTokens])/n
			return corrected(TokenCohen, t.apart/n, first+second-2*first*second, c)
		}),
		token(TokenFleiss, func() Figure {
			if s.unequal && t.first == everything {
				return without(TokenFleiss, c, unequal)
			}
			return corrected(TokenFleiss, 2*t.apart/t.values, 1-chance(t.marked/t.values), c)
		}),
		token(TokenAlpha, func() Figure {
			return corrected(TokenAlpha, t.apart, t.marked*(t.values-t.marked)/(t.values-1), c)
		}),
		token(TokenAC1, func() Figure {
			p := t.shareMarked / t.units
			return corrected(TokenAC1, t.shareApart/t.units, 1-2*p*(1-p), c)
		}),
	}
}

func (s sums) characterFigures(t *tally) []Figure {
	c := Counts{Documents: t.documents, Coders: t.coders, Units: int(t.length), Values: int(t.marks)}
	var observed, expected, oldO, oldE float64
	for _, x := range t.stretches {
		observed += 2 * x.apart
		expected += x.expected(t.length)
		oldO += x.oldObserved
		oldE += x.oldExpected
	}
	return []Figure{
		t.defined(UAlpha, c, func() Figure { return corrected(UAlpha, observed, expected, c) }),
		t.defined(UAlphaOld, c, func() Figure { return corrected(UAlphaOld, oldO, oldE, c) }),
	}
}

// expected is Σε over the two cells off the diagonal, of a label and gaps; see Unitizing.
func (x stretch) expected(length float64) float64 {
	gaps := length - x.marked
	if rest := length - (x.squares+gaps)/length; length > 0 && rest > 0 {
		return 2 * x.marked * gaps / rest
	}
	return 0
}

// attributeFigures gives three figures for each attribute in the scope.
func (s sums) attributeFigures(c scope, t *tally) (out []Figure) {
	for _, a := range s.ledger.attributes {
		if c.label != everything && c.label != a.label {
			continue
		}
		of := a.name
		if c.label == everything {
			of = s.labels[a.label].String() + " " + a.name
		}
		for _, f := range s.attribute(a, t) {
			f.Of = of
			out = append(out, f)
		}
	}
	return out
}

func (s sums) attribute(a *attribute, t *tally) []Figure {
	units, same := 0.0, 0.0
	first, second := make([]float64, len(a.values)), make([]float64, len(a.values))
	for i, p := range t.pairs {
		slots := a.pairs[p]
		if slots == nil {
			continue
		}
		units += s.row[slots.units]
		same += s.row[slots.same]
		x, y := slots.first, slots.second
		if t.turned[i] {
			x, y = y, x
		}
		for v, slot := range x {
			first[v] += s.row[slot]
		}
		for v, slot := range y {
			second[v] += s.row[slot]
		}
	}
	c := Counts{Documents: t.documents, Coders: t.coders, Units: int(units), Values: int(2 * units), Matched: int(units)}
	if units == 0 {
		reason := noMatch
		if t.documents == 0 {
			reason = noDocument
		}
		return []Figure{without(AttributeShare, c, reason), without(AttributeCohen, c, reason), without(AttributeAlpha, c, reason)}
	}
	byOwn, byAll := 0.0, 0.0 // chance
	for v := range first {
		byOwn += first[v] / units * second[v] / units
		n := first[v] + second[v]
		byAll += n * (n - 1) / (2 * units * (2*units - 1))
	}
	cohen := without(AttributeCohen, c, twoOnly)
	if len(t.pairs) == 1 {
		cohen = beyond(AttributeCohen, same/units, byOwn, c)
	}
	return []Figure{share(AttributeShare, same, units, c, noMatch), cohen, beyond(AttributeAlpha, same/units, byAll, c)}
}

// relationFigures gives three figures for all relations and for each type. A label does not bound relations, so its groups have none.
func (s sums) relationFigures(c scope, t *tally) (out []Figure) {
	if c.label != everything {
		return nil
	}
	var all [3]float64
	for _, r := range s.ledger.relations {
		var n [3]float64
		for i, p := range t.pairs {
			slots, ok := r.pairs[p]
			if !ok {
				continue
			}
			if t.turned[i] {
				slots[0], slots[1] = slots[1], slots[0]
			}
			for x, slot := range slots {
				n[x] += s.row[slot]
				all[x] += s.row[slot]
			}
		}
		out = append(out, t.relation(n, r.name)...)
	}
	return slices.Insert(out, 0, t.relation(all, "")...)
}

const (
	noLink       = "nobody made a link"
	noFirstLink  = "the first annotator made no link"
	noSecondLink = "the second annotator made no link"
)

func (t *tally) relation(n [3]float64, of string) []Figure {
	c := Counts{Documents: t.documents, Coders: t.coders, First: int(n[0]), Second: int(n[1]), Matched: int(n[2])}
	figure := func(m *Measure, part, whole float64, reason string, directed bool) Figure {
		f := share(m, part, whole, c, reason)
		switch {
		case t.documents == 0:
			f = without(m, c, noDocument)
		case n[0]+n[1] == 0:
			f = without(m, c, noLink)
		case directed && !t.isDirected():
			f = without(m, c, twoOnly)
		}
		f.Of = of
		return f
	}
	return []Figure{
		figure(RelationPrecision, n[2], n[1], noSecondLink, true),
		figure(RelationRecall, n[2], n[0], noFirstLink, true),
		figure(RelationF1, 2*n[2], n[0]+n[1], noLink, false),
	}
}

// add adds a document to the row, so many times.
func (s sums) add(d *document, times float64) {
	for _, e := range d.entries {
		s.row[e.slot] += times * e.value
	}
}

// sumsOf adds up documents.
func (s *Study) sumsOf(documents []*document) sums {
	out := sums{Study: s, row: make([]float64, s.ledger.slots)}
	for _, d := range documents {
		out.add(d, 1)
		out.unequal = out.unequal || len(d.sets) != len(documents[0].sets)
	}
	return out
}

// pairOf is a selection of two annotators.
func (s *Study) pairOf(p [2]int) Selection {
	return Selection{First: s.annotators[p[0]], Second: s.annotators[p[1]]}
}

// byLabel is a selection for each label.
func (s *Study) byLabel(sel Selection) (out []Selection) {
	for _, l := range s.labels {
		sel.Label = l
		out = append(out, sel)
	}
	return out
}
