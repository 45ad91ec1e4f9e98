package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// patience is how long a connection may take to be made.
const patience = 15 * time.Second

// dialer connects to sites of the open network, and to one that stands nearer only where that is the one that the person named. What is checked is the number that is
// connected to, so that a name cannot first stand for one and then for another.
func dialer(named *url.URL) func(ctx context.Context, network, address string) (net.Conn, error) {
	near := isNear(named.Hostname())
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: patience}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if !near || !strings.EqualFold(host, named.Hostname()) {
			d.Control = mustBeOpen
		}
		return d.DialContext(ctx, network, address)
	}
}

// isNear tells whether a name or number says itself that it stands in the network of this computer (RFC 6761, 6762, 8375, 9476).
func isNear(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return !isOpen(ip)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, end := range []string{".localhost", ".local", ".internal", ".home.arpa"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return !strings.Contains(host, ".")
}

func mustBeOpen(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !isOpen(at.Addr()) {
		return leadsInside(address)
	}
	return nil
}

func leadsInside(to string) error {
	return fmt.Errorf("%w: it leads into the network of this computer (%s); %s", ErrAddress, to, saveInBrowser)
}

// closedNetworks are those of the register of special addresses (RFC 6890) that netip does not tell, and forms in which IPv6 carries IPv4.
var closedNetworks = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("fec0::/10"),
}

// isOpen tells an address of the open network from those of this computer, of private networks and of no single computer.
func isOpen(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, n := range closedNetworks {
		if n.Contains(ip.WithZone("")) {
			return false
		}
	}
	return true
}

func refused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH)
}
