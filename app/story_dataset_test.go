package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// datasetByKeys looks at a dataset in the shape of Label Studio and writes it into a folder, by the keyboard alone.
func datasetByKeys(h *home) {
	h.keeps(ferry)
	u := h.opens()
	u.presses("Ctrl+Home", "S", "1")
	h.waitsForMarks("claim: " + ferryTitle)
	u.presses("Ctrl+3")
	time.Sleep(time.Second) // the recipe is there a moment after the place
	for range 9 {           // from the native format
		u.presses("Right")
	}
	time.Sleep(time.Second)
	u.photograph("dataset")
	u.presses("F6", "F6", "Ctrl+Home", "Shift+Down", "Shift+Down", "Shift+Down", "Shift+Down", "Shift+Down", "Shift+Down")
	if got := u.clipboard(); !strings.Contains(got, `"data"`) {
		u.t.Errorf("the first records are\n%s", got)
	}
	folder := filepath.Join(h.dir, "datasets")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		u.t.Fatal(err)
	}
	u.presses("Ctrl+D")
	time.Sleep(time.Second)
	u.photograph("dataset-card")
	u.presses("Ctrl+Home", "Shift+Down", "Shift+Down")
	if got := u.clipboard(); !strings.Contains(got, "annotations_creators") {
		u.t.Errorf("the card is\n%s", got)
	}
	u.presses("Ctrl+D")
	u.photograph("dataset-no-split")
	u.presses("Ctrl+D")
	target := filepath.Join(folder, "ferry.json")
	u.presses("Ctrl+Shift+S")
	u.writes(target)
	u.presses("Enter")
	var tasks []struct {
		Data        map[string]any
		Annotations []struct {
			Result []struct{ Value struct{ Text string } }
		}
	}
	until(u.t, "the dataset is written", func() bool {
		b, err := os.ReadFile(target)
		return err == nil && json.Unmarshal(b, &tasks) == nil
	})
	if len(tasks) != 1 || len(tasks[0].Annotations) != 1 || tasks[0].Annotations[0].Result[0].Value.Text != ferryTitle {
		u.t.Errorf("the file has %+v", tasks)
	}
	time.Sleep(300 * time.Millisecond)
	u.photograph("dataset-exported")
	u.presses("Enter", "Ctrl+1", "Ctrl+Home", "2")
	h.waitsForMarks("claim: "+ferryTitle, "statistic: 12%")
	u.closes()
}
