package web

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

// site answers as news sites do.
func site(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	say := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, body, r.Header.Get("User-Agent"))
		})
	}
	lead := func(path, to string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	status := func(path string, code int) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
	}
	say("/harbour", "text/html; charset=windows-1251", "Ships wait. ")
	say("/list.csv", "text/csv", "")
	say("/paper.pdf", "application/octet-stream", "")
	say("/photo.jpg", "image/jpeg", "")
	lead("/short", "/harbour")
	lead("/circle", "/circle")
	lead("/file", "file:///etc/passwd")
	status("/gone", http.StatusGone)
	status("/subscribers", http.StatusForbidden)
	status("/busy", http.StatusTooManyRequests)
	status("/broken", http.StatusBadGateway)
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range 2 * MaxBytes >> 20 {
			z.Write(zeros)
		}
		z.Close()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(s.URL, "127.0.0.1", "127.0.0.2", 1)+"/harbour", http.StatusFound)
	})
	return s
}

func TestAPageIsFetchedAndNamedByItsKind(t *testing.T) {
	s := site(t)
	for path, want := range map[string]string{
		"/harbour":  "harbour.html windows-1251 /harbour Ships wait. Rubricator/1.0",
		"/short":    "harbour.html windows-1251 /harbour Ships wait. Rubricator/1.0",
		"/list.csv": "list.csv  /list.csv Rubricator/1.0", "/paper.pdf": "paper.pdf  /paper.pdf Rubricator/1.0",
	} {
		p, err := Fetch(context.Background(), " "+s.URL+path+"\n", "Rubricator/1.0")
		if got := fmt.Sprintf("%s %s %s %s", p.Name, p.Charset, strings.TrimPrefix(p.URL, s.URL), p.Bytes); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", path, got, err, want)
		}
	}
}

func TestAFailureSaysWhatToDo(t *testing.T) {
	s := site(t)
	secret := httptest.NewUnstartedServer(http.NotFoundHandler())
	secret.Config.ErrorLog = log.New(io.Discard, "", 0) // of connections that are broken off
	secret.StartTLS()
	defer secret.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, c := range []struct {
		address string
		want    error
		says    string
	}{
		{"file:///etc/passwd", ErrAddress, "neither http:// nor https://"},
		{"http://", ErrAddress, "names no site"},
		{"http://[", ErrAddress, "copy the address"},
		{s.URL + "/photo.jpg", ingest.ErrKind, "image/jpeg"},
		{s.URL + "/circle", ErrNotGiven, "more than 5 times"},
		{s.URL + "/file", ErrAddress, "leads to \"file:///etc/passwd\""},
		{s.URL + "/inside", ErrAddress, "leads into the network of this computer (127.0.0.2:"},
		{s.URL + "/gone", ErrNotGiven, "nothing at the address (410)"},
		{s.URL + "/missing", ErrNotGiven, "nothing at the address (404)"},
		{s.URL + "/subscribers", ErrNotGiven, "for subscribers, or not for programs (403)"},
		{s.URL + "/busy", ErrNotGiven, "asked too often"},
		{s.URL + "/broken", ErrNotGiven, "has a fault (502)"},
		{s.URL + "/bomb", ingest.ErrTooLarge, "larger than 32 MiB"},
		{secret.URL, ErrUnreachable, "cannot be trusted"},
		{closed.URL, ErrUnreachable, "nothing answers there"},
	} {
		_, err := Fetch(context.Background(), c.address, "Rubricator/1.0")
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), fmt.Sprintf("fetch %q: ", c.address)) {
			t.Errorf("%s: %v, want %q", c.address, err, c.says)
		}
	}
	if err := told(&url.Error{Err: &net.DNSError{Name: "nowhere.example", IsNotFound: true}}); !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), `no site "nowhere.example"`) {
		t.Error(err)
	}
	if err := told(&url.Error{Err: context.DeadlineExceeded}); !strings.Contains(err.Error(), "longer than 30 seconds") {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Fetch(ctx, s.URL+"/harbour", ""); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestASecureSiteDoesNotLeadToOneThatIsNot(t *testing.T) {
	s := site(t)
	secret := httptest.NewTLSServer(http.RedirectHandler(s.URL+"/harbour", http.StatusFound))
	defer secret.Close()
	trusted := &tls.Config{RootCAs: secret.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	if _, err := fetch(context.Background(), secret.URL, secret.URL, "", trusted); !errors.Is(err, ErrAddress) || !strings.Contains(err.Error(), "from https to http") {
		t.Error(err)
	}
}

func TestNetworksAreToldApart(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false,
		"::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if isOpen(netip.MustParseAddr(address)) != want {
			t.Errorf("%s: open is not %v", address, want)
		}
	}
	for host, want := range map[string]bool{"localhost": true, "printer.local": true, "intranet": true, "127.0.0.1": true, "post.example": false, "93.184.216.34": false} {
		if isNear(host) != want {
			t.Errorf("%s: near is not %v", host, want)
		}
	}
}
