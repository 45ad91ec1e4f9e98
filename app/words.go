package app

import (
	"errors"
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/app/editor"
	"rubricator/storage"
)

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// listed is "a, b and c".
func listed(words []string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + " and " + words[n]
}

// grouped writes 12345 as 12,345.
func grouped(n int) string { return groupedDigits(fmt.Sprint(n)) }

// groupedDigits is a whole number with its thousands set off.
func groupedDigits(s string) string {
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// upperFirst begins a sentence of the program's own with a capital letter.
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// nextSteps tell, for each kind of error, what a person can do about it.
var nextSteps = []struct {
	kind error
	step string
}{
	{annotation.ErrStale, "Nothing was changed. Look at the mark as it is now, then decide again."},
	{annotation.ErrAgainstScheme, "Choose another label."},
	{annotation.ErrOthers, "Only they change it."},
	{annotation.ErrNotFound, "It may have been deleted meanwhile."},
	{editor.ErrNothing, ""},
	{storage.ErrLocked, "Review, Rounds… is where both is done."},
	{storage.ErrTooNew, "Install the newer program, or ask for a copy saved by this version."},
	{storage.ErrShared, "Keep projects in a folder that only this machine writes to; File, Save a copy, brings one there."},
	{storage.ErrInUse, "Close the other window, or go on reading here."},
	{storage.ErrBusy, "Another program holds the project; it is tried again by itself."},
	{storage.ErrReplaced, "Put the file back where it was, or use File, Save a copy."},
	{storage.ErrFull, "Free some space on the disk; it is tried again by itself."},
	{storage.ErrReadOnly, "Use File, Save a copy, in a folder where you may write, and open the copy."},
	{storage.ErrDamaged, "The file was left as it is. Open a copy or a backup, or run: rubricator check -p FILE."},
	{storage.ErrNotProject, "Choose a file that ends in .rubric, or make a new project."},
}

// sentence says an error to a person: what happened, to which thing, and what to do next.
func sentence(err error) string {
	if err == nil {
		return ""
	}
	s := strings.ReplaceAll(err.Error(), "\n", "; ")
	if s == "" {
		return ""
	}
	s = upperFirst(s)
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	for _, n := range nextSteps {
		if errors.Is(err, n.kind) && n.step != "" {
			return s + " " + n.step
		}
	}
	return s
}
