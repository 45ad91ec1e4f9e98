package jobs

import (
	"fmt"
	"strings"

	"rubricator/annotation/agreement"
)

// timeChart is figures over time, drawn into 760 by 250 points.
type timeChart struct {
	Lines  []chartText // of the value axis
	Times  []chartText
	Series []chartSeries
}

type chartText struct {
	X, Y float64
	Text string
}

// chartSeries is one measure: SVG paths of its curve and of its intervals. Where a figure is not defined, the curve is broken.
type chartSeries struct {
	Number       int
	Name         string
	Curve, Reach string
	Dots         []chartText
}

// The plane of the chart, in points.
const (
	chartLeft, chartRight = 60.0, 730.0
	chartTop, chartBottom = 12.0, 218.0
	timesAtMost           = 8
)

// Chart is the headline measures over time; nil where all was finished in one stretch of time.
func (r agreementReport) Chart() *timeChart {
	n := len(r.Over)
	if n < 2 {
		return nil
	}
	c := &timeChart{}
	for _, v := range []float64{0, .25, .5, .75, 1} {
		c.Lines = append(c.Lines, chartText{Y: chartY(v), Text: fmt.Sprintf("%.2f", v)})
	}
	each := (n + timesAtMost - 1) / timesAtMost
	for i, g := range r.Over {
		if i%each == 0 {
			c.Times = append(c.Times, chartText{X: chartX(i, n), Text: r.when(g.From)})
		}
	}
	for k, m := range r.Headline() {
		c.Series = append(c.Series, r.series(k, m))
	}
	return c
}

// series draws a measure. Those of one time stand a little beside each other, so that their intervals can be told apart.
func (r agreementReport) series(number int, m *agreement.Measure) chartSeries {
	s := chartSeries{Number: number, Name: m.Name}
	var curve, reach strings.Builder
	pen := "M"
	for i, g := range r.Over {
		t := r.TellMeasure(g, m)
		if !t.Defined {
			pen = "M"
			continue
		}
		x, y := chartX(i, len(r.Over))+4*(float64(number)-1.5), chartY(t.Share)
		fmt.Fprintf(&curve, "%s%.1f %.1f", pen, x, y)
		pen = "L"
		if t.HasInterval {
			fmt.Fprintf(&reach, "M%.1f %.1fV%.1f", x, chartY(t.Low), chartY(t.High))
		}
		s.Dots = append(s.Dots, chartText{x, y, fmt.Sprintf("%s, %s: %s", r.when(g.From), m.Name, t.Value)})
	}
	s.Curve, s.Reach = curve.String(), reach.String()
	return s
}

func chartX(i, n int) float64 {
	return chartLeft + (chartRight-chartLeft)*float64(i)/float64(n-1)
}

func chartY(share float64) float64 { return chartBottom - (chartBottom-chartTop)*share }
