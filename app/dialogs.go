package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ask shows a dialog with a form. Enter in a field confirms, Esc leaves; afterwards the text has the focus again.
func (w *Window) ask(title, confirm string, width float32, content fyne.CanvasObject, first *field, done func() error) {
	problem := widget.NewLabel("")
	problem.Importance = widget.DangerImportance
	problem.Wrapping = fyne.TextWrapWord
	problem.Hide()
	body := container.NewVBox(content, problem)
	d := dialog.NewCustomWithoutButtons(title, body, w.win)
	try := func() {
		if err := done(); err != nil { // the input stays, so that it can be mended
			problem.SetText(sentence(err))
			problem.Show()
			return
		}
		d.Hide()
	}
	ok := widget.NewButton(confirm, try)
	ok.Importance = widget.HighImportance
	d.SetButtons([]fyne.CanvasObject{widget.NewButton("Cancel", d.Hide), ok})
	d.SetOnClosed(w.focusText)
	for _, f := range fields(content) {
		f.escape = d.Hide
		f.enter = try
	}
	d.Resize(fyne.NewSize(width, 0))
	d.Show()
	w.win.Canvas().Focus(first)
	first.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// fields finds the entries of a form.
func fields(o fyne.CanvasObject) []*field {
	switch o := o.(type) {
	case *field:
		return []*field{o}
	case *fyne.Container:
		var out []*field
		for _, c := range o.Objects {
			out = append(out, fields(c)...)
		}
		return out
	}
	return nil
}

// askPath asks for a file. browse, where not nil, opens the toolkit's file dialog and hands the choice to its argument.
func (w *Window) askPath(title, confirm, start string, browse func(func(string)), done func(path string) error) {
	f := newField(w.keys, false)
	f.SetText(start)
	var row fyne.CanvasObject = f
	if browse != nil {
		row = container.NewBorder(nil, nil, nil, widget.NewButton("Browse…", func() { browse(f.SetText) }), f)
	}
	w.ask(title, confirm, 640, container.NewVBox(row), f, func() error {
		path := expand(f.Text)
		if path == "" {
			return errors.New("name a file")
		}
		return done(path)
	})
}

// expand makes "~/x" and relative names absolute.
func expand(path string) string {
	path = strings.TrimSpace(path)
	if path == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + rest
		}
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

func (w *Window) browseSave(set func(string)) {
	dialog.ShowFileSave(func(c fyne.URIWriteCloser, err error) {
		if err == nil && c != nil {
			c.Close()
			set(c.URI().Path())
		}
	}, w.win)
}

func (w *Window) browseOpen(set func(string)) {
	dialog.ShowFileOpen(func(c fyne.URIReadCloser, err error) {
		if err == nil && c != nil {
			c.Close()
			set(c.URI().Path())
		}
	}, w.win)
}

// chooser lets people pick several files of a folder.
type chooser struct {
	folder *field
	list   *keyList
	about  *widget.Label
	names  []os.DirEntry
	picked map[string]bool
	kinds  []string // endings of file names, lower case
}

// chooseFiles asks for files of these kinds, several at once, beginning in a folder.
func (w *Window) chooseFiles(title, confirm, start string, kinds []string, done func(paths []string) error) {
	c := &chooser{folder: newField(w.keys, false), about: widget.NewLabel(""), picked: map[string]bool{}, kinds: kinds}
	c.list = newKeyList(w.keys, func() int { return len(c.names) }, newFileRow, c.fill)
	c.list.OnSelected = func(i widget.ListItemID) { c.toggle(i); c.list.UnselectAll() }
	c.folder.SetText(start)
	c.folder.OnChanged = func(string) { c.read() }
	c.read()
	back := func() { c.folder.takeOver(w.win.Canvas()) } // a button that was pressed leaves the focus nowhere
	c.list.escape = back
	all := widget.NewButton("All", func() { c.pickAll(true); back() })
	none := widget.NewButton("None", func() { c.pickAll(false); back() })
	up := widget.NewButton("Folder above", func() { c.folder.SetText(filepath.Dir(expand(c.folder.Text))); back() })
	scroll := container.NewGridWrap(fyne.NewSize(640, 320), c.list)
	body := container.NewVBox(c.folder, scroll, container.NewBorder(nil, nil, container.NewHBox(up, all, none), nil, c.about))
	w.ask(title, confirm, 680, body, c.folder, func() error {
		paths := c.paths()
		if len(paths) == 0 {
			return errors.New("nothing is chosen; tick some files, or name one above")
		}
		return done(paths)
	})
}

// read lists the folder that the field names.
func (c *chooser) read() {
	c.names = nil
	entries, err := os.ReadDir(expand(c.folder.Text))
	for _, e := range entries {
		hidden := strings.HasPrefix(e.Name(), ".")
		if !hidden && (e.IsDir() || slices.Contains(c.kinds, strings.ToLower(filepath.Ext(e.Name())))) {
			c.names = append(c.names, e)
		}
	}
	slices.SortStableFunc(c.names, func(a, b os.DirEntry) int {
		switch {
		case a.IsDir() == b.IsDir():
			return strings.Compare(a.Name(), b.Name())
		case a.IsDir():
			return -1
		}
		return 1
	})
	clear(c.picked)
	c.list.Refresh()
	c.list.ScrollToTop()
	c.count(err)
}

func (c *chooser) count(err error) {
	files := 0
	for _, e := range c.names {
		if !e.IsDir() {
			files++
		}
	}
	switch info, e := os.Stat(expand(c.folder.Text)); {
	case e == nil && !info.IsDir():
		c.about.SetText("1 file")
	case err != nil:
		c.about.SetText("There is no such folder or file.")
	default:
		c.about.SetText(plural(files, "article file") + ", " + grouped(len(c.picked)) + " chosen")
	}
}

func newFileRow() fyne.CanvasObject {
	return container.NewBorder(nil, nil, widget.NewIcon(theme.CheckButtonIcon()), nil, widget.NewLabel(""))
}

func (c *chooser) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(c.names) {
		return
	}
	row, e := o.(*fyne.Container).Objects, c.names[i]
	icon := theme.CheckButtonIcon()
	switch {
	case e.IsDir():
		icon = theme.FolderIcon()
	case c.picked[e.Name()]:
		icon = theme.CheckButtonCheckedIcon()
	}
	row[0].(*widget.Label).SetText(e.Name())
	row[1].(*widget.Icon).SetResource(icon)
}

// toggle picks a file or lets go of it; a folder is opened.
func (c *chooser) toggle(i int) {
	if i >= len(c.names) {
		return
	}
	e := c.names[i]
	if e.IsDir() {
		c.folder.SetText(filepath.Join(expand(c.folder.Text), e.Name()))
		return
	}
	if c.picked[e.Name()] {
		delete(c.picked, e.Name())
	} else {
		c.picked[e.Name()] = true
	}
	c.list.RefreshItem(i)
	c.count(nil)
}

func (c *chooser) pickAll(on bool) {
	clear(c.picked)
	for _, e := range c.names {
		if on && !e.IsDir() {
			c.picked[e.Name()] = true
		}
	}
	c.list.Refresh()
	c.count(nil)
}

// paths are the chosen files in order: the file that the field names, else those ticked.
func (c *chooser) paths() []string {
	folder := expand(c.folder.Text)
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return []string{folder}
	}
	var out []string
	for _, e := range c.names {
		if c.picked[e.Name()] {
			out = append(out, filepath.Join(folder, e.Name()))
		}
	}
	return out
}
