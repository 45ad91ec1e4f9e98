package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule is one kind of page furniture and how it is told.
type Rule struct {
	Reason Reason
	Says   string // what the rule leaves out, a sentence for people
	// cuts tells whether the nth line is such.
	cuts func(l *lines, n int) bool
}

// Rules are all rules, in the order in which they are asked.
var Rules = []Rule{
	{"repeated headline", "The headline where it stands a second time before the article begins.", isRepeatedHeadline},
	{"repeated line", "A caption or a paragraph that was there before, word for word.", isRepeated},
	{"share buttons", "What is left of buttons to share, print or enlarge: “TT”, “20”, “Share on Facebook”.", isShareButton},
	{"advertisement", "“Advertisement”, “Story continues below”.", by(advertisement)},
	{"newsletter", "Lines that ask to subscribe, sign up or log in.", by(newsletter)},
	{"cookie notice", "Lines that ask to accept cookies.", by(cookies)},
	{"read more", "Lines that lead to other articles: “Read more: …”.", by(readMore)},
	{"copyright", "Copyright lines and “All rights reserved”.", by(copyright)},
	{"reading time", "“3 min read”, “Listen to this article”.", by(readingTime)},
	{"navigation", "“Skip to content”, “Back to top”, “Home > World”.", by(navigation)},
	{"comments", "“Leave a comment”, “0 comments”.", by(commentBox)},
}

// The longest lines, in bytes, that are told by their words: page furniture is short, and what an editor wrote is not.
const (
	longestFurniture = 240
	longestButton    = 80
)

// by tells lines by a pattern over the whole line.
func by(p pattern) func(*lines, int) bool {
	return func(l *lines, n int) bool { return p.is(l.line(n)) }
}

// pattern is what a line has to meet from end to end, whatever its case. A line without any of the stems does not, which is seen much faster.
type pattern struct {
	stems []string // in lower case, divided by spaces where they are written
	whole *regexp.Regexp
}

func whole(stems string, alternatives ...string) pattern {
	return pattern{strings.Split(stems, "|"), regexp.MustCompile(`(?i)^(?:` + strings.Join(alternatives, "|") + `)$`)}
}

func (p pattern) is(line string) bool {
	if len(line) > longestFurniture {
		return false
	}
	lower := strings.ToLower(line)
	for _, stem := range p.stems {
		if strings.Contains(lower, stem) {
			return p.whole.MatchString(line)
		}
	}
	return false
}

