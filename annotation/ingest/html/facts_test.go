package html

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rubricator/annotation/ingest"
)

// known are the details in the source of a head and a body, as far as they do not come from the text.
func known(t *testing.T, source string) ingest.Details {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return factsOf(root).details()
}

func ld(s string) string { return `<script type="application/ld+json">` + s + `</script>` }

func meta(name, content string) string {
	return `<meta name="` + name + `" content="` + content + `">`
}

func property(name, content string) string {
	return `<meta property="` + name + `" content="` + content + `">`
}

func TestDetailsAreFoundInEveryPlace(t *testing.T) {
	type d = ingest.Details
	for source, want := range map[string]d{
		ld(`{"@type":"NewsArticle","headline":"Harbour closed"}`):                                            {Title: "Harbour closed"},
		ld(`{"@type":"ReportageNewsArticle","headline":"Jo &amp; Co"}`):                                      {Title: "Jo & Co"},
		ld(`[{"@type":"Organization","name":"Tide"},{"@type":["BlogPosting"],"headline":"Harbour closed"}]`): {Title: "Harbour closed"},
		ld(`{"@graph":[{"@type":"WebPage","name":"Page"},{"@type":"Article","headline":"Harbour closed"}]}`): {Title: "Harbour closed"},
		ld(`{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Harbour closed"}}`):               {Title: "Harbour closed"},
		ld(`{"@type":"WebPage","name":"Harbour closed"}`):                                                    {Title: "Harbour closed"},
		ld("<!--\n{\"@type\":\"Article\",\"headline\":\"Harbour\nclosed\"};\n-->"):                           {Title: "Harbour closed"},
		ld("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Harbour closed\"}\n//]]>"):                    {Title: "Harbour closed"},
		ld(`{"@type":"Organization","name":"Tide"}`):                                                         {},
		ld(`{"@type":"Article","headline":`):                                                                 {},

		ld(`{"@type":"Article","author":"Ana Reyes"}`):                                                                {Author: "Ana Reyes"},
		ld(`{"@type":"Article","author":{"@type":"Person","name":"By Ana Reyes"}}`):                                   {Author: "Ana Reyes"},
		ld(`{"@type":"Article","author":[{"name":"Ana Reyes"},"Jo Lind",{"name":"Ana Reyes"}]}`):                      {Author: "Ana Reyes, Jo Lind"},
		ld(`{"@type":"Article","author":{"name":["Ana Reyes","Jo Lind"]}}`):                                           {Author: "Ana Reyes, Jo Lind"},
		ld(`{"@graph":[{"@id":"#a","@type":"Person","name":"Ana Reyes"},{"@type":"Article","author":{"@id":"#a"}}]}`): {Author: "Ana Reyes"},
		ld(`{"@type":"Article","author":{"@id":"#a"}}`):                                                               {},
		ld(`{"@type":"Article","creator":"Ana Reyes"}`):                                                               {Author: "Ana Reyes"},
		ld(`{"@type":"Article","publisher":{"@type":"Organization","name":"The Daily Tide"}}`):                        {Outlet: "The Daily Tide"},
		ld(`{"@type":"Article","datePublished":"2026-03-04T10:00:00Z"}`):                                              {Published: "2026-03-04T10:00:00Z"},
		ld(`{"@type":"Article","dateCreated":"2026-03-04"}`):                                                          {Published: "2026-03-04"},
		ld(`{"@type":"Article","inLanguage":"en_GB"}`):                                                                {Language: "en-GB"},
		ld(`{"@type":"Article","inLanguage":{"@type":"Language","name":"Swedish","alternateName":"sv"}}`):             {Language: "sv"},
		ld(`{"@type":"Article","license":"https://creativecommons.org/licenses/by/4.0/"}`):                            {Licence: "https://creativecommons.org/licenses/by/4.0/"},
		ld(`{"@type":"Article","license":{"@type":"CreativeWork","url":"https://tide.example/l"}}`):                   {Licence: "https://tide.example/l"},
		ld(`{"@type":"Article","image":[{"@type":"ImageObject","caption":"The quay."}]}`):                             {Caption: "The quay."},
		ld(`{"@type":"Article","image":"https://tide.example/a.jpg"}`):                                                {},
		ld(`{"@type":"Article","url":"https://tide.example/a"}`):                                                      {URL: "https://tide.example/a"},
		ld(`{"@type":"Article","mainEntityOfPage":{"@id":"https://tide.example/a"}}`):                                 {URL: "https://tide.example/a"},

		property("og:title", "Harbour closed"):                         {Title: "Harbour closed"},
		property("og:site_name", "The Daily Tide"):                     {Outlet: "The Daily Tide"},
		property("og:url", "https://tide.example/a"):                   {URL: "https://tide.example/a"},
		property("og:url", "https://tide.example/2026/03/04/a"):        {URL: "https://tide.example/2026/03/04/a", Published: "2026-03-04"},
		property("og:locale", "pt_BR"):                                 {Language: "pt-BR"},
		property("og:image:alt", "The quay"):                           {Caption: "The quay"},
		property("article:author", "Ana Reyes"):                        {Author: "Ana Reyes"},
		property("article:author", "https://social.example/ana"):       {},
		property("article:published_time", "2026-03-04T10:00:00+0100"): {Published: "2026-03-04T10:00:00+01:00"},
		meta("author", "Ana Reyes") + meta("author", "Jo Lind"):        {Author: "Ana Reyes, Jo Lind"},
		meta("byl", "By Ana Reyes"):                                    {Author: "Ana Reyes"},
		meta("date", "2026-03-04"):                                     {Published: "2026-03-04"},
		meta("pubdate", "20260304"):                                    {Published: "2026-03-04"},
		meta("DC.title", "Harbour closed"):                             {Title: "Harbour closed"},
		meta("dc:creator", "Ana Reyes"):                                {Author: "Ana Reyes"},
		meta("dcterms.creator", "Ana Reyes"):                           {Author: "Ana Reyes"},
		meta("DC.date.issued", "2026-03"):                              {Published: "2026-03"},
		meta("dc.publisher", "The Daily Tide"):                         {Outlet: "The Daily Tide"},
		meta("dc.language", "sv"):                                      {Language: "sv"},
		meta("dc.rights", "CC BY 4.0"):                                 {Licence: "CC BY 4.0"},
		meta("citation_title", "Harbour closed"):                       {Title: "Harbour closed"},
		meta("citation_author", "Reyes, Ana"):                          {Author: "Reyes, Ana"},
		meta("citation_publication_date", "2026/03/04"):                {Published: "2026-03-04"},
		meta("citation_journal_title", "The Daily Tide"):               {Outlet: "The Daily Tide"},
		meta("parsely-title", "Harbour closed"):                        {Title: "Harbour closed"},
		meta("parsely-author", "Ana Reyes"):                            {Author: "Ana Reyes"},
		meta("parsely-pub-date", "2026-03-04T10:00:00Z"):               {Published: "2026-03-04T10:00:00Z"},
		meta("parsely-link", "https://tide.example/a"):                 {URL: "https://tide.example/a"},
		meta("twitter:title", "Harbour closed"):                        {Title: "Harbour closed"},
		meta("application-name", "The Daily Tide"):                     {Outlet: "The Daily Tide"},
		`<meta http-equiv="content-language" content="sv, en">`:        {Language: "sv"},
		`<html lang="de-AT">`:                                          {Language: "de-AT"},
		`<html xml:lang="de">`:                                         {Language: "de"},
		`<html lang="x">`:                                              {},
		`<title>Harbour closed</title>`:                                {Title: "Harbour closed"},
		`<link rel="canonical" href="https://tide.example/a">`:         {URL: "https://tide.example/a"},
		`<link rel="canonical" href="/a">`:                             {},
		`<!-- saved from url=(0022)https://tide.example/a --><html>`:   {URL: "https://tide.example/a"},
		"<html><!--\n Page saved with SingleFile \n url: https://tide.example/a \n saved date: now\n-->": {URL: "https://tide.example/a"},
		`<link rel="license" href="https://tide.example/l">`:                                             {Licence: "https://tide.example/l"},
		`<p>Under <a rel="license" href="https://tide.example/l">CC</a>`:                                 {Licence: "https://tide.example/l"},
		`<a rel="author" href="/ana">Ana Reyes</a>`:                                                      {Author: "Ana Reyes"},
		`<time datetime="2026-03-04T10:00Z">today</time>`:                                                {Published: "2026-03-04T10:00Z"},
		`<time>4 March 2026</time>`:                                                                      {Published: "2026-03-04"},
		`<time datetime="2026-03-01"></time><time pubdate datetime="2026-03-04"></time>`:                 {Published: "2026-03-04"},
		`<time class="updated" datetime="2026-03-05"></time><time datetime="2026-03-04"></time>`:         {Published: "2026-03-04"},
		`<h1 itemprop="headline">Harbour <b>closed</b></h1>`:                                             {Title: "Harbour closed"},
		`<p itemprop="author">By <span itemprop="name">Ana Reyes</span>`:                                 {Author: "Ana Reyes"},
		`<div itemprop="publisher"><meta itemprop="name" content="The Daily Tide"></div>`:                {Outlet: "The Daily Tide"},
		`<meta itemprop="datePublished" content="2026-03-04">`:                                           {Published: "2026-03-04"},
		`<span itemprop="datePublished" datetime="2026-03-04">today</span>`:                              {Published: "2026-03-04"},
		`<meta itemprop="inLanguage" content="sv">`:                                                      {Language: "sv"},
		`<link itemprop="license" href="https://tide.example/l">`:                                        {Licence: "https://tide.example/l"},
	} {
		if got := known(t, source); got != want {
			t.Errorf("%s\ngot  %+v\nwant %+v", source, got, want)
		}
	}
}

