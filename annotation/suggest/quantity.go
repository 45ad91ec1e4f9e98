package suggest

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// Quantity is what a number phrase says. Values are decimal numbers, exact where the phrase is; a third is rounded to six places.
type Quantity struct {
	Value     string
	ValueTo   string       // of a range, its other bound; else empty
	Unit      string       // "%", an ISO 4217 code of money, or the unit's name in the singular; empty: none
	Kind      QuantityKind // what sort of number it is
	Modifiers []string     // of approximate, range, bound_lower, bound_upper, in this order
}

// QuantityKind is the sort of a number.
type QuantityKind string

// The kinds of quantities.
const (
	Count        QuantityKind = "count"
	Percent      QuantityKind = "percent"
	RateRatio    QuantityKind = "rate_ratio"
	Money        QuantityKind = "money"
	IndexPoll    QuantityKind = "index_poll"
	Measure      QuantityKind = "measure"
	DurationDate QuantityKind = "duration_date"
)

// modifiers are the words and signs before a number that say how exact it is; those that say nothing of that map to nothing.
var modifiers = map[string]string{
	"nearly": "approximate", "almost": "approximate", "about": "approximate", "around": "approximate", "roughly": "approximate",
	"some": "approximate", "approximately": "approximate", "an estimated": "approximate", "close to": "approximate", "~": "approximate", "≈": "approximate", "∼": "approximate",
	"just over": "bound_lower", "more than": "bound_lower", "higher than": "bound_lower", "over": "bound_lower", "at least": "bound_lower",
	"well over": "bound_lower", "well above": "bound_lower", "as few as": "bound_lower", "as little as": "bound_lower", ">": "bound_lower", "≥": "bound_lower",
	"just under": "bound_upper", "less than": "bound_upper", "fewer than": "bound_upper", "lower than": "bound_upper", "under": "bound_upper",
	"at most": "bound_upper", "up to": "bound_upper", "well under": "bound_upper", "well below": "bound_upper", "as many as": "bound_upper",
	"as much as": "bound_upper", "<": "bound_upper", "≤": "bound_upper",
	"just": "", "only": "", "a record": "", "±": "", "between": "range", "from": "range",
}

// modifierOrder is the order in which modifiers are given.
var modifierOrder = []string{"approximate", "range", "bound_lower", "bound_upper"}

