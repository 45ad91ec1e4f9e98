package app

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/app/jobs"
)

// newRecipe begins another recipe.
func (p *datasetPlace) newRecipe() {
	p.book.begin()
	p.form.anew()
	p.changed()
	p.focus()
}

// openRecipe asks for the file of a recipe.
func (p *datasetPlace) openRecipe() {
	w := p.w
	w.pick(pickOne, "Open a recipe", "Open", w.usualFolder()+string(filepath.Separator), []string{jobs.RecipeEnding, ".yml"}, nil, func(paths []string) error {
		r, err := jobs.ReadRecipeFile(paths[0])
		if err != nil {
			return err
		}
		p.book.add(r)
		p.book.turn(r.Path)
		p.form.anew()
		p.changed()
		return nil
	})
}

// saveRecipe writes the recipe at hand into its file; one that has none is given a name first.
func (p *datasetPlace) saveRecipe() {
	if err := p.form.fault(); err != nil {
		p.w.status.fail(sentence(err))
		return
	}
	if page := p.book.now(); page.path != "" {
		p.writeRecipe(page.path)
		return
	}
	p.nameRecipe()
}

// nameRecipe asks for a name and saves the recipe at hand under it, among those of the project.
func (p *datasetPlace) nameRecipe() {
	w, page := p.w, p.book.now()
	in := newField(w.keys, false)
	in.SetText(page.recipe.Name)
	if page.path != "" {
		in.SetText(page.name() + " 2")
	}
	folder := jobs.Recipes(w.desk.project)
	w.ask("Save the recipe", "Save", 460, container.NewVBox(in, newProse(w.fonts, theme.ColorNamePlaceHolder, "It is kept in "+folder+", where the command line reads it too.")), in, func() error {
		name := strings.TrimSpace(in.Text)
		if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
			return errors.New("write a name that a file can have")
		}
		path := filepath.Join(folder, withEnding(name, jobs.RecipeEnding))
		w.replacing(path, func() { p.writeRecipe(path) })
		return nil
	})
}

// writeRecipe writes the recipe at hand beside the window.
func (p *datasetPlace) writeRecipe(path string) {
	page := p.book.now()
	r := page.recipe
	soon(p.w, p.w.patience, func() error { return jobs.WriteRecipeFile(r, path) }, nil, func(err error) {
		if err != nil {
			p.w.status.fail(sentence(err))
			return
		}
		p.book.keep(page, path, r)
		p.form.show()
		p.w.status.say("The recipe is in " + path + ".")
	})
}