func TestTheTextTellsDetailsToo(t *testing.T) {
	for between, want := range map[string]ingest.Details{
		`<div class="byline">By Ana Reyes and Jo Lind | 4 March 2026</div>`: {Title: "Harbour closed", Author: "Ana Reyes and Jo Lind", Published: "2026-03-04"},
		`<p>By Ana Reyes on March 4, 2026</p>`:                              {Title: "Harbour closed", Author: "Ana Reyes", Published: "2026-03-04"},
		`<p>4 March 2026 08:00 GMT</p>`:                                     {Title: "Harbour closed", Published: "2026-03-04T08:00Z"},
		`<figure><figcaption>1 of 6</figcaption></figure><figure><figcaption>The quay on Tuesday evening.</figcaption></figure>`: {Title: "Harbour closed", Caption: "The quay on Tuesday evening."},
		`<p>By Ana Reyes</p>`:                        {Title: "Harbour closed", Author: "Ana Reyes"},
		`<p>Published: March 4, 2026 at 5:30 pm</p>`: {Title: "Harbour closed", Published: "2026-03-04T17:30"},
	} {
		page := strings.Replace(story(""), "</h1>", "</h1>"+between, 1)
		if got := draft(t, page).Details; got != want {
			t.Errorf("%s\ngot  %+v\nwant %+v", between, got, want)
		}
	}
}

