package mail

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"mime"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/ingest"
)

// header are the fields of a message or of a part, by name in lower case. Of fields that stand twice the first counts.
type header map[string]string

// Limits on a header.
const (
	maxHeader = 1 << 20 // bytes; what stands behind them is the body
	maxField  = 4_000   // bytes of a field that are made readable
)

// cutHeader parts the fields from the body behind the first empty line. Lines that are no field are passed over, as mail programs do.
func cutHeader(b []byte) (header, []byte) {
	h := header{}
	name, value := "", strings.Builder{} // of the field that may go on in the next line
	keep := func() {
		if _, twice := h[name]; !twice && name != "" {
			h[name] = value.String()
		}
		name = ""
		value.Reset()
	}
	for read := 0; len(b) > 0 && read < maxHeader; {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		read += len(line) + 1
		b = rest
		s := strings.TrimRight(string(line), "\r")
		if s == "" {
			break
		}
		if s[0] == ' ' || s[0] == '\t' {
			value.WriteString(" " + strings.TrimSpace(s))
			continue
		}
		keep()
		if before, after, ok := strings.Cut(s, ":"); ok {
			name = strings.ToLower(strings.TrimSpace(before))
			value.WriteString(strings.TrimSpace(after))
		}
	}
	keep()
	return h, b
}

// word is an encoded word (RFC 2047): charset, perhaps with a language behind an asterisk (RFC 2231), way of encoding, bytes. Spaces
// inside are forbidden and common.
var word = regexp.MustCompile(`=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=`)

// text is a field as people read it. Neighbouring words of one charset are decoded together, since many programs cut characters in two.
func (h header) text(name string) string { return decodeWords(h[name]) }

func decodeWords(s string) string {
	s = s[:min(len(s), maxField)]
	var out strings.Builder
	var pending []byte // of words in charset that are not yet decoded
	charset := ""
	flush := func() {
		out.WriteString(decodeText(pending, charset))
		pending = nil
	}
	end := 0
	for _, at := range word.FindAllStringSubmatchIndex(s, -1) {
		between := s[end:at[0]]
		if strings.TrimSpace(between) != "" || end == 0 || !strings.EqualFold(charset, s[at[2]:at[3]]) {
			flush()
			if strings.TrimSpace(between) != "" || end == 0 {
				out.WriteString(decodeText([]byte(between), ""))
			}
		}
		charset = s[at[2]:at[3]]
		pending = append(pending, decodeWord(s[at[4]:at[5]], s[at[6]:at[7]])...)
		end = at[1]
	}
	flush()
	out.WriteString(decodeText([]byte(s[end:]), ""))
	return strings.Join(strings.Fields(out.String()), " ")
}

func decodeWord(way, s string) []byte {
	if strings.EqualFold(way, "b") {
		return fromBase64([]byte(s))
	}
	return fromQuotedPrintable([]byte(strings.ReplaceAll(s, "_", " ")))
}

// decodeText reads bytes of a header. What is damaged there is shown, and not worth a refusal.
func decodeText(b []byte, charset string) string {
	c, err := ingest.Decode(b, charset, ingest.Options{})
	if err != nil {
		return strings.ToValidUTF8(string(b), string(utf8.RuneError))
	}
	return c.Text
}

// kind is the media type in lower case and its parameters, also where they are not written by the rules. Names of files are decoded.
func (h header) kind() (kind string, params map[string]string) { return parameters(h["content-type"]) }

func (h header) disposition() (kind string, params map[string]string) {
	return parameters(h["content-disposition"])
}

// parameter is one of a field whose rules are not kept.
var parameter = regexp.MustCompile(`;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^;]*))`)

func parameters(s string) (kind string, params map[string]string) {
	kind, params, err := mime.ParseMediaType(s)
	if err != nil {
		kind, _, _ = strings.Cut(s, ";")
		kind, params = strings.ToLower(strings.TrimSpace(kind)), map[string]string{}
		for _, p := range parameter.FindAllStringSubmatch(s, -1) {
			params[strings.ToLower(p[1])] = strings.TrimSpace(cmp.Or(p[2], p[3]))
		}
	}
	for name, value := range params {
		params[name] = decodeWords(value)
	}
	return kind, params
}

