// Package agreement measures how far annotators agree.
//
// A Study measures the marks of several annotators on documents; a Table measures bare values, a Continuum bare stretches. Results
// are Figures: a value, or the reason why there is none, with the counts that it rests on.
package agreement
