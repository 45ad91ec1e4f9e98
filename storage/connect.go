package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"rubricator/annotation/text"
)

// The ways to open the file. Pragmas stand here because they hold for a connection, not for the file.
const (
	// asWriter waits 20 ms in SQLite; the writer tries again itself, since SQLite's waiting ignores contexts. Without
	// _synchronous=FULL the driver sets NORMAL, and a power cut would take edits that were reported as saved.
	asWriter = "_journal_mode=WAL&" + careful
	// asInsisting keeps a rollback journal, which works by a network's locks where the log wants memory that is shared.
	asInsisting = "_journal_mode=TRUNCATE&" + careful
	careful     = "mode=rw&_synchronous=FULL&_foreign_keys=on&_busy_timeout=20&_txlock=immediate&_stmt_cache_size=64"
	// asReader leaves out SQLite's own lock of a connection, which database/sql gives to one goroutine at a time: it is taken for each value.
	asReader = "mode=ro&_query_only=1&_busy_timeout=5000&_stmt_cache_size=32&_mutex=no"
	// asCopier may fill another file, as VACUUM INTO does.
	asCopier = "mode=ro&_busy_timeout=5000"
	// asLast changes nothing either, but may tidy away -wal and -shm when it is the last to close.
	asLast = "mode=rw&_query_only=1&_busy_timeout=5000"
	// untouched reads a file that nobody writes, in a folder where SQLite could not put -wal and -shm.
	untouched = "&immutable=1"
)

// connector opens connections to one file.
type connector struct {
	name   string
	driver *sqlite3.SQLiteDriver
}

// connect prepares a pool of at most n connections. Nothing is opened until it is used.
func connect(path, options string, n int) *sql.DB {
	db := sql.OpenDB(connector{dataSource(path, options), &sqlite3.SQLiteDriver{ConnectHook: harden}})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.name) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// dataSource names the file as a URI, so that no character of the path is taken for an option.
func dataSource(path, options string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/...
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: options}).String()
}

// largestRow is the most bytes that a value may have: the largest text and room for what stands beside it.
const largestRow = 2 * text.MaxBytes

// harden makes SQLite distrust what stands in the file, and sync through the disk's own cache on macOS. A commit folds the -wal file in
// itself only where it has grown to 256 MB all the same, and begins it anew with 64 MB. What has to be set before the first statement is in
// defensive.go.
func harden(c *sqlite3.SQLiteConn) error {
	c.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, largestRow)
	_, err := c.Exec(`PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1;
		PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1; PRAGMA wal_autocheckpoint = 64000; PRAGMA journal_size_limit = 67108864`, nil)
	return err
}
