package agreement

import "encoding/json"

// Figure is one measure's value on something, or the reason why it has none there. What has no value is never 0 or 1.
type Figure struct {
	Measure  *Measure
	Of       string // the value, attribute or relation type that the figure is about; empty: all
	Counts   Counts
	Interval *Interval // nil where none was computed

	value     float64
	undefined string
}

// Counts are what a figure rests on. Those that do not apply are 0.
type Counts struct {
	Documents int `json:"documents,omitempty"` // that at least two annotators finished
	Coders    int `json:"coders,omitempty"`    // that take part
	Units     int `json:"units,omitempty"`     // that at least two coders judged: rows of a table, tokens, characters, matched marks
	Values    int `json:"values,omitempty"`    // judgements on those units, or stretches marked
	First     int `json:"first,omitempty"`     // marks or relations of the first annotator
	Second    int `json:"second,omitempty"`    // of the second
	Matched   int `json:"matched,omitempty"`   // pairs of them that match
}

// Interval is where a bootstrap over documents has the figure: the middle 95 of 100 samples in which it is defined.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Value is the figure; defined is false where there is none, see Undefined.
func (f Figure) Value() (value float64, defined bool) { return f.value, f.undefined == "" }

// Undefined is the reason why the figure has no value; empty where it has one.
func (f Figure) Undefined() string { return f.undefined }

// figureJSON is the written form.
type figureJSON struct {
	Measure   string   `json:"measure"`
	Of        string   `json:"of,omitempty"`
	Value     *float64 `json:"value"` // null: see undefined
	Undefined string   `json:"undefined,omitempty"`
	Low       *float64 `json:"low,omitempty"`
	High      *float64 `json:"high,omitempty"`
	Counts    Counts   `json:"counts"`
}

// MarshalJSON writes the figure under its measure's ID; a figure without a value is null, with the reason.
func (f Figure) MarshalJSON() ([]byte, error) {
	out := figureJSON{Measure: f.Measure.ID, Of: f.Of, Undefined: f.undefined, Counts: f.Counts}
	if f.undefined == "" {
		out.Value = &f.value
	}
	if f.Interval != nil {
		out.Low, out.High = &f.Interval.Low, &f.Interval.High
	}
	return json.Marshal(out)
}

// The reasons for which figures have no value.
const (
	noDocument  = "no document is shared"
	noMark      = "nobody marked anything"
	noFirst     = "the first annotator marked nothing"
	noSecond    = "the second annotator marked nothing"
	noUnit      = "no unit has two values"
	noMatch     = "no marks match"
	noNumbers   = "not all values are numbers"
	noRatio     = "a ratio needs values of 0 and more"
	twoOnly     = "it takes two annotators; there are more"
	unequal     = "it takes as many values on every unit; some have fewer"
	oneCategory = "there is only one value to choose"
	noLength    = "the text has no length"
	nested      = "marks of one coder overlap; gamma takes such marks"
	oneCoder    = "there is only one coder"
	noChance    = "chance alone never disagrees here"
)

// without is a figure that has no value for the reason.
func without(m *Measure, c Counts, reason string) Figure {
	return Figure{Measure: m, undefined: reason, Counts: c}
}

// share is a part of a whole; undefined for the reason where the whole is nothing.
func share(m *Measure, part, whole float64, c Counts, reason string) Figure {
	if whole == 0 {
		return without(m, c, reason)
	}
	return Figure{Measure: m, value: part / whole, Counts: c}
}

// corrected is 1 - observed/expected disagreement. Where chance expects none, nobody disagreed either: all said the same, which is 1.
func corrected(m *Measure, observed, expected float64, c Counts) Figure {
	switch {
	case expected > 0:
		return Figure{Measure: m, value: 1 - observed/expected, Counts: c}
	case observed > 0:
		return without(m, c, noChance)
	}
	return Figure{Measure: m, value: 1, Counts: c}
}

// beyond is agreement beyond chance, (observed - chance)/(1 - chance). Where chance is certain, all said the same, which is 1.
func beyond(m *Measure, observed, chance float64, c Counts) Figure {
	return corrected(m, max(0, 1-observed), max(0, 1-chance), c)
}