// unitOf are the units by how they are written. Money comes by ISO 4217 code, all else in the singular.
var unitOf = func() map[string]named {
	m := map[string]named{"": {"", Count}}
	add := func(kind QuantityKind, name string, written ...string) {
		for _, w := range written {
			m[w] = named{name, kind}
		}
	}
	add(Percent, "%", "%", "per cent", "percent", "percents")
	add(Percent, "‰", "‰")
	add(Percent, "percentage point", "percentage point", "percentage points")
	add(Percent, "basis point", "basis point", "basis points")
	add(IndexPoll, "point", "point", "points")
	add(Money, "USD", "$", "us$", "dollars", "dollar", "us dollars", "us dollar")
	add(Money, "EUR", "€", "euros", "euro")
	add(Money, "GBP", "£", "pounds", "pound")
	add(Money, "JPY", "¥", "yen")
	add(Money, "INR", "₹", "rupees", "rupee")
	add(Money, "RUB", "₽", "rubles", "ruble")
	add(Money, "IRR", "rials", "rial")
	add(Money, "CNY", "yuan")
	for _, w := range strings.Fields("second minute hour day week month year decade") {
		add(DurationDate, w, w, w+"s")
	}
	add(DurationDate, "century", "century", "centuries")
	for _, w := range strings.Fields("mile yard acre hectare gram kilogram ton tonne gallon barrel watt kilowatt megawatt gigawatt terawatt") {
		add(Measure, w, w, w+"s")
	}
	for _, w := range []string{"metre", "kilometre", "centimetre", "millimetre", "litre"} {
		us := w[:len(w)-2] + "er"
		add(Measure, w, w, w+"s", us, us+"s")
	}
	for _, w := range strings.Fields("kilowatt megawatt gigawatt terawatt watt") {
		add(Measure, w+" hour", w+" hour", w+" hours", w+"-hour", w+"-hours")
	}
	for _, area := range []string{"square ", "cubic "} {
		for _, w := range []string{"metre", "kilometre", "centimetre"} {
			us := w[:len(w)-2] + "er"
			add(Measure, area+w, area+w, area+w+"s", area+us, area+us+"s")
		}
		add(Measure, area+"mile", area+"mile", area+"miles")
		add(Measure, area+"foot", area+"foot", area+"feet")
	}
	add(Measure, "nautical mile", "nautical mile", "nautical miles")
	add(Measure, "foot", "foot", "feet")
	add(Measure, "inch", "inch", "inches")
	add(Measure, "kilogram", "kg", "kilo", "kilos")
	add(Measure, "gram", "g")
	add(Measure, "milligram", "mg")
	add(Measure, "microgram", "μg", "µg")
	add(Measure, "kilometre", "km")
	add(Measure, "centimetre", "cm")
	add(Measure, "millimetre", "mm")
	add(Measure, "micrometre", "μm", "µm")
	add(Measure, "nanometre", "nm")
	add(Measure, "foot", "ft")
	add(Measure, "hectare", "ha")
	add(Measure, "millilitre", "ml")
	add(DurationDate, "minute", "min")
	add(DurationDate, "hour", "h", "hr", "hrs")
	add(Measure, "square kilometre", "km²")
	add(Measure, "kilometre per hour", "km/h")
	add(Measure, "mile per hour", "mph")
	add(Measure, "knot", "knots", "knot")
	add(Measure, "degree", "°", "degrees", "degree")
	add(Measure, "degree Celsius", "°c", "degrees celsius")
	add(Measure, "degree Fahrenheit", "°f", "degrees fahrenheit")
	add(Measure, "part per million", "ppm")
	add(Measure, "watt", "w")
	add(Measure, "kilowatt", "kw")
	add(Measure, "megawatt", "mw")
	add(Measure, "gigawatt", "gw")
	add(Measure, "terawatt", "tw")
	add(Measure, "kilowatt hour", "kwh")
	add(Measure, "megawatt hour", "mwh")
	add(Measure, "gigawatt hour", "gwh")
	add(Measure, "terawatt hour", "twh")
	return m
}()

// named is a unit and the sort of number it makes.
type named struct {
	unit string
	kind QuantityKind
}

