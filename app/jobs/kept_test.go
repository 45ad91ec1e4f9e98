package jobs_test

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// standings compares all cases, and tells how each stands.
func standings(t testing.TB, p *storage.Project, agree bool) (out []jobs.Standing) {
	t.Helper()
	_, err := jobs.Adjudicate(ctx, p, cases(t, p, jobs.Comparing{}), agree, func(s jobs.Standing) { out = append(out, s) })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatIsKeptIsWhatWasCompared(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	documents := articles(t, p, "Tolls rose 12% in May, the ministry said.", "Nobody paid in “€”.", "Fares fell.")
	marks(t, p, documents[0], "Ana", annotation.Done, "Tolls rose 12%", "12%", "ministry")
	marks(t, p, documents[0], "Ben", annotation.Done, "Tolls rose", "12%")
	marks(t, p, documents[1], "Ana", annotation.Done, "“€”")
	marks(t, p, documents[1], "Ben", annotation.Done, "paid")
	marks(t, p, documents[2], "Ana", annotation.Done, "Fares")
	marks(t, p, documents[2], "Ben", annotation.Done, "Fares")
	k := jobs.Kept{Program: "0.1.0", Place: 300, State: annotation.HashOf(nil), Standings: standings(t, p, false)}
	if len(k.Standings) != 3 || len(k.Standings[0].Open) != 2 || len(k.Standings[1].Open) != 2 || !k.Standings[2].Waits || k.Standings[1].Waits {
		t.Fatalf("%+v", k.Standings)
	}
	path := filepath.Join(t.TempDir(), "new", "kept")
	if err := k.Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := jobs.ReadKept(path)
	if err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("%v\n%+v\nwant\n%+v", err, got, k)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		b[i] ^= 4
		if _, err := jobs.ParseKept(b); err == nil {
			t.Errorf("byte %d is damaged, and nobody noticed", i)
		}
		if b[i] ^= 4; i%7 == 0 {
			if _, err := jobs.ParseKept(b[:i]); err == nil {
				t.Errorf("the first %d bytes are taken for all", i)
			}
		}
	}
}

func TestDifferencesStandTheSameOnceWhatIsAgreedCameIn(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	documents := articles(t, p, "Tolls rose 12% in May, the ministry said.")
	marks(t, p, documents[0], "Ana", annotation.Done, "Tolls rose 12%", "12%", "ministry")
	marks(t, p, documents[0], "Ben", annotation.Done, "Tolls rose", "12%")
	told := standings(t, p, true)
	if again := standings(t, p, false); !reflect.DeepEqual(told, again) || told[0].Waits || told[0].Agreed != 1 {
		t.Errorf("told was\n%+v\nit is\n%+v", told, again)
	}
}

func TestWhatAnotherProgramOrProjectKeptDoesNotHold(t *testing.T) {
	state := annotation.HashOf([]byte("here"))
	k := jobs.Kept{Program: "0.1.0", State: state}
	if !k.StillHolds("0.1.0", state) || k.StillHolds("0.2.0", state) || k.StillHolds("0.1.0", annotation.HashOf([]byte("there"))) {
		t.Error("it holds where it should not, or not where it should")
	}
}

func TestOfFewProjectsIsKeptHowTheyStood(t *testing.T) {
	folder, k := t.TempDir(), jobs.Kept{Program: "0.1.0"}
	for i := range 23 {
		path := filepath.Join(folder, fmt.Sprint("project", i))
		if err := k.Save(path); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 3, 1, 10, i, 0, 0, time.UTC)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Save(filepath.Join(folder, "project0")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"project0": true, "project1": false, "project2": false, "project3": false, "project4": true, "project22": true} {
		if _, err := jobs.ReadKept(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseKept(f *testing.F) {
	small := jobs.Kept{Program: "0.1.0", Standings: manyStandings(2)}
	path := filepath.Join(f.TempDir(), "kept")
	if err := small.Save(path); err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[:len(b)-crc32.Size])
	f.Add([]byte("rubricator standings 1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = binary.BigEndian.AppendUint32(b[:len(b):len(b)], crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
		k, err := jobs.ParseKept(b)
		if err != nil {
			return
		}
		path := filepath.Join(t.TempDir(), "kept")
		if err := k.Save(path); err != nil {
			t.Fatal(err)
		}
		if again, err := jobs.ReadKept(path); err != nil || !reflect.DeepEqual(again, k) {
			t.Errorf("%v\n%+v\nis read again as\n%+v", err, k, again)
		}
	})
}

// manyStandings are of so many documents with ten differences each.
func manyStandings(documents int) (out []jobs.Standing) {
	who := []annotation.ID{personCalled("Ana").ID, personCalled("Ben").ID}
	for i := range documents {
		s := jobs.Standing{Case: jobs.Case{Document: annotation.NewID(), Annotators: who}, Title: "Port opens quay"}
		for n := range 10 {
			label := annotation.LabelRole{Label: fmt.Sprint("label", (i+n)%12)}
			s.Open = append(s.Open, compare.Summary{Document: s.Document, Key: annotation.NewID(), Range: rangeset.Range{Start: text.Pos(100 * n), End: text.Pos(100*n + 60)},
				Quote: "The port opened its quay on Monday, the ministry said, and ships", Pattern: label.String() + ": boundary", Labels: []annotation.LabelRole{label},
				Apart: who[n%2 : n%2+1], Classes: compare.Boundary, Hardness: int32(n), Unsure: n == 3})
		}
		out = append(out, s)
	}
	return out
}

// BenchmarkKept reads and writes 100,000 differences.
func BenchmarkKept(b *testing.B) {
	k := jobs.Kept{Program: "0.1.0", Standings: manyStandings(10_000)}
	path := filepath.Join(b.TempDir(), "kept")
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			if err := k.Save(path); err != nil {
				b.Fatal(err)
			}
		}
		if info, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(info.Size())/1e6, "MB")
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := jobs.ReadKept(path); err != nil {
				b.Fatal(err)
			}
		}
	})
}
