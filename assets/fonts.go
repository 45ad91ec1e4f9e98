package assets

import _ "embed" // the fonts are files of this package

// NotoSerif is the reading face, Noto Serif Regular: Latin, Greek and Cyrillic.
//
//go:embed fonts/NotoSerif-Regular.ttf
var NotoSerif []byte

// NotoSerifBold is the face of headlines, Noto Serif Bold.
//
//go:embed fonts/NotoSerif-Bold.ttf
var NotoSerifBold []byte

// NotoNaskhArabic is the face for Arabic script, Noto Naskh Arabic Regular.
//
//go:embed fonts/NotoNaskhArabic-Regular.ttf
var NotoNaskhArabic []byte

// NotoSerifHebrew is the face for Hebrew script, Noto Serif Hebrew Regular.
//
//go:embed fonts/NotoSerifHebrew-Regular.ttf
var NotoSerifHebrew []byte

// FontLicence is the licence of the fonts, the SIL Open Font License 1.1, with their copyright lines.
//
//go:embed fonts/OFL.txt
var FontLicence string
