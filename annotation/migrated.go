package annotation

import (
	"bytes"
	"maps"
	"slices"

	"rubricator/annotation/rangeset"
)

// Migrated is what becomes of a set by a migration.
type Migrated struct {
	Spans     []Change[Span] // in the order of the text; each keeps its id, ranges, origin and the version that it was made under
	Relations []Change[Relation]
	Effects   map[Effect][]ID // the marks; for links, those that they go from
	Refused   map[Refusal]int // what the next scheme does not have, and nothing leads from; the migration cannot be done
}

// Of tells what becomes of a set that is held to the scheme that the migration began with. It touches nothing.
//
// Marks move as the acts say, one act after the other. Two that are then the same become one: the older stays, with the links, notes and
// attributes of both. What the next scheme does not take of a mark's attributes goes, and so do links. What the present scheme did not take
// either stays, except on marks that move.
func (m *Migration) Of(set *Set) Migrated {
	w := migrating{
		m: m, set: set, now: set.scheme.opened(), next: m.Next.opened(),
		spans: map[ID]Span{}, into: map[ID]ID{}, moved: map[ID]bool{}, taken: map[LabelRole]error{}, kept: map[ID][]keptRelation{},
		out: Migrated{Effects: map[Effect][]ID{}, Refused: map[Refusal]int{}},
	}
	all := set.order()
	for _, sp := range all {
		w.span(*sp)
	}
	w.join(all)
	w.relations()
	for _, sp := range all {
		w.change(*sp)
	}
	return w.out
}

// migrating is a migration of one set.
type migrating struct {
	m         *Migration
	set       *Set
	now, next *Scheme               // opened
	spans     map[ID]Span           // those that change, as they become
	into      map[ID]ID             // those that become one with another
	moved     map[ID]bool           // those with another label
	taken     map[LabelRole]error   // what the next scheme says of a label
	kept      map[ID][]keptRelation // by the span that they go from
	out       Migrated
}

func (w *migrating) add(e Effect, span ID) { w.out.Effects[e] = append(w.out.Effects[e], span) }

// after is a span of the set as it becomes.
func (w *migrating) after(id ID) Span {
	if sp, changed := w.spans[id]; changed {
		return sp
	}
	return *w.set.spans.get(id)
}

func (w *migrating) span(before Span) {
	after := before
	for i := range w.m.spans {
		var e Effect
		if after, e = w.m.spans[i].apply(after); e != (Effect{}) {
			w.add(e, before.ID)
		}
	}
	w.moved[before.ID] = before.Label() != after.Label()
	if l := after.Label(); w.check(l) != nil {
		if w.moved[before.ID] || w.now.CheckSpan(l) == nil {
			w.out.Refused[Refusal{"mark", "as " + l.String()}]++
		}
		return
	}
	if len(after.Attributes()) > 0 {
		after = w.fit(after, before.Label())
	}
	if before.kind != after.kind || before.rest != after.rest {
		w.spans[before.ID] = after
	}
}

func (w *migrating) check(l LabelRole) error {
	err, known := w.taken[l]
	if !known {
		err = w.next.CheckSpan(l)
		w.taken[l] = err
	}
	return err
}

// fit takes from a span, that had another label perhaps, what the next scheme does not let it have.
func (w *migrating) fit(sp Span, had LabelRole) Span {
	l := sp.Label()
	for attribute, values := range sp.Attributes() {
		if w.next.CheckAttribute(l, attribute, values) == nil || l == had && w.now.CheckAttribute(l, attribute, values) != nil {
			continue
		}
		has, kept := w.next.taking(l, attribute, values)
		for _, v := range values {
			e := Effect{Kind: EffectDropped, Of: had.String(), Attribute: attribute}
			if has {
				e.Value = v
			}
			if slices.Contains(kept, v) {
				continue
			}
			w.add(e, sp.ID)
			if !has {
				break // it goes as a whole
			}
		}
		sp = sp.withValues(attribute, kept)
	}
	return sp
}

// taking gives those of an attribute's values that a mark may have. lists tells whether it is one with a list, whose values can be named.
func (s *Scheme) taking(l LabelRole, attribute string, values []string) (lists bool, kept []string) {
	as := s.AttributesOf(l)
	i := slices.IndexFunc(as, func(a Attribute) bool { return a.ID == attribute })
	if i < 0 {
		return false, nil
	}
	for _, v := range values {
		if as[i].Check(append(slices.Clone(kept), v)) == nil {
			kept = append(kept, v)
		}
	}
	return as[i].Kind.isList(), kept
}

// sameness is what two marks that are the same have in common.
type sameness struct {
	label LabelRole
	first rangeset.Range
	more  string
}

func samenessOf(sp Span) sameness {
	k := sameness{label: sp.Label(), first: sp.first}
	for _, r := range sp.rest.more {
		k.more += r.String()
	}
	return k
}

