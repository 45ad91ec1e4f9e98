package jobs

import (
	"fmt"

	"rubricator/annotation"
)

// LeftOut counts what a choice took and does not go out all the same.
type LeftOut struct {
	Training       int      `json:"training_left_out"`             // documents that are for training
	Corrected      int      `json:"corrected_left_out,omitempty"`  // documents that others stand for
	Unreviewed     int      `json:"unreviewed_left_out,omitempty"` // sets without marks that are not done
	Blind          int      `json:"blind_left_out,omitempty"`      // sets of others that whoever exports is not to see before their own are done
	BlindDocuments int      `json:"blind_documents,omitempty"`     // that those are on
	Damaged        []string `json:"damaged,omitempty"`             // what is not what was written

	last annotation.ID // document that was counted
}

// train counts a document for training.
func (l *LeftOut) train(document annotation.ID) { l.count(&l.Training, document) }

// correct counts a document that another stands for.
func (l *LeftOut) correct(document annotation.ID) { l.count(&l.Corrected, document) }

// count counts a document once, however many of its sets are left out.
func (l *LeftOut) count(n *int, document annotation.ID) {
	if document != l.last {
		*n++
		l.last = document
	}
}

// hide counts a set on a document.
func (l *LeftOut) hide(document annotation.ID) {
	l.Blind++
	l.count(&l.BlindDocuments, document)
}

// nothing is ErrNothing, with what it would have been.
func (l *LeftOut) nothing() error {
	switch {
	case l.Training > 0:
		return fmt.Errorf("%w that is not for training", ErrNothing)
	case l.Corrected > 0:
		return fmt.Errorf("%w that no other stands for, as its text was corrected", ErrNothing)
	case l.Blind > 0:
		return fmt.Errorf("%w but what others marked, which is hidden from you until yours is done", ErrNothing)
	}
	return ErrNothing
}
