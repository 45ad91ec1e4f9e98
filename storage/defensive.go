//go:build cgo

package storage

/*
// What is used of SQLite, which the driver brings. The symbols are weak because this package is linked once by itself,
// to look at what it imports, before it meets the driver.
typedef struct sqlite3 sqlite3;
extern int sqlite3_auto_extension(void (*)(void)) __attribute__((weak));
extern int sqlite3_db_config(sqlite3 *, int, ...) __attribute__((weak));

// The options of sqlite3_db_config, by their numbers in sqlite3.h.
enum { DEFENSIVE = 1010, DQS_DML = 1013, DQS_DDL = 1014, TRUSTED_SCHEMA = 1017 };

static int defend(sqlite3 *db, char **problem, const void *api) {
	int code = sqlite3_db_config(db, DEFENSIVE, 1, (int *)0);
	if (code == 0) code = sqlite3_db_config(db, TRUSTED_SCHEMA, 0, (int *)0);
	if (code == 0) code = sqlite3_db_config(db, DQS_DML, 0, (int *)0);
	if (code == 0) code = sqlite3_db_config(db, DQS_DDL, 0, (int *)0);
	return code;
}

static int defend_each(void) { return sqlite3_auto_extension((void (*)(void))defend); }
*/
import "C"

import "fmt"

// From here on SQLite defends every connection of this process before its first statement: nobody rewrites the schema or
// a table behind an index by SQL, views and triggers of a file call no function with side effects, and a misspelt "name"
// is an error and not a string. The driver has no way to ask for this.
func init() {
	if code := C.defend_each(); code != 0 {
		panic(fmt.Sprintf("SQLite takes no hook for its connections: error %d", code))
	}
}
