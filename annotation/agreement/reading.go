package agreement

// Reading is what may be concluded from data with an alpha.
type Reading string

// The readings that Krippendorff (2004, section 11.4) proposes.
const (
	Reliable   Reading = "reliable"   // .800 and more
	Tentative  Reading = "tentative"  // .667 and more: for tentative conclusions alone
	Unreliable Reading = "unreliable" // less
)

// Reading is how a figure of one of Krippendorff's alphas is read; empty for other measures, for which the bounds were not made, and where
// the figure has no value.
func (f Figure) Reading() Reading {
	v, ok := f.Value()
	switch f.Measure {
	case TokenAlpha, AttributeAlpha, UAlpha, UAlphaBinary, CUAlpha, KUAlpha, UAlphaOld,
		AlphaNominal, AlphaOrdinal, AlphaInterval, AlphaRatio, AlphaWeighted:
	default:
		return ""
	}
	switch {
	case !ok:
		return ""
	case v >= .8:
		return Reliable
	case v >= .667:
		return Tentative
	}
	return Unreliable
}
