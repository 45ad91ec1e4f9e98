package jobs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/storage"
)

// RecipeEnding is that of the files of recipes.
const RecipeEnding = ".yaml"

// Recipes is the folder of a project's recipes. It lies beside the project and goes where that goes: a recipe is work, which whoever takes the project
// over needs, and a file that the command line reads and people can compare.
func Recipes(p *storage.Project) string {
	return strings.TrimSuffix(p.Path(), filepath.Ext(p.Path())) + ".recipes"
}

// MakesFolder tells whether a recipe makes a folder and no file.
func MakesFolder(f *interchange.Format, r *interchange.Recipe) bool {
	return isFolder(f) || r.Split != nil
}

// SavedRecipe is a recipe in a file.
type SavedRecipe struct {
	Path   string
	At     time.Time // when it was written
	Recipe interchange.Recipe
}

// ReadRecipes reads the recipes of a folder, by name. The error names those that cannot be read; the others are there all the same. Where there is no folder
// there are none.
func ReadRecipes(folder string) (out []SavedRecipe, err error) {
	entries, failure := os.ReadDir(folder)
	if failure != nil && !errors.Is(failure, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the recipes in %q: %w", folder, failure)
	}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), RecipeEnding) {
			continue
		}
		r, failure := ReadRecipeFile(filepath.Join(folder, e.Name()))
		if failure != nil {
			err = errors.Join(err, failure)
			continue
		}
		out = append(out, r)
	}
	return out, err
}

// ReadRecipeFile reads a recipe. Errors name the file, the line and the field.
func ReadRecipeFile(path string) (r SavedRecipe, err error) {
	r.Path = path
	info, err := os.Stat(path)
	if err == nil && info.Size() > recipefile.Longest {
		err = fmt.Errorf("%d bytes are no recipe", info.Size())
	}
	var b []byte
	if err == nil {
		r.At = info.ModTime()
		b, err = os.ReadFile(path)
	}
	if err == nil {
		r.Recipe, err = recipefile.Read(b)
	}
	if err != nil {
		return r, fmt.Errorf("read recipe %q: %w", path, plainly(err))
	}
	return r, nil
}

// RenameRecipeFile gives the file of a recipe another name, under which there is nothing yet.
func RenameRecipeFile(from, to string) error {
	err := errors.New("there is a recipe of that name; choose another")
	if _, there := os.Lstat(to); errors.Is(there, fs.ErrNotExist) {
		err = os.Rename(from, to)
	}
	if err != nil {
		return fmt.Errorf("rename recipe %q: %w", from, plainly(err))
	}
	return nil
}

// DeleteRecipeFile deletes the file of a recipe; one that is gone is deleted.
func DeleteRecipeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete recipe %q: %w", path, plainly(err))
	}
	return nil
}

// WriteRecipeFile writes a recipe as people edit it, in the place of the file that is there; its folder is made where there is none.
func WriteRecipeFile(r interchange.Recipe, path string) error {
	b, err := recipefile.Write(r)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = writeFile(path, func(w io.Writer) error {
			_, err := w.Write(b)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("write recipe %q: %w", path, plainly(err))
	}
	return nil
}
