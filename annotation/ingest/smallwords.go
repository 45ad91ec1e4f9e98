package ingest

import (
	"iter"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// smallWords are words that make up a good part of any running text in a language (Grefenstette, "Comparing two language identification
// schemes", 1995). Languages that share many stand here together, so that one is not taken for the other.
var smallWords = []struct{ language, words string }{
	{"en", "the of and to in that is was for on with he as at by it from his were said has have had not are be been an this which their or who but they will would its after about than more when if into there all up out she her them what could also no two one we you i some other"},
	{"de", "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind wie einem über einen zum war haben oder aber zur durch wurde ihr kann mehr nur noch so vor bis unter gegen seit wenn diese dieser man was keine seine"},
	{"fr", "le la les de des et du en un une à est que qui dans il pour au sur par pas plus ne se ce sont avec son sa ses aux ou été cette l d qu a ont elle ils leur mais comme après deux tout être fait entre nous selon depuis contre aussi"},
	{"es", "el la los las de que y en un una del se por con no su para es al lo como más pero sus fue ha o esta este sin sobre ya entre cuando muy hasta desde también ser son dos años era quien todo"},
	{"it", "il la le di che e un una in per è del della non sono con i si da al lo gli nel alla dei più ha come ma su delle dell l degli anche dal nella alle tra chi questo suo sua ai essere"},
	{"pt", "o a os as de que e do da em um uma para com não é no na por se dos das mais ao como foi pelo pela à ou seu sua são mas entre quando muito até também ser dois anos era mesmo pelos"},
	{"nl", "de het een van en in is dat op te met voor zijn er niet aan die ook als bij door om naar uit over worden heeft of tot"},
	{"sv", "och i att det som en på är av för med den till har de inte om ett var han men från eller sin vid så kan"},
	{"da", "og i at det som en på er af for med den til har de ikke om et var han men fra eller sin ved så kan efter blev"},
	{"nb", "og i at det som en på er av for med den til har de ikke om et var han men fra eller sin ved så kan etter ble"},
	{"pl", "i w z na do się nie to że jest o od przez za jak po oraz lub ma dla są ze który być przy jego tym co"},
	{"cs", "a v se na je že s z do o i k ve pro za by to jako od po nebo být své si však při jeho byl"},
	{"sk", "a v sa na je že s z do o i k vo pre za by to ako od po alebo byť svoje si však pri jeho bol"},
	{"hr", "i u na je se da za s od po kao iz su koji ne ili će bi što a o do"},
	{"sl", "in v na je se da za z s od po kot iz so ki ne ali bi o pa tudi pri"},
	{"hu", "a az és hogy nem is egy meg de volt ez azt csak már el vagy szerint"},
	{"ru", "и в не на что с по как из за для от это его он к у но был до при или о а то все их она того также было том год года лет где уже если есть чтобы который которые только этом после может"},
	{"uk", "і в не на що з по як із за для від це його він до у але був при або та й про їх вона"},
	{"be", "і ў не на што з па як за для ад гэта яго ён да у але быў пры або"},
	{"bg", "и в не на че с по като от за да се е са си го той към но при или а до"},
	{"sr", "и у не на да с по као од за се је су о са који или али до"},
	{"mk", "и во не на дека со по како од за да се е ги го тој кон но при или а до"},
	{"tr", "ve bir bu da de için ile olarak olan çok daha gibi ne o en ama kadar sonra var veya"},
	{"ro", "și şi în de a la cu pe că nu din un o care este să se pentru mai sau sunt prin al ale au fi"},
	{"ca", "el la els les de que i en un una del es per amb no seu al com més dels a o té són"},
	{"gl", "o a os as de que e do da en un unha para con non é no na por se dos das máis ao como foi polo pola ou seu súa son"},
	{"af", "die van en in is het nie sy om te wat vir met dat op as aan of deur word ’n n tot"},
	{"id", "yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh adalah atau ke juga sebagai"},
}

// A language is told from its small words when at least such a share of all words are some, and when they count so many times as much as those of any
// other language. A word counts the less the more languages have it.
const (
	enoughSmallWords = 0.2
	clearlyMore      = 1.5
)

// longestSmallWord is in bytes.
const longestSmallWord = 12

// speakers are the languages that have a small word, a bit each, in the order of smallWords.
var speakers = func() map[string]uint32 {
	out := map[string]uint32{}
	for i, l := range smallWords {
		for w := range strings.FieldsSeq(l.words) {
			out[w] |= 1 << i
		}
	}
	return out
}()

// bySmallWords is the language of a text by its small words; empty where they do not tell it clearly.
func bySmallWords(s string) string {
	var has [32]struct {
		words int
		count float64
	} // by language
	words := 0
	for word := range wordsIn(s) {
		words++
		who := speakers[string(word)]
		for shared := float64(bits.OnesCount32(who)); who != 0; who &= who - 1 {
			l := &has[bits.TrailingZeros32(who)]
			l.words++
			l.count += 1 / shared
		}
	}
	best, second := 0, 0.0
	for i := 1; i < len(smallWords); i++ {
		if has[i].count > has[best].count {
			best, second = i, has[best].count
		} else {
			second = max(second, has[i].count)
		}
	}
	if words == 0 || float64(has[best].words) < enoughSmallWords*float64(words) || has[best].count < clearlyMore*second {
		return ""
	}
	return smallWords[best].language
}

// wordsIn are the runs of letters in lower case, long ones cut off. Each is good until the next.
func wordsIn(s string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		word := make([]byte, 0, longestSmallWord+utf8.UTFMax)
		for _, r := range s {
			switch {
			case !unicode.IsLetter(r):
				if len(word) > 0 && !yield(word) {
					return
				}
				word = word[:0]
			case len(word) <= longestSmallWord:
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
		}
		if len(word) > 0 {
			yield(word)
		}
	}
}
