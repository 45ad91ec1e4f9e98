// Package card writes what a dataset says of itself: README.md with the YAML head that the Hugging Face hub reads. The sections follow Gebru et al.,
// "Datasheets for datasets", 2021, as far as a project knows the answers.
package card

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rubricator/annotation/interchange"
)

// Card is what is known of a dataset.
type Card struct {
	Title     string
	Summary   string   // one paragraph; "": one is made
	Licence   string   // an SPDX id, or a name of one's own; "": not said
	Languages []string // BCP 47
	Format    string   // for people
	Unit      interchange.Unit
	Scheme    interchange.SchemeName
	Labels    []Label
	Parts     []Part // in order; one without a name where there is no split
	Outlets   []Count
	From, To  string // of publication, ISO 8601; "": not known
	Reference bool   // what was decided in review, and not what each person marked
	People    []Person
	Agreement []Figure
	Split     *Split
	Losses    []interchange.Loss
	Suggested int            // marks that began as suggestions
	Sampling  string         // how the articles were chosen; "": not said
	Limits    string         // that are known; "": none are said
	TextFree  bool           // the articles' texts are not in it
	Program   string         // with its version
	Head      map[string]any // what the format has to say in the YAML head
}

// Label is a label and how often it occurs.
type Label struct {
	Name       string
	Definition string // of the guideline
	ByPart     []int  // marks, in the order of Parts
}

// Part is a part of the dataset.
type Part struct {
	Name                 string
	Documents, Negatives int // Negatives have no mark
	Lines                int // a document by an annotator
	Marks, Links         int
}

// Count is how often something occurs.
type Count struct {
	Name string
	N    int
}

// Person is who marked.
type Person struct {
	Name             string // the pseudonym, where the dataset has those
	Documents, Marks int
}

// Figure is a measure of agreement.
type Figure struct {
	Name  string
	Value string // with its interval
	Says  string // what it is, in a sentence
}

// Split is how documents were dealt out.
type Split struct {
	By       string // "", "outlet" or "date"
	Seed     int64
	Stratify bool
	Kept     int // documents that stay in the part that an older dataset gave them, whatever the rest says
	Stories  int // groups of documents that tell one story
	Leaks    int // pairs of documents in different parts that tell one story all the same
}

// Markdown writes the card.
func (c Card) Markdown() ([]byte, error) {
	head, err := c.head()
	if err != nil {
		return nil, fmt.Errorf("write the dataset card: %w", err)
	}
	w := &writer{}
	w.line("---\n" + string(head) + "---\n")
	w.line("# " + plain(c.Title) + "\n")
	w.line(c.summary() + "\n")
	c.counts(w)
	c.labels(w)
	c.people(w)
	c.agreement(w)
	c.sampling(w)
	c.limits(w)
	w.section("Files")
	w.line(fmt.Sprintf("%s, offsets in %s. `%s` has the SHA-256 of every file; `rubricator verify` checks them.", c.Format, units[c.Unit], interchange.ManifestName))
	w.line(fmt.Sprintf("Made by %s.", c.Program))
	return w.Bytes(), nil
}

var units = map[interchange.Unit]string{interchange.CodePoint: "code points", interchange.UTF16: "UTF-16 units", interchange.UTF8Byte: "bytes of UTF-8",
	interchange.Grapheme: "grapheme clusters"}

// head is the YAML head.
func (c Card) head() ([]byte, error) {
	documents := 0
	for _, p := range c.Parts {
		documents += p.Documents
	}
	head := map[string]any{
		"pretty_name":          c.Title,
		"annotations_creators": []string{"expert-generated"},
		"task_categories":      []string{"token-classification"},
		"size_categories":      []string{sizeCategory(documents)},
	}
	if c.Licence != "" {
		head["license"] = strings.ToLower(c.Licence) // as the hub writes it
	}
	if len(c.Languages) > 0 {
		head["language"] = c.Languages
	}
	for key, v := range c.Head {
		head[key] = v
	}
	return yaml.Marshal(head)
}

// sizeCategory is what the hub calls that many rows.
func sizeCategory(n int) string {
	sizes := []struct {
		below int
		name  string
	}{{1000, "n<1K"}, {10_000, "1K<n<10K"}, {100_000, "10K<n<100K"}, {1_000_000, "100K<n<1M"}}
	for _, s := range sizes {
		if n < s.below {
			return s.name
		}
	}
	return "1M<n<10M"
}

func (c Card) summary() string {
	if c.Summary != "" {
		return c.Summary
	}
	var total Part
	for _, p := range c.Parts {
		total.Documents += p.Documents
		total.Marks += p.Marks
	}
	by := "marked by " + count(len(c.People), "annotator")
	if c.Reference {
		by = "with the reference that reviewers decided on"
	}
	return fmt.Sprintf("%s with %s, %s, after the scheme %s, version %d.", count(total.Documents, "news article"), count(total.Marks, "mark"), by,
		plain(c.Scheme.Name), c.Scheme.Version)
}

