package labelstudio_test

import (
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/interchange/labelstudio"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, labelstudio.Format, interchange.Options{}, "testdata/nested.txtar")
	formattest.Golden(t, labelstudio.Format, interchange.Options{Unit: interchange.UTF16, Policy: interchange.Hull.Name}, "testdata/utf16.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, labelstudio.Format)
}
