package ban

import "fmt"

// The limits on the size of a formula that is read.
const (
	maxDepth = 32   // formulas inside each other
	maxSize  = 1024 // formulas inside it, names among them
)

// slack is how many brackets and verbs the text of a formula may nest for each level of
// maxDepth, and how many names and signs it may have for each formula of maxSize.
const slack = 8

// Parse reads a formula in which any name may stand in any place. The error is a *SyntaxError.
func Parse(text string) (*Formula, error) {
	return Scope(nil).Parse(text, Position{Line: 1, Col: 1})
}

// Parse reads a formula that begins at a position of a file. It may use the names of the scope
// only. The error is a *SyntaxError.
func (s Scope) Parse(text string, at Position) (*Formula, error) {
	tokens, err := scan(text, at)
	if err != nil {
		return nil, err
	}
	if len(tokens) > slack*maxSize {
		return nil, &SyntaxError{at, fmt.Sprintf("%d names and signs: want %d at most",
			len(tokens), slack*maxSize)}
	}
	p := &parser{scope: s, tokens: tokens}
	f, err := p.tuple()
	if err != nil {
		return nil, err
	}
	if t := p.next(); t.kind != tokenEnd {
		return nil, wrong(t, "the end of the formula, or ‖ and more")
	}
	// A name that stands for a message counts as all formulas inside that message.
	if n := f.size(); n > maxSize {
		return nil, &SyntaxError{at, fmt.Sprintf("%d formulas inside it: want %d at most", n, maxSize)}
	}
	if f.depth() > maxDepth {
		return nil, tooDeep(at)
	}
	return f, nil
}

type parser struct {
	scope  Scope
	tokens []token
	depth  int
}

func (p *parser) peek(i int) string { return p.tokens[min(i, len(p.tokens)-1)].kind }

func (p *parser) next() token {
	t := p.tokens[0]
	if len(p.tokens) > 1 { // the end stays
		p.tokens = p.tokens[1:]
	}
	return t
}

func wrong(t token, want string) error {
	return &SyntaxError{t.at, t.shown() + ": want " + want}
}

func tooDeep(at Position) error {
	return &SyntaxError{at, fmt.Sprintf("too deep: want at most %d formulas inside each other",
		maxDepth)}
}

// expect reads one sign, which must be the next token.
func (p *parser) expect(kind string) error {
	if t := p.next(); t.kind != kind {
		return wrong(t, fmt.Sprintf("%q", kind))
	}
	return nil
}

// tuple reads a tuple X‖Y‖…, or a single part.
func (p *parser) tuple() (*Formula, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > slack*maxDepth {
		return nil, tooDeep(p.tokens[0].at)
	}
	var parts []*Formula
	for {
		f, err := p.part()
		if err != nil {
			return nil, err
		}
		parts = append(parts, f)
		if p.peek(0) != "‖" {
			return Tuple(parts...), nil
		}
		p.next()
	}
}

// part reads a formula that is not a tuple.
func (p *parser) part() (*Formula, error) {
	switch t := p.tokens[0]; t.kind {
	case tokenName, "agreed":
		return p.named()
	case "#":
		return p.freshness()
	case "(":
		return p.enclosed("(", ")")
	case "{":
		return p.encryption()
	case "⟨":
		return p.combination()
	default:
		return nil, wrong(t, "a formula: a name, #, (, {, or ⟨")
	}
}

// verbs are the signs that make a statement from a principal and a formula.
var verbs = map[string]Op{
	"⊨": OpBelieves, "⊲": OpSees, "∼": OpSaid, "⇒": OpControls, "∋": OpHas}

// named reads a formula that begins with a name.
func (p *parser) named() (*Formula, error) {
	if p.tokens[0].kind == "agreed" {
		return p.value()
	}
	if verb, ok := verbs[p.peek(1)]; ok {
		who, err := p.principal()
		if err != nil {
			return nil, err
		}
		p.next()
		return p.verb(who, verb)
	}
	switch p.peek(1) {
	case "↔", "<-":
		return p.between(OpShared, "→", isSharedKey, "a shared key")
	case "⇌", "<=":
		return p.between(OpSecret, "=>", isSecret, "a secret")
	}
	t := p.tokens[0]
	f, err := p.value()
	if err != nil || p.peek(0) != "→" {
		return f, err
	}
	if !p.scope.fits(f, isPublicKey) {
		return nil, wrong(t, "a public key before →")
	}
	p.next()
	who, err := p.principal()
	if err != nil {
		return nil, err
	}
	return New(OpPublic, who, f), nil
}

