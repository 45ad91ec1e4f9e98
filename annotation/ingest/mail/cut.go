package mail

import (
	"regexp"
	"strings"

	"rubricator/annotation/ingest"
)

// Why lines of a message are left out.
const (
	signature   ingest.Reason = "signature"
	quoted      ingest.Reason = "quoted history"
	footer      ingest.Reason = "list footer"
	mailHeaders ingest.Reason = "mail header"
)

// longestSignature is how many lines stand in a signature. Behind a separator with more there is text.
const longestSignature = 15

var (
	// original is the line over a message below: "-----Original Message-----", "---------- Forwarded message ---------", in several languages.
	original = regexp.MustCompile(`(?i)^-{2,}\s*(?:original message|forwarded message|begin forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|исходное сообщение|пересылаемое сообщение)\s*-*$|^begin forwarded message:$`)
	// field is a line of the header of such a message.
	field = regexp.MustCompile(`(?i)^\*?(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado|para|asunto|assunto|da|inviato|oggetto|van|verzonden|aan|onderwerp|от|дата|кому|тема)\s?:`)
)

// cutBlocks marks what a reader of the article would not read: the signature, quoted history, the footer of a mailing list and the header of what was
// forwarded. answer tells that a message below is history and not what was sent on.
func cutBlocks(d *ingest.Draft, answer bool) {
	lines := d.Blocks
	for i := range lines {
		if isQuoted(d.Line(i)) {
			lines[i].Cut = quoted
			if i > 0 && lines[i-1].Cut == "" && strings.HasSuffix(d.Line(i-1), ":") {
				lines[i-1].Cut = quoted // "On Monday Mary wrote:"
			}
		}
	}
	for i := range lines {
		switch line := d.Line(i); {
		case isOriginal(line) && answer && i > 0:
			cutFrom(lines[i:], quoted)
			return
		case isOriginal(line):
			lines[i].Cut = mailHeaders
			for j := i + 1; j < len(lines) && field.MatchString(d.Line(j)); j++ {
				lines[j].Cut = mailHeaders
			}
		case line == strings.TrimSpace(separator) && isShort(lines[i+1:]):
			cutFrom(lines[i:], signature)
			return
		case isRule(line) && isShort(lines[i+1:]) && i+1 < len(lines) && strings.Contains(strings.ToLower(d.Line(i+1)), "list"):
			cutFrom(lines[i:], footer)
			return
		}
	}
	if allCut(lines) { // a message of nothing but quotations is what it quotes
		for i := range lines {
			lines[i].Cut = ""
		}
	}
}

func isOriginal(line string) bool {
	return (strings.HasPrefix(line, "--") || strings.HasPrefix(line, "Begin")) && original.MatchString(line)
}

// isRule tells the line that programs for mailing lists draw over their footer.
func isRule(line string) bool {
	const width = 40
	return len(line) >= width && (strings.Trim(line, "_") == "" || strings.Trim(line, "-") == "")
}

func cutFrom(lines []ingest.Block, why ingest.Reason) {
	for i := range lines {
		if lines[i].Cut == "" {
			lines[i].Cut = why
		}
	}
}

// isShort tells whether so few lines that are not quoted are left as a signature has.
func isShort(lines []ingest.Block) bool {
	n := 0
	for _, l := range lines {
		if l.Cut == "" {
			n++
		}
		if n > longestSignature {
			return false
		}
	}
	return true
}

func allCut(lines []ingest.Block) bool {
	for _, l := range lines {
		if l.Cut == "" {
			return false
		}
	}
	return true
}
