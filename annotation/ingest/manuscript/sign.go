package manuscript

import "strings"

// unknownSign stands for a sign of which no character is known, as where a font is missing.
const unknownSign = '□'

// symbol are the characters of the font Symbol from 0x20 on and from 0xA0 on, as Adobe's encoding of that name has them. Spaces are places without one.
var symbol = [2][]rune{
	[]rune(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
	[]rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "),
}

// wingdings are the signs that programs set by themselves: arrows, smileys, bullets, ticks.
var wingdings = map[rune]rune{
	0x4A: '☺', 0x4B: '😐', 0x4C: '☹', 0x6C: '●', 0x6E: '■', 0x6F: '□', 0x71: '❑', 0x76: '❖', 0xA7: '▪', 0xA8: '◻',
	0xD8: '➢', 0xDF: '←', 0xE0: '→', 0xE1: '↑', 0xE2: '↓', 0xE8: '➔', 0xF0: '⇨', 0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
}

// IsSigns tells whether a font has signs in the places of letters.
func IsSigns(font string) bool {
	font = strings.ToLower(font)
	return font == "symbol" || strings.HasPrefix(font, "wingdings") || font == "webdings" || strings.HasSuffix(font, "dingbats") || font == "marlett" || font == "mt extra"
}

// IsPrivate tells characters that only a font gives a meaning to; word processors write signs of such fonts as U+F020 to U+F0FF.
func IsPrivate(r rune) bool { return r >= 0xE000 && r <= 0xF8FF }

// signOf is the character that a font shows for another one; known is false where it cannot be told.
func signOf(font string, r rune) (sign rune, known bool) {
	private := IsPrivate(r)
	if !private && (!IsSigns(font) || r > 0xFF) {
		return r, true
	}
	code := r
	if r >= 0xF020 && r <= 0xF0FF {
		code = r - 0xF000
	}
	if code <= ' ' || code == 0xA0 {
		return ' ', true
	}
	switch strings.ToLower(font) {
	case "symbol":
		return inSymbol(code)
	case "wingdings":
		if sign, known = wingdings[code]; known {
			return sign, true
		}
	}
	return unknownSign, false
}

func inSymbol(code rune) (rune, bool) {
	half, at := 0, code-0x20
	if code >= 0xA0 {
		half, at = 1, code-0xA0
	}
	if int(at) >= len(symbol[half]) || symbol[half][at] == ' ' {
		return unknownSign, false
	}
	return symbol[half][at], true
}
