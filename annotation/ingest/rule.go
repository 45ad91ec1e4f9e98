package ingest

import (
	"strings"
	"unicode"
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

var (
	advertisement = whole(begins("-|adv|sponsored|paid|promoted|anzeige|werbung|publi|pubbl|реклама|إعلان|story continues|article continues|scroll to"), `-*\s*(advertisement|advertising|advert|sponsored|sponsored content|paid content|promoted|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|реклама|إعلان)\s*-*`,
		`(story|article) continues (below|after).*`, `scroll to continue( with content)?`)
	newsletter = whole(begins("sign up|subscri|register|already|not a|log in|sign in|abonnez|suscr|iscriviti|подпи|اشترك").or("newsletter|inbox|mail alert"), `(sign up|subscribe|register)( now| here| today| free)?( (for|to) (our|the|your|this|a|free|daily|weekly)\b.*)?[.!]?`,
		`.{0,60}\b(newsletter|inbox)\b.{0,60}(sign up|subscribe|delivered|abonnieren|inscri\w*)\b.*`,
		`(sign up|subscribe|get|receive)\b.{0,100}\b(newsletters?|inbox|e-?mail alerts?)\b.*`,
		`(already (a subscriber|have an account|registered)|not a subscriber).*`, `(log|sign) in( to (continue|read)\b.*)?`,
		`subscribe to (continue|keep|read)\b.*`, `(jetzt )?newsletter (abonnieren|bestellen).*`, `abonnez-vous\b.*`, `suscríbe(te|ase)\b.*`,
		`iscriviti alla\b.*newsletter.*`, `подпи(шитесь|сывайтесь)( на)?\b.*`, `اشترك\b.*`)
	cookies = whole(begins("").or("cookie"), `.*\b(we|this (web)?site) uses? cookies\b.*`, `(accept|reject|manage|allow)( all)? cookies\b.*`, `cookie (settings|policy|preferences|notice)\.?`,
		`wir verwenden cookies\b.*`, `(nous utilisons|ce site utilise) des cookies\b.*`, `(utilizamos|usamos) cookies\b.*`, `.*\bby continuing\b.{0,80}\bcookies\b.*`)
	readMore = whole(begins("read|see|watch|also|learn|find out|keep|continue|related|recommended|more|don't miss|editor|most|trending|top|up next|mehr|lesen|lire|à lire|lea|leggi|lees|читайте|اقرأ"), `(read|see|watch|also read|read also|also see|see also|learn|find out|keep reading|continue reading|related|related (articles?|stories|content|topics?)|recommended( for you)?|`+
		`more (on this( story)?|from .{1,40}|stories|news)|don't miss|editors?.? picks?|most read|trending( now)?|top stories|up next|`+
		`mehr zum thema|lesen sie (auch|mehr)|lire aussi|à lire aussi|lea también|leggi anche|lees ook|читайте также|اقرأ أيضا)( more)?\s*(:.*|[>»→…]+.*|\.\.\.)?`)
	copyright = whole(begins("©|(c)|copyright|alle rechte|tous droits|todos los|tutti i").or("rights reserved|may not be"), `(©|\(c\)|copyright\b).*`, `.{0,120}\ball rights reserved\b.{0,40}`, `.*\bmay not be (published|reproduced|broadcast|redistributed)\b.*`,
		`alle rechte vorbehalten\.?`, `tous droits réservés\.?.*`, `todos los derechos reservados\.?.*`, `tutti i diritti riservati\.?.*`)
	readingTime = whole(begins("estimated|read|listen|lese|temps|"+digits), `(estimated )?(reading|read) time:?.*`, `\d{1,3}[ -]?min(ute)?s?( |-)?(read|listen|watch)\.?`, `listen to (this )?(article|story)\b.*`,
		`lesezeit:?.*`, `temps de lecture:?.*`, `\d{1,3} min(\.|utes?)? (de )?(lecture|lectura|lesezeit)`)
	navigation = whole(begins("skip|back|return|toggle|open|close|show|hide|menu|search|home|next|prev|start|accueil|inicio|page"), `skip to (main )?(content|navigation|article).*`, `(back|return) to (the )?top`, `(toggle|open|close|show|hide)( the)? (menu|navigation|search|sidebar)`,
		`(menu|search|home|close|next|previous|prev)`, `(home|startseite|accueil|inicio)(\s*[>›»/|]\s*\p{L}[^>›»/|.]{0,40}){1,6}`, `page \d+ of \d+`)
	commentBox = whole(begins("no|leave|add|post|write|view|show|hide|comments|join|"+digits), `(\d+|no|leave a|add a|post a|write a|view|show|hide)( all)? comments?`, `(leave|post) a reply\b.*`, `comments( are closed)?\.?( \(\d+\))?`,
		`join the (conversation|discussion)\b.*`)
	shareButton = whole(begins("tt|a+|a-|share|tweet|post|pin|print|e-mail|email|save|bookmark|copy|link|like|follow|gift|facebook|twitter|x|whatsapp|telegram|reddit|messenger|flipboard|pocket|instagram|youtube|teilen|drucken|partager|imprim|compartir|condividi|delen|поделиться|شارك|طباعة|send|"+digits), `tt`, `a[+-]{1,2}( a[+-]{1,2})?`, `(share|tweet|post|pin|print|e-?mail|save|bookmark|copy link|copy url|link copied!?|like|follow|gift( article)?|facebook|twitter|x|whatsapp|telegram|`+
		`linkedin|reddit|pinterest|messenger|flipboard|pocket|instagram|youtube|teilen|drucken|partager|imprimer|compartir|imprimir|condividi|delen|поделиться|شارك|طباعة)`,
		`(share|follow|like|tweet|post|send|save|e-?mail|print)( this( article| story| page)?| us| it| via| on| to| with| by| article| story| page){1,3}( (facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|e-?mail|google news|`+
			`friends?|instagram|messenger|youtube))?( ?\(opens in (a )?new window\))?`, `\d{1,6} shares?`)
)

// isShareButton tells the words of buttons; a number alone is one beside such a word, where it is the size of the type or how often it was shared.
func isShareButton(l *lines, n int) bool {
	s := l.line(n)
	if !isNumber(s) {
		return isButton(s)
	}
	return n > 0 && isButton(l.line(n-1)) || n+1 < l.len() && isButton(l.line(n+1))
}

// isNumber tells one to four digits.
func isNumber(s string) bool { return s != "" && len(s) <= 4 && strings.Trim(s, "0123456789") == "" }

func isButton(s string) bool { return len(s) <= longestButton && shareButton.is(s) }

// The lead is where a page repeats its headline and caption, and where bylines and dates stand. A headline has so many letters at least: "Yes." is none.
const (
	leadLines        = 14
	shortestHeadline = 12
)

// isRepeatedHeadline tells the first line of the article where it stands again before its text begins.
func isRepeatedHeadline(l *lines, n int) bool {
	return n > 0 && n < leadLines && l.key(n) == l.key(0) && letters(l.line(0)) >= shortestHeadline
}

// shortestRepeated is how many letters and digits a line has at least that is left out for being there before: shorter ones may be a refrain, a
// speaker's name, an answer.
const shortestRepeated = 30

func isRepeated(l *lines, n int) bool {
	return len(l.line(n)) >= shortestRepeated && l.firstLike(n) < n && letters(l.line(n)) >= shortestRepeated
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
