package ban

import "strings"

// A style says how the signs of the language are printed.
type style struct {
	verbs                   map[Op]string
	tuple                   string
	fresh, agreed           string
	open, close             string // of an encryption
	left, right             string // of a combination
	sharedOpen, sharedClose string
	secretOpen, secretClose string
	public, inverse, from   string
	name                    func(string) string
}

var unicodeStyle = style{
	verbs: map[Op]string{OpBelieves: " ⊨ ", OpSees: " ⊲ ", OpSaid: " ∼ ", OpControls: " ⇒ ",
		OpHas: " ∋ "},
	tuple: "‖",
	fresh: "#", agreed: "agreed",
	open: "{", close: "}",
	left: "⟨", right: "⟩",
	sharedOpen: " ↔", sharedClose: " ",
	secretOpen: " ⇌", secretClose: " ",
	public: " → ", inverse: "⁻¹", from: " from ",
	name: func(name string) string { return name },
}

var latexStyle = style{
	verbs: map[Op]string{OpBelieves: ` \mid\equiv `, OpSees: ` \triangleleft `,
		OpSaid: ` \mid\sim `, OpControls: ` \mid\Rightarrow `, OpHas: ` \ni `},
	tuple: `, `,
	fresh: `\sharp`, agreed: `\mathit{agreed}`,
	open: `\{`, close: `\}_{`,
	left: `\langle `, right: `\rangle_{`,
	sharedOpen: ` \stackrel{`, sharedClose: `}{\leftrightarrow} `,
	secretOpen: ` \stackrel{`, secretClose: `}{\rightleftharpoons} `,
	public: ` \mapsto `, inverse: `^{-1}`, from: ` \text{ from } `,
	name: latexName,
}

// String prints a formula with the signs of the literature, such as D ⊨ #(T_P1).
func (f *Formula) String() string { return unicodeStyle.text(f) }

// LaTeX prints a formula for the mathematics mode of LaTeX; it needs package amsmath.
func (f *Formula) LaTeX() string { return latexStyle.text(f) }

func (s *style) text(f *Formula) string {
	if f.Alias != "" {
		return s.name(f.Alias)
	}
	if f.Op == OpName {
		return s.name(f.Name)
	}
	x := s.text(f.Args[0])
	switch f.Op {
	case OpInverse:
		return x + s.inverse
	case OpApply:
		return s.name(f.Name) + "(" + x + ")"
	case OpAgreed:
		return s.agreed + "(" + s.joined(f.Args) + ")"
	case OpTuple:
		return s.joined(f.Args)
	case OpEncrypted, OpCombined:
		return s.envelope(f)
	case OpFresh:
		return s.fresh + "(" + x + ")"
	case OpPublic:
		return x + s.public + s.name(f.Name)
	case OpShared:
		return s.name(f.Name) + s.sharedOpen + x + s.sharedClose + s.name(f.Peer)
	case OpSecret:
		return s.name(f.Name) + s.secretOpen + x + s.secretClose + s.name(f.Peer)
	}
	if f.Args[0].Op == OpTuple {
		x = "(" + x + ")"
	}
	return s.name(f.Name) + s.verbs[f.Op] + x
}

// joined prints the parts of a tuple, with brackets round statements.
func (s *style) joined(parts []*Formula) string {
	var texts []string
	for _, p := range parts {
		text := s.text(p)
		if p.Statement() && p.Op != OpFresh {
			text = "(" + text + ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, s.tuple)
}

func (s *style) envelope(f *Formula) string {
	open, close := s.open, s.close
	if f.Op == OpCombined {
		open, close = s.left, s.right
	}
	text := open + s.text(f.Args[0]) + close + s.text(f.Args[1])
	if strings.HasSuffix(close, "{") { // LaTeX sets the key as an index
		text += "}"
	}
	if f.Name != "" {
		text += s.from + s.name(f.Name)
	}
	return text
}

// latexName prints a name for LaTeX: what follows the first underscore becomes an index.
func latexName(name string) string {
	base, index, _ := strings.Cut(name, "_")
	text := func(s string) string { return strings.ReplaceAll(s, "_", `\_`) }
	base = `\mathit{` + text(base) + `}`
	if index == "" {
		return base
	}
	return base + `_{\mathit{` + text(index) + `}}`
}
