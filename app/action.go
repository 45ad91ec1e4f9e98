package app

import (
	"slices"
	"strings"
)

// action is one thing the program does. Menu, palette, chips, key help and the README's key table are made from the
// table of actions, so a key is written in one place.
type action struct {
	id         string
	name       string // as the menu and the palette show it
	menu       string // one of menuNames; "" for keys that need no menu
	place      place  // where in the program it holds
	keys       []Chord
	keyText    string        // for the key help, where the keys are better said together
	everywhere bool          // works while a field has the focus
	repeats    bool          // goes on while the key is held
	separator  bool          // a line before it in the menu
	enabled    func() bool   // nil: always
	checked    func() bool   // whether its menu entry is ticked; nil: it has no tick
	label      func() string // a name that changes; nil: name
	run        func()
}

func (a *action) isEnabled() bool { return a.enabled == nil || a.enabled() }

func (a *action) title() string {
	if a.label != nil {
		return a.label()
	}
	return a.name
}

func (a *action) keyNames() string {
	if a.keyText != "" {
		return a.keyText
	}
	names := make([]string, len(a.keys))
	for i, k := range a.keys {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

// actions is the table, in the order of the menus.
type actions struct {
	all   []*action
	chord map[Chord][]*action // in one place each
}

func newActions(all []*action) *actions {
	t := &actions{all: all, chord: map[Chord][]*action{}}
	for _, a := range all {
		for _, k := range a.keys {
			for _, other := range t.chord[k] {
				if other.place&a.place != 0 {
					panic("key " + k.String() + " is bound to " + other.id + " and to " + a.id)
				}
			}
			t.chord[k] = append(t.chord[k], a)
		}
	}
	return t
}

func (t *actions) byID(id string) *action {
	return t.all[slices.IndexFunc(t.all, func(a *action) bool { return a.id == id })]
}

// byChord is what a key does in a place; nil: nothing.
func (t *actions) byChord(c Chord, in place) *action {
	for _, a := range t.chord[c] {
		if a.place&in != 0 {
			return a
		}
	}
	return nil
}

// matching gives the actions whose title holds all words of the query.
func matching(all []*action, query string) []*action {
	words := strings.Fields(strings.ToLower(query))
	var out []*action
	for _, a := range all {
		title := strings.ToLower(a.title() + " " + a.menu)
		if a.run != nil && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(title, w) }) {
			out = append(out, a)
		}
	}
	return out
}
