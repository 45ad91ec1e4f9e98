package app

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

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

// What a picker of files is for.
type purpose int

const (
	pickMany purpose = iota // files that are there, several at once
	pickOne                 // a file that is there
	pickName                // a name for a file to be written
)

// picker is a field for a path over the list of its folder. It opens no file: that would drop the locks of a project.
type picker struct {
	w       *Window
	purpose purpose
	kinds   []string                    // endings of the files that are listed, lower case
	act     string                      // what the button says
	folders bool                        // a folder will do where a name, or one file, is asked for
	says    func(files []string) string // what is said of a folder and the files that are listed of it; may be nil

	m       *modal
	path    *field
	list    *keyList
	about   *textview.Lines
	button  *button
	now     location
	ticked  map[string]bool
	reading int // number of the last reading, so that a slow one is not shown late
}

// pick asks for files. below, which may be nil, stands between the list and the buttons.
func (w *Window) pick(why purpose, title, act, start string, kinds []string, below fyne.CanvasObject, done func(paths []string) error) *picker {
	p := &picker{w: w, purpose: why, kinds: kinds, act: act, path: newField(w.keys, false), about: textview.NewLines(w.fonts, remark(theme.ColorNameForeground)), ticked: map[string]bool{}}
	p.list = newKeyList(w.keys, func() int { return len(p.now.entries) }, p.newRow, p.fill)
	p.list.caret = p.caret
	p.list.chosen = p.clicked
	p.path.SetText(start)
	p.path.OnChanged = func(string) { p.read() }
	p.path.arrow = func(key fyne.KeyName) bool {
		if key == fyne.KeyDown {
			w.win.Canvas().Focus(p.list)
		}
		return true
	}
	p.m = &modal{title: title, width: 680, height: 470, first: p.path}
	problem := p.m.tries(w.fonts, func() error {
		paths, err := p.paths()
		if err == nil {
			err = done(paths)
		}
		return err
	})
	p.button = mainButton(act, p.m.confirm)
	row := container.NewHBox(p.smallButton("Folder above", p.up))
	if why == pickMany {
		row.Add(p.smallButton("Tick all", func() { p.tickAll(true) }))
		row.Add(p.smallButton("Tick none", func() { p.tickAll(false) }))
	}
	foot := container.NewVBox(container.NewBorder(nil, nil, row, nil, p.about))
	if below != nil {
		foot.Add(below)
	}
	foot.Add(problem)
	w.show(p.m, container.NewBorder(p.path, foot, nil, nil, p.list), newButton("Cancel", p.m.close), p.button)
	p.path.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.read()
	return p
}

// smallButton stands under the list.
func (p *picker) smallButton(text string, tapped func()) *button {
	b := newButton(text, tapped)
	b.keys, b.escape = p.w.keys, p.m.close
	return b
}

// focus gives the field the focus, as where another part of the picker takes no Enter.
func (p *picker) focus() { p.w.win.Canvas().Focus(p.path) }

// location is what the field's path leads to.
type location struct {
	path    string
	folder  string // the path, or the one it is in
	there   bool
	isFile  bool
	entries []os.DirEntry // what is listed of the folder
	err     error         // why it cannot be listed
}

// read looks what the field leads to, and lists the folder.
func (p *picker) read() {
	p.reading++
	number, written := p.reading, p.path.Text
	soon(p.w, p.w.patience, func() location { return p.look(written) }, nil, func(now location) {
		if number == p.reading {
			p.show(now)
		}
	})
}

func (p *picker) look(written string) location {
	path := expand(written)
	now := location{path: path, folder: filepath.Dir(path)}
	info, err := os.Stat(path)
	now.there = err == nil
	now.isFile = now.there && !info.IsDir()
	if now.there && info.IsDir() && (p.purpose != pickName || strings.HasSuffix(written, string(filepath.Separator))) {
		now.folder = path
	}
	now.entries, now.err = os.ReadDir(now.folder)
	now.entries = p.wanted(now.entries)
	if !now.there && p.purpose != pickName { // the beginning of a name narrows the list
		begin := strings.ToLower(filepath.Base(path))
		now.entries = slices.DeleteFunc(now.entries, func(e os.DirEntry) bool { return !strings.HasPrefix(strings.ToLower(e.Name()), begin) })
	}
	return now
}

// wanted are folders and the files of our kinds, folders first.
func (p *picker) wanted(entries []os.DirEntry) []os.DirEntry {
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		return strings.HasPrefix(e.Name(), ".") || !e.IsDir() && !slices.Contains(p.kinds, strings.ToLower(filepath.Ext(e.Name())))
	})
	slices.SortStableFunc(entries, func(a, b os.DirEntry) int {
		switch {
		case a.IsDir() == b.IsDir():
			return strings.Compare(a.Name(), b.Name())
		case a.IsDir():
			return -1
		}
		return 1
	})
	return entries
}

func (p *picker) show(now location) {
	if now.folder != p.now.folder {
		clear(p.ticked)
		p.list.row = 0
		p.list.ScrollToTop()
	}
	p.now = now
	names := p.files()
	maps.DeleteFunc(p.ticked, func(name string, _ bool) bool { return !slices.Contains(names, name) })
	p.list.Refresh()
	p.list.point(p.list.row)
	p.count()
}

