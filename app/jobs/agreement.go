package jobs

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/storage"
)

// Measuring says what of a project is compared, and how. The zero value compares all that people have finished.
type Measuring struct {
	Round      string                 // the articles of the rounds of this name; empty: all but those of training rounds
	Labels     []annotation.LabelRole // these alone, a label without a role in all its roles; none: all
	Annotators []annotation.ID        // these alone; none: all
	Documents  []annotation.ID        // these alone; none: all
	InWork     bool                   // also sets that are in work
	Reference  bool                   // the reference is one more annotator
	Origins    agreement.Origins
	Rule       agreement.Rule // when marks match: for attributes, links, confusions and the worst articles
	Gamma      bool           // gamma too, which takes long
	Pseudonyms bool           // annotators are named by their pseudonyms
	Program    string         // the program's version
	Zone       *time.Location // of weeks and months; nil: UTC
}

// AgreementFormat names the JSON form of an Agreement.
const AgreementFormat = "rubricator-agreement/1"

// Agreement is how far the annotators of a project agree, with what was compared. Its JSON form is stable; a figure without a value is
// null there, with the reason.
type Agreement struct {
	Format     string            `json:"format"`
	Program    string            `json:"program"`
	Made       time.Time         `json:"made"`
	Project    string            `json:"project"` // its name
	Round      string            `json:"round,omitempty"`
	Labels     []string          `json:"labels,omitempty"` // the chosen ones; missing: all
	InWork     bool              `json:"in_work"`
	Reference  bool              `json:"against_reference"`
	Origins    agreement.Origins `json:"suggestions"`   // all, without or only
	Rule       agreement.Rule    `json:"match"`         // overlap, exact or half
	Documents  int               `json:"documents"`     // looked at
	Shared     int               `json:"shared"`        // of these, compared: two annotators finished them
	Begun      int               `json:"begun"`         // looked at, where two annotators began or finished and fewer than two finished
	Training   int               `json:"training"`      // left out because they are in a training round
	Corrected  int               `json:"corrected"`     // left out because others with the right text stand for them
	Blind      int               `json:"blind"`         // left out because whoever works here is not to see others' marks on them yet
	From       time.Time         `json:"from,omitzero"` // when the first and the last set compared were finished
	To         time.Time         `json:"to,omitzero"`
	Annotators []Coder           `json:"annotators"`
	Names      []Titled          `json:"titles"` // of the shared documents

	Report   agreement.Report      `json:"figures"`
	Bucket   string                `json:"over_time_by"` // week or month
	Over     []agreement.Group     `json:"over_time"`
	Gamma    *agreement.Group      `json:"gamma,omitempty"`
	Apart    []Apart               `json:"suggestions_apart,omitempty"`
	Cells    []agreement.Confusion `json:"confusions"`
	Confused []agreement.Confusion `json:"most_confused"`
	Worst    []WorstDocument       `json:"worst_documents"`
	Measures []*agreement.Measure  `json:"measures"`
	Damaged  []string              `json:"damaged,omitempty"` // what was left out because it is not what was written

	Study  *agreement.Study   `json:"-"`
	Scheme *annotation.Scheme `json:"-"`
	zone   *time.Location
	titles map[annotation.ID]string
	names  map[annotation.ID]string
}

// Coder is an annotator as a report names them, with how far they are.
type Coder struct {
	ID        annotation.ID `json:"id"`
	Name      string        `json:"name"`
	Reference bool          `json:"reference,omitempty"`
	Compared  int           `json:"compared"` // documents shared with others
	Todo      int           `json:"todo"`     // given to them, or all where nothing was given
	InWork    int           `json:"in_work"`
	Done      int           `json:"done"`
	Skipped   int           `json:"skipped"`
	Marks     []LabelCount  `json:"marks"` // in sets in work and done
}

// LabelCount is how many marks have a label and role.
type LabelCount struct {
	Label string `json:"label"`
	Count int    `json:"count"`
}

