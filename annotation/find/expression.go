package find

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"rubricator/annotation/text"
)

// expression is a regular expression.
type expression struct{ *regexp.Regexp }

func newExpression(q Query) (expression, error) {
	if _, err := syntax.Parse(q.Text, syntax.Perl); err != nil { // alone, so that it is faulted for nothing of ours
		return expression{}, fmt.Errorf("regular expression “%s”: %w", q.Text, fault(err))
	}
	flags := "(?m)"
	if !q.Case {
		flags = "(?mi)"
	}
	x, err := regexp.Compile(flags + q.Text)
	if err != nil { // it is at the limit of what is compiled
		return expression{}, fmt.Errorf("regular expression “%s”: %w", q.Text, fault(err))
	}
	return expression{x}, nil
}

// faults say in plain words what is wrong with a regular expression; %s is the part that is.
var faults = map[syntax.ErrorCode]string{
	syntax.ErrInvalidCharClass:      "%s is no set of characters",
	syntax.ErrInvalidCharRange:      "%s goes from a later character to an earlier one",
	syntax.ErrInvalidEscape:         `%s means nothing; a backslash itself is \\`,
	syntax.ErrInvalidNamedCapture:   "%s is no name of a group",
	syntax.ErrInvalidPerlOp:         "%s is not known; looking ahead and back is not",
	syntax.ErrInvalidRepeatOp:       "%s repeats twice",
	syntax.ErrInvalidRepeatSize:     "%s repeats too often, or from more to less",
	syntax.ErrInvalidUTF8:           "it holds bytes that are no characters",
	syntax.ErrMissingBracket:        "%s has no ] at its end",
	syntax.ErrMissingParen:          "a ( has no ) at its end",
	syntax.ErrMissingRepeatArgument: "nothing stands before %s to be repeated",
	syntax.ErrTrailingBackslash:     `the \ at the end has nothing behind it`,
	syntax.ErrUnexpectedParen:       "a ) has no ( before it",
	syntax.ErrNestingDepth:          "it is nested too deeply",
	syntax.ErrLarge:                 "it is too large",
}

func fault(err error) error {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return err
	}
	words, ok := faults[e.Code]
	if !ok {
		return err
	}
	return errors.New(strings.Replace(words, "%s", e.Expr, 1))
}

func (x expression) each(s string, from, to int, take taker) {
	for _, m := range x.FindAllStringIndex(s[from:to], -1) {
		hit := s[from+m[0] : from+m[1]]
		words := strings.TrimLeftFunc(hit, text.IsSpace)
		start := from + m[1] - len(words)
		words = strings.TrimRightFunc(words, text.IsSpace)
		if words != "" && take(start, start+len(words)) == enough {
			return
		}
	}
}
