package app

import (
	"image/color"
	"strings"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// shades are the colours that annotators get by themselves, darkened or lightened where a ground asks for that.
var shades = map[string]textview.Style{
	"#0072B2": {Light: rgb(0x0072b2), Dark: rgb(0x56b4e9)},
	"#E69F00": {Light: rgb(0xa86f00), Dark: rgb(0xe69f00)},
	"#009E73": {Light: rgb(0x007f5f), Dark: rgb(0x2fbf94)},
	"#CC79A7": {Light: rgb(0xb05c8e), Dark: rgb(0xcc79a7)},
	"#D55E00": {Light: rgb(0xd55e00), Dark: rgb(0xe8843c)},
	"#56B4E9": {Light: rgb(0x2a7fb0), Dark: rgb(0x8fd0f5)},
	"#F0E442": {Light: rgb(0x857a00), Dark: rgb(0xf0e442)},
	"#999999": {Light: rgb(0x6e6e6e), Dark: rgb(0xb0b0b0)},
}

// annotatorColour is an annotator's colour, of annotation.ColoursOf, on light and on dark ground. The reference has that of text.
func annotatorColour(a annotation.Annotator, colours map[annotation.ID]string) textview.Style {
	if a.Kind == annotation.Reference {
		return textview.Style{Light: rgb(0x55504a), Dark: rgb(0xb9b5ad)}
	}
	own := colours[a.ID]
	if s, ok := shades[strings.ToUpper(own)]; ok {
		return s
	}
	return textview.Style{Light: hex(own), Dark: hex(own)}
}

// colourNow is the colour of a look on the ground that is shown.
func colourNow(s textview.Style) color.NRGBA {
	if isDark() {
		return s.Dark
	}
	return s.Light
}