// count says what is there and what the button will do.
func (p *picker) count() {
	files := len(p.files())
	said, act := plural(files, "file"), p.act
	switch {
	case p.now.err != nil, !p.now.there && len(p.now.entries) == 0 && p.purpose != pickName:
		said = "There is no such folder or file."
	case p.says != nil && p.now.there && !p.now.isFile:
		said = p.says(p.files())
	case p.purpose == pickName && p.now.there && !p.now.isFile && p.folders:
		said = "It goes into this folder."
	case p.purpose == pickName && p.now.there:
		said = "A file of that name is there."
	case p.purpose == pickMany && len(p.ticked) > 0:
		said = grouped(len(p.ticked)) + " of " + said + " ticked"
		act += " " + plural(len(p.ticked), "file")
	case p.purpose == pickMany && p.now.isFile:
		act += " 1 file"
	case p.purpose == pickMany && files > 0:
		said += "; Space ticks one"
		act += " all " + grouped(files)
	}
	p.about.SetText(said)
	p.button.SetText(act)
}

// files are the names of the files in the list.
func (p *picker) files() (names []string) {
	for _, e := range p.now.entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// paths are what was picked: the ticked files, else the one that the field names, else all in the folder.
func (p *picker) paths() ([]string, error) {
	now := p.look(p.path.Text) // as it is at this moment
	p.show(now)
	switch {
	case now.path == "":
		return nil, errors.New("name a file")
	case p.purpose == pickName && now.there && !now.isFile && !p.folders:
		return nil, fmt.Errorf("%q is a folder; name a file in it", now.path)
	case p.purpose == pickName && now.err != nil:
		return nil, fmt.Errorf("there is no folder %q", now.folder)
	case p.purpose == pickName, now.isFile && len(p.ticked) == 0:
		return []string{now.path}, nil
	case p.purpose == pickOne && p.folders && now.there:
		return []string{now.path}, nil
	case p.purpose == pickMany && len(p.ticked) > 0: // what is ticked is in the list
		return p.inFolder(func(name string) bool { return p.ticked[name] }), nil
	case !now.there && len(p.files()) == 0:
		return nil, fmt.Errorf("there is no file or folder %q", now.path)
	case p.purpose == pickOne && len(p.files()) == 1 && !now.there:
		return p.inFolder(func(string) bool { return true }), nil
	case p.purpose == pickOne:
		return nil, errors.New("choose a file in the list, or write its name")
	case len(p.files()) == 0:
		return nil, fmt.Errorf("%q holds no %s file", now.path, strings.Join(p.kinds, " or "))
	}
	return p.inFolder(func(string) bool { return true }), nil
}

func (p *picker) inFolder(want func(name string) bool) (paths []string) {
	for _, name := range p.files() {
		if want(name) {
			paths = append(paths, filepath.Join(p.now.folder, name))
		}
	}
	return paths
}

// clicked opens a folder, ticks a file or takes its name.
func (p *picker) clicked(i int) {
	p.list.unselect() // so that the next click on it is one too
	if i < len(p.now.entries) {
		p.list.row = i
		p.use(i)
		p.list.Refresh()
	}
}

func (p *picker) use(i int) {
	e := p.now.entries[i]
	path := filepath.Join(p.now.folder, e.Name())
	switch {
	case e.IsDir() && p.purpose == pickName:
		p.path.SetText(filepath.Join(path, filepath.Base(expand(p.path.Text))))
	case e.IsDir():
		p.path.SetText(path)
	case p.purpose == pickMany:
		if p.ticked[e.Name()] = !p.ticked[e.Name()]; !p.ticked[e.Name()] {
			delete(p.ticked, e.Name())
		}
		p.list.RefreshItem(i)
		p.count()
	default:
		p.path.SetText(path)
	}
}

// caret takes keys before the list does: Space uses the row, Enter opens a folder or confirms.
func (p *picker) caret(key fyne.KeyName) bool {
	row := p.list.row
	inside := row < len(p.now.entries)
	switch key {
	case fyne.KeySpace:
		if inside {
			p.use(row)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if inside && p.now.entries[row].IsDir() && len(p.ticked) == 0 {
			p.use(row)
			return true
		}
		if inside && p.purpose == pickOne {
			p.use(row)
		}
		p.m.enterKey()
	case fyne.KeyEscape:
		p.m.close()
	case fyne.KeyBackspace, fyne.KeyLeft:
		p.up()
	case "all":
		p.tickAll(true)
	default:
		return false
	}
	return true
}

func (p *picker) up() {
	path := filepath.Dir(p.now.folder)
	if p.purpose == pickName {
		path = filepath.Join(path, filepath.Base(expand(p.path.Text)))
	}
	p.path.SetText(path)
}

func (p *picker) tickAll(on bool) {
	clear(p.ticked)
	for _, name := range p.files() {
		if on && p.purpose == pickMany {
			p.ticked[name] = true
		}
	}
	p.list.Refresh()
	p.count()
}

// rowFile is how the name of a file is set.
var rowFile = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 1, Padded: true}

func (p *picker) newRow() fyne.CanvasObject {
	return container.NewBorder(nil, nil, widget.NewIcon(theme.FileIcon()), nil, textview.NewLines(p.w.fonts, rowFile))
}

func (p *picker) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.now.entries) {
		return
	}
	row, e := o.(*fyne.Container).Objects, p.now.entries[i]
	icon := theme.FileIcon()
	switch {
	case e.IsDir():
		icon = theme.FolderIcon()
	case p.ticked[e.Name()]:
		icon = theme.CheckButtonCheckedIcon()
	case p.purpose == pickMany:
		icon = theme.CheckButtonIcon()
	}
	row[0].(*textview.Lines).SetText(e.Name())
	row[1].(*widget.Icon).SetResource(icon)
}
