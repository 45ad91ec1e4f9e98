package bidi

import ucd "golang.org/x/text/unicode/bidi"

// resolveWeak settles marks, numbers and their signs (rules W1 to W7).
func (r *Resolver) resolveWeak(s *sequence) {
	r.marksFollowTheirBase(s)
	r.numbersBehindArabic(s)
	r.signsBetweenNumbers(s)
	r.signsBesideNumbers(s)
	r.numbersBehindLatin(s)
}

// marksFollowTheirBase is rule W1.
func (r *Resolver) marksFollowTheirBase(s *sequence) {
	before := s.start
	for _, i := range s.at {
		if r.classes[i] == ucd.NSM {
			r.classes[i] = before
		}
		before = r.classes[i]
		if isIsolateControl(before) {
			before = ucd.ON
		}
	}
}

// numbersBehindArabic is rules W2 and W3.
func (r *Resolver) numbersBehindArabic(s *sequence) {
	strong := s.start
	for _, i := range s.at {
		switch c := r.classes[i]; c {
		case ucd.L, ucd.R:
			strong = c
		case ucd.AL:
			strong = c
			r.classes[i] = ucd.R
		case ucd.EN:
			if strong == ucd.AL {
				r.classes[i] = ucd.AN
			}
		}
	}
}

// signsBetweenNumbers is rule W4: 1,234 and 10-20.
func (r *Resolver) signsBetweenNumbers(s *sequence) {
	for k := 1; k+1 < len(s.at); k++ {
		i, before, behind := s.at[k], r.classes[s.at[k-1]], r.classes[s.at[k+1]]
		switch c := r.classes[i]; {
		case before != behind:
		case before == ucd.EN && (c == ucd.ES || c == ucd.CS), before == ucd.AN && c == ucd.CS:
			r.classes[i] = before
		}
	}
}

// signsBesideNumbers is rules W5 and W6: $5 and 5%. Other signs are neutral.
func (r *Resolver) signsBesideNumbers(s *sequence) {
	for k := 0; k < len(s.at); k++ {
		end := k
		for end < len(s.at) && r.classes[s.at[end]] == ucd.ET {
			end++
		}
		becomes := ucd.ON
		if k > 0 && r.classes[s.at[k-1]] == ucd.EN || end < len(s.at) && r.classes[s.at[end]] == ucd.EN {
			becomes = ucd.EN
		}
		for ; k < end; k++ {
			r.classes[s.at[k]] = becomes
		}
		if k < len(s.at) && (r.classes[s.at[k]] == ucd.ES || r.classes[s.at[k]] == ucd.CS) {
			r.classes[s.at[k]] = ucd.ON
		}
	}
}

// numbersBehindLatin is rule W7.
func (r *Resolver) numbersBehindLatin(s *sequence) {
	strong := s.start
	for _, i := range s.at {
		switch c := r.classes[i]; c {
		case ucd.L, ucd.R:
			strong = c
		case ucd.EN:
			if strong == ucd.L {
				r.classes[i] = ucd.L
			}
		}
	}
}
