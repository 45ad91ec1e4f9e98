//go:build windows || (wayland && !darwin)

package app

// Windows and Wayland give the codes as the keyboard counts them.
var physicalKeys = rowKeys(2, 16, 30, 44)
