package agreement

import (
	"strings"
	"testing"
)

func TestATableOfRatingsIsRead(t *testing.T) {
	ratings, units, err := ReadCSV(strings.NewReader("\uFEFFUnit,Coder,Value\r\n1,Ana, yes \r\n1,\"Ben, B.\",no\r\n\r\n2,Ana,\r\n"))
	if err != nil || units != nil {
		t.Fatal(units, err)
	}
	want := []Rating{{"Ana", "1", "yes"}, {"Ben, B.", "1", "no"}, {"Ana", "2", ""}}
	if len(ratings) != 3 || ratings[0] != want[0] || ratings[1] != want[1] || ratings[2] != want[2] {
		t.Errorf("read %v", ratings)
	}
}

func TestATableOfUnitsIsRead(t *testing.T) {
	ratings, units, err := ReadCSV(strings.NewReader("coder,start,end,value\nAna,0,7,claim\nBen,,,\n"))
	if err != nil || ratings != nil {
		t.Fatal(ratings, err)
	}
	c, err := NewContinuum(10, units)
	if err != nil || len(c.Coders()) != 2 || len(c.units[0]) != 1 || len(c.units[1]) != 0 || c.units[0][0].End != 7 {
		t.Errorf("read %v: %v", units, err)
	}
}

func TestWhatIsWrongWithATableIsSaidWithItsLine(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{"", "the file is empty"},
		{"coder,unit,value\n", "there is no line below the header"},
		{"coder,unit\n", `line 1: the columns are ["coder" "unit"]; they must be coder, unit, value, or coder, start, end, value`},
		{"coder,unit,value,value\n", `line 1: the columns are`},
		{"coder,unit,value\na,1\n", "line 2: wrong number of fields"},
		{"coder,unit,value\n\n,1,x\n", "line 3: there is no coder"},
		{"coder,unit,value\na,,x\n", "line 2: there is no unit"},
		{"coder,unit,value\na,1,x\nb,1,x\na,1,y\n", `line 4: coder "a" rates unit "1" twice, first on line 2`},
		{"coder,unit,value\na,1,\xff\n", "line 2: not valid UTF-8"},
		{"coder,unit,value\na,1,\"x\n", "line 2: extraneous or missing \" in quoted-field"},
		{"coder,start,end,value\na,1,x,y\n", `line 2: end "x" is no number from 0 to 268435456`},
		{"coder,start,end,value\na,-1,2,y\n", `line 2: start "-1" is no number`},
		{"coder,start,end,value\na,1,268435457,y\n", `line 2: end "268435457" is no number`},
		{"coder,start,end,value\na,,,y\n", `line 2: start "" is no number`},
		{"coder,start,end,value\na,5,4,y\n", "line 2: end 4 lies before start 5"},
	} {
		if _, _, err := ReadCSV(strings.NewReader(c.table)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.table, err, c.want)
		}
	}
}

// FuzzReadCSV wants every table that is read to give figures, each of which has a value or a reason.
func FuzzReadCSV(f *testing.F) {
	f.Add("coder,unit,value\na,1,x\nb,1,y\na,2,1\n")
	f.Add("\uFEFFvalue,coder,unit\n-1,a,1\n1e300,b,1\n1e308,a,2\n")
	f.Add("coder,start,end,value\na,0,4,x\nb,2,6,x\nc,,,\n")
	f.Add("coder,start,end,value\na,0,268435456,x\nb,2,2,x\nb,0,2,\n")
	f.Fuzz(func(t *testing.T, s string) {
		ratings, units, err := ReadCSV(strings.NewReader(s))
		if err != nil || len(ratings) > 50 || len(units) > 12 {
			return
		}
		var figures []Figure
		if ratings != nil {
			x, err := NewTable(ratings)
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			figures = x.Figures()
		} else if c, err := NewContinuum(0, units); err == nil {
			figures, _ = c.Figures(GammaOptions{Samples: 2})
		}
		for _, f := range figures {
			v, ok := f.Value()
			if ok && (v != v || v > 1+1e-9) || !ok && f.Undefined() == "" {
				t.Errorf("%q: %s is %v %q", s, f.Measure.ID, v, f.Undefined())
			}
			if _, err := f.MarshalJSON(); err != nil {
				t.Errorf("%q: %s: %v", s, f.Measure.ID, err)
			}
		}
	})
}
