// Package resume saves the finished pieces of a verification, so that one that was cut off can
// go on.
package resume

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"

	"emrproof/cmd/emrproof/files"
	"emrproof/reports/verify"
)

// A store keeps the finished pieces of a verification in a folder of its own. A piece that it
// cannot read or trust counts as missing: it is done again, and the store says why.
type store struct {
	dir    string
	resume bool
	stamp  string    // what a piece was made by: the build, the seed, the level
	say    io.Writer // what was wrong with pieces

	mu   sync.Mutex
	said map[string]bool
}

// storeName is the name of the store's folder, inside the folder of the report.
const storeName = ".unfinished"

// A storedPiece is a piece in its file, with the stamp of what made it and a checksum of both.
type storedPiece struct {
	Stamp string          `json:"stamp"`
	Name  string          `json:"name"`
	Sum   string          `json:"sha256"`
	Piece json.RawMessage `json:"piece"`
}

func (p *storedPiece) sum() string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(p.Stamp), []byte(p.Name), p.Piece} {
		fmt.Fprintf(h, "%d ", len(part))
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Open opens the store in the folder of a report. Unless resume is set, the store begins empty.
// The stamp names what must be the same for a piece to be used again, in addition to the
// program itself. Messages about unusable pieces go to say. The function forget removes what is
// no longer needed.
func Open(out string, resume bool, stamp string, say io.Writer) (
	kept verify.Store, forget func(), err error,
) {
	s := &store{dir: filepath.Join(out, storeName), resume: resume, say: say,
		stamp: program() + ", " + stamp, said: map[string]bool{}}
	if !resume {
		if err := os.RemoveAll(s.dir); err != nil {
			return nil, nil, files.Error("--out", s.dir, err)
		}
	}
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		return nil, nil, files.Error("--out", s.dir, err)
	}
	return s, func() { os.RemoveAll(s.dir) }, nil
}

// program returns a checksum of the program's own file. The version alone would not do, for two
// builds of one revision with different uncommitted changes share it. Only where the file
// cannot be read, the build information, which holds the version, takes its place.
func program() string {
	if name, err := os.Executable(); err == nil {
		if f, err := os.Open(name); err == nil {
			defer f.Close()
			h := sha256.New()
			if _, err := io.Copy(h, f); err == nil {
				return "program " + hex.EncodeToString(h.Sum(nil))
			}
		}
	}
	info, _ := debug.ReadBuildInfo()
	return fmt.Sprint(info)
}

func (s *store) file(name string) string {
	return filepath.Join(s.dir, strings.ReplaceAll(name, " ", "-")+".json")
}

// Load reads a piece. A piece that was made by another build, seed or level, or that is not as
// it was written, counts as missing.
func (s *store) Load(name string, v any) (bool, error) {
	if !s.resume {
		return false, nil
	}
	text, err := os.ReadFile(s.file(name))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, files.Error("--resume", s.file(name), err)
	}
	switch kept, err := readPiece(text); {
	case err != nil || kept.Name != name || kept.Sum != kept.sum():
		s.again(name, "is not as it was written")
	case kept.Stamp != s.stamp:
		s.otherStamp()
	default:
		dec := json.NewDecoder(bytes.NewReader(kept.Piece))
		dec.DisallowUnknownFields()
		if dec.Decode(v) == nil {
			return true, nil
		}
		s.Unfit(name)
	}
	return false, nil
}

// readPiece reads a piece strictly, and refuses unknown fields and trailing text.
func readPiece(text []byte) (*storedPiece, error) {
	var p storedPiece
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows")
	}
	return &p, nil
}

// Unfit reports a piece that is of the right build and yet cannot be of this verification.
func (s *store) Unfit(name string) { s.again(name, "is no part of this verification") }

// again says why a piece is done again.
func (s *store) again(name, why string) {
	s.once(fmt.Sprintf("%s %s: it is done again", s.file(name), why))
}

func (s *store) otherStamp() {
	s.once("what is kept in " + s.dir + " is of another build, seed or level: it is done again")
}

func (s *store) once(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.said[words] {
		s.said[words] = true
		fmt.Fprintln(s.say, "emrproof: "+words)
	}
}

// Save writes a piece to its file.
func (s *store) Save(name string, v any) error {
	text, err := json.Marshal(v)
	p := storedPiece{Stamp: s.stamp, Name: name, Piece: text}
	p.Sum = p.sum()
	if err == nil {
		text, err = json.Marshal(p)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := files.Write(s.file(name), text); err != nil {
		return files.Error("--out", s.file(name), err)
	}
	return nil
}
