package app

import (
	"image/color"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// annotatorColours tell annotators apart, also for the colour-blind: those of Okabe and Ito ("Color Universal Design", 2008), but for
// the yellow and the black, darkened or lightened where a ground asks for that.
var annotatorColours = []textview.Style{
	{Light: rgb(0x0072b2), Dark: rgb(0x56b4e9)},
	{Light: rgb(0xd55e00), Dark: rgb(0xe8843c)},
	{Light: rgb(0x007f5f), Dark: rgb(0x2fbf94)},
	{Light: rgb(0xb05c8e), Dark: rgb(0xcc79a7)},
	{Light: rgb(0xa86f00), Dark: rgb(0xe69f00)},
	{Light: rgb(0x2a7fb0), Dark: rgb(0x8fd0f5)},
}

// annotatorColour is an annotator's own colour, else one by the place among the people of the project, on light and on dark ground. The
// reference has that of text.
func annotatorColour(a annotation.Annotator, place int) textview.Style {
	switch {
	case a.Kind == annotation.Reference:
		return textview.Style{Light: rgb(0x55504a), Dark: rgb(0xb9b5ad)}
	case a.Colour != "":
		return textview.Style{Light: hex(a.Colour), Dark: hex(a.Colour)}
	}
	return annotatorColours[place%len(annotatorColours)]
}

// colourNow is the colour of a look on the ground that is shown.
func colourNow(s textview.Style) color.NRGBA {
	if isDark() {
		return s.Dark
	}
	return s.Light
}
