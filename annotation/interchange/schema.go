package interchange

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of one line of the native format.
//
//go:embed native.schema.json
var Schema []byte
