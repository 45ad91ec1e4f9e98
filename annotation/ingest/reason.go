package ingest

// Reason is why a line is left out, in words that people read: "share buttons".
type Reason string

// ByHand is the reason of what a person struck out.
const ByHand Reason = "by hand"
