package textview

// Typography is how text is set. A zero field means its default.
type Typography struct {
	Face    string  // a name given to Fonts.Add; "": the first face
	Size    float32 // of the body's em, in points on screen
	Leading float32 // distance of baselines, in ems
	Measure int     // characters a line at most, on average; negative: as wide as the pane
	Bare    bool    // without room beside the text for names of marks, as where nothing is marked
	Names   float32 // room beside the text for names of marks, in ems of theirs, where the pane has that; 0: the usual
	Numbers bool    // paragraphs are counted in the left margin
}

// DefaultTypography is what a new View uses.
var DefaultTypography = Typography{Size: 17, Leading: 1.7, Measure: 68}

func (t Typography) orDefault() Typography {
	if t.Size <= 0 {
		t.Size = DefaultTypography.Size
	}
	if t.Leading <= 0 {
		t.Leading = DefaultTypography.Leading
	}
	if t.Measure == 0 {
		t.Measure = DefaultTypography.Measure
	}
	return t
}

// kind tells how a block is set.
type kind uint8

const (
	body kind = iota
	headline
	item  // a line of a list
	part  // goes on with a paragraph that is too long for one block
	empty // a blank line
)

// numbered is how many numbers a block of the kind takes when paragraphs are counted.
func (k kind) numbered() int32 {
	if k == body || k == item {
		return 1
	}
	return 0
}

// Lengths in points.
const (
	leftMargin   = 28
	tagMargin    = 92  // right of the column at least
	roomyMargin  = 140 // and where the pane is wide enough
	slimMargin   = 10  // left of the column, where the pane is narrow
	topMargin    = 26
	bottomMargin = 44
	nameGap      = 18  // between the text and the names
	minTags      = 24  // width of the name tags at least
	maxTags      = 220 // width of the name tags at most
	barWidth     = 12
	smallest     = 9.5 // em of tags and numbers at least
	numberGap    = 10  // between a paragraph's number and the column
)

// narrow is how many characters a line must have beside the margins; with fewer the margins give way. A headline with fewer than
// narrowHead is set smaller, down to the size of the body.
const (
	narrow     = 28
	narrowHead = 12
)

// metrics are the lengths of a page in pixels.
type metrics struct {
	scale        float32
	pane, height int     // of the whole widget
	left, width  int     // of the column of text
	margin       int     // left of the column, what is drawn on
	tags, tagEnd int     // left and right of the name tags; equal: there is no room
	tag, number  float32 // em of tags, and of paragraph numbers; 0: there are none
	top, bottom  int32
	body, head   setting
	blank        int32 // height of an empty paragraph
	list         int32 // space behind a line of a list, before the next
	average      float32
}

// setting is how lines of one kind are set, in pixels.
type setting struct {
	face           *face
	px             float32 // em
	line, baseline int32   // height of a line, and of its baseline from its top
	after          int32   // space behind the paragraph
}

// measure works the lengths out for a pane of w x h pixels.
func (t Typography) measure(f *Fonts, w, h int, scale float32) metrics {
	t = t.orDefault()
	px := func(points float32) int { return floor(points*scale + 0.5) }
	regular, bold := f.family(t.Face)
	m := metrics{scale: scale, pane: w, height: h, top: int32(px(topMargin)), bottom: int32(px(bottomMargin))}
	m.body = newSetting(regular, t.Size*scale, t.Leading)
	m.body.after = floor32(0.42 * t.Size * scale)
	m.list = floor32(0.12 * t.Size * scale)
	m.blank = floor32(0.42 * t.Size * scale * t.Leading)
	m.average = averageWidth(f, regular, t.Size*scale)

	m.tag = max(0.62*m.body.px, smallest*scale)

	left, right := px(leftMargin), px(tagMargin)
	if named := px(nameGap+barWidth+2) + floor(t.Names*m.tag+1); named > right && float32(w-left-named) >= narrow*m.average {
		right = named
	}
	if t.Bare || float32(w-left-right) < narrow*m.average {
		left, right = px(slimMargin), px(barWidth+2)
	}
	m.margin = px(leftMargin - 4)
	if t.Numbers {
		m.number = max(smallest*scale, min(m.tag, float32(w)/40))
		m.margin = max(m.margin, px(numberGap)+floor(digits*digitWidth*m.number)+1)
		left = max(left, m.margin+px(4))
	}
	m.width = max(w-left-right, px(60))
	if t.Measure > 0 {
		m.width = min(m.width, int(float32(t.Measure)*m.average))
	}
	larger := min(1.5, max(1, float32(m.width)/(narrowHead*m.average)))
	m.head = newSetting(bold, larger*t.Size*scale, 0.5+t.Leading/2.2)
	m.head.after = floor32(0.5 * t.Size * scale)
	m.left = max(left, min((w-m.width)/2, w-max(right, px(roomyMargin))-m.width))
	m.tags = m.left + m.width + px(nameGap)
	m.tagEnd = min(w-px(barWidth+2), m.tags+px(maxTags))
	if m.tagEnd-m.tags < max(px(minTags), floor(1.6*m.tag)) {
		m.tagEnd = m.tags
	}
	return m
}

// The room for paragraph numbers: of so many digits, each so many ems wide.
const (
	digits     = 4
	digitWidth = 0.58
)

// newSetting places the baseline so that a link and capitals with accents fit above it and some underlines below.
func newSetting(x *face, px, leading float32) setting {
	line := floor32(px*leading + 0.5)
	room := max(float32(line)-1.36*px, 0)
	return setting{face: x, px: px, line: line, baseline: floor32(0.92*px + 0.35*room + 0.5)}
}

// sample is English with its letters about as frequent as they are in news.
const sample = "The report added that most of these operations were being run from abroad, which officials had denied. "

// averageWidth is that of a character in running text, in pixels.
func averageWidth(f *Fonts, x *face, px float32) float32 {
	s := typesetter{fonts: f}
	b := s.set(sample, 0, x, px, 1e6, 0)
	return b.lines[0].width / float32(len(sample)-1)
}

func floor32(x float32) int32 { return int32(floor(x)) }
