package annotation

import (
	"maps"
	"slices"
)

// spanMove says where the marks of one label go.
type spanMove struct {
	of        LabelRole
	attribute string // empty: all marks of the label go
	value     string // of attribute; empty: any
	byDefault bool   // marks without a value have it
	to        LabelRole
	instead   string // where the label stays: the value that they get; empty: none
}

// apply moves a span; the effect tells what happened, and is the zero one where the move does not meet the span.
func (v *spanMove) apply(sp Span) (Span, Effect) {
	values := sp.Attributes()[v.attribute]
	switch {
	case sp.Label() != v.of:
		return sp, Effect{}
	case v.attribute == "" && v.to == v.of:
		return sp, Effect{Kind: EffectKept, Of: v.of.String()}
	case v.attribute == "":
		return sp.WithLabel(v.to), Effect{Kind: EffectRelabelled, Of: v.of.String(), To: v.to.String()}
	case v.value == "" && len(values) > 0:
		return sp.withValues(v.attribute, nil), Effect{Kind: EffectDropped, Of: v.of.String(), Attribute: v.attribute}
	case !slices.Contains(values, v.value) && !(v.byDefault && len(values) == 0):
		return sp, Effect{}
	case v.to != v.of:
		return sp.WithLabel(v.to), Effect{EffectRelabelled, v.of.String(), v.attribute, v.value, v.to.String()}
	}
	kind := EffectRevalued
	if v.instead == "" {
		kind = EffectDropped
	}
	return sp.withValues(v.attribute, replaced(values, v.value, v.instead)), Effect{kind, v.of.String(), v.attribute, v.value, v.instead}
}

// withValues is the span with these values of an attribute, or none.
func (s Span) withValues(attribute string, values []string) Span {
	all := maps.Clone(s.Attributes())
	if len(values) == 0 {
		delete(all, attribute)
	} else {
		if all == nil {
			all = map[string][]string{}
		}
		all[attribute] = slices.Clone(values)
	}
	return s.withAttributes(all)
}

// relationMove says what the links of one type become.
type relationMove struct {
	of string
	to string // empty: they go
}
