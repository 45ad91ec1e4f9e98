package storage

import (
	"strings"

	"golang.org/x/sys/unix"
)

// networkOf names the network file system that a folder is on, or "".
func networkOf(folder string) string {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return ""
	}
	kind := unix.ByteSliceToString(s.Fstypename[:])
	switch {
	case kind == "nfs", kind == "smbfs", kind == "afpfs", kind == "webdav", kind == "ftp", strings.Contains(kind, "fuse"):
		return kind
	}
	return ""
}
