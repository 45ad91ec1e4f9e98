package storage

import (
	"bufio"
	"bytes"
	"os"
	"strconv"
	"strings"
)

// mountTable lists what is mounted where, as proc_pid_mountinfo(5) describes it.
var mountTable = "/proc/self/mountinfo"

// networks are the file systems whose files other machines can write to. Those of user programs are named fuse.PROGRAM.
var networks = map[string]bool{"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "9p": true, "afs": true,
	"ceph": true, "lustre": true, "glusterfs": true, "davfs": true, "ncpfs": true, "vboxsf": true}

// encrypting are programs behind fuse that keep their files on this machine's own disk.
var encrypting = map[string]bool{"fuse.gocryptfs": true, "fuse.encfs": true, "fuse.cryfs": true, "fuse.securefs": true}

// networkOf names the network file system that a folder is on, or "". The root file system is the machine's own, whatever
// it is made of.
func networkOf(folder string) string {
	b, err := os.ReadFile(mountTable)
	if err != nil {
		return ""
	}
	at, kind := "/", ""
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		point, fstype, ok := parseMount(lines.Text())
		if ok && len(point) >= len(at) && point != "/" && (folder == point || strings.HasPrefix(folder, point+"/")) {
			at, kind = point, fstype
		}
	}
	if networks[kind] || strings.HasPrefix(kind, "fuse.") && !encrypting[kind] {
		return kind
	}
	return ""
}

// parseMount reads the mount point and the type of file system out of a line.
func parseMount(line string) (point, fstype string, ok bool) {
	mount, source, ok := strings.Cut(line, " - ")
	left, right := strings.Fields(mount), strings.Fields(source)
	if !ok || len(left) < 5 || len(right) < 1 {
		return "", "", false
	}
	return unescapeMount(left[4]), right[0], true
}

// unescapeMount reads the four signs that are written as \ooo: space, tab, newline, backslash.
func unescapeMount(s string) string {
	before, after, found := strings.Cut(s, `\`)
	if !found || len(after) < 3 {
		return s
	}
	n, err := strconv.ParseUint(after[:3], 8, 8)
	if err != nil {
		return s
	}
	return before + string(rune(n)) + unescapeMount(after[3:])
}
