// Package web fetches what stands at an address that a person gave: that one, where it redirects to, and nothing that stands in it.
package web

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rubricator/annotation/ingest"
)

// Limits on what is fetched.
const (
	MaxBytes     = 32 << 20 // unpacked
	Timeout      = 30 * time.Second
	MaxRedirects = 5
)

// The kinds of refusals beside those of ingest. They come wrapped in a sentence that names the next step; test with errors.Is.
var (
	// ErrAddress: it is no address of the web, or leads to where none may lead.
	ErrAddress = errors.New("not an address that is fetched")
	// ErrUnreachable: nothing answers there, or not in time, or not in a way that can be trusted.
	ErrUnreachable = errors.New("cannot be reached")
	// ErrNotGiven: the site answers, and does not give what stands there.
	ErrNotGiven = errors.New("not given by the site")
)

const saveInBrowser = "open it in a browser, save the page and import the file"

// Fetch gets what stands at an address, http or https: a file that is named by its kind, with the address where redirects ended. Agent is what the program calls itself before the site: "Rubricator/1.0". Addresses of this
// computer and of the network that it stands in are fetched only where the person gave them, never where a site leads there. The proxy that the
// environment names is asked.
// Errors: ErrAddress, ErrUnreachable, ErrNotGiven, ingest.ErrKind, ingest.ErrTooLarge; each names the address.
func Fetch(ctx context.Context, address, agent string) (ingest.File, error) {
	return fetch(ctx, address, address, agent, nil)
}

// FetchLinked gets what stands at an address that was found in what the person named, as Fetch does: into the network of this computer it leads only on the site that the
// person named.
func FetchLinked(ctx context.Context, address, named, agent string) (ingest.File, error) {
	return fetch(ctx, address, named, agent, nil)
}

// fetch gets what stands at an address; trusted are the certificates that are trusted, or nil: those of the system.
func fetch(ctx context.Context, address, named, agent string, trusted *tls.Config) (ingest.File, error) {
	address, named = strings.TrimSpace(address), strings.TrimSpace(named)
	f, err := get(ctx, address, named, agent, trusted)
	if err != nil {
		return ingest.File{}, fmt.Errorf("fetch %q: %w", address, told(err))
	}
	return f, nil
}

func get(ctx context.Context, address, named, agent string, trusted *tls.Config) (ingest.File, error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	_, err := parse(address)
	by, wrong := parse(named)
	if err = cmp.Or(err, wrong); err != nil {
		return ingest.File{}, fmt.Errorf("%w: %w; copy the address as the browser shows it", ErrAddress, unnamed(err))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return ingest.File{}, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	request.Header.Set("User-Agent", agent)
	client := http.Client{Transport: &route{by, trusted}, CheckRedirect: mayRedirect}
	answer, err := client.Do(request)
	if err != nil {
		return ingest.File{}, err
	}
	defer answer.Body.Close()
	return pageOf(answer)
}

// parse takes an address of the web apart.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err == nil {
		err = isWeb(u)
	}
	return u, err
}

func isWeb(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it begins with neither http:// nor https://")
	case u.Hostname() == "":
		return errors.New("it names no site")
	}
	return nil
}

// mayRedirect refuses to be led in circles, out of the web, and from a connection that cannot be listened to into one that can.
func mayRedirect(next *http.Request, before []*http.Request) error {
	switch err := isWeb(next.URL); {
	case len(before) > MaxRedirects:
		return fmt.Errorf("%w: the site redirects more than %d times; %s", ErrNotGiven, MaxRedirects, saveInBrowser)
	case err != nil:
		return fmt.Errorf("%w: the site leads to %q; %s", ErrAddress, next.URL.Redacted(), saveInBrowser)
	case before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme == "http":
		return fmt.Errorf("%w: the site leads from https to http, where others can change what comes; %s", ErrAddress, saveInBrowser)
	}
	return nil
}

// pageOf is what a site answers.
func pageOf(answer *http.Response) (ingest.File, error) {
	if err := refusal(answer.StatusCode); err != nil {
		return ingest.File{}, err
	}
	name, charset, err := nameOf(answer.Request.URL, answer.Header.Get("Content-Type"))
	if err != nil {
		return ingest.File{}, err
	}
	b, err := io.ReadAll(io.LimitReader(answer.Body, MaxBytes+1))
	switch {
	case err != nil:
		return ingest.File{}, err
	case len(b) > MaxBytes:
		return ingest.File{}, fmt.Errorf("%w: what stands there is larger than %d MiB; save it with a browser and import the file", ingest.ErrTooLarge, MaxBytes>>20)
	}
	return ingest.File{Name: name, Bytes: b, URL: answer.Request.URL.String(), Charset: charset}, nil
}

// refusal is what a status says (RFC 9110, section 15).
func refusal(status int) error {
	switch {
	case status == http.StatusOK, status == http.StatusNonAuthoritativeInfo:
		return nil
	case status == http.StatusNotFound, status == http.StatusGone:
		return fmt.Errorf("%w: there is nothing at the address (%d); check it, or look for the article in an archive", ErrNotGiven, status)
	case status == http.StatusUnauthorized, status == http.StatusPaymentRequired, status == http.StatusForbidden, status == http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("%w: it is for subscribers, or not for programs (%d); %s", ErrNotGiven, status, saveInBrowser)
	case status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: it was asked too often (%d); wait a while and try again", ErrNotGiven, status)
	case status >= 500:
		return fmt.Errorf("%w: it has a fault (%d); try again later", ErrNotGiven, status)
	}
	return fmt.Errorf("%w: it answers with %d %s; %s", ErrNotGiven, status, strings.ToLower(http.StatusText(status)), saveInBrowser)
}

// unnamed is an error without the address, which is named already.
func unnamed(err error) error {
	if named, ok := err.(*url.Error); ok {
		return named.Err
	}
	return err
}

// told is an error of the network as a sentence for people.
func told(err error) error {
	for _, kind := range []error{ErrAddress, ErrNotGiven, ErrUnreachable, ingest.ErrKind, ingest.ErrTooLarge, context.Canceled} {
		if errors.Is(err, kind) {
			return unnamed(err)
		}
	}
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("%w: there is no site %q; check the address", ErrUnreachable, dns.Name)
	case errors.As(err, &dns):
		return fmt.Errorf("%w: the name %q cannot be looked up; check the network", ErrUnreachable, dns.Name)
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert):
		return fmt.Errorf("%w: the connection cannot be trusted (%w); %s", ErrUnreachable, unnamed(err), saveInBrowser)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%w: it took longer than %d seconds; try again later", ErrUnreachable, int(Timeout/time.Second))
	case refused(err):
		return fmt.Errorf("%w: nothing answers there; check the address, or try again later", ErrUnreachable)
	}
	return fmt.Errorf("%w: %w; check the network, or %s", ErrUnreachable, unnamed(err), saveInBrowser)
}
