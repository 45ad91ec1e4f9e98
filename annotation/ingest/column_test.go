package ingest

import "testing"

func columnOf(name string, values ...string) Column {
	c := Column{Name: name}
	for _, v := range values {
		c.Look(v)
	}
	return c
}

func TestTheDateIsToldByItsNameOrItsValues(t *testing.T) {
	text := columnOf("text", "The harbour closes on Friday.")
	for _, name := range []string{"erschienen", "Erschienen am", "publié", "publicado", "pubblicato", "gepubliceerd", "opublikowano", "опубликовано", "yayın tarihi", "发布日期", "تاريخ النشر"} {
		told, err := Columns{}.Tell([]Column{text, columnOf(name, "soon")})
		if n, ok := told[FieldPublished]; err != nil || !ok || n != 1 {
			t.Errorf("%q is no date: %v, %v", name, told, err)
		}
	}
	told, _ := Columns{}.Tell([]Column{text, columnOf("x", "12", "3 May"), columnOf("y", "11.05.2026", "", "12.05.2026")})
	if told[FieldPublished] != 2 {
		t.Errorf("by its values: %v", told)
	}
	told, _ = Columns{}.Tell([]Column{text, columnOf("y", "11.05.2026", "later")})
	if _, ok := told[FieldPublished]; ok {
		t.Errorf("a column of more than days: %v", told)
	}
}
