package brat_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/text"
)

// broken tells which of brat's rules a folder breaks. It knows nothing of how folders are written.
func broken(files interchange.InMemory) (out []string) {
	types := declared(string(files["annotation.conf"]))
	for name, b := range files {
		if !strings.HasSuffix(name, ".ann") {
			continue
		}
		txt, ok := files[strings.TrimSuffix(name, ".ann")+".txt"]
		if !ok {
			out = append(out, name+" has no text")
		}
		for _, says := range brokenLines([]rune(string(txt)), string(b), types) {
			out = append(out, name+": "+says)
		}
	}
	return out
}

var (
	lineEnd  = regexp.MustCompile("\r\n|[\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029]") // where Python ends lines
	wellType = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)
	wellID   = regexp.MustCompile(`^[TRA#][0-9]+$`)
)

// declared are the types that an annotation.conf has, by section.
func declared(conf string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	section := ""
	for line := range strings.SplitSeq(conf, "\n") {
		switch {
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
			out[section] = map[string]bool{}
		case line != "" && line[0] != '#' && line[0] != '<':
			typ, _, _ := strings.Cut(strings.Fields(line)[0], "|")
			out[section][typ] = true
		}
	}
	return out
}

func brokenLines(txt []rune, ann string, types map[string]map[string]bool) (out []string) {
	says := func(line, format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)+": "+line) }
	ids, given := map[string]bool{}, map[string]bool{}
	var hanging [][2]string // id, line
	if ann != "" && !strings.HasSuffix(ann, "\n") {
		says(ann, "the last line has no end")
	}
	for _, line := range lineEnd.Split(strings.TrimSuffix(ann, "\n"), -1) {
		if line == "" {
			continue
		}
		cols := strings.SplitN(line, "\t", 3)
		if len(cols) < 2 || !wellID.MatchString(cols[0]) || ids[cols[0]] {
			says(line, "no id of its own")
			continue
		}
		ids[cols[0]] = true
		words := strings.Split(cols[1], " ")
		if !wellType.MatchString(words[0]) {
			says(line, "no type")
		}
		switch line[0] {
		case 'T':
			if why := misplaced(txt, strings.TrimPrefix(cols[1], words[0]+" "), cols[2]); why != "" {
				says(line, "%s", why)
			}
			if !types["entities"][words[0]] {
				says(line, "the type is not declared")
			}
		case 'R':
			if len(words) != 3 || !strings.HasPrefix(words[1], "Arg1:") || !strings.HasPrefix(words[2], "Arg2:") || !types["relations"][words[0]] {
				says(line, "no link")
			}
			hanging = append(hanging, [2]string{words[1][5:], line}, [2]string{words[2][5:], line})
		case 'A':
			if len(words) > 3 || len(cols) > 2 || given[words[0]+words[1]] || !types["attributes"][words[0]] {
				says(line, "no attribute, or one that the mark has")
			}
			given[words[0]+words[1]] = true
			hanging = append(hanging, [2]string{words[1], line})
		case '#':
			if len(words) != 2 || len(cols) != 3 {
				says(line, "no note")
			}
			hanging = append(hanging, [2]string{words[1], line})
		}
	}
	for _, h := range hanging {
		if !ids[h[0]] {
			says(h[1], "%s is not there", h[0])
		}
	}
	return out
}

func misplaced(txt []rune, bounds, said string) string {
	var parts []string
	last := 0
	for i, p := range strings.Split(bounds, ";") {
		from, to, _ := strings.Cut(p, " ")
		start, err := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err != nil || err2 != nil || start < last || i > 0 && start == last && start == end || end <= start || end > len(txt) {
			return "out of order or of the text"
		}
		parts, last = append(parts, string(txt[start:end])), end
	}
	if strings.Join(parts, " ") != said {
		return "another text"
	}
	return ""
}

func TestWhatIsWrittenKeepsTheRulesOfBrat(t *testing.T) {
	lines := []interchange.Line{formattest.Sample(), formattest.Unmarked()}
	for i := range uint64(30) {
		lines = append(lines, formattest.Random(rand.New(rand.NewPCG(7, i)), 1+int(i*i)))
	}
	odd := formattest.Random(rand.New(rand.NewPCG(8, 1)), 200)
	for i := range odd.Spans {
		odd.Spans[i].Label, odd.Spans[i].Role = []string{"a b", "a_b", "a.b", "a-b", "naïve", "a|b", "<a>"}[i%7], ""
		odd.Spans[i].Note = "one\u2028two\nthree"
	}
	breaks := marked("a\u2028b\x1cc\vd\u0085e\ff g", "Ana", "", [2]text.Pos{0, 13})
	formattest.Returns(t, brat.Format, interchange.Options{}, odd, breaks)
	for _, says := range broken(formattest.Written(t, brat.Format, interchange.Options{}, append(lines, odd, breaks)...)) {
		t.Error(says)
	}
}

func TestTheRulesAreHeldAgainstFolders(t *testing.T) {
	conf := "[entities]\nClaim\n[relations]\nSays\n[attributes]\nSure\n"
	for _, ann := range []string{
		"T1\tClaim 0 4\tPric\n", "T1\tClaim 0 60\tPrices\n", "T1\tClaim 0 6\tPrices", "T1\tWish 0 6\tPrices\n", "T1\tClaim 4 6;0 2\tes Pr\n",
		"T1\tClaim 0 6\tPrices\nT1\tClaim 0 6\tPrices\n", "A1\tSure T1 low\n", "R1\tSays Arg1:T1 Arg2:T2\n",
		"T1\tClaim 0 6\tPrices\nA1\tSure T1 low\nA2\tSure T1 high\n",
	} {
		if ok := strings.HasPrefix(ann, "T1\tClaim 0 4"); len(broken(interchange.InMemory{"annotation.conf": []byte(conf), "a.txt": []byte("Pric\nes"), "a.ann": []byte(ann)})) == 0 != ok {
			t.Errorf("%q: broken is %t", ann, ok)
		}
	}
}
