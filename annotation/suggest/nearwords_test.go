package suggest

import (
	"fmt"
	"strings"
	"testing"
)

func TestNearItsWordsAPatternFindsWhatItFindsEverywhere(t *testing.T) {
	odd := "They had reply said so. (Said once.) Had never not said, “didn’t say” \x00\x00said\x00 He wasn't\n saying AS PER x, according  to y; readily  imply, said-said saids"
	for line := range strings.Lines(odd + "\nsaid\n\n" + samples(t)) {
		for _, n := range []nearWords{english.cue, english.phrase} {
			if got, want := fmt.Sprint(n.all(line)), fmt.Sprint(n.pattern.FindAllStringSubmatchIndex(line, -1)); got != want {
				t.Errorf("%q: %s, want %s", line, got, want)
			}
		}
	}
}
