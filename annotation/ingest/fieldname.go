package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// fieldNames are the names under which tables, datasets and the interfaces of news services have each field, the clearest first, without signs and
// in lower case. A dotted path is one name: "source.name" is "sourcename".
var fieldNames = map[Field]string{
	FieldText: `fulltext articletext articlebody text body bodytext maintext content articlecontent contenttext newstext newscontent newsbody
		storytext storybody cleantext plaintext textcontent textbody rawtext contenthtml bodyhtml html article story document
		artikeltext volltext artikel inhalt fließtext fliesstext texte textearticle textedelarticle corps corpsdutexte contenu texto textocompleto cuerpo
		contenido noticia testo contenuto corpo conteudo conteúdo tekst treść tresc inhoud artikeltekst brödtext brødtekst teksti metin içerik haber
		текст содержание статья новость κείμενο 正文 内容 本文 全文 文本 기사 본문 내용 نص النص متن טקסט`,
	FieldTitle: `title headline webtitle headlinemain articletitle newstitle storytitle head heading titel überschrift ueberschrift schlagzeile titre
		título titulo titular encabezado titolo tytuł tytul nagłówek kop rubrik overskrift otsikko başlık baslik заголовок название τίτλος 标题 標題
		タイトル 見出し 제목 عنوان العنوان כותרת`,
	FieldPublished: `published publishedat publicationdate publisheddate publishdate datepublish datepublished pubdate publishedon firstpublished
		webpublicationdate publicationdatetime seendate date datetime day timestamp datum veröffentlicht veroeffentlicht erscheinungsdatum
		datepublication datedepublication parution fecha fechapublicacion fechadepublicación data datadipubblicazione datapublicacao dato publicerad
		päivämäärä erschienen erschienenam erschienam datumdererscheinung publiziert publié
		publieele paru parule datedeparution publicado publicadoel fechadepublicacion pubblicato pubblicatoil datapubblicazione datadepublicação
		datadepublicacao publicadoem gepubliceerd publicatiedatum gepubliceerdop verschenen opublikowano datapublikacji datawydania publiceringsdatum
		publisert udgivet julkaistu yayıntarihi yayımtarihi yayinlanma опубликовано датавыхода تاريخالنشر نشرفي 发布日期 出版日期 發佈日期 掲載日 게시일
		tarih дата датапубликации ημερομηνία 日期 发布时间 時間 日付 公開日 날짜 تاريخ التاريخ תאריך created createdat time`,
	FieldOutlet: `outlet outletname publisher publishername publication publicationname newspaper sourcename medianame mediumname newsoutlet source
		sourceid sourcedomain site sitename website domain medium media journal channel feedtitle quelle zeitung quellenname herausgeber éditeur editeur
		quotidien fuente medio periódico periodico diario fonte testata giornale jornal veículo źródło zrodlo gazeta bron krant källa kilde avis lähde
		kaynak gazete источник издание πηγή 来源 來源 媒体 媒體 出典 출처 언론사 المصدر مصدر מקור`,
	FieldAuthor: `author authors authorname byline bylineoriginal creator dccreator writer reporter journalist by autor autorin autoren verfasser auteur
		auteurs autores autore autori redakteur forfatter författare kirjoittaja yazar автор авторы συγγραφέας 作者 記者 记者 著者 저자 기자 كاتب الكاتب מחבר`,
	FieldURL: `url canonicalurl articleurl weburl sourceurl link articlelink permalink originalurl uri address webaddress href adresse enlace
		indirizzo ссылка адрес 链接 網址 网址 リンク 링크 رابط الرابط קישור`,
	FieldLanguage: `language lang languagecode langcode sprache langue idioma lengua lingua język jezyk taal språk sprog kieli dil язык γλώσσα 语言 語言 言語 언어
		لغة اللغة שפה`,
	FieldCaption: `caption imagecaption photocaption bildunterschrift légende legende didascalia`,
	FieldLicence: `licence license rights copyright lizenz rechte licencia derechos licenza diritti`,
	FieldSummary: `summary description abstract snippet excerpt standfirst dek leadparagraph lead lede teaser trailtext deck zusammenfassung kurztext
		vorspann résumé resume chapô chapeau resumen resumo riassunto sommario entradilla streszczenie samenvatting sammanfattning аннотация описание
		摘要 要約 요약 ملخص תקציר`,
}

// fieldRanks are how clearly a name says that it is a field, from 0.
var fieldRanks = func() map[Field]map[string]int {
	out := map[Field]map[string]int{}
	for f, names := range fieldNames {
		out[f] = map[string]int{}
		for rank, name := range strings.Fields(names) {
			out[f][name] = rank
		}
	}
	return out
}()

// deeper is what a folder before a name takes from its clearness, more than there are names.
const deeper = 1000

// rankOf is how clearly the name of a column, or the dotted path of a field, says that it holds f; less is clearer.
func rankOf(name string, f Field) (rank int, ok bool) {
	for depth := 0; ; depth++ {
		if rank, ok = fieldRanks[f][bareName(name)]; ok {
			return depth*deeper + rank, true
		}
		if _, name, ok = strings.Cut(name, "."); !ok {
			return 0, false
		}
	}
}

// IsFieldName tells whether a name is one that columns of articles have.
func IsFieldName(name string) bool {
	return slices.ContainsFunc(Fields, func(f Field) bool { return Means(name, f) })
}

// bareName is a name in lower case, without spaces and signs.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Means tells whether a name is one under which f stands.
func Means(name string, f Field) bool {
	_, ok := rankOf(name, f)
	return ok
}
