package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule is one kind of page furniture and how it is told.
type Rule struct {
	Reason Reason
	Says   string // what the rule leaves out, a sentence for people
	// cuts tells whether the nth line is such; nil: the file itself tells, by how it is built.
	cuts func(l *lines, n int) bool
}

// Rules are all rules, in the order in which they are asked.
var Rules = []Rule{
	{"repeated headline", "The headline where it stands a second time before the article begins.", isRepeatedHeadline},
	{"repeated line", "A caption or a whole paragraph that was there before, word for word.", isRepeated},
	{"share buttons", "What is left of buttons to share, print or enlarge: “TT”, “20”, “Share on Facebook”.", isShareButton},
	{"advertisement", "“Advertisement”, “Story continues below”.", by(advertisement)},
	{"newsletter", "Lines that ask to subscribe, sign up or log in.", by(newsletter)},
	{"cookie notice", "Lines that ask to accept cookies.", by(cookies)},
	{"read more", "Lines that lead to other articles: “Read more: …”.", by(readMore)},
	{"copyright", "Copyright lines and “All rights reserved”.", by(copyright)},
	{"reading time", "“3 min read”, “Listen to this article”.", by(readingTime)},
	{"navigation", "“Skip to content”, “Back to top”, “Home > World”.", by(navigation)},
	{"player", "What is left of players and embedded pages: “This video has failed to load”.", by(player)},
	{"comments", "“Leave a comment”, “0 comments”.", by(commentBox)},
	{"date line", "The date at the head, alone or behind the name of the outlet: “The Herald, 3 May 2026”.", isDateLine},
	{"related articles", "What a web page has of other articles.", nil},
	{"about the author", "What a web page says of the author beside the article.", nil},
	{"keywords", "The keywords that a web page gives its article.", nil},
	{"outside the text", "What a web page has in the midst of the article that is no part of it.", nil},
	{"running head", "What stands at the head or the foot of each page of a document.", nil},
	{"page number", "The numbers of pages.", nil},
	{"table of contents", "The table of contents of a document.", nil},
	{"signature", "The signature of a message.", nil},
	{"quoted history", "The messages that a message answers or passes on.", nil},
	{"list footer", "What a mailing list puts under its messages.", nil},
	{"mail header", "The lines of a message that was passed on about who wrote it when.", nil},
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

// button is a word that a button says.
const button = `(share|tweet|post|pin|print|e-?mail|save|bookmark|copy( link| url)|link copied!?|like|follow|gift( article)?|facebook|twitter|whatsapp|telegram|` +
	`linkedin|reddit|pinterest|messenger|flipboard|pocket|instagram|youtube|threads|bluesky|xing|teilen|twittern|senden|drucken|merken|folgen|anhören|` +
	`partager|imprimer|compartir|imprimir|condividi|delen|поделиться|شارك|طباعة)`

var (
	advertisement = whole(begins("-|adv|sponsored|paid|promoted|anzeige|werbung|publi|pubbl|rekla|annons|реклама|إعلان|story continues|article continues|scroll to|this adv"), `-*\s*(advertisement|advertising|advert|sponsored|sponsored content|paid content|promoted|anzeige|werbung( überspringen)?|publicité|publicidad|pubblicità|advertentie|reklama?m?|annonsørinnhold|annons|реклама|إعلان)( \d{1,2})?\s*-*( · scroll to continue)?`,
		`(story|article) continues (below|after).*`, `scroll to continue( with content)?`, `this advertisement has not loaded yet.*`)
	newsletter = whole(begins("sign up|subscri|register|already|not a|log in|sign in|abonnez|suscr|iscriviti|подпи|اشترك|thanks for|by signing|a welcome e|there was an error, please|we encountered|create a|get e|please ").or("newsletter|inbox|mail alert"),
		`(sign up|subscribe|register)( now| here| today| free)?( (for|to) (our|this|free|daily|weekly)\b.*)?[.!]?`,
		`(sign up|subscribe|register) (for|to) .{0,100}\b(newsletters?|alerts?|updates|briefing|digest|bulletin|notifications)\b.*`,
		`thanks for (signing up|subscribing)[.!]?`, `by signing up,? you (consent|agree)\b.*`, `a welcome e-?mail is on its way\b.*`, `there was an error, please provide\b.*`, `we encountered an issue signing you up\b.*`,
		`((please )?(log|sign) in|create (an|a free) account)( or (log|sign) ?-?in)? to (continue|unlock|bookmark|save)\b.*`, `get e-?mail updates from\b.*`,
		`.{0,60}\b(newsletter|inbox)\b.{0,60}(sign up|subscribe|delivered|abonnieren|inscri\w*)\b.*`,
		`(sign up|subscribe|get|receive)\b.{0,100}\b(newsletters?|inbox|e-?mail alerts?)\b.*`,
		`(already (a subscriber|have an account|registered)|not a subscriber)( yet)?(\?.*|,? (log|sign) in\b.*)?`, `(log|sign) in( to (continue|read)\b.*)?`,
		`subscribe to (continue|keep|read)\b.*`, `(jetzt )?newsletter (abonnieren|bestellen).*`, `abonnez-vous\b.*`, `suscríbe(te|ase)\b.*`,
		`iscriviti alla\b.*newsletter.*`, `подпи(шитесь|сывайтесь)( на)?\b.*`, `اشترك\b.*`)
	cookies = whole(begins("").or("cookie"), `.*\b(we|this (web)?site) uses? cookies\b.*`, `(accept|reject|manage|allow)( all)? cookies\b.*`, `cookie (settings|policy|preferences|notice)\.?`,
		`wir verwenden cookies\b.*`, `(nous utilisons|ce site utilise) des cookies\b.*`, `(utilizamos|usamos) cookies\b.*`, `.*\bby continuing\b.{0,80}\bcookies\b.*`)
	readMore = whole(begins("auch|das könnte|zum|passend|ähnliche|weitere|meist|neueste|les|lest|czytaj|noticia|para saber|související|te puede|sur le|関連|explore|in this article|read|see|watch|also|learn|find out|keep|continue|related|recommended|more|don't miss|editor|most|trending|top|up next|mehr|lesen|lire|à lire|lea|leggi|lees|читайте|اقرأ"), `(read|see|watch|also read|read also|also see|see also|learn|find out|keep reading|continue reading|related|related (articles?|stories|content|topics?)|recommended( for you)?|`+
		`more (on this( story)?|stories|news)|don't miss|editors?.? picks?|most read|trending( now)?|top stories|up next|`+
		`(das könnte (sie|dich) )?auch interess(ant|ieren)|zum (selben )?thema|passend zum (artikel|thema)|ähnliche (themen|artikel)|weitere (themen|artikel)|meistgelesen|neueste artikel|lest auch|`+
		`les også|czytaj (więcej|także|też)|noticias? relacionadas?|para saber más|související témata|te puede interesar|sur le même (sujet|thème)|関連記事|read next|read more stories|explore more on the topics in this story|in this article|`+
		`mehr zum thema|lesen sie (auch|mehr)|lire aussi|à lire aussi|lea también|leggi anche|lees ook|читайте также|اقرأ أيضا)( more)?\s*(:.*|[>»→…]+.*|\.\.\.)?`, `more from [^:]{1,40}`)
	copyright = whole(begins("©|(c)|copyright|our standards|purchase licensing|alle rechte|tous droits|todos los|tutti i").or("rights reserved|may not be"), `©.*`, `\(c\)\s*[12]\d{3}\b.*`, `copyright\s*(©|\(c\)|:|by\b|[12]\d{3}\b).*`, `(?-i:(Copyright|COPYRIGHT)( \p{Lu}\S*){1,3})`, `(copyright\b.{0,120}|.{0,40})\ball rights reserved\b.{0,40}`, `.*\bmay not be (published|reproduced|broadcast|redistributed|republished)(,| or\b| without\b| in any\b).*`,
		`our standards: .{0,40}trust principles.*`, `purchase licensing rights.*`, `alle rechte vorbehalten\.?`, `tous droits réservés\.?.*`, `todos los derechos reservados\.?.*`, `tutti i diritti riservati\.?.*`)
	readingTime = whole(begins("estimated|read|listen|lese|temps|"+digits), `(estimated )?(reading|read) time(:.*| \d.*)?`, `\d{1,3}[ -]?min(ute)?s?( |-)?(read|listen|watch)\.?`, `listen to (this )?(article|story)\b.*`,
		`(lesezeit|temps de lecture)(:.*| .{0,20})?`, `\d{1,3} min(\.|uten)? lesezeit`, `\d{1,3} min(\.|utes?)? (de )?(lecture|lectura|lesezeit)`)
	navigation = whole(begins("article content|zur startseite|open this photo|placeholder|skip|back|return|toggle|open|close|show|hide|menu|search|home|next|prev|start|accueil|inicio|page"), `skip to (main )?(content|navigation|article).*`, `(back|return) to (the )?top`, `(toggle|open|close|show|hide)( the)? (menu|navigation|search|sidebar)`,
		`(menu|search|home|close|next|previous|prev)`, `(home|startseite|accueil|inicio)(\s*[>›»/|]\s*\p{L}[^>›»/|.]{0,40}){1,6}`, `page \d+ of \d+`,
		`article content`, `zur startseite`, `open this photo in gallery:?`, `placeholder image-\d+`)
	player = whole(begins("we apologi|try refreshing|tap here|play video|watch video|externer inhalt|video player|recommended video|this video|an dieser stelle|empfohlener"),
		`we apologi[sz]e,? but this video has failed to load\.?`, `try refreshing your browser.*`, `tap here to see other videos.*`, `(play|watch) video`, `externer inhalt nicht verfügbar`,
		`recommended video`, `video player is loading\.?`, `this video (is not|isn't) available.*`, `empfohlener redaktioneller inhalt`, `an dieser stelle finde(st du|n sie) .{0,60}inhalt.*`)
	commentBox = whole(begins("comentarios|commentaires|kommentar|commenti|diskuze|no|leave|add|post|write|view|show|hide|comments|join|"+digits), `\d+ comments?|no comments|(leave|add|post|write) a comment|(view|show|hide)( all)? comments`, `(leave|post) a reply\b.*`, `comments( are closed)?\.?( \(\d+\))?`,
		`join the (conversation|discussion)\b.{0,80}`, `comentarios|commentaires|kommentare( ?: ?\d+)?|commenti|diskuze`)
	shareButton = whole(begins("tt|a+|a-|share|tweet|post|pin|print|e-mail|email|save|bookmark|copy|link|like|follow|gift|facebook|twitter|x |whatsapp|telegram|reddit|messenger|flipboard|pocket|instagram|youtube|threads|bluesky|xing|teilen|drucken|merken|folgen|anhören|artikel|diesen artikel|partager|imprim|compartir|copiar|condividi|delen|del artik|поделиться|شارك|طباعة|send|add |"+digits),
		`tt`, `a[+-]{1,2}( a[+-]{1,2})?`, button+`([\s|·,]+`+button+`)*`,
		`(share|follow|like|tweet|post|send|save|e-?mail|print)( this( article| story| page)?| us| it| via| on| to| with| by| article| story| page){1,3}( (facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|e-?mail|google news|`+
			`friends?|instagram|messenger|youtube))?( ?\(opens in (a )?new window\))?`, `\d{1,6} shares?`, `share this article in your social network`,
		`(diesen )?artikel (teilen|drucken|merken|anhören)`, `link (wurde )?kopiert!?`, `copiar enlace`, `del artik(kel|len)`, `add (us|.{1,30})? ?(as (a )?preferred|to your) .{0,10}google.{0,20}`)
)

// isShareButton tells the words of buttons; a number or an X alone is one beside such a word, where it is the size of the type, how often it was shared,
// or a network.
func isShareButton(l *lines, n int) bool {
	s := l.line(n)
	if !isNumber(s) && s != "X" {
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
	return n > 0 && n < leadLines && l.key(n) == l.key(0) && letters(l.line(0)) >= shortestHeadline && l.hasLead()
}

// Letters and digits that a line has at least to be left out for being there before. Shorter ones may be a refrain, a speaker's name, an answer; lines
// of running text come again on purpose too, but for whole paragraphs.
const (
	shortestRepeated  = 30
	shortestTwice     = 60  // of a line that stands twice in a row
	shortestParagraph = 120 // of one that stands twice in all
	shortestText      = 10  // words, of the line with which running text begins
)

// isRepeated tells a line that was there before: a caption or the like before the text begins, one that names its agency or stands twice in a row, and a
// paragraph that stands twice in all. Questions, refrains, slogans and entries of lists come again on purpose.
func isRepeated(l *lines, n int) bool {
	s := l.line(n)
	if len(s) < shortestRepeated || strings.HasSuffix(s, "?") || l.firstLike(n) == n {
		return false
	}
	size := letters(s)
	switch {
	case size < shortestRepeated:
		return false
	case n < l.textBegins(), namesAgency(s):
		return true
	case size >= shortestTwice && l.key(n-1) == l.key(n):
		return true
	}
	return size >= shortestParagraph && endsSentence(s) && l.saidLike(n).times == 2
}

// endsSentence tells whether a sentence ends where a line does; where it comes from may stand behind: "He said so. (AFP)".
func endsSentence(s string) bool {
	if strings.HasSuffix(s, ")") {
		s = source.ReplaceAllString(s, "$1")
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, closing))
	return strings.ContainsRune(".!?…。！？؟।", last)
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
