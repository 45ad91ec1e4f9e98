package annotation

// Decision is what a reviewer decided about one difference between sets, and why. The marks that it brought into the reference are the
// reference's.
type Decision struct {
	ID         ID     `json:"id"`
	Document   ID     `json:"document"`
	Difference ID     `json:"difference"` // which one; another as soon as one of its marks changes
	By         ID     `json:"by"`
	Choice     string `json:"choice"`
	Took       []ID   `json:"took,omitempty"`  // whose marks were taken
	Spans      []ID   `json:"spans,omitempty"` // the marks of the reference that came of it
	Reason     string `json:"reason,omitempty"`
}
