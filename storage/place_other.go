//go:build !linux && !darwin && !windows

package storage

// networkOf cannot tell network drives here.
func networkOf(string) string { return "" }
