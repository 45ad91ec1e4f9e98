package annotation

// Detail is something known of a document that people may correct.
type Detail struct {
	Name string // one word
	Says string // what it is, in short
	Of   func(*Document) *string
	Own  bool // each document has its own
}

// Published names the Detail that is a date.
const Published = "published"

// Details are all of them, in the order in which they are shown.
var Details = []Detail{
	{Name: "title", Says: "the title", Of: func(d *Document) *string { return &d.Title }, Own: true},
	{Name: "outlet", Says: "who published it", Of: func(d *Document) *string { return &d.Outlet }},
	{Name: "author", Says: "who wrote it", Of: func(d *Document) *string { return &d.Author }},
	{Name: Published, Says: "the date: 2026, 2026-05 or 2026-05-04", Of: func(d *Document) *string { return &d.Published }},
	{Name: "language", Says: "its language, as en", Of: func(d *Document) *string { return &d.Language }},
	{Name: "address", Says: "where it stands on the web", Of: func(d *Document) *string { return &d.URL }},
	{Name: "caption", Says: "the caption of its picture", Of: func(d *Document) *string { return &d.Caption }},
	{Name: "licence", Says: "under what licence it stands", Of: func(d *Document) *string { return &d.Licence }},
}
