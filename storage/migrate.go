package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations bring a file from format n to n+1. New files run all of them. One that was released never changes.
var migrations = mustReadMigrations(migrationFiles)

func mustReadMigrations(files fs.FS) []string {
	names, err := fs.Glob(files, "migrations/*.sql") // sorted
	if err != nil {
		panic(err)
	}
	var out []string
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
}

// version reads the format of a file: how many migrations it has had.
func version(ctx context.Context, q querier) (n int, err error) {
	err = q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&n)
	return n, err
}

// migrate runs the steps behind the file's format in one transaction, on the connection of the writer.
func migrate(ctx context.Context, c *sql.Conn, steps []string) error {
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	have, err := version(ctx, tx)
	if err != nil {
		return err
	}
	for n := have; n < len(steps); n++ {
		if _, err := tx.ExecContext(ctx, steps[n]); err != nil {
			return fmt.Errorf("to format %d: %w", n+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, max(have, len(steps)))); err != nil {
		return err
	}
	return tx.Commit()
}

// schema gives what the migrations make: the SQL of each table, index and trigger by name.
var schema = sync.OnceValues(func() (map[string]string, error) { return schemaOf(len(migrations)) })

// schemaOf is schema of an earlier format.
func schemaOf(format int) (map[string]string, error) {
	db := sql.OpenDB(connector{":memory:", &sqlite3.SQLiteDriver{}})
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(strings.Join(migrations[:format], "\n")); err != nil {
		return nil, err
	}
	return readSchema(context.Background(), db)
}

func readSchema(ctx context.Context, q querier) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		out[name] = text
	}
	return out, rows.Err()
}

// checkSchema tells whether the file has the tables that this program makes, and nothing that acts by itself.
func checkSchema(ctx context.Context, q querier) error {
	want, err := schema()
	if err != nil {
		return err
	}
	have, err := readSchema(ctx, q)
	if err != nil {
		return err
	}
	for name, text := range want {
		if have[name] != text {
			return faultf(ErrDamaged, "damaged: table %q is not as this program makes it", name)
		}
	}
	for name, text := range have {
		kind, _, _ := strings.Cut(strings.TrimPrefix(strings.ToUpper(text), "CREATE "), " ")
		if _, ours := want[name]; !ours && kind != "TABLE" && kind != "INDEX" && kind != "UNIQUE" {
			return faultf(ErrDamaged, "damaged: %q was added by another program", name)
		}
	}
	return nil
}
