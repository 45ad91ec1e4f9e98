package app

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/app/jobs"
)

// recipeBook is the recipes of a project: those in files, and those that were changed and not saved. None is lost while the project is open.
type recipeBook struct {
	pages []*recipePage
	at    int // the one at hand
}

// recipePage is one recipe.
type recipePage struct {
	path   string // "": it was never saved
	recipe interchange.Recipe
	saved  string            // as it stands in the file
	names  map[string]string // of labels, that came with it; they stay at hand while others are chosen
}

// usualRecipe is what goes out when nothing else is said.
func usualRecipe() interchange.Recipe {
	return interchange.Recipe{Format: interchange.Native.Name, Choice: interchange.Started}
}

func newRecipeBook() *recipeBook {
	return &recipeBook{pages: []*recipePage{{recipe: usualRecipe()}}}
}

// now is the page at hand.
func (b *recipeBook) now() *recipePage { return b.pages[b.at] }

// differs tells whether a recipe is not as its file has it.
func (p *recipePage) differs() bool { return p.path == "" || written(p.recipe) != p.saved }

func written(r interchange.Recipe) string {
	b, err := recipefile.Write(r)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// name is what people know a recipe by: that of its file.
func (p *recipePage) name() string {
	if p.path == "" {
		return "New recipe"
	}
	return strings.TrimSuffix(filepath.Base(p.path), filepath.Ext(p.path))
}

// names are those of all pages, with a dot where a recipe was changed since.
func (b *recipeBook) names() []string {
	return said(b.pages, func(p *recipePage) string {
		if p.path != "" && p.differs() {
			return p.name() + " •"
		}
		return p.name()
	})
}

// take takes in what the files say, but not into recipes that were changed here. The first time the newest is at hand.
func (b *recipeBook) take(files []jobs.SavedRecipe) {
	untouched := len(b.pages) == 1 && b.pages[0].path == "" && written(b.pages[0].recipe) == written(usualRecipe())
	if untouched && len(files) > 0 {
		b.pages = nil
	}
	for _, f := range files {
		b.add(f)
	}
	if untouched && len(files) > 0 {
		newest := slices.MaxFunc(files, func(x, y jobs.SavedRecipe) int { return x.At.Compare(y.At) })
		b.turn(newest.Path)
	}
}

// add takes in one file.
func (b *recipeBook) add(f jobs.SavedRecipe) {
	i := slices.IndexFunc(b.pages, func(p *recipePage) bool { return p.path == f.Path })
	if i < 0 {
		b.pages = append(b.pages, &recipePage{path: f.Path})
		i = len(b.pages) - 1
	} else if b.pages[i].differs() {
		return
	}
	b.pages[i].recipe = withFormat(f.Recipe)
	b.pages[i].saved = written(b.pages[i].recipe)
}

// withFormat names the format that a recipe has without naming it.
func withFormat(r interchange.Recipe) interchange.Recipe {
	r.Format = cmp.Or(r.Format, interchange.Native.Name)
	return r
}

// turn has the recipe of a file at hand.
func (b *recipeBook) turn(path string) {
	b.at = max(0, slices.IndexFunc(b.pages, func(p *recipePage) bool { return p.path == path }))
}

// begin has a new recipe at hand.
func (b *recipeBook) begin() {
	i := slices.IndexFunc(b.pages, func(p *recipePage) bool { return p.path == "" })
	if i < 0 {
		b.pages = append(b.pages, &recipePage{})
		i = len(b.pages) - 1
	}
	b.pages[i].recipe = usualRecipe()
	b.at = i
}

// keep notes that a page is in a file now, as it was when that was written. Another page of that file gives way.
func (b *recipeBook) keep(page *recipePage, path string, as interchange.Recipe) {
	now := b.now()
	b.pages = slices.DeleteFunc(b.pages, func(p *recipePage) bool { return p != page && p.path == path })
	b.at = max(0, slices.Index(b.pages, now))
	page.path, page.saved = path, written(as)
}
