package jobs_test

import (
	"strings"
	"testing"

	"rubricator/app/jobs"
)

// reworded writes a rewording with what went in [-…-] and what came in {+…+}.
func reworded(r jobs.Rewording) string {
	var b strings.Builder
	for _, p := range r {
		switch {
		case p.Gone:
			b.WriteString("[-" + p.Text + "-]")
		case p.Come:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestARewordingTellsWordsThatWentAndCame(t *testing.T) {
	for _, c := range []struct{ was, now, want string }{
		{"Just seven ships paid.\n", "Just eight ships paid.\n", "Just[- seven-]{+ eight+} ships paid.\n"},
		{"Tolls\n\nA rise.\n\nA fall.\n", "Tolls\n\nA fall.\n", "Tolls\n\n[-A rise.\n\n-]A fall.\n"},
		{"Tolls\n\nA fall.\n", "Tolls\n\nA rise.\n\nA fall.\n", "Tolls\n\n{+A rise.\n\n+}A fall.\n"},
		{"One. Two.\n", "One.\n\nTwo.\n", "One.[- Two.-]{+\n\nTwo.+}\n"},
		{"三艘船付了钱。\n", "四艘船付了钱。\n", "[-三-]{+四+}艘船付了钱。\n"},
		{"Tolls rise\n", "Tolls rise again\n\nMore.\n", "Tolls rise{+ again\n\nMore.+}\n"},
		{"", "Tolls rose.", "{+Tolls rose.+}"},
		{"Tolls rose.", "", "[-Tolls rose.-]"},
		{"Tolls rose.", "Tolls rose.", "Tolls rose."},
	} {
		if got := reworded(jobs.Reword(c.was, c.now)); got != c.want {
			t.Errorf("%q to %q is\n%q\nwant\n%q", c.was, c.now, got, c.want)
		}
	}
}

func TestARewordingCountsWords(t *testing.T) {
	if gone, come := jobs.Reword("Just seven ships paid.", "Just eight big ships paid.").Words(); gone != 1 || come != 2 {
		t.Errorf("%d went, %d came", gone, come)
	}
}

func FuzzRewordingHoldsBothTexts(f *testing.F) {
	f.Add("Just seven ships paid.\n", "Just eight ships paid.\n\nA rise.")
	f.Add("a a b a", "b a a\n\n\n👩‍👩‍👧 ก็")
	f.Fuzz(func(t *testing.T, was, now string) {
		var before, after strings.Builder
		for _, p := range jobs.Reword(was, now) {
			if !p.Come {
				before.WriteString(p.Text)
			}
			if !p.Gone {
				after.WriteString(p.Text)
			}
		}
		if before.String() != was || after.String() != now {
			t.Errorf("of %q and %q it makes %q and %q", was, now, before.String(), after.String())
		}
	})
}

func BenchmarkReword(b *testing.B) {
	was := strings.Repeat("The ministry said that just seven ships paid in the strait.\n\n", 1700) // 100 KB that repeats itself
	now := strings.Replace(was[:50_000], "seven", "eight", 3) + strings.Replace(was[50_000:], "ships", "boats", 3)
	for b.Loop() {
		jobs.Reword(was, now)
	}
}
