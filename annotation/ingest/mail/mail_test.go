package mail

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// inner reads text files and, as if they were such, web pages.
func inner(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
	if strings.HasSuffix(f.Name, ".eml") {
		return Message.Read(ctx, f, o)
	}
	if !ingest.Plain.ByName(f.Name) && !strings.HasSuffix(f.Name, ".html") {
		return ingest.One(nil, fmt.Errorf("read %q: %w", f.Name, ingest.ErrKind))
	}
	return ingest.Plain.Read(ctx, f, o)
}

// read is what a file gives.
func all(t testing.TB, format *ingest.Format, name, s string) (out []*ingest.Draft, wrong error) {
	t.Helper()
	for d, err := range format.Read(context.Background(), ingest.File{Name: name, Bytes: []byte(s)}, ingest.Options{Inner: inner}) {
		if err != nil {
			wrong = errors.Join(wrong, err)
			continue
		}
		out = append(out, d)
	}
	return out, wrong
}

// shown is a text with what is left out in brackets.
func shown(d *ingest.Draft) string {
	var out strings.Builder
	end := 0
	for i, b := range d.Blocks {
		out.WriteString(d.Text[end:b.Start])
		if b.Cut != "" {
			fmt.Fprintf(&out, "[%s: %s]", b.Cut, d.Line(i))
		} else {
			out.WriteString(d.Line(i))
		}
		end = b.End
	}
	return out.String() + d.Text[end:]
}

const head = "From: Ana Ruiz <ana@bulletin.example.org>\nSubject: Harbour closed\nDate: Thu, 5 Mar 2026 10:00:00 +0100\n"

func TestMessageBecomesAnArticle(t *testing.T) {
	plenty := strings.Repeat("Many words say what the page says too. ", 4)
	for _, c := range []struct{ name, message, want, decoding string }{
		{"plain", head + "\nThe harbour is closed.\n", "The harbour is closed.", "mail, text in UTF-8"},
		{"line ends of the network", strings.ReplaceAll(head+"\nOne.\n\n\n\nTwo.  \n", "\n", "\r\n"), "One.\n\nTwo.", "mail, text in UTF-8"},
		{"quoted-printable", head + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9 au=\n lait = 2=ZZ\n", "Café au lait = 2=ZZ", "mail, text in Windows-1252, as declared"},
		{"base64", head + "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n7s/Xz9PUySDEztE=\n", "Новости дня", "mail, text in KOI8-R, as declared"},
		{"base64 cut off", head + "Content-Transfer-Encoding: base64\n\nVGhlIGhhcmJvdXI", "The harbour", "mail, text in UTF-8"},
		{"flowed", head + "Content-Type: text/plain; format=flowed\n\nThe harbour \nis closed \ntoday.\nNew line.\n >not quoted\n", "The harbour is closed today.\nNew line.\n>not quoted", "mail, text in UTF-8; broken lines joined (2)"},
		{"flowed and deleted spaces", head + "Content-Type: text/plain; format=flowed; delsp=yes\n\nhar \nbour\n", "harbour", "mail, text in UTF-8; broken lines joined (1)"},
		{"wrapped by the mail program", head + `
The harbour was closed on Monday after a storm had damaged the breakwater
and the eastern pier, the port authority said. Ferries were diverted to a
neighbouring town while divers looked at the foundations of the pier that
gave way.

- one
- two
`, "The harbour was closed on Monday after a storm had damaged the breakwater and the eastern pier, the port authority said. Ferries were diverted to a neighbouring town while divers looked at the foundations of the pier that gave way.\n\n- one\n- two", "mail, text in UTF-8; broken lines joined (3)"},
		{"verse stays broken", head + "\nRoses are red\nViolets are blue\nSugar is sweet\n", "Roses are red\nViolets are blue\nSugar is sweet", "mail, text in UTF-8"},
		{"text before the page of the same words", head + "Content-Type: multipart/alternative; boundary=x\n\npreamble\n--x\n\n" + plenty + "\n--x\nContent-Type: text/html\n\n<p>page</p>\n--x--\nepilogue\n",
			strings.TrimSpace(plenty), "mail, text in UTF-8"},
		{"the page where the text says nothing", head + "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nYour program shows no pages.\n--x\nContent-Type: text/html; charset=windows-1252\n\n<p>caf\xE9</p>\n--x--\n",
			"<p>café</p>", "mail, web page in Windows-1252, as declared"},
		{"the page where there is no text", head + "Content-Type: text/html\n\n<p>page</p>\n", "<p>page</p>\n", "mail, web page in UTF-8"},
		{"several texts, a picture of the page, a signature of the machine", head + "Content-Type: multipart/signed; boundary=s\n\n--s\nContent-Type: multipart/mixed; boundary=\"x y\"\n\n--x y\n\nOne.\n--x y\n\nTwo.\n--x y--\n--s\nContent-Type: application/pgp-signature\n\nabc\n--s--\n",
			"One.\n\nTwo.", "mail, text in UTF-8"},
		{"cut off in the middle", head + "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe harbour is", "The harbour is", "mail, text in UTF-8"},
		{"no encoding named", head + "\n\xCD\xEE\xE2\xEE\xF1\xF2\xE8 \xE4\xED\xFF", "Новости дня", "mail, text in Windows-1251, told from the letters, because byte 0xcd at 0 is not UTF-8"},
	} {
		got, err := all(t, Message, "a.eml", c.message)
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %d drafts, %v", c.name, len(got), err)
			continue
		}
		d := got[0]
		if d.Text != c.want || d.Source.Decoding != c.decoding {
			t.Errorf("%s:\ngot  %q, %s\nwant %q, %s", c.name, d.Text, d.Source.Decoding, c.want, c.decoding)
		}
		want := ingest.Details{Title: "Harbour closed", Author: "Ana Ruiz", Outlet: "bulletin.example.org", Published: "2026-03-05T10:00:00+01:00"}
		if d.Details != want || d.Source.File != "a.eml" || string(d.Original) != c.message || d.Source.Original != annotation.HashOf(d.Original) {
			t.Errorf("%s: %+v, %+v", c.name, d.Details, d.Source)
		}
	}
}

