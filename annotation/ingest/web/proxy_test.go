package web

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// proxy leads whatever it is asked for to one of two servers, if the name and the password are those that it wants.
func proxy(t *testing.T, password string, open, secret *httptest.Server) (address string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Method+" "+r.RequestURI)
		switch {
		case password != "" && r.Header.Get("Proxy-Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte(password)):
			w.WriteHeader(http.StatusProxyAuthRequired)
		case strings.HasPrefix(r.Host, "forbidden."):
			w.WriteHeader(http.StatusForbidden)
		case r.Method == http.MethodConnect:
			tunnel(w, secret.Listener.Addr().String())
		default:
			r.URL.Host = open.Listener.Addr().String()
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
			w.Header().Set("Location", answer.Header.Get("Location"))
			w.WriteHeader(answer.StatusCode)
			_, _ = io.Copy(w, answer.Body)
		}
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://"), asked
}

func tunnel(w http.ResponseWriter, to string) {
	there, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	w.WriteHeader(http.StatusOK)
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	go func() { _, _ = io.Copy(there, here); there.Close() }()
	_, _ = io.Copy(here, there)
	here.Close()
}

// news answers with a page, and leads elsewhere.
func news(w http.ResponseWriter, r *http.Request) {
	if to := r.URL.Query().Get("to"); to != "" {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, "Ships wait.")
}

func TestAPageIsFetchedThroughTheProxyThatTheEnvironmentNames(t *testing.T) {
	open, secret := httptest.NewServer(http.HandlerFunc(news)), httptest.NewTLSServer(http.HandlerFunc(news))
	defer open.Close()
	defer secret.Close()
	at, asked := proxy(t, "ana:secret", open, secret)
	trusted := &tls.Config{RootCAs: secret.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	closed := httptest.NewServer(nil)
	closed.Close()
	nobody := strings.TrimPrefix(closed.URL, "http://")
	for _, c := range []struct {
		name, proxy, except, address string
		want                         error
		says, asks                   string // of the proxy
	}{
		{"http", "http://ana:secret@" + at, "", "http://post.example/a", nil, "", "GET http://post.example/a"},
		{"https", "http://ana:secret@" + at, "", "https://example.com/a", nil, "", "CONNECT example.com:443"},
		{"a site that is excepted", "http://" + nobody, "127.0.0.1", open.URL + "/a", nil, "", ""},
		{"a redirect", "http://ana:secret@" + at, "", "http://post.example/a?to=http://other.example/b", nil, "", "GET http://post.example/a?to=http://other.example/b|GET http://other.example/b"},
		{"a redirect to this computer, which has no proxy", "http://ana:secret@" + at, "", "http://post.example/a?to=" + open.URL, ErrAddress, "into the network of this computer (127.0.0.1:", "GET http://post.example/a?to=" + open.URL},
		{"a redirect to a near number", "http://ana:secret@" + at, "", "http://post.example/a?to=http://10.1.2.3/", ErrAddress, "into the network of this computer (10.1.2.3)", "GET http://post.example/a?to=http://10.1.2.3/"},
		{"a redirect to a near name", "http://ana:secret@" + at, "", "http://post.example/a?to=http://printer.local/", ErrAddress, "(printer.local)", "GET http://post.example/a?to=http://printer.local/"},
		{"a redirect to the proxy itself", "http://ana:secret@" + at, "", "http://post.example/a?to=http://" + at, ErrAddress, "into the network of this computer", "GET http://post.example/a?to=http://" + at},
		{"what stands near and was named", "http://ana:secret@" + at, "", "http://intranet/a", nil, "", "GET http://intranet/a"},
		{"no password", "http://" + at, "", "http://post.example/a", ErrUnreachable, "the proxy " + at + " asks for a name and a password", "GET http://post.example/a"},
		{"no password, https", "http://" + at, "", "https://example.com/a", ErrUnreachable, "the proxy " + at + " asks for a name and a password", "CONNECT example.com:443"},
		{"what the proxy forbids", "http://ana:secret@" + at, "", "https://forbidden.example/a", ErrUnreachable, "the proxy " + at + " does not lead there (403)", "CONNECT forbidden.example:443"},
		{"a proxy that is not there", "http://ana:secret@" + nobody, "", "https://example.com/a", ErrUnreachable, "the proxy " + nobody + " does not answer", ""},
	} {
		*asked = nil
		for name, value := range map[string]string{"HTTP_PROXY": c.proxy, "HTTPS_PROXY": c.proxy, "NO_PROXY": c.except, "http_proxy": "", "https_proxy": "", "no_proxy": ""} {
			t.Setenv(name, value)
		}
		f, err := fetch(context.Background(), c.address, c.address, "", trusted)
		if !errors.Is(err, c.want) || err != nil && (!strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret")) || err == nil && string(f.Bytes) != "Ships wait." {
			t.Errorf("%s: %+v %v, want %v %q", c.name, f, err, c.want, c.says)
		}
		if got := strings.Join(*asked, "|"); got != c.asks {
			t.Errorf("%s: the proxy was asked for %s, want %s", c.name, got, c.asks)
		}
	}
}
