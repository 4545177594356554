package ban

import "strings"

// A style is how the signs of the language are written.
type style struct {
	believes, sees, said, controls, has string
	tuple                               string
	fresh, agreed                       string
	open, close                         string // of an encryption
	left, right                         string // of a combination
	sharedOpen, sharedClose             string
	secretOpen, secretClose             string
	public, inverse, from               string
	name                                func(string) string
}

func plain(name string) string { return name }

var unicodeStyle = style{believes: " ⊨ ", sees: " ⊲ ", said: " ∼ ", controls: " ⇒ ",
	has: " ∋ ", tuple: "‖", fresh: "#", agreed: "agreed", open: "{", close: "}",
	left: "⟨", right: "⟩", sharedOpen: " ↔", sharedClose: " ", secretOpen: " ⇌",
	secretClose: " ", public: " → ", inverse: "⁻¹", from: " from ", name: plain}

var latexStyle = style{believes: ` \mid\equiv `, sees: ` \triangleleft `, said: ` \mid\sim `,
	controls: ` \mid\Rightarrow `, has: ` \ni `, tuple: `, `, fresh: `\sharp`,
	agreed: `\mathit{agreed}`, open: `\{`, close: `\}_{`, left: `\langle `,
	right: `\rangle_{`, sharedOpen: ` \stackrel{`, sharedClose: `}{\leftrightarrow} `,
	secretOpen: ` \stackrel{`, secretClose: `}{\rightleftharpoons} `, public: ` \mapsto `,
	inverse: `^{-1}`, from: ` \text{ from } `, name: latexName}

// String prints a formula with the signs of the literature, such as D ⊨ #(T_P1).
func (f *Formula) String() string { return unicodeStyle.text(f) }

// LaTeX prints a formula for LaTeX's mathematics mode; it wants amsmath.
func (f *Formula) LaTeX() string { return latexStyle.text(f) }

func (s *style) text(f *Formula) string {
	var b strings.Builder
	s.print(&b, f)
	return b.String()
}

func (s *style) print(b *strings.Builder, f *Formula) {
	switch f.Op {
	case OpName:
		b.WriteString(s.name(f.Name))
	case OpInverse:
		s.printInverse(b, f)
	case OpApply:
		b.WriteString(s.name(f.Name) + "(")
		s.print(b, f.Args[0])
		b.WriteString(")")
	case OpAgreed:
		if f.Alias != "" {
			b.WriteString(s.name(f.Alias))
			return
		}
		b.WriteString(s.agreed + "(")
		s.printTuple(b, f.Args)
		b.WriteString(")")
	case OpTuple:
		s.printTuple(b, f.Args)
	case OpEncrypted, OpCombined:
		s.printEnvelope(b, f)
	case OpFresh:
		b.WriteString(s.fresh + "(")
		s.print(b, f.Args[0])
		b.WriteString(")")
	case OpPublic:
		s.print(b, f.Args[0])
		b.WriteString(s.public + s.name(f.Name))
	case OpShared:
		s.printBetween(b, f, s.sharedOpen, s.sharedClose)
	case OpSecret:
		s.printBetween(b, f, s.secretOpen, s.secretClose)
	default:
		b.WriteString(s.name(f.Name) + s.verb(f.Op))
		s.operand(b, f.Args[0])
	}
}

func (s *style) verb(op Op) string {
	switch op {
	case OpBelieves:
		return s.believes
	case OpSees:
		return s.sees
	case OpSaid:
		return s.said
	case OpControls:
		return s.controls
	}
	return s.has
}

func (s *style) printInverse(b *strings.Builder, f *Formula) {
	if f.Alias != "" {
		b.WriteString(s.name(f.Alias))
		return
	}
	s.print(b, f.Args[0])
	b.WriteString(s.inverse)
}

func (s *style) printBetween(b *strings.Builder, f *Formula, open, close string) {
	b.WriteString(s.name(f.Name) + open)
	s.print(b, f.Args[0])
	b.WriteString(close + s.name(f.Peer))
}

func (s *style) printTuple(b *strings.Builder, parts []*Formula) {
	for i, p := range parts {
		if i > 0 {
			b.WriteString(s.tuple)
		}
		if p.Statement() && p.Op != OpFresh {
			b.WriteString("(")
			s.print(b, p)
			b.WriteString(")")
			continue
		}
		s.print(b, p)
	}
}

func (s *style) printEnvelope(b *strings.Builder, f *Formula) {
	open, close := s.open, s.close
	if f.Op == OpCombined {
		open, close = s.left, s.right
	}
	b.WriteString(open)
	s.print(b, f.Args[0])
	b.WriteString(close)
	s.print(b, f.Args[1])
	if strings.HasSuffix(close, "{") { // LaTeX sets the key as an index
		b.WriteString("}")
	}
	if f.Name != "" {
		b.WriteString(s.from + s.name(f.Name))
	}
}

// operand is what stands behind a verb, in brackets when it is a tuple.
func (s *style) operand(b *strings.Builder, f *Formula) {
	if f.Op != OpTuple {
		s.print(b, f)
		return
	}
	b.WriteString("(")
	s.print(b, f)
	b.WriteString(")")
}

// latexName sets what follows the first underscore as an index.
func latexName(name string) string {
	base, index, _ := strings.Cut(name, "_")
	text := func(s string) string { return strings.ReplaceAll(s, "_", `\_`) }
	base = `\mathit{` + text(base) + `}`
	if index == "" {
		return base
	}
	return base + `_{\mathit{` + text(index) + `}}`
}
