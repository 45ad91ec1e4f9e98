// Package huggingface writes and reads datasets as the Hub of Hugging Face has them: a folder with a Parquet file for each split. Every mark is in
// the column "spans", with all that is said of it. The columns "tokens" and "ner_tags" are what models that label tokens are trained on; there
// marks cannot overlap.
package huggingface

import (
	"rubricator/annotation/interchange"
)

// Format is the folder. Offsets count code points, as Python strings do.
var Format = &interchange.Format{Name: "huggingface", Title: "Hugging Face dataset (Parquet)", Extension: "/", Unit: interchange.CodePoint,
	Policies: []interchange.Policy{longest, inner},
	Keep:     keep, Write: write, Card: CardYAML, Sniff: sniff, Reads: reads, Read: read}

// What the tags tell of marks that overlap. Nothing is lost by it.
var (
	longest = interchange.Policy{Name: interchange.Longest.Name, Says: "where marks overlap, the tags of tokens tell the longest; spans has all"}
	inner   = interchange.Policy{Name: interchange.Inner.Name, Says: "where marks overlap, the tags of tokens tell the shortest; spans has all"}
)

// keep gives the whole line: spans has everything.
func keep(l interchange.Line, _ interchange.Options) interchange.Line { return l }
