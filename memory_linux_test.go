package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const mebibyte = 1 << 20

// mostMemory is how much the program may take, in MB.
const mostMemory = 1000

// repeated writes a text again and again, up to so many bytes.
func repeated(before, text string, size int, after string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, before)
		for some := strings.Repeat(text, mebibyte/max(1, len(text))); size > 0; size -= len(some) {
			io.WriteString(w, some)
		}
		io.WriteString(w, after)
	}
}

func gzipped(body func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		z := gzip.NewWriter(w)
		body(z)
		z.Close()
	}
}

// zipped is an archive of one file, packed or not.
func zipped(name string, method uint16, body func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		z := zip.NewWriter(w)
		part, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		body(part)
		z.Close()
	}
}

// listOf is an archive that names a file a million times and more, in 47 bytes each.
func listOf(entries int) func(io.Writer) {
	return func(w io.Writer) {
		const head, tail = 46, 22 // bytes of an entry in the list, without the name, and of the list's end
		entry := append([]byte("PK\x01\x02"), make([]byte, head-4+1)...)
		binary.LittleEndian.PutUint16(entry[28:], 1)
		entry[head] = 'a'
		for range entries {
			w.Write(entry)
		}
		end := append([]byte("PK\x05\x06"), make([]byte, tail-4)...)
		binary.LittleEndian.PutUint16(end[8:], uint16(entries))
		binary.LittleEndian.PutUint16(end[10:], uint16(entries))
		binary.LittleEndian.PutUint32(end[12:], uint32(entries*(head+1)))
		w.Write(end)
	}
}

// archiveIn puts an archive in an archive, so many times.
func archiveIn(depth int, body func(io.Writer)) func(io.Writer) {
	for range depth {
		body = zipped("in.zip", zip.Store, body)
	}
	return body
}

// TestHostileFilesTakeLittleMemoryAndLetTheRestLoad has the program itself import files that are made to hurt it, each beside an article.
func TestHostileFilesTakeLittleMemoryAndLetTheRestLoad(t *testing.T) {
	if os.Getenv("RUBRICATOR_LONG") == "" {
		t.Skip("takes minutes: RUBRICATOR_LONG=1 runs it")
	}
	sea := "The harbour was closed and ships wait. "
	for _, c := range []struct {
		file string
		make func(io.Writer)
		says string // of why it is refused; empty: it is loaded
	}{
		{"long.txt", repeated("", sea, 63*mebibyte, ""), ""},
		{"huge.txt", repeated("", sea, 250*mebibyte, ""), "an article has at most 64 MiB"},
		{"lines.txt", repeated("", "a\n", 5*mebibyte, ""), "at most 2000000 lines"},
		{"russian.txt", repeated("", "\xCF\xEE\xF0\xF2 \xE7\xE0\xEA\xF0\xFB\xF2. ", 120*mebibyte, ""), "an article has at most 64 MiB"},
		{"page.html", repeated("", "<div>", 63*mebibyte, ""), "page"},
		{"text.rtf", repeated(`{\rtf1 `, sea, 120*mebibyte, "}"), "at most"},
		{"row.csv", repeated("title,text\n", ",", 250*mebibyte, ""), "at most 16384 cells"},
		{"open.csv", repeated("title,text\n", "\"x,\n", 250*mebibyte, ""), "row"},
		{"cell.csv", repeated("title,text\nHarbour,\"", sea, 250*mebibyte, "\"\n"), "row"},
		{"line.jsonl", repeated(`{"text":"a","n":[`, "0,", 250*mebibyte, "0]}\n"), "at most 64 MiB"},
		{"values.jsonl", repeated(`{"text":"a","n":[`, "{},", 60*mebibyte, "0]}\n"), "more than 1000000 values"},
		{"list.json", repeated(`[{"text":"a","n":[`, "0,", 250*mebibyte, "0]}]"), "at most 64 MiB"},
		{"no.jsonl", repeated("", "x\n", 250*mebibyte, ""), "no JSON"},
		{"message.mbox", repeated("From a@b.example Thu Mar  5 10:00:00 2026\nSubject: Harbour\n\n", sea, 250*mebibyte, ""), "at most 128 MiB"},
		{"list.zip", listOf(5_000_000), "100000 files"},
		{"bomb.zip", zipped("bomb.txt", zip.Deflate, repeated("", "a", 1024*mebibyte, "")), "200 times"},
		{"bomb.txt.gz", gzipped(repeated("", "a", 1024*mebibyte, "")), "200 times"},
		{"inner.zip", archiveIn(3, repeated("", sea, 200*mebibyte, "")), "at most 64 MiB"},
		{"deep.xml", repeated(`<rss version="2.0"><channel>`, "<a>", 6*mebibyte, ""), "deep"},
	} {
		t.Run(c.file, func(t *testing.T) {
			dir, temporary := t.TempDir(), t.TempDir()
			write(t, filepath.Join(dir, c.file), c.make)
			write(t, filepath.Join(dir, "good.txt"), repeated("Bread is dear", "", 0, ""))
			cmd := exec.Command(os.Args[0], "import", "-p", "news.rubric", c.file, "good.txt")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"=1", "TMPDIR="+temporary)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			begun := time.Now()
			if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != 1 && cmd.ProcessState.ExitCode() != 3 {
				t.Errorf("%v: %s", err, errs.String())
			}
			peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
			t.Logf("%d MB, %v, %s", peak, time.Since(begun).Round(100*time.Millisecond), errs.String())
			if peak >= mostMemory {
				t.Errorf("it took %d MB", peak)
			}
			if !strings.Contains(out.String(), "good.txt") {
				t.Errorf("the rest was not loaded: %s", out.String())
			}
			if refused := errs.String(); c.says == "" && refused != "" || !strings.Contains(refused, c.says) || c.says != "" && !strings.Contains(refused, c.file) {
				t.Errorf("it says %q, want %q", refused, c.says)
			}
			mustHold(t, dir, c.file, "good.txt", "news.rubric")
			mustHold(t, temporary)
		})
	}
}

func write(t *testing.T, path string, body func(io.Writer)) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, mebibyte)
	body(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// mustHold fails where a folder has other files than these.
func mustHold(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.Contains(fmt.Sprint(want), e.Name()) {
			t.Errorf("%s is left in %s", e.Name(), dir)
		}
	}
}
