//go:build unix

package storage

import (
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"rubricator/annotation"
)

func asNobody(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

// processTime is how long the processors have worked for this process: what others do on the machine changes it little.
func processTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func init() {
	// crowd commits until there is no room in the files it may write, makes room and goes on.
	acts["crowd"] = crowding(randomEdit, 2<<20)
	acts["crowd by many marks at once"] = crowding(manyClaims, 4<<20)
}

// crowding lets files grow to a size.
func crowding(next func(*annotation.Set) annotation.Edit, most uint64) func(string, Options) error {
	return func(path string, o Options) error {
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		p, err := Open(path, o)
		if err != nil {
			return err
		}
		limit.Cur = most
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		err = untilFull(p, next, func() error {
			limit.Cur = limit.Max
			return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
		})
		if err == nil {
			fmt.Println("well")
		}
		return err
	}
}
