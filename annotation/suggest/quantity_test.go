package suggest

import (
	"regexp"
	"strings"
	"testing"
)

// said are number phrases and what they say: phrase | value | other bound | unit | kind | modifiers.
const said = `
seven | 7 | | | count |
just seven | 7 | | | count |
only three | 3 | | | count |
24 | 24 | | | count |
1,234 | 1234 | | | count |
12,345,678 | 12345678 | | | count |
1 234 | 1234 | | | count |
1 234 567 | 1234567 | | | count |
1.234.567 | 1234567 | | | count |
1.234,5 | 1234.5 | | | count |
1,234.5 | 1234.5 | | | count |
3,9 | 3.9 | | | count |
0,125 | 0.125 | | | count |
0.5 | 0.5 | | | count |
2.75 | 2.75 | | | count |
2½ | 2.5 | | | count |
2 ½ | 2.5 | | | count |
½ | 0.5 | | | rate_ratio |
¾ | 0.75 | | | rate_ratio |
+14 | 14 | | | count |
-14 | -14 | | | count |
−14 | -14 | | | count |
zero | 0 | | | count |
twelve | 12 | | | count |
nineteen | 19 | | | count |
forty | 40 | | | count |
forty-one | 41 | | | count |
ninety nine | 99 | | | count |
a dozen | 12 | | | count |
two dozen | 24 | | | count |
a hundred | 100 | | | count |
five hundred | 500 | | | count |
six thousand | 6000 | | | count |
two hundred thousand | 200000 | | | count |
a million | 1000000 | | | count |
10.9 million | 10900000 | | | count |
1.5 billion | 1500000000 | | | count |
3 lakh | 300000 | | | count |
2 crore | 20000000 | | | count |
40k | 40000 | | | count |
5bn | 5000000000 | | | count |
7.2m | 7200000 | | | count |
1.3tn | 1300000000000 | | | count |
nearly 400 | 400 | | | count | approximate
almost 8,400 | 8400 | | | count | approximate
about 30 | 30 | | | count | approximate
around 1,000 | 1000 | | | count | approximate
roughly 60 | 60 | | | count | approximate
some 2,000 | 2000 | | | count | approximate
approximately 16 | 16 | | | count | approximate
an estimated 90,000 | 90000 | | | count | approximate
close to 5,000 | 5000 | | | count | approximate
~50 | 50 | | | count | approximate
≈ 50 | 50 | | | count | approximate
more than 100 | 100 | | | count | bound_lower
over 200 | 200 | | | count | bound_lower
just over 50 | 50 | | | count | bound_lower
at least six | 6 | | | count | bound_lower
higher than 9 | 9 | | | count | bound_lower
well over 3,000 | 3000 | | | count | bound_lower
well above 70 | 70 | | | count | bound_lower
as few as ten | 10 | | | count | bound_lower
as little as 4 | 4 | | | count | bound_lower
>5 | 5 | | | count | bound_lower
less than 10 | 10 | | | count | bound_upper
fewer than 40 | 40 | | | count | bound_upper
lower than 2 | 2 | | | count | bound_upper
under 18 | 18 | | | count | bound_upper
just under 90 | 90 | | | count | bound_upper
at most 12 | 12 | | | count | bound_upper
up to 300 | 300 | | | count | bound_upper
well under 1,000 | 1000 | | | count | bound_upper
well below 3 | 3 | | | count | bound_upper
as many as 700 | 700 | | | count | bound_upper
as much as 8 | 8 | | | count | bound_upper
<2 ppm | 2 | | part per million | measure | bound_upper
a record 57 | 57 | | | count |
12% | 12 | | % | percent |
12 % | 12 | | % | percent |
3.9 percent | 3.9 | | % | percent |
4 per cent | 4 | | % | percent |
five percent | 5 | | % | percent |
2,5 % | 2.5 | | % | percent |
-0.3% | -0.3 | | % | percent |
about 5.7% | 5.7 | | % | percent | approximate
6‰ | 6 | | ‰ | percent |
two percentage points | 2 | | percentage point | percent |
0.25 percentage points | 0.25 | | percentage point | percent |
25 basis points | 25 | | basis point | percent |
120 points | 120 | | point | index_poll |
1.5 points | 1.5 | | point | index_poll |
$5 | 5 | | USD | money |
$2.4 trillion | 2400000000000 | | USD | money |
$1,250 | 1250 | | USD | money |
$3.5m | 3500000 | | USD | money |
US$40 billion | 40000000000 | | USD | money |
nearly $7bn | 7000000000 | | USD | money | approximate
more than $1 million | 1000000 | | USD | money | bound_lower
€2 million | 2000000 | | EUR | money |
€ 300 | 300 | | EUR | money |
15€ | 15 | | EUR | money |
£12.50 | 12.5 | | GBP | money |
£900 | 900 | | GBP | money |
¥10,000 | 10000 | | JPY | money |
₹500 crore | 5000000000 | | INR | money |
₽80 | 80 | | RUB | money |
six dollars | 6 | | USD | money |
3 million US dollars | 3000000 | | USD | money |
40 euros | 40 | | EUR | money |
ten pounds | 10 | | GBP | money |
500 million rubles | 500000000 | | RUB | money |
2 million rials | 2000000 | | IRR | money |
90 rupees | 90 | | INR | money |
1 trillion yen | 1000000000000 | | JPY | money |
300 yuan | 300 | | CNY | money |
a quarter | 0.25 | | | rate_ratio |
nearly a quarter | 0.25 | | | rate_ratio | approximate
half | 0.5 | | | rate_ratio |
a half | 0.5 | | | rate_ratio |
almost half | 0.5 | | | rate_ratio | approximate
a third | 0.333333 | | | rate_ratio |
two thirds | 0.666667 | | | rate_ratio |
two-thirds | 0.666667 | | | rate_ratio |
three quarters | 0.75 | | | rate_ratio |
three-quarters | 0.75 | | | rate_ratio |
more than four fifths | 0.8 | | | rate_ratio | bound_lower
a tenth | 0.1 | | | rate_ratio |
seven eighths | 0.875 | | | rate_ratio |
1 in 5 | 0.2 | | | rate_ratio |
one in five | 0.2 | | | rate_ratio |
three in ten | 0.3 | | | rate_ratio |
nine out of ten | 0.9 | | | rate_ratio |
two out of every three | 0.666667 | | | rate_ratio |
1 in 100 | 0.01 | | | rate_ratio |
nearly one in four | 0.25 | | | rate_ratio | approximate
nearly a quarter (23%) | 23 | | % | percent |
two thirds (66.7 per cent) | 66.7 | | % | percent |
€2 million ($2.3 million) | 2300000 | | USD | money |
between 3 and 5 per cent | 3 | 5 | % | percent | range
between 10 and 20 | 10 | 20 | | count | range
between €2 million and €3 million | 2000000 | 3000000 | EUR | money | range
between $2 and $3 million | 2000000 | 3000000 | USD | money | range
3 to 5 | 3 | 5 | | count | range
3-5 | 3 | 5 | | count | range
3–5% | 3 | 5 | % | percent | range
10 – 15 | 10 | 15 | | count | range
2 to 3 million | 2000000 | 3000000 | | count | range
1.5-2 billion | 1500000000 | 2000000000 | | count | range
$5-6 million | 5000000 | 6000000 | USD | money | range
about 20 to 30 | 20 | 30 | | count | approximate range
500,000 to 1 million | 500000 | 1000000 | | count | range
70 minutes | 70 | | minute | duration_date |
five hours | 5 | | hour | duration_date |
almost five hours | 5 | | hour | duration_date | approximate
30 days | 30 | | day | duration_date |
six weeks | 6 | | week | duration_date |
18 months | 18 | | month | duration_date |
two decades | 2 | | decade | duration_date |
a century | 1 | | century | duration_date |
25 nautical miles | 25 | | nautical mile | measure |
230 kilometres | 230 | | kilometre | measure |
230 kilometers | 230 | | kilometre | measure |
40 km | 40 | | kilometre | measure |
two metres | 2 | | metre | measure |
5 m | 5 | | metre | measure |
six feet | 6 | | foot | measure |
12 inches | 12 | | inch | measure |
300 square kilometres | 300 | | square kilometre | measure |
50 square feet | 50 | | square foot | measure |
9 cubic meters | 9 | | cubic metre | measure |
20 km² | 20 | | square kilometre | measure |
70 hectares | 70 | | hectare | measure |
1,000 acres | 1000 | | acre | measure |
5 kg | 5 | | kilogram | measure |
three tonnes | 3 | | tonne | measure |
2 million barrels | 2000000 | | barrel | measure |
40 litres | 40 | | litre | measure |
30 gallons | 30 | | gallon | measure |
600 megawatts | 600 | | megawatt | measure |
4 GWh | 4 | | gigawatt hour | measure |
2 kilowatt-hours | 2 | | kilowatt hour | measure |
38°C | 38 | | degree Celsius | measure |
-4 °C | -4 | | degree Celsius | measure |
100°F | 100 | | degree Fahrenheit | measure |
40 degrees | 40 | | degree | measure |
90 km/h | 90 | | kilometre per hour | measure |
60mph | 60 | | mile per hour | measure |
5 cm | 5 | | centimetre | measure |
30 mm | 30 | | millimetre | measure |
2 μm | 2 | | micrometre | measure |
75 g | 75 | | gram | measure |
10 mg | 10 | | milligram | measure |
20,000ft | 20000 | | foot | measure |
50 ha | 50 | | hectare | measure |
10 min | 10 | | minute | duration_date |
24 hrs | 24 | | hour | duration_date |
.5 per cent | 0.5 | | % | percent |
.300 | 0.3 | | | count |
2/3 | 0.666667 | | | rate_ratio |
1/100th | 0.01 | | | rate_ratio |
≥16 | 16 | | | count | bound_lower
≤ 7.5 | 7.5 | | | count | bound_upper
∼50 | 50 | | | count | approximate
±5% | 5 | | % | percent |
3 and 5 per cent | 3 | 5 | % | percent | range
$30,000 and $60,000 | 30000 | 60000 | USD | money | range
40K | 40000 | | | count |
12 knots | 12 | | knot | measure |
`

