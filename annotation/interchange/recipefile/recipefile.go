// Package recipefile reads and writes recipes of datasets as YAML files that people can edit.
//
//	name: march
//	format: doccano
//	labels: three labels
//	choice:
//	  status: done
//	  annotators: [Ana, Ben]
//	  since: 2026-03-01
//	split: {train: 0.8, validation: 0.1, test: 0.1, seed: 7}
package recipefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// Longest is how long a file may be, in bytes.
const Longest = 4 << 20

// Fault is what is wrong with a file, and where.
type Fault = interchange.Fault

// file is a recipe as it is written.
type file struct {
	Name       string `yaml:"name,omitempty"`
	Format     string `yaml:"format,omitempty"`
	Unit       string `yaml:"unit,omitempty"`
	Policy     string `yaml:"policy,omitempty"`
	Labels     labels `yaml:"labels,omitempty"`
	Choice     choice `yaml:"choice,omitempty"`
	Text       *bool  `yaml:"text,omitempty"`
	Pseudonyms string `yaml:"pseudonyms,omitempty"`
	Split      *split `yaml:"split,omitempty"`
	Title      string `yaml:"title,omitempty"`
	Licence    string `yaml:"licence,omitempty"`
	Sampling   string `yaml:"sampling,omitempty"`
	Limits     string `yaml:"limits,omitempty"`
}

type choice struct {
	Status      words    `yaml:"status,omitempty,flow"`
	Negatives   string   `yaml:"negatives,omitempty"`
	Reference   bool     `yaml:"reference,omitempty"`
	Annotators  words    `yaml:"annotators,omitempty,flow"`
	Suggestions bool     `yaml:"suggestions,omitempty"`
	Corrected   bool     `yaml:"corrected,omitempty"`
	Labels      words    `yaml:"labels,omitempty,flow"`
	Since       string   `yaml:"since,omitempty"`
	Until       string   `yaml:"until,omitempty"`
	Articles    articles `yaml:"articles,omitempty"`
}

type articles struct {
	Named     words  `yaml:"named,omitempty"`
	Outlets   words  `yaml:"outlets,omitempty,flow"`
	Languages words  `yaml:"languages,omitempty,flow"`
	From      string `yaml:"from,omitempty"`
	To        string `yaml:"to,omitempty"`
	Round     string `yaml:"round,omitempty"`
}

type split struct {
	Train      float64 `yaml:"train"`
	Validation float64 `yaml:"validation"`
	Test       float64 `yaml:"test"`
	Seed       int64   `yaml:"seed"`
	By         string  `yaml:"by,omitempty"`
	Stratify   bool    `yaml:"stratify,omitempty"`
}

// words is a list, or one word alone.
type words []string

// UnmarshalYAML reads either.
func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = words{n.Value}
		return nil
	}
	return n.Decode((*[]string)(w))
}

// labels is a word or names by label and role.
type labels struct {
	word  string
	names map[string]string
}

// UnmarshalYAML reads either.
func (l *labels) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		l.word = n.Value
		return nil
	}
	return n.Decode(&l.names)
}

// MarshalYAML writes either.
func (l labels) MarshalYAML() (any, error) {
	if l.word != "" {
		return l.word, nil
	}
	return l.names, nil
}

// IsZero tells that nothing is to be written.
func (l labels) IsZero() bool { return l.word == "" && len(l.names) == 0 }

