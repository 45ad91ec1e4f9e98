package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// route is the way to a site: straight, or by the proxy that HTTP_PROXY and HTTPS_PROXY name, where NO_PROXY does not except the site. Sites on this computer are
// always asked straight.
type route struct {
	named   *url.URL    // what the person gave
	trusted *tls.Config // nil: the certificates of the system
}

// RoundTrip asks a site, each by its own way: a redirect may lead from one that has a proxy to one that has none.
func (r *route) RoundTrip(q *http.Request) (*http.Response, error) {
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(q.URL)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{DialContext: dialer(r.named), TLSClientConfig: r.trusted, DisableKeepAlives: true, MaxResponseHeaderBytes: 1 << 20}
	if proxy == nil {
		return t.RoundTrip(q)
	}
	if err := r.mayAskProxy(q); err != nil {
		return nil, err
	}
	t.Proxy = http.ProxyURL(proxy)
	t.DialContext = (&net.Dialer{Timeout: patience}).DialContext // to the proxy alone, which may stand near
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		return proxyRefusal(proxy, answer.StatusCode)
	}
	answer, err := t.RoundTrip(q)
	if err == nil && answer.StatusCode == http.StatusProxyAuthRequired {
		answer.Body.Close()
		return nil, proxyRefusal(proxy, answer.StatusCode)
	}
	var connecting *net.OpError
	if errors.As(err, &connecting) && connecting.Op == "proxyconnect" && q.Context().Err() == nil {
		return nil, fmt.Errorf("%w: the proxy %s does not answer; check HTTP_PROXY, HTTPS_PROXY and the network", ErrUnreachable, proxy.Host)
	}
	return answer, err
}

// mayAskProxy keeps what dialer keeps where another connects: a site that stands near, by its name or by any number that this computer knows for it, is asked for
// only where the person named it. A name that only the proxy can look up is left to the proxy, which has its own rules for what it reaches; that a
// name stands for another number there than here is the one thing that is not seen.
func (r *route) mayAskProxy(q *http.Request) error {
	host := q.URL.Hostname()
	if isNear(host) {
		if host == r.named.Hostname() {
			return nil
		}
		return leadsInside(host)
	}
	ctx, cancel := context.WithTimeout(q.Context(), 5*time.Second)
	defer cancel()
	numbers, _ := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for _, n := range numbers {
		if !isOpen(n) {
			return leadsInside(n.String())
		}
	}
	return nil
}

// proxyRefusal is what a proxy says instead of the site; nil where it leads there.
func proxyRefusal(proxy *url.URL, status int) error {
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return fmt.Errorf("%w: the proxy %s asks for a name and a password; put them into HTTP_PROXY and HTTPS_PROXY as http://name:password@%s", ErrUnreachable, proxy.Host, proxy.Host)
	}
	return fmt.Errorf("%w: the proxy %s does not lead there (%d); %s", ErrUnreachable, proxy.Host, status, saveInBrowser)
}