var (
	advertisement = whole("adv|sponsored|paid|promoted|anzeige|werbung|publi|pubbl|реклама|إعلان|continue", `-*\s*(advertisement|advertising|advert|sponsored|sponsored content|paid content|promoted|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|реклама|إعلان)\s*-*`,
		`(story|article) continues (below|after).*`, `scroll to continue( with content)?`)
	newsletter = whole("sign up|subscri|register|newsletter|inbox|email|e-mail|log in|sign in|already|abonn|suscr|подпи|اشترك", `(sign up|subscribe|register)( now| here| today| free)?( (for|to) (our|the|your|this|a|free|daily|weekly)\b.*)?[.!]?`,
		`.{0,60}\b(newsletter|inbox)\b.{0,60}(sign up|subscribe|delivered|abonnieren|inscri\w*)\b.*`,
		`(sign up|subscribe|get|receive)\b.{0,100}\b(newsletters?|inbox|e-?mail alerts?)\b.*`,
		`(already (a subscriber|have an account|registered)|not a subscriber).*`, `(log|sign) in( to (continue|read)\b.*)?`,
		`subscribe to (continue|keep|read)\b.*`, `(jetzt )?newsletter (abonnieren|bestellen).*`, `abonnez-vous\b.*`, `suscríbe(te|ase)\b.*`,
		`iscriviti alla\b.*newsletter.*`, `подпи(шитесь|сывайтесь)( на)?\b.*`, `اشترك\b.*`)
	cookies = whole("cookie", `.*\b(we|this (web)?site) uses? cookies\b.*`, `(accept|reject|manage|allow)( all)? cookies\b.*`, `cookie (settings|policy|preferences|notice)\.?`,
		`wir verwenden cookies\b.*`, `(nous utilisons|ce site utilise) des cookies\b.*`, `(utilizamos|usamos) cookies\b.*`, `.*\bby continuing\b.{0,80}\bcookies\b.*`)
	readMore = whole("read|see|watch|learn|find out|related|recommended|more|miss|pick|trending|stories|next|mehr|lesen|lire|lea|leggi|lees|читайте|اقرأ", `(read|see|watch|also read|read also|also see|see also|learn|find out|keep reading|continue reading|related|related (articles?|stories|content|topics?)|recommended( for you)?|`+
		`more (on this( story)?|from .{1,40}|stories|news)|don't miss|editors?.? picks?|most read|trending( now)?|top stories|up next|`+
		`mehr zum thema|lesen sie (auch|mehr)|lire aussi|à lire aussi|lea también|leggi anche|lees ook|читайте также|اقرأ أيضا)( more)?\s*(:.*|[>»→…]+.*|\.\.\.)?`)
	copyright = whole("©|(c)|copyright|rights|may not be|rechte|droits|derechos|diritti", `(©|\(c\)|copyright\b).*`, `.{0,120}\ball rights reserved\b.{0,40}`, `.*\bmay not be (published|reproduced|broadcast|redistributed)\b.*`,
		`alle rechte vorbehalten\.?`, `tous droits réservés\.?.*`, `todos los derechos reservados\.?.*`, `tutti i diritti riservati\.?.*`)
	readingTime = whole("read|min|listen|lese|lecture", `(estimated )?(reading|read) time:?.*`, `\d{1,3}[ -]?min(ute)?s?( |-)?(read|listen|watch)\.?`, `listen to (this )?(article|story)\b.*`,
		`lesezeit:?.*`, `temps de lecture:?.*`, `\d{1,3} min(\.|utes?)? (de )?(lecture|lectura|lesezeit)`)
	navigation = whole("skip|top|menu|navigation|search|sidebar|home|close|next|prev|start|accueil|inicio|page", `skip to (main )?(content|navigation|article).*`, `(back|return) to (the )?top`, `(toggle|open|close|show|hide)( the)? (menu|navigation|search|sidebar)`,
		`(menu|search|home|close|next|previous|prev)`, `(home|startseite|accueil|inicio)(\s*[>›»/|]\s*\p{L}[^>›»/|.]{0,40}){1,6}`, `page \d+ of \d+`)
	commentBox = whole("comment|reply|join", `(\d+|no|leave a|add a|post a|write a|view|show|hide)( all)? comments?`, `(leave|post) a reply\b.*`, `comments( are closed)?\.?( \(\d+\))?`,
		`join the (conversation|discussion)\b.*`)
	shareButton = whole("", `tt`, `a[+-]{1,2}( a[+-]{1,2})?`, `(share|tweet|post|pin|print|e-?mail|save|bookmark|copy link|copy url|link copied!?|like|follow|gift( article)?|facebook|twitter|x|whatsapp|telegram|`+
		`linkedin|reddit|pinterest|messenger|flipboard|pocket|instagram|youtube|teilen|drucken|partager|imprimer|compartir|imprimir|condividi|delen|поделиться|شارك|طباعة)`,
		`(share|follow|like|tweet|post|send|save|e-?mail|print)( this( article| story| page)?| us| it| via| on| to| with| by| article| story| page){1,3}( (facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|e-?mail|google news|`+
			`friends?|instagram|messenger|youtube))?( ?\(opens in (a )?new window\))?`, `\d{1,6} shares?`)
	number = regexp.MustCompile(`^\d{1,4}$`)
)

// isShareButton tells the words of buttons; a number alone is one beside such a word, where it is the size of the type or how often it was shared.
func isShareButton(l *lines, n int) bool {
	s := l.line(n)
	if !number.MatchString(s) {
		return isButton(s)
	}
	return n > 0 && isButton(l.line(n-1)) || n+1 < l.len() && isButton(l.line(n+1))
}

func isButton(s string) bool { return len(s) <= longestButton && shareButton.is(s) }

// The lead is where a page repeats its headline and caption, and where bylines and dates stand. A headline has so many letters at least: "Yes." is none.
const (
	leadLines        = 14
	shortestHeadline = 12
)

// isRepeatedHeadline tells the first line of the article where it stands again before its text begins.
func isRepeatedHeadline(l *lines, n int) bool {
	return n > 0 && n < leadLines && l.key(n) == l.key(0) && letters(l.key(0)) >= shortestHeadline
}

// shortestRepeated is how many letters and digits a line has at least that is left out for being there before: shorter ones may be a refrain, a
// speaker's name, an answer.
const shortestRepeated = 30

func isRepeated(l *lines, n int) bool {
	return l.first[l.key(n)] < n && letters(l.key(n)) >= shortestRepeated
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// lines are a draft as the rules see it.
type lines struct {
	d     *Draft
	keys  []string
	first map[string]int // line by key, the first of each
}

func linesOf(d *Draft) *lines {
	l := &lines{d: d, keys: make([]string, len(d.Blocks)), first: map[string]int{}}
	for i := range d.Blocks {
		l.keys[i] = Key(d.Line(i))
		if _, there := l.first[l.keys[i]]; !there {
			l.first[l.keys[i]] = i
		}
	}
	return l
}

func (l *lines) len() int          { return len(l.keys) }
func (l *lines) line(n int) string { return withoutSpace(l.d.Line(n)) }
func (l *lines) key(n int) string  { return l.keys[n] }

// Key is what texts have in common that say the same: their letters, digits and signs, whatever their case, spaces and quotation marks.
func Key(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r <= ' ', r == '"', r == '\'':
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
		case unicode.IsSpace(r), strings.ContainsRune(`“”„‘’‚«»‹›`, r), r == utf8.RuneError, unicode.Is(unicode.Cf, r):
		default:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}
