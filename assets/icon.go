package assets

import _ "embed" // the icon is a file of this package

// Icon is the program's icon, a PNG of 512 by 512 pixels.
//
//go:embed icon.png
var Icon []byte
