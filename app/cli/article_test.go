package cli_test

import (
	"regexp"
	"strings"
	"testing"
)

func TestAnArticleIsNamedByABeginningThatFitsItAlone(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "Tolls rise\n\nTolls rose 12% in May.\n")
	s.file("b.txt", "Tolls fall\n\nTolls fell 3% in June.\n")
	s.file("c.txt", "Tolls\n\nTolls stay.\n")
	s.runs(0, "import -p x.rubric a.txt b.txt c.txt")
	for _, name := range []string{"Tolls", "TOLLS"} {
		s.runs(0, "erase -p x.rubric --document "+name) // the whole title goes before beginnings
	}
	_, errs := s.runs(1, "erase -p x.rubric --document toll")
	says(t, errs, `rubricator: erase: "toll" fits 3 articles; name one by its id or more of its title:`)
	ids := regexp.MustCompile(`(?m)^  (\S{8,})  no date     no outlet  Tolls rise$`).FindStringSubmatch(errs)
	if ids == nil {
		t.Fatalf("no short id in\n%s", errs)
	}
	for _, command := range []string{"erase", "history"} {
		s.runs(0, command+" -p x.rubric --document "+ids[1])
	}
	out, _ := s.runs(0, "suggest -p x.rubric "+ids[1])
	holds(t, out, "1 ")
}

func TestWhereNoArticleFitsTheNearestAreNamed(t *testing.T) {
	s := newShell(t)
	for name, title := range map[string]string{"a": "Ferry fares", "b": "A ferry sinks", "c": "Ferry", "d": "The last ferry", "e": "Bread"} {
		s.file(name+".txt", title+"\n\nText of "+title+".\n")
	}
	s.runs(0, "import -p x.rubric a.txt b.txt c.txt d.txt e.txt")
	_, errs := s.runs(1, "history -p x.rubric --document Fery")
	says(t, errs, `rubricator: history: no article has the id or the title "Fery", or begins so; near it are: "Ferry fares", "A ferry sinks", "Ferry"`)
	_, errs = s.runs(1, "history -p x.rubric --document Xyzzyq")
	says(t, errs, `rubricator: history: no article has the id or the title "Xyzzyq", or begins so`)
	if strings.Contains(errs, "near") {
		t.Error(errs)
	}
}

func TestNothingNamesNoArticle(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose.\n")
	s.runs(0, "import -p x.rubric tolls.txt")
	s.runs(0, "details -p x.rubric --document Tolls --title=")
	s.runs(1, "erase -p x.rubric --yes --document=")
	s.runs(1, "remove -p x.rubric --document=")
}
