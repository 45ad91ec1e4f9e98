package interchange

// Only is the files of a source that hold a dataset, as where a folder has a README beside them.
type Only struct {
	Source
	Names  []string // of its files
	Passed []string // of those that are none of it, and are passed over
}

// Files is Source.
func (o Only) Files() []string { return o.Names }

// Name is that of the source; "" where it has none.
func (o Only) Name() string {
	if named, ok := o.Source.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

// PassedOver are the files of a source that hold none of the dataset.
func PassedOver(src Source) []string {
	if o, ok := src.(Only); ok {
		return o.Passed
	}
	return nil
}
