package storage

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// networkOf names the network that a folder is on, or "".
func networkOf(folder string) string {
	volume := filepath.VolumeName(folder)
	if strings.HasPrefix(volume, `\\`) {
		return volume
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return volume
	}
	return ""
}
