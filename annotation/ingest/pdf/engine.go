package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits on what a file may take.
const (
	maxMemory = 384 << 20        // bytes of the engine's memory, beside those of the file
	maxPages  = 5000             // of a file
	openTime  = 20 * time.Second // to open a file and to read what it says of itself
	pageTime  = 10 * time.Second // to read a page
	meanTime  = time.Second      // to read a page, on an average of the file; a tenth of it is much
	idleTime  = 2 * time.Minute  // without a file, after which the engine is given up
)

// errSlow is the cause of an act of the engine that took longer than it may.
var errSlow = errors.New("it takes too long")

// errTrap is the cause of an act in which the engine broke down, for want of memory mostly.
var errTrap = errors.New("the PDF reader gave up on it, for want of memory or because of what is in it")

// engine is PDFium as WebAssembly. It starts with the first file, reads one file at a time, so that the memory it takes is bounded, and is given
// up when no file came for a while. It sees no files of the disk: the bytes are handed to it.
type engine struct {
	turn    chan struct{} // held while a file is read
	mu      sync.Mutex
	started chan struct{} // closed once pool or err is known; nil while there is no engine
	pool    pdfium.Pool
	err     error
	idle    *time.Timer
}

var shared = &engine{turn: make(chan struct{}, 1)}

// start gives the engine. It is not waited for when ctx is done; it starts all the same, for the next file.
func (e *engine) start(ctx context.Context) (pdfium.Pool, error) {
	e.mu.Lock()
	if e.idle != nil {
		e.idle.Stop()
	}
	if e.started == nil {
		started := make(chan struct{})
		e.started = started
		go func() {
			pool, err := newPool()
			e.mu.Lock()
			e.pool, e.err = pool, err
			if err != nil {
				e.started = nil
			}
			e.mu.Unlock()
			close(started)
		}()
	}
	started := e.started
	e.mu.Unlock()
	select {
	case <-started:
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.pool, e.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// rest gives the engine up after a while. The caller holds the turn.
func (e *engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = time.AfterFunc(idleTime, func() {
		select {
		case e.turn <- struct{}{}:
			defer func() { <-e.turn }()
			e.stop()
		default: // a file is being read
		}
	})
}

// stop gives the engine up. The caller holds the turn.
func (e *engine) stop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.pool != nil {
		_ = e.pool.Close() // nothing is written by it
	}
	e.pool, e.started = nil, nil
	spare.drop()
}

// newPool compiles the engine, which takes some seconds, or takes the machine code that an earlier start kept in the user's cache.
func newPool() (pdfium.Pool, error) {
	if cache, err := compilationCache(); err == nil {
		if pool, err := poolOf(config().WithCompilationCache(cache)); err == nil {
			return pool, nil
		}
	}
	return poolOf(config())
}

func config() wazero.RuntimeConfig {
	return wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxMemory / 65536).
		WithCloseOnContextDone(true) // so that what hangs can be ended
}

func poolOf(c wazero.RuntimeConfig) (pdfium.Pool, error) {
	pool, err := webassembly.Init(webassembly.Config{
		Context:       experimental.WithMemoryAllocator(experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)), &spare),
		RuntimeConfig: c,
		FSConfig:      wazero.NewFSConfig(), // no folder
		Stdout:        io.Discard, Stderr: io.Discard,
		MaxTotal: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("start the PDF engine: %w", err)
	}
	return pool, nil
}

func compilationCache() (wazero.CompilationCache, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir = filepath.Join(dir, "rubricator", "pdf")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return wazero.NewCompilationCacheWithDir(dir)
}

// document is a file that the engine has open, in an instance of its own.
type document struct {
	engine   *engine
	bytes    []byte
	instance pdfium.Pdfium // nil after a failure
	ref      references.FPDF_DOCUMENT
}

// open opens a file once the engine is free. The caller closes it.
func (e *engine) open(ctx context.Context, b []byte) (*document, error) {
	select {
	case e.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	d := &document{engine: e, bytes: b}
	if err := d.load(ctx); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// load opens the file in a new instance.
func (d *document) load(ctx context.Context) error {
	pool, err := d.engine.start(ctx)
	if err != nil {
		return err
	}
	if d.instance, err = instanceOf(ctx, pool); err != nil {
		d.engine.stop() // the next file gets another
		return fmt.Errorf("start the PDF engine: %w", err)
	}
	err = d.do(ctx, openTime, func(p pdfium.Pdfium) error {
		opened, err := p.OpenDocument(&requests.OpenDocument{FileReader: bytes.NewReader(d.bytes), FileReaderSize: int64(len(d.bytes))})
		if err == nil {
			d.ref = opened.Document
		}
		return err
	})
	return err
}

// instanceOf takes an instance, without waiting for ever on one that was thrown away and did not go.
func instanceOf(ctx context.Context, pool pdfium.Pool) (pdfium.Pdfium, error) {
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	return pool.GetInstanceWithContext(ctx)
}

// do lets the instance do something within a time. After a failure that may have left it in disorder, the instance is thrown away.
func (d *document) do(ctx context.Context, limit time.Duration, act func(pdfium.Pdfium) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSlow)
	defer cancel()
	instance := d.instance
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(killed)
		_ = instance.Kill() // the error of act tells
	})
	err := act(instance)
	if !stop() {
		<-killed
		d.instance = nil
		return context.Cause(ctx)
	}
	if err != nil && !refusal(err) {
		_ = instance.Kill()
		d.instance = nil
		return errTrap // its own words say nothing to people
	}
	return err
}

// refusal tells an error with which the engine refuses a file or a page and stays in order.
func refusal(err error) bool {
	for _, known := range []error{errPage, errPlace, errCrowded, pdfiumerrors.ErrFile, pdfiumerrors.ErrFormat, pdfiumerrors.ErrPassword, pdfiumerrors.ErrSecurity,
		pdfiumerrors.ErrUnknown, pdfiumerrors.ErrSuccess} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// close gives the instance up, and the turn to the next file.
func (d *document) close() {
	if d.instance != nil {
		_ = d.instance.Kill() // takes its memory with it, whatever state it is in
		d.instance = nil
	}
	d.engine.rest()
	<-d.engine.turn
}
