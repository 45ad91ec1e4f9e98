package record

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"rubricator/annotation/ingest"
)

// loaded is what a file gives: each article as its title, date, outlet, author, language, address and text, then what cannot be read.
func loaded(f ingest.File, c ingest.Columns) (out []string) {
	format := JSON
	if Lines.ByName(f.Name) {
		format = Lines
	}
	for d, err := range format.Read(context.Background(), f, ingest.Options{Columns: c}) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		a := d.Details
		out = append(out, strings.Join([]string{a.Title, a.Published, a.Outlet, a.Author, a.Language, a.URL, d.Text}, "|"))
	}
	return out
}

func TestRecordsBecomeArticles(t *testing.T) {
	for _, c := range []struct{ name, file, json, want string }{
		{"a line each", "a.jsonl", "{\"title\":\"Harbour\",\"text\":\"Ships wait.\"}\n\n{\"text\":\"Bread is dear.\"}\n", "Harbour||||||Ships wait.\n||||||Bread is dear."},
		{"texts alone", "a.ndjson", "\"Ships wait.\"\n\"Bread is dear.\"\n", "||||||Ships wait.\n||||||Bread is dear."},
		{"one object", "a.json", `{"headline":"Harbour","body":"Ships wait."}`, "Harbour||||||Ships wait."},
		{"an array", "a.json", `[{"text":"Ships wait."},{"text":"Bread is dear."}]`, "||||||Ships wait.\n||||||Bread is dear."},
		{"one after another", "a.json", "{\"text\":\"Ships wait.\"}\n{\"text\":\"Bread is dear.\"}", "||||||Ships wait.\n||||||Bread is dear."},
		{"a byte order mark", "a.json", "\uFEFF{\"text\":\"Ships wait.\"}", "||||||Ships wait."},
		{"paragraphs in a list", "a.json", `{"title":"Harbour","content":[{"type":"p","text":"Ships wait."},{"type":"p","content":[{"text":"Bread is dear."}]}]}`,
			"Harbour||||||Ships wait.\n\nBread is dear."},
		{"paragraphs as strings", "a.json", `{"body":["Ships wait, and nobody knows for how long they will have to do so, the harbour master says.","Bread."]}`,
			"||||||Ships wait, and nobody knows for how long they will have to do so, the harbour master says.\n\nBread."},
		{"NewsAPI", "a.json", `{"status":"ok","totalResults":1,"articles":[{"source":{"id":"post","name":"The Post"},"author":"Ana Roe","title":"Harbour","description":"Ships.",
			"url":"https://post.example/1","urlToImage":"https://post.example/1.jpg","publishedAt":"2026-03-04T10:00:00Z","content":"Ships wait."}]}`,
			"Harbour|2026-03-04T10:00:00Z|The Post|Ana Roe||https://post.example/1|Ships wait."},
		{"Media Cloud", "a.jsonl", `{"id":"1","media_name":"Post","publish_date":"2026-03-04","title":"Harbour","url":"https://post.example/1","language":"en","text":"Ships wait."}`,
			"Harbour|2026-03-04|Post||en|https://post.example/1|Ships wait."},
		{"Common Crawl news", "a.json", `{"authors":["Ana Roe","Bo Lee"],"date_publish":"2026-03-04 10:00:00","description":"Ships.","language":"en","maintext":"Ships wait.","source_domain":"post.example",
			"title":"Harbour","url":"https://post.example/1","image_url":"https://post.example/1.jpg"}`,
			"Harbour|2026-03-04T10:00:00|post.example|Ana Roe, Bo Lee|en|https://post.example/1|Ships wait."},
		{"MediaStack, which has summaries alone", "a.json", `{"pagination":{"limit":1},"data":[{"author":"Ana Roe","title":"Harbour","description":"Ships wait.","url":"https://post.example/1",
			"source":"Post","image":null,"category":"general","language":"en","country":"us","published_at":"2026-03-04T10:00:00+00:00"}]}`,
			"Harbour|2026-03-04T10:00:00Z|Post|Ana Roe|en|https://post.example/1|Ships wait."},
		{"The Guardian", "a.json", `{"response":{"status":"ok","results":[{"id":"x/1","webTitle":"Harbour","webUrl":"https://g.example/1","webPublicationDate":"2026-03-04T10:00:00Z",
			"fields":{"byline":"Ana Roe","bodyText":"Ships wait."}}]}}`,
			"Harbour|2026-03-04T10:00:00Z||Ana Roe||https://g.example/1|Ships wait."},
		{"GDELT, which has no texts", "a.json", `{"articles":[{"url":"https://post.example/1","title":"Harbour","seendate":"20260304T100000Z","domain":"post.example","language":"English"}]}`,
			`error: the column of the articles cannot be told: there are "domain", "language", "seendate", "title" and "url"; say which it is, as by --columns text=url`},
	} {
		if got := strings.Join(loaded(ingest.File{Name: c.file, Bytes: []byte(c.json)}, nil), "\n"); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestFieldsCanBeSaidByPath(t *testing.T) {
	f := ingest.File{Name: "a.jsonl", Bytes: []byte(`{"text":"no","doc":{"story":{"raw":"Ships wait."},"h":"Harbour"}}`)}
	c := ingest.Columns{ingest.FieldText: "doc.story.raw", ingest.FieldTitle: "doc.h"}
	if got := loaded(f, c); len(got) != 1 || got[0] != "Harbour||||||Ships wait." {
		t.Errorf("%q", got)
	}
	columns, told, err := Columns(context.Background(), f, ingest.Options{Columns: c})
	if err != nil || len(columns) != 3 || columns[told[ingest.FieldText]].Samples[0] != "Ships wait." {
		t.Errorf("%v %v %v", columns, told, err)
	}
}

func TestARecordIsItsOwnOriginal(t *testing.T) {
	for name, json := range map[string]string{"a.json": "[ {\"text\" : \"Ships wait.\"} ,\n{\"text\":\"x\"}]", "a.jsonl": "{\"text\" : \"Ships wait.\"}\r\n"} {
		for d, err := range map[string]*ingest.Format{"a.json": JSON, "a.jsonl": Lines}[name].Read(context.Background(), ingest.File{Name: name, Bytes: []byte(json)}, ingest.Options{}) {
			if err != nil || string(d.Original) != `{"text" : "Ships wait."}` || !strings.HasPrefix(d.Source.Decoding, "UTF-8; ") {
				t.Errorf("%s: %v %q %+v", name, err, d.Original, d.Source)
			}
			break
		}
	}
}

func TestMarksAreForAnotherCommand(t *testing.T) {
	for json, want := range map[string]bool{
		`{"text":"Ships wait.","label":[[0,5,"THING"]]}`:                           true,
		`{"text":"Ships wait.","spans":[{"start":0,"end":5,"label":"THING"}]}`:     true,
		`{"data":{"text":"Ships wait."},"annotations":[{"result":[{"value":1}]}]}`: true,
		`{"text":"Ships wait.","label":"news"}`:                                    false,
		`{"text":"Ships wait.","labels":[]}`:                                       false,
	} {
		for d, err := range Lines.Read(context.Background(), ingest.File{Name: "a.jsonl", Bytes: []byte(json)}, ingest.Options{}) {
			if err != nil || strings.Contains(strings.Join(d.Warnings, " "), "Import marks") != want || d.Text != "Ships wait." {
				t.Errorf("%s: %v %+v", json, err, d)
			}
		}
	}
}

func TestHostileRecords(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300)
	for _, c := range []struct {
		name, file, json string
		want             []string
	}{
		{"a line that is none", "a.jsonl", "{\"text\":\"One.\"}\n{\"text\":\n{\"text\":\"Three.\"}\n", []string{"One.", "error: line 2: it is no JSON", "Three."}},
		{"two in a line", "a.jsonl", "{\"text\":\"One.\"} {\"text\":\"Two.\"}\n{\"text\":\"Three.\"}\n", []string{"error: line 1: there is more than one record", "Three."}},
		{"a number", "a.jsonl", "7\n{\"text\":\"Two.\"}\n", []string{"error: line 1: it is no record", "Two."}},
		{"half a pair", "a.jsonl", "{\"text\":\"One \\ud83d.\"}\n{\"text\":\"\\ud83d\\udd34 \\\\ud83d\"}\n", []string{"One \uFFFD.", "🔴 \\ud83d"}},
		{"a byte that is not UTF-8", "a.jsonl", "{\"text\":\"Öne é ü.\"}\n{\"text\":\"\xE2\x80\"}\n", []string{"Öne é ü.", "\uFFFD"}},
		{"a byte that is not UTF-8, in an array", "a.json", "[{\"text\":\"Öne é ü.\"},{\"text\":\"\xE2\x80\"}]", []string{"Öne é ü.", "\uFFFD"}},
		{"deep", "a.jsonl", deep + "\n{\"text\":\"Two.\"}\n", []string{"error: line 1: values stand in each other", "Two."}},
		{"deeper than any", "a.json", strings.Repeat("[", 1_000_000), []string{"error: record 1: the file is no JSON from there on"}},
		{"cut off", "a.json", `[{"text":"One."},{"text":"Tw`, []string{"One.", "error: record 2: the file is no JSON from there on"}},
		{"no text", "a.jsonl", "{\"text\":\"One.\"}\n{\"text\":\" \"}\n", []string{"One.", "error: line 2: there is no text in it; the field of it is \"text\""}},
		{"a NUL", "a.jsonl", "{\"text\":\"One.\"}\n{\"text\":\"T\\u0000wo.\"}\n", []string{"One.", "error: line 2: not a text file: it holds 1 NUL"}},
		{"nothing", "a.jsonl", "", []string{"error: there is no text in it: it has no records"}},
		{"an empty array", "a.json", "[]", []string{"error: there is no text in it: it has no records"}},
		{"a picture", "a.json", "\x89PNG\r\n\x1a\n", []string{"error: not a text file but a PNG picture"}},
		{"no JSON", "a.json", "hello", []string{"error: record 1: the file is no JSON"}},
	} {
		got := loaded(ingest.File{Name: c.file, Bytes: []byte(c.json)}, nil)
		ok := len(got) == len(c.want)
		for i := range c.want {
			ok = ok && strings.Contains(got[i], c.want[i])
		}
		if !ok {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func FuzzRecord(f *testing.F) {
	for _, s := range []string{`{"text":"a"}`, `[{"text":"a"},{"text":"\ud83d"}]`, `{"articles":[{"content":"a\n[+3 chars]"}]}`, "{\"text\":[\"a\",{\"text\":\"b\"}]}\n\"c\"", "[[[", "\xFF\xFE{\x00}\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for format, name := range map[*ingest.Format]string{JSON: "a.json", Lines: "a.jsonl"} {
			n := 0
			for d, err := range format.Read(context.Background(), ingest.File{Name: name, Bytes: b}, ingest.Options{}) {
				if n++; n > len(b)+1 {
					t.Fatalf("%d articles in %d bytes", n, len(b))
				}
				if err != nil {
					continue
				}
				if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Title()) {
					t.Fatalf("%q became %q, %q", b, d.Text, d.Title())
				}
				if strings.HasPrefix(d.Source.Decoding, "UTF-8;") && !bytes.Contains(b, d.Original) {
					t.Fatalf("%q has the original %q", b, d.Original)
				}
			}
		}
	})
}

func BenchmarkReadLines(b *testing.B) {
	var s bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&s, "{\"title\":\"Harbour %d\",\"publishedAt\":\"2026-03-04T10:00:00Z\",\"text\":%q}\n", i, strings.Repeat("Ships wait, and nobody knows for how long. ", 10))
	}
	b.SetBytes(int64(s.Len()))
	for b.Loop() {
		for _, err := range Lines.Read(context.Background(), ingest.File{Name: "a.jsonl", Bytes: s.Bytes()}, ingest.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
