package assets

import _ "embed" // the sample is a file of this package

// Sample is the sample project in the native format of package interchange: four articles, three of them marked by
// "Sample Annotator" in the simple scheme, one left for practice. It is made from the marked articles in the folder
// sample; places, people and companies in them are invented.
//
//go:embed sample/sample.jsonl
var Sample []byte
