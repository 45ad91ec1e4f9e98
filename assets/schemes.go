package assets

import _ "embed" // the schemes are files of this package

// SimpleScheme is the scheme of three plain labels, as annotation.ReadScheme reads it.
//
//go:embed schemes/simple.json
var SimpleScheme []byte
