//go:build !linux

package storage

import "testing"

func smallDisk(t *testing.T) (string, func()) {
	t.Skip("only Linux makes small disks here")
	return "", nil
}
