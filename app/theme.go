package app

import (
	"cmp"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// look is the program's theme: the toolkit's, calmer, with a fixed light or dark when the user chose one, or high contrast.
type look struct {
	fyne.Theme
	variant string // one of settings.Themes
}

func newLook(variant string) *look { return &look{theme.DefaultTheme(), variant} }

// showsEmoji sees to it that the toolkit can draw a text of a menu or field.
func showsEmoji(s string) {
	if textview.LendEmoji(s) {
		settings := fyne.CurrentApp().Settings()
		settings.SetTheme(settings.Theme())
	}
}

// The columns of the table of colours.
const (
	light = iota
	dark
	contrastLight
	contrastDark
)

// column tells which colours are shown where the system wants the variant v.
func (l *look) column(v fyne.ThemeVariant) int {
	switch l.variant {
	case "light":
		return light
	case "dark":
		return dark
	case "contrast-light":
		return contrastLight
	case "contrast-dark":
		return contrastDark
	}
	if v == theme.VariantDark {
		return dark
	}
	return light
}

// paper and ink and what lies between, for each column.
var colours = map[fyne.ThemeColorName][4]color.NRGBA{
	theme.ColorNameBackground:          {rgb(0xf6f4ef), rgb(0x1d1e21), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameInputBackground:     {rgb(0xfffdf9), rgb(0x26272b), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameOverlayBackground:   {rgb(0xfffdf9), rgb(0x2a2b30), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameMenuBackground:      {rgb(0xfffdf9), rgb(0x2a2b30), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameHeaderBackground:    {rgb(0xefece5), rgb(0x24252a), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameForeground:          {rgb(0x24221f), rgb(0xe6e3dc), rgb(0x000000), rgb(0xffffff)},
	theme.ColorNamePlaceHolder:         {rgb(0x6b6660), rgb(0x9d9a93), rgb(0x404040), rgb(0xcccccc)},
	theme.ColorNameDisabled:            {rgb(0x77726b), rgb(0x8b8982), rgb(0x565656), rgb(0xababab)},
	theme.ColorNameButton:              {rgb(0xebe7df), rgb(0x33343a), rgb(0xe2e2e2), rgb(0x333333)},
	theme.ColorNameSeparator:           {rgb(0xe0dbd1), rgb(0x36373c), rgb(0x595959), rgb(0xa6a6a6)},
	theme.ColorNameInputBorder:         {rgb(0x8f887b), rgb(0x7c7d85), rgb(0x000000), rgb(0xffffff)},
	theme.ColorNameScrollBar:           {nrgba(0x24221f, 0x60), nrgba(0xe6e3dc, 0x60), rgb(0x595959), rgb(0xa6a6a6)},
	theme.ColorNamePrimary:             {rgb(0xa3262a), rgb(0xe8696d), rgb(0x8a0f14), rgb(0xff9a9d)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xfffdf9), rgb(0x1d1e21), rgb(0xffffff), rgb(0x000000)},
	theme.ColorNameFocus:               {nrgba(0x24221f, 0x90), nrgba(0xe6e3dc, 0x80), nrgba(0x000000, 0xa0), nrgba(0xffffff, 0xa0)},
	theme.ColorNameSelection:           {nrgba(0xa3262a, 0x28), nrgba(0xe0575b, 0x40), nrgba(0x8a0f14, 0x48), nrgba(0xff9a9d, 0x58)},
	theme.ColorNameHover:               {nrgba(0x000000, 0x0c), nrgba(0xffffff, 0x12), nrgba(0x000000, 0x20), nrgba(0xffffff, 0x30)},
	theme.ColorNameShadow:              {nrgba(0x000000, 0x18), nrgba(0x000000, 0x50), nrgba(0x000000, 0x60), nrgba(0xffffff, 0x60)},
	theme.ColorNameSuccess:             {rgb(0x2e6b3f), rgb(0x7fbf8e), rgb(0x0b5224), rgb(0x8fe3a5)},
	theme.ColorNameError:               {rgb(0xb3261e), rgb(0xf2938c), rgb(0x8f0f0a), rgb(0xffb0aa)},
}

func rgb(v uint32) color.NRGBA { return nrgba(v, 0xff) }
func nrgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}

func (l *look) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	column := l.column(v)
	if c, ok := colours[name]; ok {
		if name == theme.ColorNameForeground {
			return ink(c[column])
		}
		return c[column]
	}
	if column == dark || column == contrastDark {
		return l.Theme.Color(name, theme.VariantDark)
	}
	return l.Theme.Color(name, theme.VariantLight)
}

// ink is an opaque colour for text. The toolkit makes the colour of shortcuts in menus from it by taking 95 % of the sixteen bits
// of its alpha and then the lower eight, which for a plain opaque colour leaves hardly anything.
type ink color.NRGBA

// RGBA is color.Color.
func (c ink) RGBA() (r, g, b, a uint32) {
	r, g, b, _ = color.NRGBA(c).RGBA()
	return min(r, inkAlpha), min(g, inkAlpha), min(b, inkAlpha), inkAlpha // no more than the alpha allows
}

// inkAlpha is the largest alpha whose 95 % end in eight bits that are set.
const inkAlpha = 0xffca

// lineShapes are the underlines a scheme may name.
var lineShapes = map[string]textview.Shape{
	"": textview.Solid, "solid": textview.Solid, "double": textview.Double, "dotted": textview.Dotted,
	"dashed": textview.Dashed, "wavy": textview.Wavy,
}

// styles gives the look of each label and role of a scheme, what is retired or switched off included, and which is whose.
func styles(s *annotation.Scheme) ([]textview.Style, map[annotation.LabelRole]int) {
	var out []textview.Style
	of := map[annotation.LabelRole]int{}
	add := func(l annotation.Label, role annotation.LabelRole, line string) {
		look := textview.Style{Light: hex(l.Colour), Dark: hex(l.Dark), Shape: lineShapes[cmp.Or(line, l.Line)]}
		if l.Dark == "" {
			look.Dark = look.Light
		}
		of[role] = len(out)
		out = append(out, look)
	}
	for _, l := range s.Labels {
		if len(l.Roles) == 0 {
			add(l, l.Head(), "")
		}
		for _, r := range l.Roles {
			add(l, annotation.LabelRole{Label: l.ID, Role: r.ID}, r.Line)
		}
	}
	return out, of
}

// hex reads "#rrggbb"; anything else is grey.
func hex(s string) color.NRGBA {
	if len(s) == 7 && s[0] == '#' {
		if v, err := strconv.ParseUint(s[1:], 16, 32); err == nil {
			return rgb(uint32(v))
		}
	}
	return rgb(0x777777)
}

// labelColour is a label's colour in the variant that is shown now.
func labelColour(s *annotation.Scheme, id string) color.NRGBA {
	l, ok := s.Label(id)
	if !ok {
		return rgb(0x777777)
	}
	if isDark() && l.Dark != "" {
		return hex(l.Dark)
	}
	return hex(l.Colour)
}

// nrgbaOf is a colour of the theme as it is now.
func nrgbaOf(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
}

// isDark tells whether the theme shown now is a dark one.
func isDark() bool {
	r, g, b, _ := theme.Color(theme.ColorNameBackground).RGBA()
	return r+g+b < 3*0x8000
}

// inHighContrast tells whether the theme shown now is one of high contrast.
func inHighContrast() bool {
	ground := nrgbaOf(theme.ColorNameBackground)
	return ground == colours[theme.ColorNameBackground][contrastLight] || ground == colours[theme.ColorNameBackground][contrastDark]
}
