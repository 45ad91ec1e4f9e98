package storage

import (
	"syscall"
	"testing"
)

// smallDisk is a disk of 4 MB, which only root can make.
func smallDisk(t *testing.T) (folder string, umount func()) {
	folder = t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=4m"); err != nil {
		t.Skip("mount:", err)
	}
	return folder, func() { syscall.Unmount(folder, syscall.MNT_DETACH) }
}
