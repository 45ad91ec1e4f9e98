package annotation

// Hours is how long an annotator worked on a document, on one device, as that annotator published it. Before that it is known to the
// annotator's own machine alone.
type Hours struct {
	ID        ID    `json:"id"`
	Document  ID    `json:"document"`
	Annotator ID    `json:"annotator"`
	Actor     ID    `json:"actor"`
	Seconds   int64 `json:"seconds"` // of work; pauses of more than a minute are cut
}

// HoursID derives the ID of what an actor worked on a document, so that a later publication replaces an earlier one.
func HoursID(document, actor ID) ID { return deriveID("hours", document[:], actor[:]) }