func TestWhatANumberPhraseSays(t *testing.T) {
	n := 0
	for line := range strings.Lines(strings.TrimSpace(said)) {
		f := strings.Split(line+"|||", "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		q, ok := ReadQuantity(f[0])
		got := []string{q.Value, q.ValueTo, q.Unit, string(q.Kind), strings.Join(q.Modifiers, " ")}
		if want := f[1:6]; !ok || strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q says %q, want %q", f[0], got, want)
		}
		n++
	}
	if n < 150 {
		t.Errorf("the table has %d phrases", n)
	}
}

func TestWhatIsNoQuantity(t *testing.T) {
	for _, s := range []string{"", " ", "the", "a", "an", "ships", "12 ships", "seven and eight", "$", "%", "1 in 0", "between", "nearly", "()", "5 (", "-", "one in", "3 to", "12% and", "7200 K", "5/0", "1/2/3"} {
		if q, ok := ReadQuantity(s); ok {
			t.Errorf("%q says %+v", s, q)
		}
	}
}

// plain is a decimal number as a scheme takes it.
var plain = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func FuzzReadQuantity(f *testing.F) {
	for line := range strings.Lines(said) {
		phrase, _, _ := strings.Cut(line, "|")
		f.Add(strings.TrimSpace(phrase))
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, ok := ReadQuantity(s)
		if ok && (!plain.MatchString(q.Value) || q.ValueTo != "" && !plain.MatchString(q.ValueTo)) {
			t.Errorf("%q says %+v", s, q)
		}
	})
}
