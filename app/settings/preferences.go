package settings

import "slices"

// Preferences are how the user likes to read.
type Preferences struct {
	Theme    string  `json:"theme,omitempty"`             // one of Themes
	Face     string  `json:"face,omitempty"`              // one of Faces
	TextSize float32 `json:"text_size,omitempty"`         // of the article, in points
	Measure  int     `json:"measure"`                     // characters a line on average; 0: as wide as the pane
	Leading  float32 `json:"leading,omitempty"`           // distance of lines, in ems
	Numbers  bool    `json:"paragraph_numbers,omitempty"` // paragraphs are counted in the margin
	NoMotion bool    `json:"no_motion,omitempty"`         // nothing blinks or moves by itself
	NoGuess  bool    `json:"no_guess,omitempty"`          // label keys take what is selected alone, and links are made by hand
}

// UsualPreferences are those of a first start.
var UsualPreferences = Preferences{TextSize: UsualTextSize, Measure: 68, Leading: 1.7}

// UsualTextSize is the size of an article that is zoomed to 100 %, in points.
const UsualTextSize = 17

// Themes are the looks to choose from; the empty one is the system's light or dark.
var Themes = []string{"", "light", "dark", "contrast-light", "contrast-dark"}

// Faces are the reading faces to choose from; the empty one is the serif.
var Faces = []string{"", "sans"}

// Zooms are the text sizes to choose from, in percent of UsualTextSize.
var Zooms = []int{50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 350, 400}

// Measures are the line widths to choose from.
var Measures = []int{45, 50, 55, 60, 64, 68, 72, 75, 80, 90, 0}

// Leadings are the distances of lines to choose from. Links between lines need the usual one.
var Leadings = []float32{1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2, 2.2, 2.5}

// Valid gives the preferences with what cannot be brought back into its bounds.
func (p Preferences) Valid() Preferences {
	if !slices.Contains(Themes, p.Theme) {
		p.Theme = UsualPreferences.Theme
	}
	if !slices.Contains(Faces, p.Face) {
		p.Face = UsualPreferences.Face
	}
	if p.TextSize <= 0 {
		p.TextSize = UsualTextSize
	}
	if p.Leading <= 0 {
		p.Leading = UsualPreferences.Leading
	}
	if p.Measure != 0 {
		p.Measure = within(p.Measure, Measures[0], Measures[len(Measures)-2])
	}
	p.TextSize = within(p.TextSize, sizeAt(Zooms[0]), sizeAt(Zooms[len(Zooms)-1]))
	p.Leading = within(p.Leading, Leadings[0], Leadings[len(Leadings)-1])
	return p
}

func within[T int | float32](x, least, most T) T { return max(least, min(x, most)) }

func sizeAt(percent int) float32 { return UsualTextSize * float32(percent) / 100 }

// Zoom is the size of the text in percent of the usual one.
func (p Preferences) Zoom() int { return int(p.TextSize*100/UsualTextSize + 0.5) }

// At gives the preferences with the text zoomed to so many percent.
func (p Preferences) At(percent int) Preferences {
	p.TextSize = sizeAt(percent)
	return p
}

// Zoomed gives the preferences with the text so many steps larger, or smaller; as usual for 0.
func (p Preferences) Zoomed(steps int) Preferences {
	if steps == 0 {
		return p.At(100)
	}
	at, exact := slices.BinarySearch(Zooms, p.Zoom())
	if !exact && steps > 0 { // between two steps the larger is one step up
		at--
	}
	return p.At(Zooms[within(at+steps, 0, len(Zooms)-1)])
}
