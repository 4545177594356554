package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A store keeps the finished parts of a verification in a folder of its own, so that a run
// that is cut off can go on.
type store struct {
	dir    string
	resume bool
	stamp  string // what a part was made by
}

// storeName is the folder, inside that of the report.
const storeName = ".unfinished"

// A storedPart is a part with what made it.
type storedPart struct {
	Stamp string          `json:"stamp"`
	Part  json.RawMessage `json:"part"`
}

// newStore begins anew, unless it is to resume.
func newStore(out string, resume bool, stamp string) (*store, error) {
	s := &store{dir: filepath.Join(out, storeName), resume: resume, stamp: stamp}
	if !resume {
		if err := os.RemoveAll(s.dir); err != nil {
			return nil, fileError("--out", s.dir, err)
		}
	}
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		return nil, fileError("--out", s.dir, err)
	}
	return s, nil
}

func (s *store) file(part string) string {
	return filepath.Join(s.dir, strings.ReplaceAll(part, " ", "-")+".json")
}

// Load finds a part again. One that another version made, or with another seed or level, is
// no part of this.
func (s *store) Load(part string, v any) (bool, error) {
	if !s.resume {
		return false, nil
	}
	text, err := os.ReadFile(s.file(part))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, usage(fileError("--resume", s.file(part), err))
	}
	var kept storedPart
	if err := json.Unmarshal(text, &kept); err != nil {
		return false, usagef("--resume: %s: %v: begin anew, without --resume", s.file(part), err)
	}
	if kept.Stamp != s.stamp {
		return false, usagef("--resume: %s is of %s, and this is %s: begin anew, without --resume",
			s.file(part), kept.Stamp, s.stamp)
	}
	if err := json.Unmarshal(kept.Part, v); err != nil {
		return false, usagef("--resume: %s: %v: begin anew, without --resume", s.file(part), err)
	}
	return true, nil
}

// Save keeps a part.
func (s *store) Save(part string, v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		text, err = json.Marshal(storedPart{s.stamp, text})
	}
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	if err := writeFile(s.file(part), text); err != nil {
		return usage(fileError("--out", s.file(part), err))
	}
	return nil
}

// forget removes what is no longer needed.
func (s *store) forget() { os.RemoveAll(s.dir) }