func TestHeadersAreRead(t *testing.T) {
	for _, c := range []struct {
		header string
		want   ingest.Details
	}{
		{"Subject: Fwd: WG: Harbour =?utf-8?q?closed_=E2=80=93_today?=", ingest.Details{Title: "Harbour closed – today"}},
		{"Subject: =?utf-8?B?w4lj?=\n =?UTF-8?B?b2xl?= fermée", ingest.Details{Title: "École fermée"}},
		{"Subject: =?utf-8?B?w4lj?= and =?koi8-r?Q?=EE=CF?=", ingest.Details{Title: "Éc and Но"}},
		{"Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_noir?=", ingest.Details{Title: "café noir"}}, // a character cut in two
		{"Subject: =?iso-2022-jp?B?GyRCO1REORsoQg==?=", ingest.Details{Title: "市長"}},
		{"Subject: =?gb2312*zh?B?1tDOxA==?=", ingest.Details{Title: "中文"}},
		{"Subject: =?x-klingon?Q?abc?=", ingest.Details{Title: "abc"}},
		{"Subject: \xCD\xEE\xE2\xEE\xF1\xF2\xE8 \xE4\xED\xFF", ingest.Details{Title: "Новости дня"}},
		{"Subject: Re: Fwd:", ingest.Details{Title: "Fwd:"}},
		{"From: \"Ruiz, Ana\" <ana@example.org>", ingest.Details{Author: "Ruiz, Ana", Outlet: "example.org"}},
		{"From: =?utf-8?q?Ana_Ru=C3=ADz?= <ana@example.org>", ingest.Details{Author: "Ana Ruíz", Outlet: "example.org"}},
		{"From: ana@example.org (Ana Ruiz)", ingest.Details{Author: "Ana Ruiz", Outlet: "example.org"}},
		{"From: Ana <ana@example.org>, Bo <bo@example.net>", ingest.Details{Author: "Ana", Outlet: "example.org"}},
		{"From: \"Osley Herald\" <news@osleyherald.example>", ingest.Details{Outlet: "Osley Herald"}},
		{"From: Harbour Watch <ana@harbour-watch.example>", ingest.Details{Outlet: "Harbour Watch"}},
		{"From: ana@example.org", ingest.Details{Author: "ana@example.org", Outlet: "example.org"}},
		{"From: x@y.org\nList-Id: \"Port news\" <port.lists.example.org>", ingest.Details{Author: "x@y.org", Outlet: "Port news"}},
		{"List-ID: <port.lists.example.org>", ingest.Details{Outlet: "port.lists.example.org"}},
		{"Date: 5 Mar 26 10:00 GMT\nContent-Language: de, en", ingest.Details{Published: "2026-03-05T10:00:00Z", Language: "de"}},
		{"Date: yesterday", ingest.Details{}},
		{"no field\nSubject: a\nSubject: b\n: c", ingest.Details{Title: "a"}},
	} {
		got, err := all(t, Message, "a.eml", c.header+"\nX: y\n\nText.")
		if err != nil || len(got) != 1 || got[0].Details != c.want {
			t.Errorf("%q: %+v %v, want %+v", c.header, got[0].Details, err, c.want)
		}
	}
}

