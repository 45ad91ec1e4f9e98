//go:build !sqlite_fts5

package storage

// The project file needs SQLite's full-text index: build with -tags sqlite_fts5, as the Makefile does.
var _ = build_with_tag_sqlite_fts5
