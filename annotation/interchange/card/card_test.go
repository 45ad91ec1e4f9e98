package card

import (
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rubricator/annotation/interchange"
)

func news() Card {
	return Card{
		Title: "News of *May*: prices", Licence: "CC-BY-4.0", Languages: []string{"en", "ar"}, Format: "Label Studio JSON", Unit: interchange.UTF16,
		Scheme: interchange.SchemeName{Name: "newsroom-1", Version: 3},
		Labels: []Label{{"claim.claim", "A statement that can be\nchecked | or not.", []int{40, 5, 1}}, {"statistic.quantity", "", []int{20, 2, 2}}},
		Parts: []Part{{Name: "train", Documents: 8, Negatives: 1, Lines: 9, Marks: 60, Links: 12}, {Name: "validation", Documents: 1, Lines: 1, Marks: 7},
			{Name: "test", Documents: 1, Lines: 1, Marks: 3}},
		Outlets: []Count{{"Wire", 7}, {"Herald", 3}}, From: "2026-05-01", To: "2026-05-30",
		People:    []Person{{"A", 9, 50}, {"B", 2, 20}},
		Agreement: []Figure{{"F1, exact", "0.71 (0.64 to 0.78)", "Of the marks of two people, how many both have, label and bounds."}},
		Split:     &Split{Seed: 42, Stratify: true, Stories: 9},
		Losses:    []interchange.Loss{{Kind: interchange.LostRanges, Count: 2}},
		Suggested: 4, Sampling: "Every tenth article of the month.", Program: "Rubricator 0.1",
		Head: map[string]any{"configs": []any{map[string]any{"config_name": "default"}}},
	}
}

func TestACardReadsLikeThis(t *testing.T) {
	got, err := news().Markdown()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("RUBRICATOR_UPDATE") != "" {
		os.WriteFile("testdata/card.md", got, 0o644)
	}
	want, err := os.ReadFile("testdata/card.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheHeadIsYAMLWhateverTheTitleIs(t *testing.T) {
	for _, title := range []string{"Prices: \"May\" #1", "- x\n---\ny", "🔴 é", ""} {
		c := news()
		c.Title = title
		b, err := c.Markdown()
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(b), "---\n")
		head, _, _ := strings.Cut(rest, "\n---\n\n# ")
		var read map[string]any
		if err := yaml.Unmarshal([]byte(head), &read); err != nil || read["pretty_name"] != title || read["license"] != "cc-by-4.0" {
			t.Errorf("%q: %v, %v", title, read, err)
		}
	}
}

func TestWhatIsNotKnownIsNotMadeUp(t *testing.T) {
	b, err := Card{Title: "News", Parts: []Part{{Documents: 1}}}.Markdown()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 news article with 0 marks", "Not said.", "nothing is known of agreement", "The format holds all that was marked."} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%q is not in\n%s", want, b)
		}
	}
	if strings.Contains(string(b), "license:") || strings.Contains(string(b), "language:") {
		t.Errorf("a licence or a language is made up\n%s", b)
	}
}

func TestACardSaysWhatWasNotDealtOutAnew(t *testing.T) {
	for kept, want := range map[int]bool{0: false, 1: true} {
		b, err := Card{Split: &Split{Seed: 2, Kept: kept}}.Markdown()
		if err != nil || strings.Contains(string(b), "1 article kept the part of the dataset that was here before") != want {
			t.Errorf("%v: with %d kept\n%s", err, kept, b)
		}
	}
}
