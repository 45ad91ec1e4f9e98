package labelstudio

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const configName = "config.xml"

// config is the labelling configuration: what the scheme has, and what was written besides.
type config struct {
	labels    []string
	color     map[string]string
	relations []string
	controls  []*control
	named     map[string]*control
}

// control takes the values of an attribute: from a list, or as they are typed.
type control struct {
	name    string
	listed  bool
	several bool // values of the list may be chosen
	values  []string
	labels  []string // of the marks that have the attribute; none: it is the article's
}

func newConfig(o interchange.Options) *config {
	c := &config{color: map[string]string{}, named: map[string]*control{}}
	for _, l := range o.Labels {
		c.label(l.String())
		if o.Color != nil {
			c.color[l.String()] = o.Color(l)
		}
		if o.Scheme != nil {
			for _, a := range o.Scheme.AttributesOf(l) {
				c.attribute(controlName(a.ID), l.String(), a)
			}
		}
	}
	if o.Scheme != nil {
		for _, a := range o.Scheme.OfDocuments() {
			c.attribute(ofArticle+a.ID, "", a)
		}
	}
	for _, r := range o.Relations {
		c.relation(r.ID)
	}
	return c
}

func (c *config) label(name string)    { c.labels = with(c.labels, name) }
func (c *config) relation(name string) { c.relations = with(c.relations, name) }

func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// attribute takes in one of the scheme. Labels may have attributes of one name; the control is a list where all of them are.
func (c *config) attribute(name, label string, a annotation.Attribute) {
	known := c.named[name]
	at := c.of(name, label)
	listed := a.Kind == annotation.OneOf || a.Kind == annotation.SomeOf || a.Kind == annotation.YesNo
	at.listed = listed && (known == nil || at.listed)
	at.several = at.several || a.Kind == annotation.SomeOf
	for _, v := range a.Values {
		at.values = with(at.values, v.ID)
	}
	if a.Kind == annotation.YesNo {
		at.values = with(with(at.values, "yes"), "no")
	}
}

// of is the control of a name, new where there is none.
func (c *config) of(name, label string) *control {
	at := c.named[name]
	if at == nil {
		at = &control{name: name}
		c.named[name] = at
		c.controls = append(c.controls, at)
	}
	if label != "" {
		at.labels = with(at.labels, label)
	}
	return at
}

// kind is the type of an attribute's values as they are written of a mark with a label, or of the article.
func (c *config) kind(name, label string, values []string) string {
	at := c.of(name, label)
	if !at.listed {
		return "textarea"
	}
	for _, v := range values {
		at.values = with(at.values, v)
	}
	at.several = at.several || len(values) > 1
	return "choices"
}

func (c *config) isListed(name string) bool { return c.named[name].listed }

func (c *config) write(f interchange.Folder) error {
	w, err := f.Create(configName)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	c.print(b)
	return errors.Join(b.Flush(), w.Close())
}

// print writes the tags. Label Studio takes white space out of texts unless it is told to leave it.
func (c *config) print(w io.Writer) {
	fmt.Fprintln(w, "<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>")
	if len(c.relations) > 0 {
		fmt.Fprintln(w, "  <Relations choice=\"multiple\">")
		for _, r := range c.relations {
			printTag(w, "    ", "Relation", true, "value", r)
		}
		fmt.Fprintln(w, "  </Relations>")
	}
	printTag(w, "  ", "Labels", false, "name", labelsName, "toName", textName)
	for _, l := range c.labels {
		printTag(w, "    ", "Label", true, "value", l, "background", c.color[l])
	}
	fmt.Fprintln(w, "  </Labels>")
	printTag(w, "  ", "Text", true, "name", textName, "value", "$text", "saveTextResult", "yes")
	for _, at := range c.controls {
		at.print(w)
	}
	fmt.Fprintln(w, "</View>")
}

// print writes the control with its name above it, which shows where it does.
func (at *control) print(w io.Writer) {
	when, perRegion := "", ""
	if len(at.labels) > 0 {
		when, perRegion = "region-selected", "true"
	}
	labels := strings.Join(at.labels, ",")
	printTag(w, "  ", "View", false, "visibleWhen", when, "whenLabelValue", labels)
	printTag(w, "    ", "Header", true, "value", strings.TrimPrefix(at.name, ofArticle), "size", "6")
	if !at.listed {
		printTag(w, "    ", "TextArea", true, "name", at.name, "toName", textName, "perRegion", perRegion, "whenLabelValue", labels, "editable", "true")
	} else {
		choice := "single"
		if at.several {
			choice = "multiple"
		}
		printTag(w, "    ", "Choices", false, "name", at.name, "toName", textName, "choice", choice, "perRegion", perRegion, "whenLabelValue", labels)
		for _, v := range at.values {
			printTag(w, "      ", "Choice", true, "value", v)
		}
		fmt.Fprintln(w, "    </Choices>")
	}
	fmt.Fprintln(w, "  </View>")
}

// printTag writes a line with a tag and those of its attributes, a name and a value in turn, that have a value.
func printTag(w io.Writer, indent, name string, empty bool, attributes ...string) {
	fmt.Fprint(w, indent, "<", name)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			fmt.Fprint(w, " ", attributes[i], `="`)
			xml.EscapeText(w, []byte(attributes[i+1]))
			fmt.Fprint(w, `"`)
		}
	}
	if empty {
		fmt.Fprint(w, "/")
	}
	fmt.Fprintln(w, ">")
}