// fileName is what a part is called, without folders; empty where it is not called anything.
func (h header) fileName() string {
	_, kind := h.kind()
	_, disposition := h.disposition()
	name := cmp.Or(disposition["filename"], kind["name"])
	return strings.TrimSpace(name[strings.LastIndexAny(name, `/\`)+1:])
}

// published is the date in ISO 8601, empty where it is none.
func (h header) published() string {
	at, err := netmail.ParseDate(h["date"])
	if err != nil || at.Year() < 1970 || at.Year() > 9999 {
		return ""
	}
	return at.Format(time.RFC3339)
}

// sender is the name and the address of who wrote the message. Either may be empty.
func (h header) sender() (name, address string) {
	s := h["from"]
	if at := strings.Index(s, "<"); at >= 0 {
		address, _, _ = strings.Cut(s[at+1:], ">")
		name = s[:at]
	} else if before, comment, ok := strings.Cut(s, "("); ok && strings.Contains(before, "@") {
		address, name = before, strings.TrimSuffix(strings.TrimSpace(comment), ")")
	} else {
		address = s
	}
	return strings.TrimSpace(strings.Trim(decodeWords(name), `"' `)), strings.TrimSpace(address)
}

// outlet is what the mailing list is called, or who the message is from where that is an outlet, or the domain that it is from.
func (h header) outlet() string {
	if list := h["list-id"]; list != "" {
		name, id, ok := strings.Cut(list, "<")
		if name = strings.Trim(decodeWords(name), `" `); name != "" {
			return name
		}
		if ok {
			return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(id), ">"))
		}
	}
	name, address := h.sender()
	if isOutlet(name, address) {
		return name
	}
	if at := strings.LastIndex(address, "@"); at >= 0 {
		return decodeWords(address[at+1:])
	}
	return ""
}

// isOutlet tells whether the name of who wrote a message is an outlet's and no person's: it has a word that outlets have, or its domain has the
// same letters, as "Harbour Watch <ana@harbourwatch.example>" has.
func isOutlet(name, address string) bool {
	bare := strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), ""))
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	first, _, _ := strings.Cut(domain, ".")
	return ingest.IsOutletName(name) || bare != "" && bare == strings.ReplaceAll(first, "-", "")
}

// forwarded are the marks of a forwarded message or of an answer before a subject, as mail programs of several languages write them.
var forwarded = regexp.MustCompile(`(?i)^\s*(?:fwd?|wg|tr|rv|enc|doorst|vb|re|aw|sv|antw)(?:\[\d+\])?\s*:\s*`)

// title is the subject without such marks.
func (h header) title() string {
	s := h.text("subject")
	for {
		cut := forwarded.ReplaceAllString(s, "")
		if cut == s || cut == "" {
			return s
		}
		s = cut
	}
}

// isAnswer tells that what is quoted in the message is not what the message is about.
func (h header) isAnswer() bool {
	first := strings.ToLower(forwarded.FindString(h.text("subject")))
	for _, mark := range []string{"re", "aw", "sv", "antw"} {
		if strings.HasPrefix(strings.TrimSpace(first), mark) {
			return true
		}
	}
	return first == "" && h["in-reply-to"] != ""
}

func (h header) details() ingest.Details {
	name, address := h.sender()
	language, _, _ := strings.Cut(h["content-language"], ",")
	author := cmp.Or(name, address)
	if isOutlet(name, address) {
		author = ""
	}
	return ingest.Details{
		Title: h.title(), Author: author, Outlet: h.outlet(), Published: h.published(), Language: strings.TrimSpace(language),
	}
}

// fromBase64 decodes what is base64 in bytes, up to where it ends or is cut off.
func fromBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean) // every character is one of the alphabet; bits left over do not matter
	return out[:n]
}

// fromQuotedPrintable decodes RFC 2045's quoted-printable. What is not written by its rules stays as it is.
func fromQuotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for line := range bytes.Lines(b) {
		body := bytes.TrimRight(line, " \t\r\n")
		soft := bytes.HasSuffix(body, []byte("="))
		if soft {
			body = body[:len(body)-1]
		} else if len(line) == len(bytes.TrimRight(line, "\r\n")) {
			body = line // the last, of which nothing says that its spaces are not meant
		}
		for i := 0; i < len(body); i++ {
			if body[i] == '=' && i+2 < len(body) {
				if high, low := hex(body[i+1]), hex(body[i+2]); high >= 0 && low >= 0 {
					out = append(out, byte(high<<4|low))
					i += 2
					continue
				}
			}
			out = append(out, body[i])
		}
		if !soft && bytes.HasSuffix(line, []byte("\n")) {
			out = append(out, '\n')
		}
	}
	return out
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
