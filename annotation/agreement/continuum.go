package agreement

import (
	"cmp"
	"fmt"
	"slices"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Unit is a stretch that a coder gave a value. A unit without length and value only says that the coder took part.
type Unit struct {
	Coder string
	rangeset.Range
	Value string
}

// Continuum is what coders cut out of one stretch [0, length) of characters, or of whatever is counted.
type Continuum struct {
	length text.Pos
	coders []string
	values []string
	units  [][]unit // by coder, in order
}

// unit is a stretch with the place of its value.
type unit struct {
	rangeset.Range
	value int
}

// NewContinuum orders units, in any order. A length of 0 is the end of the last unit. Units without length carry no mass and are
// left out. The error names a unit that is turned round or lies outside the continuum, or a length beyond text.MaxBytes.
func NewContinuum(length text.Pos, units []Unit) (*Continuum, error) {
	if length < 0 || length > text.MaxBytes {
		return nil, fmt.Errorf("length %d is not from 0 to %d", length, text.MaxBytes)
	}
	c := &Continuum{length: length}
	coders, values := map[string]int{}, map[string]int{}
	for _, u := range units {
		if u.Start < 0 || u.End < u.Start || u.End > cmp.Or(length, text.MaxBytes) {
			return nil, fmt.Errorf("unit %s of coder %q: it does not lie in 0-%d", u.Range, u.Coder, cmp.Or(length, text.MaxBytes))
		}
		note(coders, &c.coders, u.Coder)
		if length == 0 {
			c.length = max(c.length, u.End)
		}
		if !u.Empty() {
			note(values, &c.values, u.Value)
		}
	}
	slices.Sort(c.values)
	for i, v := range c.values {
		values[v] = i
	}
	c.units = make([][]unit, len(c.coders))
	for _, u := range units {
		if !u.Empty() {
			i := coders[u.Coder]
			c.units[i] = append(c.units[i], unit{u.Range, values[u.Value]})
		}
	}
	for _, us := range c.units {
		slices.SortStableFunc(us, func(a, b unit) int { return cmp.Or(rangeset.Compare(a.Range, b.Range), cmp.Compare(a.value, b.value)) })
	}
	return c, nil
}

// Coders names the coders, in the order of the units.
func (c *Continuum) Coders() []string { return slices.Clone(c.coders) }

// Values gives the values, in the order of their letters.
func (c *Continuum) Values() []string { return slices.Clone(c.values) }

// Length is the length of the continuum.
func (c *Continuum) Length() text.Pos { return c.length }

func (c *Continuum) counts() Counts {
	n := Counts{Coders: len(c.coders), Units: int(c.length)}
	for _, us := range c.units {
		n.Values += len(us)
	}
	return n
}

// impossible is why no measure is defined; empty: some may be.
func (c *Continuum) impossible() string {
	switch n := c.counts(); {
	case n.Coders < 2:
		return oneCoder
	case n.Units == 0:
		return noLength
	case n.Values == 0:
		return noMark
	}
	return ""
}

// overlap tells whether a coder has units that overlap; among those of one value where value is not negative.
func (c *Continuum) overlap(value int) bool {
	for _, us := range c.units {
		end := text.Pos(0)
		for _, u := range us {
			if value >= 0 && u.value != value {
				continue
			}
			if u.Start < end {
				return true
			}
			end = max(end, u.End)
		}
	}
	return false
}

// Figures gives all measures of the continuum, each with its value or with the reason why it has none, and what gamma follows from.
func (c *Continuum) Figures(o GammaOptions) ([]Figure, GammaResult) {
	out := append(c.Unitizing().figures(), c.UnitizingOld("").Figure)
	if len(c.values) > 1 {
		for _, v := range c.values {
			out = append(out, c.UnitizingOld(v).Figure)
		}
	}
	g := c.Gamma(o)
	return append(out, g.Gamma, g.Cat), g
}
