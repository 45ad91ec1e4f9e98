package app

import (
	"slices"
	"strings"

	"rubricator/annotation/suggest"
)

// quantityInWords says what a number phrase was read as: "2,400,000 USD, a lower bound".
func quantityInWords(q suggest.Quantity) string {
	said := grouping(q.Value)
	if q.ValueTo != "" {
		said += " to " + grouping(q.ValueTo)
	}
	said = strings.TrimSpace(said + " " + q.Unit)
	for _, m := range []struct{ modifier, words string }{{"approximate", "approximate"}, {"bound_lower", "a lower bound"}, {"bound_upper", "an upper bound"}} {
		if slices.Contains(q.Modifiers, m.modifier) {
			said += ", " + m.words
		}
	}
	return said
}

// grouping sets off the thousands of a decimal number.
func grouping(decimal string) string {
	whole, places, _ := strings.Cut(decimal, ".")
	if places != "" {
		places = "." + places
	}
	return groupedDigits(whole) + places
}