// Titled names a document.
type Titled struct {
	Document annotation.ID `json:"document"`
	Title    string        `json:"title"`
}

// Apart is the figures of marks that began as suggestions, or of all others.
type Apart struct {
	Origins agreement.Origins `json:"suggestions"`
	Group   agreement.Group   `json:"group"`
}

// WorstDocument is a document on which annotators agree least.
type WorstDocument struct {
	Document annotation.ID    `json:"document"`
	Title    string           `json:"title"`
	Figure   agreement.Figure `json:"figure"`
	Alone    []LoneMark       `json:"alone"` // the first marks that have no match
}

// LoneMark is a mark that another annotator has none for.
type LoneMark struct {
	Annotator annotation.ID `json:"annotator"`
	Without   annotation.ID `json:"without"` // who has none
	Label     string        `json:"label"`
	Quote     string        `json:"quote"`
}

// How long the lists of a report are.
const (
	worstDocuments = 10
	loneMarks      = 6
	mostConfused   = 10
)

// MeasureAgreement reads the sets of a project and compares them. Documents that fewer than two finished do not count, nor do those of
// training rounds; an annotator who finished one without a mark marked nothing, which counts. progress, which may be nil, hears of
// documents read. Errors: a round that is not there or is for training, a label that the scheme does not have.
func MeasureAgreement(ctx context.Context, p *storage.Project, o Measuring, progress func(done, of int)) (*Agreement, error) {
	c, err := readCompared(ctx, p, o, progress)
	if err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	a := newAgreement(c, o)
	a.Project = projectName(p)
	if err := a.measure(ctx, c, o); err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	return a, nil
}

func newAgreement(c *compared, o Measuring) *Agreement {
	a := &Agreement{Format: AgreementFormat, Program: o.Program, Made: time.Now().UTC().Truncate(time.Second), Round: o.Round, InWork: o.InWork,
		Reference: o.Reference, Origins: o.Origins, Rule: o.Rule, Documents: c.seen, Begun: c.begun, Training: c.leftOut, Corrected: c.corrected, Blind: c.hidden, Damaged: c.damaged, Scheme: c.scheme,
		zone: o.Zone, titles: c.titles, names: map[annotation.ID]string{}, Names: []Titled{}, Annotators: []Coder{}, Worst: []WorstDocument{}}
	if a.zone == nil {
		a.zone = time.UTC
	}
	for _, l := range o.Labels {
		a.Labels = append(a.Labels, l.String())
	}
	for _, d := range c.documents {
		a.Names = append(a.Names, Titled{d.ID, c.titles[d.ID]})
		for _, s := range d.Sets {
			if a.From.IsZero() || s.Finished.Before(a.From) {
				a.From = s.Finished
			}
			if s.Finished.After(a.To) {
				a.To = s.Finished
			}
		}
	}
	a.Shared = len(c.documents)
	a.Annotators = c.coders(o.Pseudonyms)
	for _, who := range a.Annotators {
		a.names[who.ID] = who.Name
	}
	return a
}

// measure computes what is not known from reading.
func (a *Agreement) measure(ctx context.Context, c *compared, o Measuring) error {
	options := agreement.Options{Rule: o.Rule, Origins: o.Origins, Symmetric: symmetric(c.scheme)}
	a.Study = agreement.NewStudy(c.documents, options)
	a.Report = a.Study.Report()
	a.Bucket = "week"
	bucket := agreement.Week
	if a.To.Sub(a.From) > weeksAtMost {
		a.Bucket, bucket = "month", agreement.Month
	}
	a.Over = a.Study.Over(bucket, a.zone)
	a.Cells = a.Study.Confusions(agreement.Selection{}, o.Rule)
	a.Confused = agreement.MostConfused(a.Cells, mostConfused)
	a.findWorst()
	if c.suggested {
		for _, origins := range []agreement.Origins{agreement.OwnOnly, agreement.SuggestedOnly} {
			options.Origins = origins
			a.Apart = append(a.Apart, Apart{origins, agreement.NewStudy(c.documents, options).Select(agreement.Selection{})})
		}
	}
	if o.Gamma {
		g, err := a.Study.Gamma(ctx, agreement.Selection{}, agreement.GammaOptions{})
		if err != nil {
			return err
		}
		a.Gamma = &g
	}
	a.Measures = a.used()
	return ctx.Err()
}

