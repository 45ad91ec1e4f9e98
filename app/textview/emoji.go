package textview

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// emojiFont is Fyne's emoji font; nil in builds without it.
var emojiFont = emojiBytes()

func emojiBytes() []byte {
	if r := theme.DefaultEmojiFont(); r != nil {
		return r.Content()
	}
	return nil
}

// emojiFace parses the emoji font when first needed; nil where there is none.
func (f *Fonts) emojiFace() *face {
	if f.emoji == nil {
		f.emoji, _ = f.parse(emojiFont)
	}
	return f.emoji
}

// SpareEmoji keeps Fyne's own widgets from parsing the emoji font, until LendEmoji. They would parse it once for every style of text
// that they show, 5.6 MB of heap each time, though hardly a menu or field ever shows an emoji. What is drawn in Fonts has it anyway.
func SpareEmoji() {
	if r, ok := theme.DefaultEmojiFont().(*fyne.StaticResource); ok {
		r.StaticContent = theme.DefaultSymbolFont().Content() // a small font, which has no emoji
	}
}

// LendEmoji gives Fyne's own widgets the emoji font back, if they are to show a text that needs it and are without. It tells
// whether it did: then the theme must be set anew, for Fyne to look for its fonts again.
func LendEmoji(shown string) bool {
	r, ok := theme.DefaultEmojiFont().(*fyne.StaticResource)
	if !ok || len(r.StaticContent) == len(emojiFont) || !strings.ContainsFunc(shown, mayBeEmoji) {
		return false
	}
	r.StaticContent = emojiFont
	return true
}

// mayBeEmoji tells characters that only an emoji font has, or has better. It may say so of too many, which costs memory alone.
func mayBeEmoji(r rune) bool {
	switch {
	case r < 0x2190:
		return false
	case r >= 0x1F000 && r <= 0x1FAFF, r == 0xFE0F, r == 0x24C2, r == 0x3030, r == 0x303D, r == 0x3297, r == 0x3299:
		return true
	}
	return r <= 0x23FF || r >= 0x25A0 && r <= 0x27BF || r >= 0x2900 && r <= 0x297F || r >= 0x2B00 && r <= 0x2BFF
}

// isEmoji tells a cluster that is to be drawn in colour: a pictograph, a flag, or any character followed by the emoji
// variation selector.
func isEmoji(cluster []rune) bool {
	for _, r := range cluster {
		if r == 0xFE0F {
			return true
		}
	}
	r := cluster[0]
	return r >= 0x1F000 && r <= 0x1FAFF
}
