// Package locale tells the toolkit a language where the system's locale names none, as C.UTF-8 on servers and in containers.
// The toolkit looks, and complains on standard error, when it is initialized; Go initializes what needs nothing else first. So
// this package imports nothing but os.
package locale

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the first that is set counts
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "C.") && os.Getenv("LANGUAGE") == "" {
				os.Setenv("LANGUAGE", "en")
			}
			return
		}
	}
}
