package app

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/app/jobs"
	"rubricator/app/settings"
)

// recipeBook is the recipes of a project: those in files, and those that were changed and not saved. None is lost while the project is open.
type recipeBook struct {
	pages []*recipePage
	at    int  // the one at hand
	taken bool // the files were read
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

// isUsual tells whether nobody has written anything into a page.
func (p *recipePage) isUsual() bool {
	return p.path == "" && written(p.recipe) == written(usualRecipe())
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

// names are those of all pages, with a dot where a recipe was changed since. Those that were never saved are told apart by numbers.
func (b *recipeBook) names() []string {
	unsaved := 0
	return said(b.pages, func(p *recipePage) string {
		switch {
		case p.path != "" && p.differs():
			return p.name() + " •"
		case p.path == "":
			if unsaved++; unsaved > 1 {
				return p.name() + " " + strconv.Itoa(unsaved)
			}
		}
		return p.name()
	})
}

// take takes in what the files say, but not into recipes that were changed here. The first time recipes come back as they were left; where none was left,
// the newest is at hand.
func (b *recipeBook) take(files []jobs.SavedRecipe, left settings.LeftRecipes) {
	first := !b.taken && len(b.pages) == 1 && b.pages[0].isUsual()
	b.taken = true
	if first {
		b.pages = nil
	}
	for _, f := range files {
		b.add(f)
	}
	if !first {
		return
	}
	if len(files) > 0 {
		newest := slices.MaxFunc(files, func(x, y jobs.SavedRecipe) int { return x.At.Compare(y.At) })
		b.turn(newest.Path)
	}
	for _, l := range left {
		b.comeBack(l)
	}
	if len(b.pages) == 0 {
		b.pages = newRecipeBook().pages
	}
}

// comeBack has a recipe as it was left.
func (b *recipeBook) comeBack(l settings.LeftRecipe) {
	i := slices.IndexFunc(b.pages, func(p *recipePage) bool { return p.path != "" && p.path == l.Path })
	if i < 0 && l.Path != "" && l.Draft == nil {
		return // its file is gone
	}
	if i < 0 {
		b.pages = append(b.pages, &recipePage{path: l.Path, recipe: usualRecipe()})
		i = len(b.pages) - 1
	}
	if l.Draft != nil {
		var r interchange.Recipe
		if json.Unmarshal(l.Draft, &r) == nil {
			b.pages[i].recipe = withFormat(r)
		}
	}
	if l.AtHand {
		b.at = i
	}
}

// left is how the recipes are now, as far as their files do not say it.
func (b *recipeBook) left() (out settings.LeftRecipes) {
	for i, p := range b.pages {
		l := settings.LeftRecipe{Path: p.path, AtHand: i == b.at}
		if p.differs() && !p.isUsual() {
			l.Draft, _ = json.Marshal(p.recipe) // which has nothing that cannot be written
		}
		if l.Draft != nil || l.AtHand {
			out = append(out, l)
		}
	}
	return out
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

// begin has a new recipe at hand. Others that were never saved stay.
func (b *recipeBook) begin() {
	if b.at = slices.IndexFunc(b.pages, (*recipePage).isUsual); b.at < 0 {
		b.pages = append(b.pages, &recipePage{recipe: usualRecipe()})
		b.at = len(b.pages) - 1
	}
}

// drop takes a page out. The one before it is at hand then.
func (b *recipeBook) drop(page *recipePage) {
	i := slices.Index(b.pages, page)
	b.pages = slices.Delete(b.pages, i, i+1)
	if b.at >= i {
		b.at = max(0, b.at-1)
	}
	if len(b.pages) == 0 {
		b.pages = newRecipeBook().pages
	}
}

// keep notes that a page is in a file now, as it was when that was written. Another page of that file gives way.
func (b *recipeBook) keep(page *recipePage, path string, as interchange.Recipe) {
	now := b.now()
	b.pages = slices.DeleteFunc(b.pages, func(p *recipePage) bool { return p != page && p.path == path })
	b.at = max(0, slices.Index(b.pages, now))
	page.path, page.saved = path, written(as)
}