// verb reads the rest of a statement about what a principal believes, sees, said or controls.
func (p *parser) verb(who string, verb Op) (*Formula, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > slack*maxDepth {
		return nil, tooDeep(p.tokens[0].at)
	}
	f, err := p.part()
	if err != nil {
		return nil, err
	}
	return New(verb, who, f), nil
}

func (p *parser) principal() (string, error) {
	t := p.next()
	if t.kind != tokenName {
		return "", wrong(t, "a principal")
	}
	return t.text, p.scope.check(t, isPrincipal, "a principal")
}

// between reads P ↔K Q or P <-K-> Q, or the same with a secret.
func (p *parser) between(op Op, close string, fits func(sort string) bool, what string) (
	*Formula, error) {
	left, err := p.principal()
	if err != nil {
		return nil, err
	}
	words := p.next().kind[0] == '<'
	t := p.tokens[0]
	k, err := p.value()
	if err != nil {
		return nil, err
	}
	if !p.scope.fits(k, fits) {
		return nil, wrong(t, what)
	}
	if words {
		if t := p.next(); t.kind != close {
			return nil, wrong(t, map[string]string{"→": `"->"`, "=>": `"=>"`}[close])
		}
	}
	right, err := p.principal()
	if err != nil {
		return nil, err
	}
	return Between(op, left, k, right), nil
}

// value reads a value: a name, f(X), K⁻¹, or agreed(K‖L).
func (p *parser) value() (*Formula, error) {
	t := p.next()
	if t.kind == "agreed" {
		return p.agreed(t)
	}
	if t.kind != tokenName {
		return nil, wrong(t, "a name")
	}
	f, err := p.applied(t)
	if err != nil || p.peek(0) != "⁻¹" {
		return f, err
	}
	if p.next(); !p.scope.fits(f, isPublicKey) {
		return nil, wrong(t, "a public key before ⁻¹")
	}
	return New(OpInverse, "", f), nil
}

// agreed reads the two halves of an agreed key. In a scope, the key must have a name that was
// declared, for the declaration says which principal makes it from what.
func (p *parser) agreed(t token) (*Formula, error) {
	if p.scope != nil {
		return nil, wrong(t, "the name of a key that is declared as agreed")
	}
	x, err := p.enclosed("(", ")")
	if err != nil {
		return nil, err
	}
	halves := x.Parts()
	if len(halves) != 2 || !p.scope.fits(halves[0], isPublicKey) ||
		!p.scope.fits(halves[1], isPublicKey) {
		return nil, wrong(t, "two public keys, such as agreed(K‖L)")
	}
	return New(OpAgreed, "", halves[0], halves[1]), nil
}

func (p *parser) applied(t token) (*Formula, error) {
	if p.peek(0) != "(" {
		return p.scope.standing(t)
	}
	if err := p.scope.check(t, isFunction, "a function"); err != nil {
		return nil, err
	}
	x, err := p.enclosed("(", ")")
	if err != nil {
		return nil, err
	}
	return New(OpApply, t.text, x), nil
}

func (p *parser) freshness() (*Formula, error) {
	p.next()
	if p.peek(0) != "(" { // #SEK1
		f, err := p.value()
		if err != nil {
			return nil, err
		}
		return New(OpFresh, "", f), nil
	}
	x, err := p.enclosed("(", ")")
	if err != nil {
		return nil, err
	}
	return New(OpFresh, "", x), nil
}

func (p *parser) enclosed(open, close string) (*Formula, error) {
	if err := p.expect(open); err != nil {
		return nil, err
	}
	x, err := p.tuple()
	if err != nil {
		return nil, err
	}
	return x, p.expect(close)
}

func (p *parser) encryption() (*Formula, error) {
	x, err := p.enclosed("{", "}")
	if err != nil {
		return nil, err
	}
	t := p.tokens[0]
	k, err := p.value()
	if err != nil {
		return nil, err
	}
	if !p.scope.fits(k, isKey) {
		return nil, wrong(t, "a key")
	}
	if p.peek(0) != "from" {
		return New(OpEncrypted, "", x, k), nil
	}
	p.next()
	who, err := p.principal()
	if err != nil {
		return nil, err
	}
	return New(OpEncrypted, who, x, k), nil
}

func (p *parser) combination() (*Formula, error) {
	x, err := p.enclosed("⟨", "⟩")
	if err != nil {
		return nil, err
	}
	t := p.tokens[0]
	y, err := p.value()
	if err != nil {
		return nil, err
	}
	if !p.scope.fits(y, isSecret) {
		return nil, wrong(t, "a secret")
	}
	return New(OpCombined, "", x, y), nil
}