func TestWhatNoReaderWouldReadIsStruckOut(t *testing.T) {
	for _, c := range []struct{ name, subject, text, want string }{
		{"signature", "", "Text.\n\n-- \nAna\nPhone 1", "Text.\n\n[signature: --]\n[signature: Ana]\n[signature: Phone 1]"},
		{"what is too long for one", "", "Text.\n-- \n" + strings.Repeat("Line.\n", 16), "Text.\n--" + strings.Repeat("\nLine.", 16)},
		{"answer", "Re: x", "Yes.\n\nOn Monday Bo wrote:\n> Is it?\n> Bo\n\nMore.", "Yes.\n\n[quoted history: On Monday Bo wrote:]\n[quoted history: > Is it?]\n[quoted history: > Bo]\n\nMore."},
		{"nothing but a quotation", "", "> Text.", "> Text."},
		{"answer over the original", "AW: x", "Yes.\n\n-----Ursprüngliche Nachricht-----\nVon: Bo\n\nOld.", "Yes.\n\n[quoted history: -----Ursprüngliche Nachricht-----]\n[quoted history: Von: Bo]\n\n[quoted history: Old.]"},
		{"sent on", "Fwd: x", "Look.\n\n---------- Forwarded message ---------\nFrom: Bo\nDate: today\n\nNews.", "Look.\n\n[mail header: ---------- Forwarded message ---------]\n[mail header: From: Bo]\n[mail header: Date: today]\n\nNews."},
		{"list", "", "Text.\n" + strings.Repeat("_", 47) + "\nPort mailing list\nport@example.org", "Text.\n[list footer: " + strings.Repeat("_", 47) + "]\n[list footer: Port mailing list]\n[list footer: port@example.org]"},
	} {
		got, err := all(t, Message, "a.eml", "Subject: "+c.subject+"\n\n"+c.text)
		if err != nil || len(got) != 1 || shown(got[0]) != c.want {
			t.Errorf("%s: %v\ngot  %q\nwant %q", c.name, err, shown(got[0]), c.want)
		}
	}
}

func TestWhatIsAttachedIsReadOrNamed(t *testing.T) {
	message := head + `Content-Type: multipart/mixed; boundary=x

--x

The harbour is closed.
--x
Content-Type: text/plain; name="=?utf-8?q?caf=C3=A9.txt?="
Content-Disposition: attachment

Attached words.
--x
Content-Type: application/x-thing
Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.bin

abc
--x
Content-Type: message/rfc822

Subject: Inner

Inner words.
--x--
`
	got, err := all(t, Message, "a.eml", message)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d drafts, %v", len(got), err)
	}
	for i, want := range []struct{ file, title, text string }{{"a.eml", "Harbour closed", "The harbour is closed."}, {"café.txt", "", "Attached words."}, {"Inner.eml", "Inner", "Inner words."}} {
		if d := got[i]; d.Source.File != want.file || d.Details.Title != want.title || d.Text != want.text {
			t.Errorf("%d: %+v %+v %q", i, d.Source, d.Details, d.Text)
		}
	}
	if w := strings.Join(got[0].Warnings, "|"); w != "What is attached is not read: café.bin." {
		t.Errorf("warnings %q", w)
	}
}

