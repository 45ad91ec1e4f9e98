package pdf

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation/ingest"
)

// cut is why a line is no part of the article.
type cut = ingest.Reason

// What stands on every page.
const (
	runningHead cut = "running head" // at the top or at the bottom
	pageNumber  cut = "page number"
)

// edge is how many lines at the top and at the bottom of a page may be running heads.
const edge = 3

// findFurniture marks the lines at the ends of pages that repeat on others in the same place with other numbers, and those that count the pages.
func findFurniture(pages [][]*line) {
	type place struct {
		text string
		y    int
	}
	seen := map[place]int{}
	candidates := make([][]*line, len(pages))
	numbers := make([][]int, len(pages)) // of the candidates
	for p, lines := range pages {
		candidates[p] = edges(lines)
		for _, l := range candidates[p] {
			numbers[p] = append(numbers[p], numberOf(l.text()))
		}
		once := map[place]bool{}
		for _, l := range candidates[p] {
			at := place{withoutNumbers(l.text()), int(math.Round(l.base / 4))}
			once[at] = true
		}
		for at := range once {
			seen[at]++
		}
	}
	repeats := func(l *line) bool {
		text, y := withoutNumbers(l.text()), int(math.Round(l.base/4))
		n := seen[place{text, y - 1}] + seen[place{text, y}] + seen[place{text, y + 1}]
		return n >= 2 && (n >= 3 || len(pages) <= 4) && n*5 >= len(pages)
	}
	for p, lines := range candidates {
		for i, l := range lines {
			number := numbers[p][i]
			switch {
			case number > 0 && (counts(numbers, p, number) || len(pages) == 1 && number == 1 && apart(l, pages[p])):
				l.cut = pageNumber
			case hasLetter(l.text()) && repeats(l):
				l.cut = runningHead
			}
		}
	}
}

// edges are the first and the last lines of a page; a line that stands beside one of them counts with it.
func edges(lines []*line) []*line {
	var bases []float64
	for _, l := range lines {
		if len(bases) == 0 || bases[len(bases)-1]-l.base > 0.2*l.size {
			bases = append(bases, l.base)
		}
	}
	if len(bases) == 0 {
		return nil
	}
	top, bottom := bases[min(edge, len(bases))-1], bases[max(0, len(bases)-edge)]
	return slices.DeleteFunc(slices.Clone(lines), func(l *line) bool { return l.base < top-0.2*l.size && l.base > bottom+0.2*l.size })
}

var digits = regexp.MustCompile(`\pN+`)

func withoutNumbers(s string) string { return digits.ReplaceAllString(strings.ToLower(s), "#") }

func hasLetter(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > '@' }) >= 0 }

// numbered is a line that says which page it is: "3", "- 3 -", "Page 3 of 10", "3/10".
var numbered = regexp.MustCompile(`^(?i:(page|p\.|seite|s\.|pagina|página|str\.|стр\.|с\.)\s*)?[-–—|[(•·]?\s*(\d{1,5})\s*(?:(?i:of|/|von|de|sur|из)\s*\d{1,5})?\s*[-–—|\])•·.]?$`)

// numberOf is the number of the page that a line says, or 0.
func numberOf(s string) int {
	m := numbered.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[2]) // five digits at most
	return n
}

// counts tells that another page near this one has the number that follows from where it stands.
func counts(numbers [][]int, page, number int) bool {
	for _, step := range []int{1, -1, 2, -2} {
		other := page + step
		if other < 0 || other >= len(numbers) {
			continue
		}
		if slices.Contains(numbers[other], number+step) {
			return true
		}
	}
	return false
}

// apart tells that a line has room to the others, as what stands in the margin has.
func apart(l *line, all []*line) bool {
	for _, other := range all {
		if other != l && math.Abs(other.base-l.base) < 2*max(l.size, other.size) {
			return false
		}
	}
	return true
}
