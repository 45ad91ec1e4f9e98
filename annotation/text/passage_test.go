package text

import (
	"strings"
	"testing"
)

func TestAShortParagraphIsOnePassage(t *testing.T) {
	x := MustNew("Head\n\nOne two.\nThree.")
	for p := Pos(0); p <= x.Len(); p++ {
		a, b := x.Paragraph(p)
		if from, to := x.Passage(p); from != a || to != b {
			t.Errorf("at %d: %d-%d, the paragraph is %d-%d", p, from, to, a, b)
		}
	}
}

func TestALongParagraphIsCutAtTheSamePlacesFromEverywhere(t *testing.T) {
	for _, s := range []string{strings.Repeat("The port opened quay 7 on Monday. ", 12_000), strings.Repeat("中文报道说。", 30_000), strings.Repeat("e\u0301", 100_000)} {
		x := MustNew("Head\n" + s + "\nTail")
		first, last := x.Paragraph(100)
		for at := first; at < last; {
			from, to := x.Passage(at)
			if to <= at || to-from > 3*passageBytes {
				t.Fatalf("%.9q: at %d: %d-%d", s, at, from, to)
			}
			if at = to; at < last && x.PrevGrapheme(at+1) != at {
				t.Errorf("%.9q: cut inside a cluster at %d", s, at)
			}
		}
	}
}

func TestSentencesOfALongParagraphFollowEachOther(t *testing.T) {
	const sentence = "The port opened quay 7 on Monday. "
	x := MustNew(strings.Repeat(sentence, 2_200))
	begin := Pos(1_800 * len(sentence)) // passages end soon after
	steps, n := 0, 400
	for p := begin; p < x.Len(); steps++ {
		next := x.NextSentence(p)
		if next <= p {
			t.Fatalf("from %d to %d", p, next)
		}
		if back := x.PrevSentence(next); back < p || back >= next {
			t.Fatalf("from %d to %d and back to %d", p, next, back)
		}
		p = next
	}
	if steps < n || steps > n+10 { // a sentence may be cut where a passage ends
		t.Errorf("%d sentences, want %d", steps, n)
	}
}