// weeksAtMost is how long a time is told week by week.
const weeksAtMost = 26 * 7 * 24 * time.Hour

// symmetric are the relation types without a direction.
func symmetric(s *annotation.Scheme) (out []string) {
	for _, t := range s.Relations {
		if t.Symmetric {
			out = append(out, t.ID)
		}
	}
	return out
}

// F1 is the share of spans that match by the rule, of both annotators.
func F1(r agreement.Rule) *agreement.Measure {
	return map[agreement.Rule]*agreement.Measure{agreement.Exact: agreement.F1Exact, agreement.Overlap: agreement.F1Overlap, agreement.IoU50: agreement.F1IoU}[r]
}

// findWorst finds the documents on which annotators agree least, with marks that stand alone on them.
func (a *Agreement) findWorst() {
	measure := F1(a.Rule)
	for _, g := range a.Report.Worst(measure, worstDocuments) {
		f, _ := g.Figure(measure)
		if v, _ := f.Value(); v == 1 {
			break // nothing is wrong there
		}
		told := map[annotation.ID]bool{} // a mark stands alone against each annotator who has none
		w := WorstDocument{Document: g.Document, Title: a.Title(g.Document), Figure: f, Alone: []LoneMark{}}
		for _, b := range a.Study.Behind(agreement.Selection{Document: g.Document}, a.Rule) {
			if sp, who, without, alone := b.Alone(); alone && !told[sp.ID] && len(w.Alone) < loneMarks {
				told[sp.ID] = true
				w.Alone = append(w.Alone, LoneMark{who, without, sp.Label().String(), sp.Quote()})
			}
		}
		a.Worst = append(a.Worst, w)
	}
}

// used are the measures that the figures are of.
func (a *Agreement) used() (out []*agreement.Measure) {
	groups := append([]agreement.Group{a.Report.All}, a.Report.Roles...)
	if a.Gamma != nil {
		groups = append(groups, *a.Gamma)
	}
	for _, m := range agreement.Measures() {
		if slices.ContainsFunc(groups, func(g agreement.Group) bool {
			return slices.ContainsFunc(g.Figures, func(f agreement.Figure) bool { return f.Measure == m })
		}) {
			out = append(out, m)
		}
	}
	return out
}

// Title is a shared document's.
func (a *Agreement) Title(document annotation.ID) string { return a.titles[document] }

// Name is an annotator's, as the report names them.
func (a *Agreement) Name(annotator annotation.ID) string { return a.names[annotator] }

// NoneShared says why there is nothing to compare, and what to do; empty where there is something.
func (a *Agreement) NoneShared() string {
	if a.Shared > 0 {
		return ""
	}
	said := "No article was finished by two annotators, so there is nothing to compare."
	if a.InWork {
		said = "No article was begun by two annotators, so there is nothing to compare."
	}
	if a.Round != "" {
		said = "In round " + a.Round + ": " + said
	}
	if a.Begun > 0 {
		said += fmt.Sprintf(" Two began on %s, and what is in work is not compared unless that is chosen.", many(a.Begun, "article"))
	}
	if left := a.Training + a.Blind; left > 0 {
		said += fmt.Sprintf(" Left out, as they are for training or you are blind there: %d.", left)
	}
	if a.Begun > 0 {
		return said
	}
	return said + " Give articles to two people, and collect their work when it is done."
}

func compareIDs(a, b annotation.ID) int { return bytes.Compare(a[:], b[:]) }
