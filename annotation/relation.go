package annotation

// Relation is a directed, typed link between two spans of one set.
type Relation struct {
	ID     ID     `json:"id"`
	Set    ID     `json:"set"`
	Type   string `json:"type"`
	From   ID     `json:"from"`
	To     ID     `json:"to"`
	Origin Origin `json:"origin"`
}
