package app

import "strings"

// welcomeText is what an empty window says, with the acts that lead on.
func (w *Window) welcomeText() {
	said, acts := "", []string(nil)
	switch {
	case !w.begun:
	case w.desk == nil:
		said, acts = "No project is open.", []string{"project.new", "project.open"}
	case len(w.desk.documents) > 0:
	case !w.canWrite():
		said = "There is no article in this project."
	default:
		said = "Drop articles here, paste with Ctrl+V,\nor press Enter to try one.\n\nText, web pages, PDF, Word and other office files, books, mail,\ntables and archives are read. What you do is kept in\n" + w.desk.project.Path()
		acts = []string{"import", "import.paste", "enter"}
	}
	if said == w.invite.Text() {
		return
	}
	w.invite.SetText(said)
	w.offers.RemoveAll()
	for _, id := range acts {
		a := w.actions.byID(id)
		w.offers.Add(newButton(strings.TrimSuffix(a.title(), "…")+" · "+a.keyNames(), func() { w.act(a); w.focusText() }))
	}
	w.welcome.Refresh()
	setVisible(w.welcome, said != "")
}
