package suggest

import (
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// inWords shows an attribution as "source / cue / content | content".
func inWords(t *text.Text, a Attribution) string {
	var content []string
	for _, r := range a.Content {
		content = append(content, t.Slice(r.Start, r.End))
	}
	return strings.Join([]string{t.Slice(a.Source.Start, a.Source.End), t.Slice(a.Cue.Start, a.Cue.End), strings.Join(content, " | ")}, " / ")
}

func TestTheWholeAttributionAtTheCaret(t *testing.T) {
	for s, want := range map[string]string{
		// as scheme.md works them
		"Microsoft |said it attributed 24 unique cyber-enabled operations last year, compared to just seven in 2021.": "Microsoft / said / it attributed 24 unique cyber-enabled operations last year, compared to just seven in 2021",
		"“Look, it happens to everybody,” Vance| said in the interview. “I’ve flown off the handle.”":                 "Vance / said / “Look, it happens to everybody,” | “I’ve flown off the handle.”",
		"“Look, it happens to everybody,” Vance said in the interview. “I’ve |flown off the handle.”":                 "Vance / said / “Look, it happens to everybody,” | “I’ve flown off the handle.”",
		// where the source stands
		`"It will hold," said| Minister Ana Roe in Port Sallow.`:           `Minister Ana Roe / said / "It will hold,"`,
		`"It will hold," said| Ana Roe, a professor of law at Hull.`:       `Ana Roe, a professor of law at Hull / said / "It will hold,"`,
		"Ana Roe, director of the centre, said| prices will fall.":         "Ana Roe, director of the centre / said / prices will fall",
		"Prices will fall this year, said| the ministry.":                  "the ministry / said / Prices will fall this year",
		"Vance, who| said the plan failed, left.":                          "Vance / said / the plan failed",
		"He left the party and said| that it was dead.":                    "He / said / that it was dead",
		"The ministry on Monday said| that prices fell.":                   "The ministry / said / that prices fell",
		"But officials in the north| have repeatedly denied that it fell.": "officials in the north / have repeatedly denied / that it fell",
		// what is said
		"The bill, the office| has warned, will raise the deficit.":           "the office / has warned / The bill | will raise the deficit",
		"In May, the office| said it would fall.":                             "the office / said / it would fall",
		"Prices fell, according| to the ministry.":                            "the ministry / according to / Prices fell",
		"According| to the ministry, prices fell by 3%.":                      "the ministry / According to / prices fell by 3%",
		"The bill, according| to the office, will raise it.":                  "the office / according to / The bill | will raise it",
		"Roe points| out that it failed.":                                     "Roe / points out / that it failed",
		"She told| reporters that it failed.":                                 "She / told / that it failed",
		"She told| reporters on Monday that it failed.":                       "She / told / that it failed",
		"The plan was “a disaster,” he said|.":                                "he / said / The plan was “a disaster,”",
		"“It fell. We know it,” she| said.":                                   "she / said / “It fell. We know it,”",
		"“It fell,” she| said, adding that it would rise.":                    "she / said / “It fell,”",
		"“It fell,” she said, adding| that it would rise.":                    "she / adding / that it would rise",
		"“It fell,” she| said, “and it rose.”":                                "she / said / “It fell,” | “and it rose.”",
		"She| said in a statement on Monday that it fell.":                    "She / said / that it fell",
		"Cruz con|tinued:\n\n“It fell. It rose.”\n\nNobody knew.":             "Cruz / continued / “It fell. It rose.”",
		"“It fell,” she| said. “It rose.\n\n“It fell again.”\n\nNobody knew.": "she / said / “It fell,” | “It rose. | “It fell again.”",
		"Mr. Smith| said so. The U.S. Treasury did not.":                      "Mr. Smith / said / so",
		// where there is none
		"The report is| long.":               "",
		"It was said| to be long.":           "",
		"The claims| of the mayor are long.": "",
		"“It fell|.” Nobody knew.":           " /  / “It fell.”",
		"":                                   "",
	} {
		x, p := at(t, s+strings.Repeat("|", 1-strings.Count(s, "|")))
		got := ""
		if a, ok := AttributionAt(x, p); ok {
			got = inWords(x, a)
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", s, got, want)
		}
	}
}

// brackets gives the text without "[" and "]", and the ranges between them.
func brackets(t *testing.T, s string) (*text.Text, []rangeset.Range) {
	t.Helper()
	var b strings.Builder
	var out []rangeset.Range
	n, from := text.Pos(0), text.Pos(0)
	for _, r := range s {
		switch r {
		case '[':
			from = n
		case ']':
			out = append(out, rangeset.Range{Start: from, End: n})
		default:
			b.WriteRune(r)
			n++
		}
	}
	return text.MustNew(b.String()), out
}

func TestTheAttributionRoundASelection(t *testing.T) {
	for s, want := range map[string]string{
		"[Microsoft said] it fell.":                                  "Microsoft / said / it fell",
		"[Microsoft] said it fell.":                                  "Microsoft / said / it fell",
		"Microsoft [said] it fell.":                                  "Microsoft / said / it fell",
		"Microsoft said [it fell].":                                  "Microsoft / said / it fell",
		"Microsoft said it fell, [by 3%].":                           "Microsoft / said / by 3%",
		"[“It fell,”] she said. “It rose.”":                          "she / said / “It fell,” | “It rose.”",
		"[“It fell,”] she said. [“It rose.”]":                        "she / said / “It fell,” | “It rose.”",
		"“[It fell],” she said.":                                     "she / said / “It fell,”",
		"It hurt [that prices fell].":                                " /  / that prices fell",
		"[“It fell,” she said].":                                     " /  / “It fell,” she said",
		"Prices [fell]. Nobody knew. She said that they would rise.": " /  / fell",
	} {
		x, sel := brackets(t, s)
		if got := inWords(x, AttributionRound(x, sel)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", s, got, want)
		}
	}
}
