// Package agreement measures how far annotators agree.
//
// A Study measures the marks that several annotators made on documents: whole, by label, pair, document and annotator, and over time. A
// Table measures bare values, a Continuum bare stretches, so that every measure can be held against published numbers. Results are
// Figures: a value, or the reason why there is none, with the counts that it rests on.
//
// All lengths and bounds are code points, half-open [start, end).
package agreement
