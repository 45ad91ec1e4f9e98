package interchange

import "fmt"

// Fault is what is wrong with a file that people write, and where.
type Fault struct {
	Line int // from 1; 0 where it cannot be told
	Says string
}

func (f *Fault) Error() string {
	if f.Line == 0 {
		return f.Says
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Says)
}
