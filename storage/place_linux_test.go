package storage

import (
	"os"
	"path/filepath"
	"testing"
)

func TestANetworkDriveIsKnownByItsMount(t *testing.T) {
	real := mountTable
	defer func() { mountTable = real }()
	mountTable = filepath.Join(t.TempDir(), "mountinfo")
	os.WriteFile(mountTable, []byte(`26 1 254:0 / / rw,relatime - 9p none rw
30 26 0:31 / /home/ana rw shared:1 - nfs4 server:/home rw
31 30 254:1 / /home/ana/disk rw - ext4 /dev/sdb1 rw
32 26 0:44 / /mnt/the\040desk rw - cifs //desk/news rw
33 26 0:45 / /media/sealed rw - fuse.gocryptfs /home/x rw
34 26 0:46 / /mnt/far rw - fuse.sshfs desk:/news rw
half a line
`), 0o600)
	for folder, want := range map[string]string{
		"/srv": "", "/home/ana/news": "nfs4", "/home/ana": "nfs4", "/home/anabel": "", "/home/ana/disk/news": "", "/mnt/the desk": "cifs",
		"/media/sealed/x": "", "/mnt/far/x": "fuse.sshfs",
	} {
		if got := networkOf(folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
