//go:build unix

package storage

import (
	"fmt"
	"os/exec"
	"syscall"
)

func asNobody(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

func init() {
	// crowd commits until there is no room in the files it may write, makes room and goes on.
	acts["crowd"] = func(path string, o Options) error {
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		p, err := Open(path, o)
		if err != nil {
			return err
		}
		limit.Cur = 2 << 20
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		err = untilFull(p, func() error {
			limit.Cur = limit.Max
			return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
		})
		if err == nil {
			fmt.Println("well")
		}
		return err
	}
}
