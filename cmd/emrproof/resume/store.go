// Package resume keeps what a verification has finished, so that one that is cut off can go
// on.
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

// A store keeps the finished pieces of a verification in a folder of its own, so that a run
// that is cut off can go on. What it cannot make sense of is not there: the piece is done
// again, and the store says why.
type store struct {
	dir    string
	resume bool
	stamp  string    // what a piece was made by: the build, the seed, the level
	say    io.Writer // what was wrong with pieces

	mu   sync.Mutex
	said map[string]bool
}

// storeName is the folder, inside that of the report.
const storeName = ".unfinished"

// A storedPiece is a piece with what made it, and the sum of both.
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

// Open is the store in the folder of a report. It begins anew, unless it is to resume. Stamp
// is what has to be the same for a piece to be taken up again, beside the program; say is
// told what was wrong with pieces; forget removes what is no longer needed.
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

// program is the sum of the program itself. The version is the same for two builds of one
// revision with different changes; where the program cannot be read, it has to do.
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

// Load finds a piece again. One that another build made, or with another seed or level, or
// that is not as it was written, is none.
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

// readPiece reads a piece strictly.
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

// Unfit says that a piece is of the right build and yet not of this verification.
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

// Save keeps a piece.
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
