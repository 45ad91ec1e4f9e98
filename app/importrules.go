package app

import "rubricator/annotation/ingest"

// off are the rules of cleaning that are off for good.
func (p *importPlace) off() ingest.Off {
	off := ingest.Off{}
	for _, reason := range p.w.settings.Uncleaned {
		off[ingest.Reason(reason)] = true
	}
	return off
}
