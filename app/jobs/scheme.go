package jobs

import (
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/schemefile"
	"rubricator/assets"
)

// ShippedScheme is a scheme that comes with the program; "" is that of new projects.
func ShippedScheme(name string) (annotation.Scheme, error) {
	if name == "" {
		name = assets.DefaultScheme
	}
	b, ok := assets.Scheme(name)
	if !ok {
		return annotation.Scheme{}, fmt.Errorf("scheme %q does not come with the program: %s do", name, strings.Join(assets.SchemeNames(), ", "))
	}
	s, err := schemefile.Read(b)
	if err != nil {
		return s, fmt.Errorf("scheme %q: %w", name, err)
	}
	return s, nil
}