func TestAMessageOfNothingButAnAttachmentIsThat(t *testing.T) {
	attached := "Subject: x\nContent-Disposition: attachment; filename="
	got, err := all(t, Message, "a.eml", attached+"b.txt\n\nWords.")
	if err != nil || len(got) != 1 || got[0].Source.File != "b.txt" {
		t.Errorf("%d drafts, %v", len(got), err)
	}
	if _, err := all(t, Message, "a.eml", attached+"b.png\n\nx"); !errors.Is(err, ingest.ErrEmpty) || !strings.Contains(err.Error(), "b.png") {
		t.Errorf("got %v", err)
	}
}

func TestAMailboxIsItsMessages(t *testing.T) {
	first := "Subject: One\n\nFirst.\n>From here on.\n>>From there.\n\nFrom nowhere.\n\n"
	second := "Subject: Two\nX-Mozilla-Status: 0001\n\nSecond.\n"
	box := "From ana@example.org Thu Mar  5 10:00:00 2026\n" + first + "From - Thu Mar 05 10:00:00 2026\nX-Mozilla-Status: 0009\nSubject: Deleted\n\nGone.\n\nFrom bo Thu Mar  5 10:00 2026\n" + second +
		"\nFrom bo Thu Mar  5 10:00 2026\nSubject: Empty\n\n"
	if !isMailbox([]byte(box)) || isMailbox([]byte("From Monday, Mar 5 at 10:00 in 2026\non the harbour is closed.")) {
		t.Error("mailboxes are not told")
	}
	got, err := all(t, Mailbox, "in/box.mbox", box)
	if len(got) != 2 {
		t.Fatalf("%d drafts, %v", len(got), err)
	}
	if got[0].Text != "First.\nFrom here on.\n>From there.\n\nFrom nowhere." || string(got[0].Original) != first || got[0].Source.File != "box.mbox" {
		t.Errorf("%q, original %q, %q", got[0].Text, got[0].Original, got[0].Source.File)
	}
	if got[1].Details.Title != "Two" || got[1].Text != "Second." || string(got[1].Original) != second+"\n" {
		t.Errorf("%+v %q %q", got[1].Details, got[1].Text, got[1].Original)
	}
	if !errors.Is(err, ingest.ErrEmpty) || !strings.Contains(err.Error(), `message 4, "Empty"`) {
		t.Errorf("got %v", err)
	}
}