func (c Card) counts(w *writer) {
	w.section("What is in it")
	w.row("part", "articles", "without marks", "marks", "links")
	w.row("---", "--:", "--:", "--:", "--:")
	for _, p := range c.Parts {
		w.row(orAll(p.Name), p.Documents, p.Negatives, p.Marks, p.Links)
	}
	w.line("")
	if len(c.Outlets) > 0 {
		var parts []string
		for _, o := range c.Outlets {
			parts = append(parts, fmt.Sprintf("%s %d", plain(o.Name), o.N))
		}
		w.line("Outlets: " + strings.Join(parts, ", ") + ".\n")
	}
	if c.From != "" {
		w.line(fmt.Sprintf("Published from %s to %s.\n", c.From, c.To))
	}
	if s := c.Split; s != nil {
		w.line(s.says() + "\n")
	}
	if c.TextFree {
		w.line("The texts of the articles are not in it, since they are under copyright: offsets are of the text whose SHA-256 each line names.\n")
	}
}

func (s *Split) says() string {
	together := "articles that tell one story"
	switch s.By {
	case "outlet":
		together += ", and all of one outlet,"
	case "date":
		together += ", in the order of publication,"
	}
	out := fmt.Sprintf("The parts were dealt out by document with the seed %d; %s are in one part (%s).", s.Seed, together, count(s.Stories, "story", "stories"))
	if s.Stratify {
		out += " Each part has its share of the marks of each label, as far as that goes."
	}
	if s.Kept > 0 {
		out += fmt.Sprintf(" %s kept the part of the dataset that was here before, so neither the seed nor the shares say where they are.", count(s.Kept, "article"))
	}
	if s.Leaks > 0 {
		return out + fmt.Sprintf(" %s in different parts share much of their text all the same.", count(s.Leaks, "pair of articles", "pairs of articles"))
	}
	return out + " No two articles in different parts share much of their text."
}

func (c Card) labels(w *writer) {
	w.section("Labels")
	header, rule := []any{"label"}, []any{"---"}
	for _, p := range c.Parts {
		header, rule = append(header, orAll(p.Name)), append(rule, "--:")
	}
	w.row(append(header, "definition")...)
	w.row(append(rule, "---")...)
	for _, l := range c.Labels {
		row := []any{plain(l.Name)}
		for _, n := range l.ByPart {
			row = append(row, n)
		}
		w.row(append(row, plain(l.Definition))...)
	}
	w.line(fmt.Sprintf("\nScheme and guidelines: %s, version %d.", plain(c.Scheme.Name), c.Scheme.Version))
	if c.Suggested > 0 {
		w.line(fmt.Sprintf("%s began as suggestions of a model and were accepted by a person.", count(c.Suggested, "mark")))
	}
}

func (c Card) people(w *writer) {
	if len(c.People) == 0 {
		return
	}
	w.section("Who marked")
	w.row("annotator", "articles", "marks")
	w.row("---", "--:", "--:")
	for _, p := range c.People {
		w.row(plain(p.Name), p.Documents, p.Marks)
	}
}

func (c Card) agreement(w *writer) {
	w.section("Agreement")
	if len(c.Agreement) == 0 {
		w.line("No article was marked by two people, so nothing is known of agreement.")
		return
	}
	w.row("measure", "value", "what it is")
	w.row("---", "---", "---")
	for _, f := range c.Agreement {
		w.row(plain(f.Name), plain(f.Value), plain(f.Says))
	}
}

func (c Card) sampling(w *writer) {
	w.section("How the articles were chosen")
	w.line(orNotSaid(c.Sampling))
	w.section("Licence")
	w.line(orNotSaid(c.Licence))
}

func (c Card) limits(w *writer) {
	w.section("Known limits")
	w.line(orNotSaid(c.Limits))
	if len(c.Losses) == 0 {
		w.line("\nThe format holds all that was marked.")
		return
	}
	w.line("\nWhat the format does not hold of the project:\n")
	for _, l := range c.Losses {
		w.line("- " + l.Kind.Says(l.Count))
	}
}

func orAll(part string) string {
	if part == "" {
		return "all"
	}
	return part
}

func orNotSaid(s string) string {
	if s == "" {
		return "Not said."
	}
	return s
}

// count is a number with its noun.
func count(n int, noun ...string) string {
	many := noun[0] + "s"
	if len(noun) > 1 {
		many = noun[1]
	}
	if n == 1 {
		return "1 " + noun[0]
	}
	return fmt.Sprint(n, " ", many)
}

// writer writes Markdown.
type writer struct{ bytes.Buffer }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

func (w *writer) section(title string) {
	if !bytes.HasSuffix(w.Bytes(), []byte("\n\n")) {
		w.line("")
	}
	w.line("## " + title + "\n")
}

func (w *writer) row(cells ...any) {
	for _, c := range cells {
		fmt.Fprintf(w, "| %v ", c)
	}
	w.WriteString("|\n")
}

// plain is a name as it stands in Markdown, in one line and without acting on it.
func plain(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for i, r := range s {
		if slices.Contains([]rune("\\`*_[]<>|"), r) || i == 0 && slices.Contains([]rune("#+-"), r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
