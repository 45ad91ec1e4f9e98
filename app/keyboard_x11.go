//go:build !windows && !darwin && !wayland

package app

// X11 counts the codes of evdev from 8.
var physicalKeys = rowKeys(2+8, 16+8, 30+8, 44+8)