// join makes one of spans that became the same as another.
func (w *migrating) join(all []*Span) {
	targets := map[LabelRole]bool{}
	for id, moved := range w.moved {
		if moved {
			targets[w.after(id).Label()] = true
		}
	}
	if len(targets) == 0 {
		return
	}
	first := map[sameness]ID{} // the oldest so far
	for _, sp := range slices.SortedFunc(slices.Values(all), func(a, b *Span) int { return bytes.Compare(a.ID[:], b.ID[:]) }) {
		after := w.after(sp.ID)
		if !targets[after.Label()] {
			continue
		}
		k := samenessOf(after)
		older, there := first[k]
		switch {
		case !there:
			first[k] = sp.ID
		case w.moved[older] || w.moved[sp.ID]:
			w.into[sp.ID] = older
			alone := w.after(older)
			if both := alone.with(after); !equal(&alone, &both) {
				w.spans[older] = both
			}
			w.add(Effect{Kind: EffectJoined, Of: after.Label().String()}, sp.ID)
		}
	}
}

// change is what becomes of a span on the whole.
func (w *migrating) change(before Span) {
	c := Change[Span]{ID: before.ID, Document: w.set.head.Document, Before: &before}
	if _, goes := w.into[before.ID]; !goes {
		after, changes := w.spans[before.ID]
		if !changes {
			return
		}
		c.After = &after
	}
	w.out.Spans = append(w.out.Spans, c)
}

// keptRelation is one that stays, as it becomes.
type keptRelation struct {
	Relation
	moved bool // it or one of its ends changed
}

// relations goes through the links, the oldest first, so that those stay where not all can.
func (w *migrating) relations() {
	ids := slices.SortedFunc(maps.Keys(w.set.relations), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range ids {
		before := w.set.relations[id]
		after, goes := w.retype(before)
		after.From, after.To = w.end(before.From), w.end(before.To)
		k := keptRelation{after, after != before || w.moved[before.From] || w.moved[before.To]}
		c := Change[Relation]{ID: id, Document: w.set.head.Document, Before: &before}
		switch {
		case goes || !w.fits(before, k):
			w.add(Effect{Kind: EffectUnlinked, Of: before.Type}, before.From)
			w.out.Relations = append(w.out.Relations, c)
			continue
		case after != before:
			c.After = &after
			w.out.Relations = append(w.out.Relations, c)
		}
		if after.Type != before.Type {
			w.add(Effect{Kind: EffectRetyped, Of: before.Type, To: after.Type}, before.From)
		}
		w.kept[after.From] = append(w.kept[after.From], k)
	}
}

// retype moves a relation as the acts say; goes tells that it does not stay.
func (w *migrating) retype(r Relation) (after Relation, goes bool) {
	for _, v := range w.m.relations {
		if v.of == r.Type {
			r.Type, goes = v.to, v.to == ""
		}
		if goes {
			break
		}
	}
	return r, goes
}

// end is the span that stays.
func (w *migrating) end(id ID) ID {
	if older, goes := w.into[id]; goes {
		return older
	}
	return id
}

// fits tells whether the next scheme takes a relation beside those that stay. What the present one does not take either fits, unless it moved.
func (w *migrating) fits(before Relation, k keptRelation) bool {
	labels := func(r Relation) (from, to LabelRole) {
		return w.set.spans.get(r.From).Label(), w.set.spans.get(r.To).Label()
	}
	from, to := labels(before)
	bound := k.moved || w.now.CheckRelation(before.Type, from, to) == nil
	if bound && w.next.CheckRelation(k.Type, w.after(k.From).Label(), w.after(k.To).Label()) != nil {
		return false
	}
	t, _ := w.next.RelationType(k.Type)
	if w.again(t, k) {
		return false
	}
	if k.From != k.To && !w.tooMany(t, k) && !(t.Acyclic && w.leads(k)) {
		return true
	}
	return !k.moved && w.set.checkLimits(w.now, before) != nil
}

// again tells whether a relation says what one says already that stays; two that said so before may go on.
func (w *migrating) again(t RelationType, k keptRelation) bool {
	same := func(from, to ID) bool {
		return slices.ContainsFunc(w.kept[from], func(o keptRelation) bool {
			return o.Type == k.Type && o.To == to && (o.moved || k.moved)
		})
	}
	return same(k.From, k.To) || t.Symmetric && same(k.To, k.From)
}

func (w *migrating) tooMany(t RelationType, k keptRelation) bool {
	n := 0
	for _, o := range w.kept[k.From] {
		if o.Type == k.Type {
			n++
		}
	}
	return t.Most > 0 && n >= t.Most
}

// leads tells whether those that stay lead from the end of a relation to its beginning.
func (w *migrating) leads(k keptRelation) bool {
	seen, next := map[ID]bool{k.To: true}, []ID{k.To}
	for i := 0; i < len(next); i++ {
		if next[i] == k.From {
			return true
		}
		for _, o := range w.kept[next[i]] {
			if o.Type == k.Type && !seen[o.To] {
				seen[o.To] = true
				next = append(next, o.To)
			}
		}
	}
	return false
}
