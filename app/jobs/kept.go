package jobs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Kept is how the differences of a project stood, as it is kept outside the project from one session to the next, so that only what was
// changed since need be compared. Whoever reads it asks StillHolds first. What is to be hidden from somebody is hidden behind it.
type Kept struct {
	Program   string          // the version that compared
	Place     int64           // in the journal up to which they stood so
	State     annotation.Hash // of the journal there, as of storage.Project.StateAt
	Standings []Standing
}

// StillHolds tells whether this version of the program, on this very project, compared up to that place.
func (k *Kept) StillHolds(program string, state annotation.Hash) bool {
	return k.Program == program && k.State == state
}

// keptMost is the largest file of standings that is read, in bytes; 100,000 differences take about 8 MB.
const keptMost = 1 << 28

// ReadKept reads what Save wrote. Any error tells that nothing useful is there; it is made anew.
func ReadKept(path string) (Kept, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Kept{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > keptMost {
		return Kept{}, fmt.Errorf("read %q: no kept differences", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return Kept{}, err
	}
	k, err := ParseKept(b)
	if err != nil {
		err = fmt.Errorf("read %q: %w", path, err)
	}
	return k, err
}

// Save writes it whole, or leaves what was there. A power cut may cost it, which the reader sees. The folder holds nothing else.
func (k *Kept) Save(path string) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, filepath.Base(path)+".*") // for its owner alone
	if err != nil {
		return err
	}
	_, err = f.Write(k.bytes())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return removeOldest(folder)
}

// keptProjects is of how many projects differences are kept, those that were compared last.
const keptProjects = 20

