package agreement

import "strings"

// Measure is one way to say how far annotators agree.
type Measure struct {
	ID     string // for ever, for exports
	Name   string
	Source string // of the formula

	sentence string
}

// Sentence says in one plain sentence what the measure is, with the annotators' names; empty names stand for anybody.
func (m *Measure) Sentence(first, second string) string {
	if first == "" {
		first = "one annotator"
	}
	if second == "" {
		second = "the other"
	}
	s := strings.NewReplacer("{first}", first, "{second}", second).Replace(m.sentence)
	return strings.ToUpper(s[:1]) + s[1:]
}

const (
	hripcsak     = "Hripcsak and Rothschild 2005"
	wiebe        = "Wiebe, Wilson and Cardie 2005"
	krippendorff = "Krippendorff 2004, Content Analysis, 2nd ed., chapter 11"
	cohen60      = "Cohen 1960"
	unitizing16  = "Krippendorff, Mathet, Bouvry and Widlöcher 2016"
	mathet       = "Mathet, Widlöcher and Métivier 2015"
)

// The measures. A measure of two directions takes the second annotator's spans for precision and the first's for recall.
var (
	PrecisionExact = measure("precision_exact", "Precision, exact", hripcsak,
		"Of the spans that {second} marked, this share {first} marked with exactly the same bounds.")
	RecallExact = measure("recall_exact", "Recall, exact", hripcsak,
		"Of the spans that {first} marked, this share {second} marked with exactly the same bounds.")
	F1Exact = measure("f1_exact", "F1, exact", hripcsak,
		"Of all spans of both, this share the other marked with the same label and exactly the same bounds.")
	PrecisionOverlap = measure("precision_overlap", "Precision, overlap", hripcsak,
		"Of the spans that {second} marked, this share has a span of {first} that it overlaps, each taken once.")
	RecallOverlap = measure("recall_overlap", "Recall, overlap", hripcsak,
		"Of the spans that {first} marked, this share has a span of {second} that it overlaps, each taken once.")
	F1Overlap = measure("f1_overlap", "F1, overlap", hripcsak,
		"Of all spans of both, this share overlaps one of the other with the same label, each taken once.")
	PrecisionIoU = measure("precision_iou50", "Precision, half shared", hripcsak,
		"Of the spans that {second} marked, this share has a span of {first} that shares at least half of what the two cover, each taken once.")
	RecallIoU = measure("recall_iou50", "Recall, half shared", hripcsak,
		"Of the spans that {first} marked, this share has a span of {second} that shares at least half of what the two cover, each taken once.")
	F1IoU = measure("f1_iou50", "F1, half shared", hripcsak,
		"Of all spans of both, this share has one of the other with the same label that shares at least half of what the two cover.")

	Agr = measure("agr", "agr", wiebe,
		"On average over both directions, this share of an annotator's spans is overlapped by any span of the other with the same label.")
	AgrFirst = measure("agr_first", "agr, first to second", wiebe,
		"Of the spans that {first} marked, this share is overlapped by any span of {second} with the same label.")
	AgrSecond = measure("agr_second", "agr, second to first", wiebe,
		"Of the spans that {second} marked, this share is overlapped by any span of {first} with the same label.")

	TokenCohen = measure("token_cohen_kappa", "Token kappa (Cohen)", cohen60,
		"Agreement of two annotators on which words have a label, beyond what their own habits give by chance.")
	TokenFleiss = measure("token_fleiss_kappa", "Token kappa (Fleiss)", "Fleiss 1971",
		"Agreement of all annotators on which words have a label, beyond chance; as many annotators on every document.")
	TokenAlpha = measure("token_alpha", "Token alpha (Krippendorff)", krippendorff,
		"Agreement of any number of annotators on which words have a label, beyond chance.")
	TokenAC1 = measure("token_ac1", "Token AC1 (Gwet)", "Gwet 2008",
		"Agreement on which words have a label, beyond a chance that stays small where a label is rare.")

	AttributeShare = measure("attribute_agreement", "Attribute, same value", "percent agreement",
		"Of the spans that match, this share has the same value of the attribute.")
	AttributeCohen = measure("attribute_cohen_kappa", "Attribute kappa (Cohen)", cohen60,
		"Agreement of two annotators on an attribute of the spans that match, beyond what their own habits give by chance.")
	AttributeAlpha = measure("attribute_alpha", "Attribute alpha (Krippendorff)", krippendorff,
		"Agreement on an attribute of the spans that match, beyond chance.")

	RelationPrecision = measure("relation_precision", "Links, precision", hripcsak,
		"Of the links that {second} made, this share {first} made too, of the same type and between spans that match.")
	RelationRecall = measure("relation_recall", "Links, recall", hripcsak,
		"Of the links that {first} made, this share {second} made too, of the same type and between spans that match.")
	RelationF1 = measure("relation_f1", "Links, F1", hripcsak,
		"Of all links of both, this share the other made too, of the same type and between spans that match.")

	UAlpha = measure("u_alpha_2016", "Unitizing alpha, 2016", unitizing16,
		"Agreement on which characters have which label, beyond chance, with whole spans put at random.")
	UAlphaBinary = measure("u_alpha_binary_2016", "Unitizing alpha, marked or not, 2016", unitizing16,
		"Agreement on which characters are marked at all, beyond chance.")
	CUAlpha = measure("cu_alpha_2016", "Coding alpha of units, 2016", unitizing16,
		"Agreement on the label where both marked something, beyond chance.")
	KUAlpha = measure("k_u_alpha_2016", "Coding alpha of one value, 2016", unitizing16,
		"Agreement on one label where both marked something, beyond chance.")
	UAlphaOld = measure("alpha_u_1995", "Unitizing alpha, 1995/2004", "Krippendorff 1995; 2004, section 11.6",
		"Agreement on where spans begin and end, by squared distances, beyond chance; another number than that of 2016.")

	Gamma = measure("gamma", "Gamma", mathet,
		"How much better the best alignment of spans is than that of spans put at random; takes spans that overlap and nest.")
	GammaCat = measure("gamma_cat", "Gamma-cat", "Mathet 2017",
		"Agreement on the label of spans that the best alignment of gamma brings together, against random ones.")

	AlphaNominal = measure("alpha_nominal", "Krippendorff's alpha, nominal", krippendorff,
		"Agreement beyond chance; values are the same or not.")
	AlphaOrdinal = measure("alpha_ordinal", "Krippendorff's alpha, ordinal", krippendorff,
		"Agreement beyond chance; values are ranks.")
	AlphaInterval = measure("alpha_interval", "Krippendorff's alpha, interval", krippendorff,
		"Agreement beyond chance; differences of values count.")
	AlphaRatio = measure("alpha_ratio", "Krippendorff's alpha, ratio", krippendorff,
		"Agreement beyond chance; proportions of values count.")
	AlphaWeighted = measure("alpha_weighted", "Krippendorff's alpha, weighted", krippendorff,
		"Agreement beyond chance; each two values are as far apart as given.")

	Percent = measure("percent_agreement", "Percent agreement", "Artstein and Poesio 2008",
		"Of all pairs of values on the same unit, this share is the same.")
	Cohen = measure("cohen_kappa", "Cohen's kappa", cohen60,
		"Agreement of two coders beyond what their own habits give by chance.")
	CohenMax = measure("cohen_kappa_max", "Cohen's kappa, largest possible", cohen60,
		"The largest kappa that two coders with these habits could reach.")
	CohenLinear = measure("cohen_kappa_linear", "Cohen's kappa, linear weights", "Cohen 1968",
		"Cohen's kappa in which disagreement counts by the difference of the values.")
	CohenQuadratic = measure("cohen_kappa_quadratic", "Cohen's kappa, quadratic weights", "Cohen 1968",
		"Cohen's kappa in which disagreement counts by the squared difference of the values.")
	CohenWeighted = measure("cohen_kappa_weighted", "Cohen's kappa, weighted", "Cohen 1968",
		"Cohen's kappa in which each two values are as far apart as given.")
	Fleiss = measure("fleiss_kappa", "Fleiss' kappa", "Fleiss 1971",
		"Agreement of several coders beyond chance; as many coders on every unit.")
	FleissCategory = measure("fleiss_kappa_category", "Fleiss' kappa of one value", "Fleiss 1971",
		"Agreement on one value beyond chance.")
	Scott = measure("scott_pi", "Scott's pi", "Scott 1955",
		"Agreement of two coders beyond what their shared habits give by chance.")
	Bennett = measure("bennett_s", "Bennett's S", "Bennett, Alpert and Goldstein 1954",
		"Agreement beyond a chance that takes each value as often.")
	AC1 = measure("gwet_ac1", "Gwet's AC1", "Gwet 2008",
		"Agreement beyond a chance that stays small where one value prevails.")
)

var measures []*Measure

func measure(id, name, source, sentence string) *Measure {
	m := &Measure{id, name, source, sentence}
	measures = append(measures, m)
	return m
}

// Measures gives all measures, in the order in which reports have them.
func Measures() []*Measure { return append([]*Measure(nil), measures...) }