// Read reads a recipe. What a file does not say is as the zero Recipe has it, and statuses as of interchange.Started. The error is a *Fault.
func Read(b []byte) (interchange.Recipe, error) {
	if len(b) > Longest {
		return interchange.Recipe{}, &Fault{Says: fmt.Sprintf("a recipe of more than %d MB is none; check the file", Longest>>20)}
	}
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	switch err := dec.Decode(&f); {
	case errors.Is(err, io.EOF):
		return interchange.Recipe{}, &Fault{Says: "the file is empty"}
	case err != nil:
		return interchange.Recipe{}, fault(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return interchange.Recipe{}, &Fault{Says: "there is more than one recipe in it"}
	}
	r, err := f.recipe()
	if err == nil {
		err = r.Check()
	}
	if err != nil {
		return r, &Fault{Line: lineOf(b, err.Error()), Says: err.Error()}
	}
	return r, nil
}

var unknown = regexp.MustCompile(`field (.+) not found in type .*`)

// fault says what the YAML reader says in other words.
func fault(err error) *Fault {
	says := strings.TrimPrefix(err.Error(), "yaml: ")
	if t := (*yaml.TypeError)(nil); errors.As(err, &t) && len(t.Errors) > 0 {
		says = t.Errors[0]
	}
	f := &Fault{}
	if n, _ := fmt.Sscanf(says, "line %d:", &f.Line); n == 1 {
		_, says, _ = strings.Cut(says, ": ")
	}
	if m := unknown.FindStringSubmatch(says); m != nil {
		says = fmt.Sprintf("there is no field %q", m[1])
	}
	f.Says = says
	return f
}

// lineOf is where the field stands that a message begins with.
func lineOf(b []byte, says string) int {
	field, _, _ := strings.Cut(says, ":")
	if i := slices.IndexFunc(bytes.Split(b, []byte("\n")), func(l []byte) bool {
		return bytes.HasPrefix(bytes.TrimSpace(l), []byte(field+":"))
	}); i >= 0 {
		return i + 1
	}
	return 0
}

func (f *file) recipe() (interchange.Recipe, error) {
	c := &f.Choice
	r := interchange.Recipe{Name: f.Name, Format: f.Format, Unit: interchange.Unit(f.Unit), Policy: f.Policy, Round: c.Articles.Round,
		TextFree: f.Text != nil && !*f.Text, Title: f.Title, Licence: f.Licence, Sampling: f.Sampling, Limits: f.Limits}
	var err error
	if r.Choice, err = statuses(c.Status); err != nil {
		return r, err
	}
	r.Choice.Reference, r.Choice.People, r.Choice.Suggestions, r.Choice.Corrected, r.Choice.Labels = c.Reference, c.Annotators, c.Suggestions, c.Corrected, c.Labels
	r.Choice.Articles = interchange.Articles{Named: c.Articles.Named, Outlets: c.Articles.Outlets, Languages: c.Articles.Languages, From: c.Articles.From, To: c.Articles.To}
	switch c.Negatives {
	case "":
	case "reviewed":
		r.Choice.Negatives = interchange.ReviewedNegatives
	default:
		r.Choice.Negatives = interchange.Negatives(c.Negatives)
	}
	if f.Pseudonyms != "names" {
		r.Pseudonyms = interchange.Pseudonyms(f.Pseudonyms)
	}
	switch f.Labels.word {
	case "", "scheme":
		r.Labels.Names = f.Labels.names
	case interchange.ThreeLabels:
		r.Labels.Three = true
	default:
		return r, fmt.Errorf("labels: %q: want scheme, three labels, or a name for each label", f.Labels.word)
	}
	if c.Since != "" {
		if r.Choice.Since, err = interchange.ParseTime(c.Since, false); err != nil {
			return r, fmt.Errorf("since: %w", err)
		}
	}
	if c.Until != "" {
		if r.Choice.Until, err = interchange.ParseTime(c.Until, true); err != nil {
			return r, fmt.Errorf("until: %w", err)
		}
	}
	if s := f.Split; s != nil {
		r.Split = &interchange.Split{Train: s.Train, Validation: s.Validation, Test: s.Test, Seed: s.Seed, By: s.By, Stratify: s.Stratify}
		if s.By == "story" {
			r.Split.By = ""
		}
	}
	return r, nil
}

// statuses reads one of the words that ParseChoice knows, or a list of statuses.
func statuses(w words) (interchange.Choice, error) {
	if len(w) <= 1 {
		if c, err := interchange.ParseChoice(strings.Join(w, "")); err == nil {
			return c, nil
		}
	}
	c := interchange.Choice{}
	for _, s := range w {
		c.Statuses = append(c.Statuses, annotation.Status(s))
	}
	return c, nil
}

// Write writes a recipe as Read reads it.
func Write(r interchange.Recipe) ([]byte, error) {
	f := file{Name: r.Name, Format: r.Format, Unit: string(r.Unit), Policy: r.Policy, Pseudonyms: string(r.Pseudonyms), Title: r.Title, Licence: r.Licence,
		Sampling: r.Sampling, Limits: r.Limits}
	c, a := &r.Choice, &r.Choice.Articles
	f.Choice = choice{Negatives: string(c.Negatives), Reference: c.Reference, Annotators: c.People, Suggestions: c.Suggestions, Corrected: c.Corrected, Labels: c.Labels, Since: written(c.Since),
		Until: written(c.Until), Articles: articles{a.Named, a.Outlets, a.Languages, a.From, a.To, r.Round}}
	for _, s := range c.Statuses {
		f.Choice.Status = append(f.Choice.Status, string(s))
	}
	if slices.Equal(c.Statuses, interchange.Started.Statuses) {
		f.Choice.Status = nil
	}
	if r.TextFree {
		f.Text = new(bool)
	}
	if f.Labels.names = r.Labels.Names; r.Labels.Three {
		f.Labels.word = interchange.ThreeLabels
	}
	if s := r.Split; s != nil {
		f.Split = &split{s.Train, s.Validation, s.Test, s.Seed, s.By, s.Stratify}
	}
	return yaml.Marshal(f)
}

func written(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
