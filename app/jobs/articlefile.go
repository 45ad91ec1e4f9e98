package jobs

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/annotation/text"
)

// Article is something to import: a name and how to get its bytes.
type Article struct {
	Name      string
	Read      func() ([]byte, error)
	Summaries bool // where a feed is fetched, its summaries are kept, and the pages are not fetched that it links

	open func(context.Context) (ingest.File, error) // instead of Read, of what is fetched or says what is
	path string                                     // instead of Read, of a file on disk
}

// Pasted is an article out of the clipboard.
func Pasted(s string) Article {
	return Article{Name: "pasted.txt", Read: func() ([]byte, error) { return []byte(s), nil }}
}

// Files makes articles of paths and addresses. A folder stands for the article files in it and below; "-" is standard input; a list of feeds
// (.opml) for what stands in them. A path that cannot be read becomes an article whose Read says why.
func Files(paths []string, stdin io.Reader) []Article {
	var out []Article
	for _, p := range paths {
		if p == "-" {
			out = append(out, Article{Name: "stdin.txt", Read: func() ([]byte, error) { return io.ReadAll(io.LimitReader(stdin, text.MaxBytes+1)) }})
			continue
		}
		info, err := os.Stat(p)
		switch {
		case err == nil && info.IsDir():
			out = append(out, folder(p)...)
		case err != nil && IsAddress(p):
			out = append(out, Address(p))
		case isSubscriptions(p):
			out = append(out, subscriptions(p))
		default:
			out = append(out, file(p))
		}
	}
	return out
}

func file(path string) Article { return Article{Name: path, path: path} }

// MostShown is how many bytes of files are read to be looked at before they are loaded. Sheets of more do not fit into memory: Import takes them one by one.
const MostShown = 256 << 20

// TooMuchToShow tells whether articles come in more than MostShown bytes of files, so that they are to be imported without a look at them.
func TooMuchToShow(articles []Article) bool { return sizeOf(articles) > MostShown }

// sizeOf is how many bytes on disk the articles come in.
func sizeOf(articles []Article) (bytes int64) {
	for i := range articles {
		bytes += articles[i].size()
	}
	return bytes
}

// size is how many bytes a file has on disk; 0 where it cannot be read or is none.
func (a *Article) size() int64 {
	if info, err := os.Stat(a.path); a.path != "" && err == nil {
		return info.Size()
	}
	return 0
}

// disk is a file on disk that is open, and where it was last read: formats go through files several times.
type disk struct {
	*os.File
	size int64
	at   atomic.Int64 // byte
}

// openDisk opens a file. The caller closes it.
func openDisk(path string) (*disk, error) {
	info, err := os.Stat(path) // a pipe would be waited for
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &disk{File: f, size: info.Size()}, nil
}

func (d *disk) ReadAt(b []byte, at int64) (int, error) {
	n, err := d.File.ReadAt(b, at)
	d.at.Store(at + int64(n))
	return n, err
}

// stream reads the file, as far as it went when it was opened.
func (d *disk) stream() *ingest.Stream {
	return &ingest.Stream{Size: d.size, At: d, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(d, 0, d.size)), nil
	}}
}

func folder(root string) []Article {
	var out []Article
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			out = append(out, Article{Name: path, Read: func() ([]byte, error) { return nil, err }})
			return nil
		}
		if d.Type().IsRegular() && sources.Takes(path) {
			out = append(out, file(path))
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%q holds no article: no %s", root, strings.Join(sources.Extensions(), ", "))
	}
	if err != nil {
		out = append(out, Article{Name: root, Read: func() ([]byte, error) { return nil, err }})
	}
	return out
}