// scales are the powers of ten behind a number.
var scales = map[string]int64{"dozen": 12, "hundred": 100, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "mn": 1e6, "m": 1e6, "crore": 1e7,
	"billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12}

// small are the numbers that are written in one word, and the parts of a whole.
var (
	small = map[string]int64{"zero": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
		"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
		"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
	parts = map[string]int64{"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
	glyph = map[string][2]int64{"½": {1, 2}, "⅓": {1, 3}, "⅔": {2, 3}, "¼": {1, 4}, "¾": {3, 4}, "⅛": {1, 8}}
)

var (
	figures   = regexp.MustCompile(`^(\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|\.\d+)?(?:\s?([½⅓⅔¼¾⅛]))?`)
	money     = regexp.MustCompile(`^(us\$|[$€£¥₹₽])\s?`)
	bracketed = regexp.MustCompile(`^(.*\S)\s*\(([^()]*)\)$`)
	between   = regexp.MustCompile(`^(.*?[^\s–-])(?:\s?[–-]\s?| to | and )(\D?\S.*)$`)
	slashed   = regexp.MustCompile(`^(\d+)/(\d+)(?:rds?|ths?)?$`)
	ratio     = regexp.MustCompile(`^(\S+) (?:in|out of) (?:every )?(\S+)$`)
	spaces    = strings.NewReplacer("\u00a0", " ", "\u2009", " ", "\u202f", " ", "−", "-", "\n", " ")
)

// ReadQuantity reads a number phrase, as Number finds them; ok is false when it is none. "$2.4 trillion" is 2400000000000 USD,
// "between 3 and 5 per cent" a range of percent, and "nearly a quarter (23%)" the number in brackets, which is the exact one.
func ReadQuantity(phrase string) (q Quantity, ok bool) {
	s := strings.Join(strings.Fields(strings.ToLower(spaces.Replace(phrase))), " ")
	if m := bracketed.FindStringSubmatch(s); m != nil {
		if q, ok := ReadQuantity(m[2]); ok {
			return q, true
		}
		s = m[1]
	}
	var said []string
	s = cutModifiers(s, &said)
	one, ok := readAmount(s)
	two := reading{}
	if !ok {
		if one, two, ok = readRange(s, slices.Contains(said, "range")); !ok {
			return Quantity{}, false
		}
		said = append(said, "range")
	} else {
		said = slices.DeleteFunc(said, func(m string) bool { return m == "range" })
	}
	q = Quantity{Value: decimalOf(one.value), Unit: one.unit, Kind: one.kind}
	if two.value != nil {
		q.ValueTo = decimalOf(two.value)
	}
	for _, m := range modifierOrder {
		if slices.Contains(said, m) {
			q.Modifiers = append(q.Modifiers, m)
		}
	}
	return q, true
}

// cutModifiers takes modifiers off the beginning, the longest that fits each time.
func cutModifiers(s string, said *[]string) string {
	for {
		longest := ""
		for m := range modifiers {
			rest, ok := strings.CutPrefix(s, m)
			if ok && len(m) > len(longest) && (strings.HasPrefix(rest, " ") || strings.ContainsAny(m, "~∼≈<>≤≥±")) {
				longest = m
			}
		}
		if longest == "" {
			return s
		}
		if m := modifiers[longest]; m != "" {
			*said = append(*said, m)
		}
		s = strings.TrimSpace(s[len(longest):])
	}
}

// reading is one number with its unit.
type reading struct {
	value  *big.Rat
	scaled bool // it has a scale of its own
	named
}

// inFigures tells whether two bounds are written so. Those of "between 3 and 5" are one phrase without the word before them.
func inFigures(one, two string) bool {
	return strings.ContainsAny(one, "0123456789") && strings.ContainsAny(two, "0123456789")
}

// readRange reads two bounds. Scale and unit of the second hold for the first, where that has none.
func readRange(s string, said bool) (one, two reading, ok bool) {
	m := between.FindStringSubmatch(s)
	if m == nil || !said && strings.Contains(s[len(m[1]):len(s)-len(m[2])], "and") && !inFigures(m[1], m[2]) {
		return one, two, false
	}
	one, ok1 := readAmount(m[1])
	two, ok2 := readAmount(m[2])
	if !ok1 || !ok2 {
		return one, two, false
	}
	if two.scaled && !one.scaled {
		scaled := new(big.Rat).Quo(two.value, unscaled(m[2]))
		if scaled.Mul(scaled, one.value).Cmp(two.value) <= 0 { // 2 to 3 million, but 500,000 to 1 million
			one.value = scaled
		}
	}
	switch {
	case one.unit == "":
		one.named = two.named
	case two.unit == "":
		two.named = one.named
	}
	return one, two, one.unit == two.unit
}

// unscaled is the number of an amount without its scale.
func unscaled(s string) *big.Rat {
	s = money.ReplaceAllString(strings.TrimPrefix(s, "-"), "")
	n, _, _ := readNumber(s)
	if n == nil || n.Sign() == 0 {
		return big.NewRat(1, 1)
	}
	return n
}

// readAmount reads a number, its scales and its unit, and nothing else.
func readAmount(s string) (a reading, ok bool) {
	negative := false
	switch {
	case strings.HasPrefix(s, "-"):
		negative, s = true, s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	sign := ""
	if m := money.FindStringSubmatch(s); m != nil {
		sign, s = m[1], s[len(m[0]):]
	}
	if m := ratio.FindStringSubmatch(s); m != nil && sign == "" {
		return readRatio(m[1], m[2])
	}
	if m := slashed.FindStringSubmatch(s); m != nil && sign == "" {
		return readRatio(m[1], m[2])
	}
	n, rest, isPart := readNumber(s)
	if n == nil {
		return a, false
	}
	a.value = n
	for {
		word, behind := firstWord(rest)
		factor, is := scales[word]
		if !is || (word == "m" || word == "k") && strings.HasPrefix(rest, " ") { // "5 m" is a length, "300 K" a temperature
			break
		}
		a.value.Mul(a.value, new(big.Rat).SetInt64(factor))
		a.scaled, rest = true, behind
	}
	unit := strings.TrimLeft(rest, " -")
	if unit == "m" {
		unit = "metre"
	}
	if sign != "" && unit == "" {
		unit = sign
	}
	a.named, ok = unitOf[unit]
	if isPart && a.unit == "" {
		a.kind = RateRatio
	}
	if negative {
		a.value.Neg(a.value)
	}
	return a, ok
}

func readRatio(a, b string) (reading, bool) {
	x, rest1, _ := readNumber(a)
	y, rest2, _ := readNumber(b)
	if x == nil || y == nil || rest1 != "" || rest2 != "" || y.Sign() == 0 {
		return reading{}, false
	}
	return reading{value: x.Quo(x, y), named: named{"", RateRatio}}, true
}

// firstWord is the word at the beginning, after a space or hyphen, and what is behind it.
func firstWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " -")
	i := strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
	if i < 0 {
		i = len(s)
	}
	return s[:i], s[i:]
}

// readNumber reads a number in figures or words at the beginning; nil: there is none. isPart tells part of a whole: "a quarter".
func readNumber(s string) (n *big.Rat, rest string, isPart bool) {
	if m := figures.FindStringSubmatch(s); m != nil && m[0] != "" {
		n := plainNumber(m[1])
		if g, ok := glyph[m[2]]; ok {
			n.Add(n, big.NewRat(g[0], g[1]))
		}
		return n, s[len(m[0]):], m[1] == "" && m[2] != ""
	}
	word, rest := firstWord(s)
	if d, ok := parts[word]; ok {
		return big.NewRat(1, d), rest, true
	}
	x, ok := small[word]
	if _, scale := scales[word]; !ok && !scale {
		return nil, s, false
	}
	if !ok {
		return big.NewRat(1, 1), s, false // "hundred"
	}
	if next, behind := firstWord(rest); x >= 20 && small[next] > 0 && small[next] < 10 {
		x, rest = x+small[next], behind
	} else if d, ok := parts[strings.TrimSuffix(next, "s")]; ok {
		return big.NewRat(x, d), behind, true
	} else if d, ok := parts[next]; ok {
		return big.NewRat(x, d), behind, true
	} else if _, scale := scales[next]; (word == "a" || word == "an") && !scale && unitOf[strings.TrimSpace(rest)].unit == "" {
		return nil, s, false
	}
	return new(big.Rat).SetInt64(x), rest, false
}

// plainNumber reads figures. The last separator is a decimal one, unless three figures stand behind it and it may set off thousands.
func plainNumber(s string) *big.Rat {
	s = strings.ReplaceAll(s, " ", "")
	last := strings.LastIndexAny(s, ".,")
	if last >= 0 {
		sep := s[last : last+1]
		thousands := strings.Count(s, sep) > 1 || sep == "," && len(s)-last == 4 && s[0] != '0'
		whole := strings.NewReplacer(".", "", ",", "")
		if thousands {
			s = whole.Replace(s)
		} else {
			s = whole.Replace(s[:last]) + "." + s[last+1:]
		}
	}
	n, ok := new(big.Rat).SetString(s)
	if !ok {
		return new(big.Rat)
	}
	return n
}

// decimalOf writes a number without a fraction line, to six places where it has no end.
func decimalOf(n *big.Rat) string {
	places, exact := n.FloatPrec()
	if !exact {
		places = 6
	}
	return n.FloatString(places)
}