// removeOldest removes what was kept of other projects, once they are many.
func removeOldest(folder string) error {
	entries, err := os.ReadDir(folder)
	if len(entries) <= keptProjects || err != nil {
		return err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, old := range files[min(keptProjects, len(files)):] {
		err = errors.Join(err, os.Remove(filepath.Join(folder, old.Name())))
	}
	return err
}

// keptBegin is what a file of standings begins with. Its number grows whenever the rest of the format does, or the way sets are compared.
//
// Behind it come the program, the place and the state; then what standings have in common, each list with its length before it: annotators,
// groups of them, patterns with their labels; then the standings, which name those by their numbers; last the CRC-32C of all that, in four
// bytes. Numbers are varints, strings have their length in bytes before them, ids are 16 bytes.
const keptBegin = "rubricator standings 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// numbered gives each of some values a number, from 0.
type numbered[T any] struct {
	numbers map[string]uint64
	all     []T
}

func (n *numbered[T]) of(key string, value T) uint64 {
	number, ok := n.numbers[key]
	if !ok {
		if n.numbers == nil {
			n.numbers = map[string]uint64{}
		}
		number = uint64(len(n.all))
		n.numbers[key], n.all = number, append(n.all, value)
	}
	return number
}

// keptWriter writes standings, and collects what they have in common.
type keptWriter struct {
	b          []byte
	annotators numbered[annotation.ID]
	groups     numbered[[]uint64]
	patterns   numbered[*compare.Summary]
	key        []byte
}

func (w *keptWriter) number(n int)   { w.b = binary.AppendUvarint(w.b, uint64(n)) }
func (w *keptWriter) text(s string)  { w.number(len(s)); w.b = append(w.b, s...) }
func (w *keptWriter) bytes(b []byte) { w.b = append(w.b, b...) }

func (w *keptWriter) group(of []annotation.ID) {
	w.key = w.key[:0]
	for i := range of {
		w.key = append(w.key, of[i][:]...)
	}
	number, known := w.groups.numbers[string(w.key)]
	if !known {
		var numbers []uint64
		for _, id := range of {
			numbers = append(numbers, w.annotators.of(string(id[:]), id))
		}
		number = w.groups.of(string(w.key), numbers)
	}
	w.b = binary.AppendUvarint(w.b, number)
}

func (w *keptWriter) standing(s *Standing) {
	w.bytes(s.Document[:])
	w.text(s.Title)
	w.group(s.Annotators)
	w.number(s.Agreed)
	w.number(s.Decided)
	w.number(bit(s.Waits))
	w.number(len(s.Open))
	for i := range s.Open {
		o := &s.Open[i]
		w.bytes(o.Key[:])
		w.number(int(o.Range.Start))
		w.number(int(o.Range.End))
		w.text(o.Quote)
		w.b = binary.AppendUvarint(w.b, w.patterns.of(o.Pattern, o))
		w.group(o.Apart)
		w.number(int(o.Hardness))
		w.number(int(o.Classes)<<1 | bit(o.Unsure))
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (k *Kept) bytes() []byte {
	var each, w keptWriter
	each.number(len(k.Standings))
	for i := range k.Standings {
		each.standing(&k.Standings[i])
	}
	w.b = make([]byte, 0, len(each.b)+1<<16)
	w.bytes([]byte(keptBegin))
	w.text(k.Program)
	w.number(int(k.Place))
	w.bytes(k.State[:])
	w.number(len(each.annotators.all))
	for _, id := range each.annotators.all {
		w.bytes(id[:])
	}
	w.number(len(each.groups.all))
	for _, g := range each.groups.all {
		w.number(len(g))
		for _, n := range g {
			w.number(int(n))
		}
	}
	w.number(len(each.patterns.all))
	for _, s := range each.patterns.all {
		w.text(s.Pattern)
		w.number(len(s.Labels))
		for _, l := range s.Labels {
			w.text(l.Label)
			w.text(l.Role)
		}
	}
	w.bytes(each.b)
	return binary.BigEndian.AppendUint32(w.b, crc32.Checksum(w.b, castagnoli))
}

// errKept says that a file is not one of standings, or not whole.
var errKept = errors.New("damaged")

// keptReader reads standings. Once something is wrong all that it reads is nothing.
type keptReader struct {
	rest       string
	wrong      bool
	annotators []annotation.ID
	groups     [][]annotation.ID
	patterns   []compare.Summary
}

func (r *keptReader) fail() { r.wrong, r.rest = true, "" }

// number reads a number that is no larger than most.
func (r *keptReader) number(most int) int {
	n, shift := uint64(0), 0
	for i := 0; i < len(r.rest) && shift < 64; i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if n > uint64(most) {
				break
			}
			r.rest = r.rest[i+1:]
			return int(n)
		}
		shift += 7
	}
	r.fail()
	return 0
}

// count reads how many of something follow, of which each takes so many bytes at least.
func (r *keptReader) count(each int) int { return r.number(len(r.rest) / each) }

func (r *keptReader) cut(n int) string {
	if n > len(r.rest) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *keptReader) text() string           { return r.cut(r.count(1)) }
func (r *keptReader) id() (id annotation.ID) { copy(id[:], r.cut(len(id))); return id }

// one reads the number of one of a list.
func one[T any](r *keptReader, list []T) (t T) {
	if len(list) == 0 {
		r.fail()
		return t
	}
	return list[r.number(len(list)-1)]
}

// ParseKept reads the bytes of such a file.
func ParseKept(b []byte) (Kept, error) {
	end := len(b) - crc32.Size
	if end < 0 || crc32.Checksum(b[:end], castagnoli) != binary.BigEndian.Uint32(b[end:]) {
		return Kept{}, errKept
	}
	rest, ok := strings.CutPrefix(string(b[:end]), keptBegin)
	if !ok {
		return Kept{}, errKept
	}
	r := keptReader{rest: rest}
	k := Kept{Program: r.text(), Place: int64(r.number(math.MaxInt))}
	copy(k.State[:], r.cut(len(k.State)))
	r.common()
	n := r.count(len(annotation.ID{}))
	k.Standings = make([]Standing, n)
	for i := 0; i < n && !r.wrong; i++ {
		k.Standings[i] = r.standing()
	}
	if r.wrong || r.rest != "" {
		return Kept{}, errKept
	}
	return k, nil
}

// common reads what standings have in common.
func (r *keptReader) common() {
	for n := r.count(len(annotation.ID{})); n > 0 && !r.wrong; n-- {
		r.annotators = append(r.annotators, r.id())
	}
	for n := r.count(1); n > 0 && !r.wrong; n-- {
		var of []annotation.ID
		for k := r.count(1); k > 0 && !r.wrong; k-- {
			of = append(of, one(r, r.annotators))
		}
		r.groups = append(r.groups, slices.Clip(of))
	}
	seen := map[string]bool{}
	for n := r.count(1); n > 0 && !r.wrong; n-- {
		s := compare.Summary{Pattern: r.text()}
		if seen[s.Pattern] {
			r.fail()
		}
		seen[s.Pattern] = true
		for k := r.count(1); k > 0 && !r.wrong; k-- {
			s.Labels = append(s.Labels, annotation.LabelRole{Label: r.text(), Role: r.text()})
		}
		r.patterns = append(r.patterns, s)
	}
}

func (r *keptReader) standing() Standing {
	s := Standing{Case: Case{Document: r.id()}, Title: r.text()}
	s.Annotators = one(r, r.groups)
	s.Agreed, s.Decided, s.Waits = r.number(math.MaxInt32), r.number(math.MaxInt32), r.number(1) == 1
	n := r.count(len(annotation.ID{}))
	if n > 0 {
		s.Open = make([]compare.Summary, n)
	}
	for i := 0; i < n && !r.wrong; i++ {
		r.summary(s.Document, &s.Open[i])
	}
	return s
}

func (r *keptReader) summary(document annotation.ID, s *compare.Summary) {
	key := r.id()
	start, end := r.number(math.MaxInt32), r.number(math.MaxInt32)
	quote := r.text()
	*s = one(r, r.patterns)
	s.Document, s.Key, s.Quote = document, key, quote
	s.Range = rangeset.Range{Start: text.Pos(start), End: text.Pos(end)}
	s.Apart, s.Hardness = one(r, r.groups), int32(r.number(math.MaxInt32))
	classes := r.number(math.MaxUint8<<1 | 1)
	s.Classes, s.Unsure = compare.Class(classes>>1), classes&1 == 1
}
