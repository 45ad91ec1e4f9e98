package main

import (
	fyneapp "fyne.io/fyne/v2/app"
	_ "github.com/mattn/go-sqlite3"
)

func main() { fyneapp.NewWithID("warm").NewWindow("x") }
