package storage

import (
	"database/sql"
	"strings"
	"testing"
)

// Statements that a project never runs are refused on every connection of the program, whoever opens it.
func TestNobodyRewritesTheFileBeneathTheTables(t *testing.T) {
	d := newDesk(t)
	d.Close()
	alter(t, d.path, `CREATE VIRTUAL TABLE words USING fts5 (word)`)
	db, err := sql.Open("sqlite3", dataSource(d.path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct{ sql, words string }{
		{`PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = '' WHERE name = 'span'`, "table sqlite_master may not be modified"},
		{`DELETE FROM words_data`, "table words_data may not be modified"},
		{`CREATE VIEW spy AS SELECT load_extension('x'); SELECT * FROM spy`, "unsafe use of load_extension()"},
		{`SELECT "no such column" FROM span`, "no such column"},
	} {
		if _, err := db.Exec(c.sql); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s\nsays %v, want %q", c.sql, err, c.words)
		}
	}
	var mode string
	if err := db.QueryRow(`PRAGMA journal_mode = OFF`).Scan(&mode); err != nil || mode == "off" {
		t.Errorf("the journal can be switched off: %q, %v", mode, err)
	}
}

func TestAProjectTakesNoEndlessValue(t *testing.T) {
	d := newDesk(t)
	if _, err := d.readers.Exec(`SELECT zeroblob(600000000)`); err == nil || err.Error() != "string or blob too big" {
		t.Error(err)
	}
}
