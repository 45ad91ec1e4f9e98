# The everyday commands. On a fresh machine `make run` and `make test` first set up what is missing: see scripts/setup.

# FTS5 is the full-text index of SQLite; without this tag the project file cannot be searched.
export TAGS = sqlite_fts5

# What to run, and how: make test PACKAGES=./storage TESTFLAGS='-run Undo -v'; make run ARGS=news.rubric
PACKAGES  = ./...
TESTFLAGS =
BENCH     = .
FUZZTIME  = 10s
ARGS      =

VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# Where Go is usually unpacked. What is already in PATH comes first.
export PATH := $(PATH):/usr/local/go/bin

.PHONY: run build test bench fuzz lint setup

run: build
	@scripts/run $(ARGS)

build: setup
	go build -tags $(TAGS) -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o build/ .

# Vet runs once, in lint, and not again before each package's tests.
test:
	@scripts/setup test
	scripts/with-display go test -tags $(TAGS) -vet=off -timeout 20m $(TESTFLAGS) $(PACKAGES)

bench:
	@scripts/setup test
	scripts/with-display go test -tags $(TAGS) -vet=off -timeout 60m -run '^$$' -bench '$(BENCH)' -benchmem $(TESTFLAGS) $(PACKAGES)

fuzz: setup
	scripts/fuzz $(FUZZTIME)

lint: setup
	@unformatted=$$("$$(go env GOROOT)/bin/gofmt" -l .) && test -z "$$unformatted" || { echo "gofmt -w is due for:" $$unformatted >&2; exit 1; }
	go vet -tags $(TAGS) $(PACKAGES)
	GOFLAGS=-buildvcs=false go tool -modfile=scripts/tools.mod staticcheck -tags $(TAGS) $(PACKAGES)

setup:
	@scripts/setup run
