package annotation

import (
	"cmp"
	"fmt"
	"strings"
)

// EffectKind says what a migration does.
type EffectKind string

// The kinds of effects, in the order in which they are told.
const (
	EffectRelabelled EffectKind = "relabelled" // marks get another label
	EffectRevalued   EffectKind = "revalued"   // marks get another value
	EffectKept       EffectKind = "kept"       // marks stay under a label that is given no more
	EffectJoined     EffectKind = "joined"     // marks become one with another of the same label on the same text
	EffectDropped    EffectKind = "dropped"    // marks lose an attribute, or a value of it
	EffectRetyped    EffectKind = "retyped"    // links become such of another type
	EffectUnlinked   EffectKind = "unlinked"   // links go
)

var effectKinds = []EffectKind{EffectRelabelled, EffectRevalued, EffectKept, EffectJoined, EffectDropped, EffectRetyped, EffectUnlinked}

// Effect is one thing that a migration does to marks or links.
type Effect struct {
	Kind      EffectKind `json:"kind"`
	Of        string     `json:"of"`                  // whose: "claim.claim", or a type of relation
	Attribute string     `json:"attribute,omitempty"` // that is dropped, or decides
	Value     string     `json:"value,omitempty"`     // of Attribute
	To        string     `json:"to,omitempty"`        // what they become: a label, a value, a type of relation
}

// String is the effect as people read it, behind a number of marks or links: "claim.claim becomes statistic.quantity".
func (e Effect) String() string {
	switch e.Kind {
	case EffectRelabelled:
		return e.of() + " becomes " + e.To
	case EffectRevalued:
		return e.of() + " becomes " + e.To
	case EffectKept:
		return e.Of + " stays, and is given no more"
	case EffectJoined:
		return e.Of + " becomes one with the same mark"
	case EffectDropped:
		return fmt.Sprintf("%s loses %s", e.Of, strings.TrimSpace(e.Attribute+" "+e.Value))
	case EffectRetyped:
		return e.Of + " becomes " + e.To
	}
	return e.Of + " goes"
}

// of names the marks.
func (e Effect) of() string {
	if e.Attribute == "" {
		return e.Of
	}
	return fmt.Sprintf("%s with %s %s", e.Of, e.Attribute, e.Value)
}

// Noun is what the effect is on: "mark" or "link".
func (e Effect) Noun() string {
	if e.Kind == EffectRetyped || e.Kind == EffectUnlinked {
		return "link"
	}
	return "mark"
}

// CompareEffects orders effects as they are told.
func CompareEffects(a, b Effect) int {
	rank := func(e Effect) (n int) {
		for n < len(effectKinds) && effectKinds[n] != e.Kind {
			n++
		}
		return n
	}
	return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Attribute, b.Attribute), cmp.Compare(a.Value, b.Value), cmp.Compare(a.To, b.To))
}
