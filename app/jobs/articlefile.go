package jobs

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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

func file(path string) Article {
	return Article{Name: path, Read: func() ([]byte, error) { return readFile(path) }}
}

// readFile reads a file, but not one that is too large to be an article.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is not a file", path)
	case info.Size() > text.MaxBytes:
		return nil, fmt.Errorf("%q is %d MiB; the largest article is %d MiB, so split it", path, info.Size()>>20, text.MaxBytes>>20)
	}
	return os.ReadFile(path)
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