func TestAHostileMessageIsRefused(t *testing.T) {
	nested := "Subject: x\n"
	for i := range 100 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for _, c := range []struct {
		name, message string
		want          error
	}{
		{"parts in parts", nested + "\nText.", ingest.ErrUnpacks},
		{"parts without end", "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\na\n", maxParts+1), ingest.ErrUnpacks},
		{"encrypted", "Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nVersion: 1\n--b--", ErrEncrypted},
		{"encrypted in the text", "Subject: x\n\n-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----\n", ErrEncrypted},
		{"encrypted by S/MIME", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nabc", ErrEncrypted},
		{"nothing", "", ingest.ErrEmpty},
		{"no text", "Subject: x\n\n\n", ingest.ErrEmpty},
		{"zero bytes", "Subject: x\n\na\x00b\xFFc", ingest.ErrBinary},
		{"half an encoding", "Content-Type: text/plain; charset\nSubject\n\n\x81\xFE\xFD\xFC\x8D words", ingest.ErrEncoding},
	} {
		got, err := all(t, Message, "a.eml", c.message)
		if len(got) != 0 || !errors.Is(err, c.want) {
			t.Errorf("%s: %d drafts, %v, want %v", c.name, len(got), err, c.want)
		}
	}
	long := strings.Repeat("a ", 1<<20)
	for name, message := range map[string]string{
		"a field without end":     "Subject: x" + strings.Repeat("\n a", 1<<18) + "\n\nText.",
		"a paragraph without end": "Content-Type: text/plain; format=flowed\n\n" + strings.Repeat("word \n", 1<<20),
		"signatures without end":  "Subject: x\n\n" + strings.Repeat("--\n", 1<<18) + strings.Repeat("> x\n", 1<<18),
		"words without end":       "Subject: " + strings.Repeat("=?x?q?=FF?= \xFF", 1<<14) + "\n\n" + long,
	} {
		started := time.Now()
		got, err := all(t, Message, "a.eml", message)
		if took := time.Since(started); err != nil || len(got) != 1 || took > 20*time.Second {
			t.Errorf("%s: %d drafts, %v, in %v", name, len(got), err, took)
		}
	}
	deep := "Subject: 0\n\nText."
	for i := range 8 {
		deep = fmt.Sprintf("Subject: %d\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n\nText.\n--b%d\nContent-Type: message/rfc822\n\n%s\n--b%d--\n", i+1, i, i, i, deep, i)
	}
	got, err := all(t, Message, "a.eml", deep)
	if err != nil || len(got) != ingest.MaxDepth+1 || !strings.Contains(strings.Join(got[ingest.MaxDepth].Warnings, ""), "5 deep") {
		t.Errorf("messages in messages: %d, %v", len(got), err)
	}
}

func TestALongLineDividesNoMailbox(t *testing.T) {
	const divider = "From ana@example.org Thu Mar  5 10:00:00 2026\n"
	for _, long := range []int{64<<10 - 1, 64 << 10, 64<<10 + 1, 1 << 20} {
		body := strings.Repeat("x", long) + "\n" + divider + "Subject: in the text\n\nShips wait.\n"
		box := divider + "Subject: One\n\n" + body + "\n" + divider + "Subject: Two\n\n" + body
		var got []string
		for b, err := range messages(strings.NewReader(box)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(b))
		}
		if len(got) != 2 || got[0] != "Subject: One\n\n"+body+"\n" || got[1] != "Subject: Two\n\n"+body {
			t.Errorf("a line of %d bytes: %d messages", long, len(got))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nText.\n--x\nContent-Type: text/html; charset=koi8-r\n\n<p>page</p>\n--x--\n"))
	f.Add([]byte("From ana Thu Mar  5 10:00:00 2026\nSubject: =?utf-8?B?w4lj?=\n =?UTF-8?B?b2xl?=\n\n>From x\n\nFrom - \n\nb"))
	f.Add([]byte(head + "Content-Type: text/plain; format=flowed; delsp=yes\nContent-Transfer-Encoding: quoted-printable\n\n> a =\n> b \n>> c=E9\n-- \nx"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\nSubject: a\n\nb\n--x\nContent-Disposition: attachment; filename=../x.txt\nContent-Transfer-Encoding: base64\n\nYWJj\n--x--"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, format := range []*ingest.Format{Message, Mailbox} {
			for d, err := range format.Read(t.Context(), ingest.File{Name: "a.eml", Bytes: b}, ingest.Options{Inner: inner}) {
				if err != nil {
					continue
				}
				if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Details.Title) || !utf8.ValidString(d.Source.File) || strings.ContainsAny(d.Source.File, `/\`) || d.Original == nil {
					t.Fatalf("%q: %+v", b, d)
				}
				if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
					t.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkMailbox(b *testing.B) {
	one := "From ana Thu Mar  5 10:00:00 2026\n" + head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" +
		strings.Repeat("The harbour was closed on Monday =E2=80=93 after a storm had damaged the=\n pier.\n\n", 100) + "\n"
	box := []byte(strings.Repeat(one, 500))
	b.SetBytes(int64(len(box)))
	for b.Loop() {
		n := 0
		for _, err := range Mailbox.Read(context.Background(), ingest.File{Name: "a.mbox", Bytes: box}, ingest.Options{Inner: inner}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 500 {
			b.Fatal(n)
		}
	}
}