func TestTheMoreTrustedPlaceIsBelieved(t *testing.T) {
	page := `<html lang="en"><title>E</title>` + meta("twitter:title", "D") + meta("dc.title", "C") + property("og:title", "B") + ld(`{"@type":"Article","headline":"A"}`)
	for _, want := range []string{"A", "B", "C", "D", "E"} {
		if got := known(t, page).Title; got != want {
			t.Errorf("title %q, want %q", got, want)
		}
		page = strings.Replace(page, want+`"`, `"`, 1)
	}
	if d := known(t, meta("date", "soon")+`<time datetime="2026-03-04"></time>`); d.Published != "2026-03-04" {
		t.Errorf("what is no date was believed: %q", d.Published)
	}
}

func TestTitlesHaveNoOutlet(t *testing.T) {
	for title, want := range map[string]string{
		"Harbour closed - The Daily Tide":        "Harbour closed",
		"Harbour closed | Daily Tide":            "Harbour closed",
		"The Daily Tide: storms":                 "The Daily Tide: storms",
		"The Daily Tide – Harbour closed":        "Harbour closed",
		"Harbour closed | tide.example":          "Harbour closed | tide.example",
		"Harbour closed | The Tide":              "Harbour closed",
		"Harbour closed - and open again":        "Harbour closed - and open again",
		"Harbour closed - Tide - The Daily Tide": "Harbour closed",
		"The Daily Tide":                         "The Daily Tide",
	} {
		page := "<title>" + title + "</title>" + property("og:site_name", "The Daily Tide") + `<link rel="canonical" href="https://www.tide.co.uk/a">`
		if got := known(t, page).Title; got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestPeopleAreNames(t *testing.T) {
	for said, want := range map[string]string{
		"By Ana Reyes":                               "Ana Reyes",
		"Written by: Ana Reyes, Jo Lind":             "Ana Reyes, Jo Lind",
		"Von Ana Reyes":                              "Ana Reyes",
		"Ana Reyes | The Daily Tide":                 "Ana Reyes",
		"Ana Reyes - 11/18/19 11:04 PM":              "Ana Reyes",
		"By Ana Reyes November 18, 2019":             "Ana Reyes",
		"By Ana Reyes on Monday, November 18th":      "Ana Reyes",
		"Ana Reyes, Published 5 pm":                  "Ana Reyes",
		"https://tide.example/ana":                   "",
		"ana@tide.example":                           "",
		"admin":                                      "",
		strings.Repeat("A sentence about her. ", 10): "",
		"Ana Reyes on March 4, 2026":                 "Ana Reyes",
		"By":                                         "By",
		"View all posts by Ana Reyes":                "Ana Reyes",
		"Zeige alle Beiträge von Ana Reyes →":        "Ana Reyes",
		"28. Juni 2019 um":                           "",
		"Tiempo de lectura: 8 minutos":               "",
		"r23":                                        "r23",
		"Byron May":                                  "Byron May",
		"María-José d’Arc":                           "María-José d’Arc",
	} {
		if got := people([]string{said}); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestDatesAreAsPreciseAsKnown(t *testing.T) {
	for said, want := range map[string]string{
		"2026-03-04T10:00:00Z":            "2026-03-04T10:00:00Z",
		"2026-03-04T10:00:00.000Z":        "2026-03-04T10:00:00Z",
		"2026-03-04T10:00:00+01:00":       "2026-03-04T10:00:00+01:00",
		"2026-03-04T10:00:00-0500":        "2026-03-04T10:00:00-05:00",
		"2026-03-04T10:00Z":               "2026-03-04T10:00Z",
		"2026-03-04T10:00":                "2026-03-04T10:00",
		"2026-03-04 10:00:00":             "2026-03-04T10:00:00",
		"2026-03-04 10:00:00 UTC":         "2026-03-04T10:00:00Z",
		"2026-03-04":                      "2026-03-04",
		"2026-3-4":                        "2026-03-04",
		"2026/03/04":                      "2026-03-04",
		"20260304":                        "2026-03-04",
		"2026-03":                         "2026-03",
		"2026":                            "2026",
		"Wed, 04 Mar 2026 10:00:00 GMT":   "2026-03-04T10:00:00Z",
		"Wed, 04 Mar 2026 10:00:00 +0100": "2026-03-04T10:00:00+01:00",
		"March 4, 2026":                   "2026-03-04",
		"Mar. 4, 2026":                    "2026-03-04",
		"Sept. 4, 2026":                   "2026-09-04",
		"4th March 2026":                  "2026-03-04",
		"4 March 2026":                    "2026-03-04",
		"Wednesday, March 4, 2026":        "2026-03-04",
		"Published March 4, 2026":         "2026-03-04",
		"March 4, 2026 at 5:30 p.m.":      "2026-03-04T17:30",
		"March 4, 2026 5 pm":              "2026-03-04T17:00",
		"March 2026":                      "2026-03",
		"4.3.2026":                        "2026-03-04",
		"03/24/2026":                      "2026-03-24",
		"24/03/2026":                      "2026-03-24",
		"03/03/2026":                      "2026-03-03",
		"03/04/2026":                      "", // March or April
		"1 day ago":                       "",
		"0001-01-01T00:00:00Z":            "",
		"12345678":                        "",
		"":                                "",
	} {
		if got := dateOf(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
