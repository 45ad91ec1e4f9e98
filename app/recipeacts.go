package app

import (
	"errors"
	"path/filepath"
	"reflect"
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
		path, err := recipePath(folder, in.Text)
		if err != nil {
			return err
		}
		w.replacing(path, func() { p.writeRecipe(path) })
		return nil
	})
}

// recipePath is the file of a recipe of some name.
func recipePath(folder, name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
		return "", errors.New("write a name that a file can have")
	}
	return filepath.Join(folder, withEnding(name, jobs.RecipeEnding)), nil
}

// renameRecipe asks for another name for the file of the recipe at hand. What was changed and not saved stays so.
func (p *datasetPlace) renameRecipe() {
	w, page := p.w, p.book.now()
	if page.path == "" {
		p.nameRecipe()
		return
	}
	in := newField(w.keys, false)
	in.SetText(page.name())
	w.ask("Rename the recipe", "Rename", 460, in, in, func() error {
		path, err := recipePath(filepath.Dir(page.path), in.Text)
		if err != nil || path == page.path {
			return err
		}
		if err := jobs.RenameRecipeFile(page.path, path); err != nil {
			return err
		}
		page.path = path
		p.form.show()
		p.keepRecipes()
		w.status.say("The recipe is in " + path + " now.")
		return nil
	})
}

// deleteRecipe asks whether the recipe at hand is to be deleted with its file.
func (p *datasetPlace) deleteRecipe() {
	page := p.book.now()
	says := "It was never saved, and is gone then."
	if page.path != "" {
		says = "Its file is gone then:\n" + page.path
	}
	p.w.question("Delete the recipe “"+quoted(p.book.names()[p.book.at], 60)+"”?", says, choice{text: "Cancel"}, choice{"Delete", func() {
		if page.path != "" {
			if err := jobs.DeleteRecipeFile(page.path); err != nil {
				p.w.status.fail(sentence(err))
				return
			}
		}
		p.book.drop(page)
		p.form.anew()
		p.changed()
		p.focus()
		p.w.status.say("The recipe was deleted.")
	}})
}

// keepRecipes keeps what was changed of recipes and not saved in the settings, from where it comes back.
func (p *datasetPlace) keepRecipes() {
	if p.w.desk == nil || !p.book.taken {
		return
	}
	path, s := p.w.desk.project.Path(), p.w.settings
	if left := p.book.left(); !reflect.DeepEqual(left, s.Recipes[path]) {
		s.Recipes[path] = left
		s.SaveSoon()
	}
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
		p.keepRecipes()
		p.w.status.say("The recipe is in " + path + ".")
	})
}
