package doccano_test

import (
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/doccano"
	"rubricator/annotation/interchange/formattest"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, doccano.Format, interchange.Options{}, "testdata/plain.txtar")
	formattest.Golden(t, doccano.Format, interchange.Options{Unit: interchange.Grapheme}, "testdata/grapheme.txtar")
	formattest.Golden(t, doccano.WithRelations, interchange.Options{}, "testdata/relations.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	for _, f := range []*interchange.Format{doccano.Format, doccano.WithRelations} {
		formattest.RoundTrip(t, f)
	}
}
