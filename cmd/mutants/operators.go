package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// A mutant is one small change of the code. It is text inserted round a piece of the source, so
// that all mutants of a package are compiled together. Each sleeps until the process is given
// its number.
type mutant struct {
	id            int // from 1
	file          *file
	line, column  int
	function      string // that it is in; empty for one outside all functions
	operator      string
	before, after string // one line each
	wrap          wrap
}

// A wrap is text to insert before and after a piece of the source; it may also replace a token
// in the piece.
type wrap struct {
	from, to     int // offsets
	open, close  string
	at, cut      int // the token, by its offset and length; cut is 0 where there is none
	replaced     string
	registeredAs int // the outer of two wraps of one piece comes first
}

// place names a mutant by its file, line and column. The name is good as long as the file is
// not changed above the mutant.
func (m *mutant) place() string {
	return fmt.Sprintf("%s:%d:%d: %s", filepath.Base(m.file.path), m.line, m.column, m.operator)
}

func (m *mutant) String() string { return m.place() + ": " + m.before + " -> " + m.after }

// name is the name of a mutant in a list of known survivors. It has no line number, for lines
// move.
func (m *mutant) name() string {
	return fmt.Sprintf("%s: %s: %s: %s -> %s", m.file.name, m.function, m.operator, m.before, m.after)
}

// A finder walks through a file and collects the mutants of what it meets.
type finder struct {
	*target
	file     *file
	function string
	results  *ast.FieldList // of the innermost function
	found    []*mutant
}

// mutants returns all mutants of a package in the order of the source. A mutant of a piece of
// code comes before the mutants of what is inside that piece.
func mutants(t *target) []*mutant {
	f := &finder{target: t}
	for _, f.file = range t.files {
		for _, d := range f.file.ast.Decls {
			f.function, f.results = "", nil
			if d, ok := d.(*ast.FuncDecl); ok {
				f.function = d.Name.Name
				if d.Recv != nil {
					receiver := d.Recv.List[0].Type
					f.function = f.text(f.file, receiver.Pos(), receiver.End()) + "." + f.function
				}
				f.results = d.Type.Results
			}
			f.walk(d)
		}
	}
	return f.found
}

func (f *finder) walk(n ast.Node) {
	if n == nil {
		return
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok == token.VAR
		case *ast.ArrayType:
			return false // its length is a constant
		case *ast.FuncLit:
			outer := f.results
			f.results = n.Type.Results
			f.walk(n.Body)
			f.results = outer
			return false
		case *ast.BlockStmt:
			f.list(n.List)
		case *ast.CaseClause:
			f.list(n.Body)
		case *ast.IfStmt:
			f.negate(n.Cond)
		case *ast.ForStmt:
			f.negate(n.Cond)
		case *ast.SwitchStmt:
			f.cases(n)
		case *ast.ReturnStmt:
			f.returned(n)
		case *ast.BinaryExpr:
			f.binary(n)
		case *ast.CallExpr:
			f.arguments(n)
			return !f.isBuiltin(n.Fun, "make") // a capacity changes nothing
		case *ast.KeyValueExpr:
			f.walk(n.Value) // a key of a list is a constant
			return false
		case *ast.BasicLit:
			f.oneMore(n)
		}
		return true
	})
}

// enter adds a mutant of a piece of the source. In the text that opens it, %d stands for its
// number.
func (f *finder) enter(operator string, piece ast.Node, after string, w wrap) {
	at := f.set.Position(piece.Pos())
	id := len(f.found) + 1
	w.from, w.to, w.registeredAs = at.Offset, f.offset(piece.End()), id
	w.open = fmt.Sprintf(w.open, id)
	f.found = append(f.found, &mutant{
		id: id, file: f.file, line: at.Line, column: at.Column, function: f.function,
		operator: operator, wrap: w,
		before: oneLine(f.text(f.file, piece.Pos(), piece.End())), after: oneLine(after)})
}

// oneLine returns source code as the one line by which a list shows it.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// list adds, for each statement of a list that has an effect, the mutant that drops it.
func (f *finder) list(statements []ast.Stmt) {
	for _, s := range statements {
		if f.mayDrop(s) {
			f.enter("drop", s, "nothing", wrap{open: "if !mutantIs(%d) { ", close: " }"})
		}
	}
}

func (f *finder) mayDrop(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return !f.isPanic(s)
	case *ast.AssignStmt:
		blank, ok := s.Lhs[0].(*ast.Ident)
		return s.Tok != token.DEFINE && !(ok && blank.Name == "_" && len(s.Lhs) == 1)
	case *ast.IfStmt:
		// A condition that guards a panic is left alone: a panic is for what cannot happen, so
		// no test can notice that the guard is gone.
		return s.Else == nil && !slices.ContainsFunc(s.Body.List, f.isPanic)
	case *ast.ForStmt:
		return s.Cond != nil // without one, the function may end in it
	case *ast.IncDecStmt, *ast.RangeStmt, *ast.DeferStmt, *ast.SendStmt:
		return true
	}
	return false
}

func (f *finder) isPanic(s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	return ok && f.isBuiltin(call.Fun, "panic")
}

func (f *finder) isBuiltin(fun ast.Expr, name string) bool {
	id, ok := fun.(*ast.Ident)
	return ok && id.Name == name && f.info.Types[id].IsBuiltin()
}

func (f *finder) negate(condition ast.Expr) {
	if condition != nil {
		f.enter("negate", condition, "!("+f.text(f.file, condition.Pos(), condition.End())+")",
			wrap{open: "(mutantIs(%d) != (", close: "))"})
	}
}

// cases adds the mutants that negate the conditions of a switch without a tag.
func (f *finder) cases(s *ast.SwitchStmt) {
	if s.Tag != nil {
		return
	}
	for _, c := range s.Body.List {
		for _, condition := range c.(*ast.CaseClause).List {
			f.negate(condition)
		}
	}
}

// returned adds the mutants that return another value: the opposite of a bool, and the zero
// value of any other type.
func (f *finder) returned(s *ast.ReturnStmt) {
	zero := true
	for _, e := range s.Results {
		zero = zero && f.isZero(e)
	}
	if f.results == nil || len(s.Results) == 0 {
		return
	}
	if len(s.Results) == 1 && f.isBool(s.Results[0]) {
		f.negate(s.Results[0])
		return
	}
	if zero {
		return
	}
	var zeros []string
	for _, r := range f.results.List {
		value := "*new(" + f.text(f.file, r.Type.Pos(), r.Type.End()) + ")"
		for range max(1, len(r.Names)) {
			zeros = append(zeros, value)
		}
	}
	f.enter("zero", s, "return zero",
		wrap{open: "if mutantIs(%d) { return " + strings.Join(zeros, ", ") + " }; "})
}

func (f *finder) isZero(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		_, ok := f.info.Types[e].Type.Underlying().(*types.Struct)
		return ok && len(e.Elts) == 0
	case *ast.Ident:
		return e.Name == "nil" || e.Name == "false"
	case *ast.BasicLit:
		return e.Value == "0" || e.Value == `""`
	}
	return false
}

func (f *finder) isBool(e ast.Expr) bool {
	b, ok := f.info.Types[e].Type.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// comparisons gives for each order relation the one that replaces it, which differs from it for
// equal values only.
var comparisons = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}

func (f *finder) binary(e *ast.BinaryExpr) {
	if f.info.Types[e].Value != nil {
		return // a constant
	}
	left, right := f.text(f.file, e.X.Pos(), e.X.End()), f.text(f.file, e.Y.Pos(), e.Y.End())
	w := wrap{at: f.offset(e.OpPos), cut: len(e.Op.String())}
	switch e.Op {
	case token.LAND, token.LOR:
		f.logic(e, w, left, right)
	case token.EQL, token.NEQ:
		if n := len(f.found); n > 0 && f.found[n-1].wrap.from == f.offset(e.Pos()) &&
			f.found[n-1].wrap.to == f.offset(e.End()) {
			return // negated already
		}
		other := map[token.Token]string{token.EQL: " != ", token.NEQ: " == "}[e.Op]
		f.enter("equal", e, left+other+right, wrap{open: "(mutantIs(%d) != (", close: "))"})
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if f.same(e.X, e.Y) {
			w.open = "mutant" + orders[e.Op] + "(%d, "
			w.replaced, w.close = ",", ")"
			f.enter("border", e, left+" "+comparisons[e.Op].String()+" "+right, w)
		}
	case token.SUB:
		if f.same(e.X, e.Y) && f.info.Types[e.Y].Value == nil {
			w.open, w.replaced, w.close = "mutantMinus(%d, ", ",", ")"
			f.enter("swap", e, right+" - "+left, w)
		}
	case token.ADD:
		if b, ok := f.info.Types[e].Type.Underlying().(*types.Basic); ok &&
			b.Info()&types.IsNumeric != 0 && f.same(e.X, e.Y) {
			w.open, w.replaced, w.close = "mutantSum(%d, ", ",", ")"
			f.enter("without", e, left, w)
		}
	}
}

var orders = map[token.Token]string{
	token.LSS: "Less", token.LEQ: "AtMost", token.GTR: "More", token.GEQ: "AtLeast"}

// logic adds the mutants that exchange "and" and "or", or leave out either side.
func (f *finder) logic(e *ast.BinaryExpr, w wrap, left, right string) {
	other, open, shut := " || ", "(mutantIs(%d) || (", "))"
	w.open = "mutantAnd(%d, "
	if e.Op == token.LOR {
		other, open = " && ", "(!mutantIs(%d) && ("
		w.open = "mutantOr(%d, "
	}
	w.replaced, w.close = ", func() bool { return (", ") })"
	f.enter("logic", e, left+other+right, w)
	f.enter("without", e.X, "… "+right, wrap{open: open, close: shut})
	f.enter("without", e.Y, left+" …", wrap{open: open, close: shut})
}

// same says whether two operands have one type, which the helper functions require, and are not
// both constants.
func (f *finder) same(x, y ast.Expr) bool {
	a, b := f.info.Types[x], f.info.Types[y]
	return types.Identical(a.Type, b.Type) && (a.Value == nil || b.Value == nil)
}

// arguments adds the mutant that swaps the two arguments of a call.
func (f *finder) arguments(c *ast.CallExpr) {
	if len(c.Args) != 2 || c.Ellipsis.IsValid() || !f.same(c.Args[0], c.Args[1]) {
		return
	}
	s, ok := f.info.Types[c.Fun].Type.(*types.Signature)
	called := f.text(f.file, c.Fun.Pos(), c.Fun.End())
	if !ok || s.Variadic() || f.info.Types[c.Fun].IsBuiltin() || strings.HasSuffix(called, "Equal") ||
		!types.Identical(s.Params().At(0).Type(), s.Params().At(1).Type()) {
		return
	}
	left := f.text(f.file, c.Args[0].Pos(), c.Args[0].End())
	right := f.text(f.file, c.Args[1].Pos(), c.Args[1].End())
	both := pair{c.Args[0], c.Args[1]}
	f.enter("swap", both, right+", "+left, wrap{open: "mutantSwap(%d, ", close: ")"})
}

// A pair is the source from one node to another.
type pair struct{ first, last ast.Node }

func (p pair) Pos() token.Pos { return p.first.Pos() }
func (p pair) End() token.Pos { return p.last.End() }

// oneMore adds the mutant that adds one to a number in the code.
func (f *finder) oneMore(l *ast.BasicLit) {
	b, ok := f.info.Types[l].Type.(*types.Basic)
	if l.Kind == token.INT && ok && b.Info()&types.IsInteger != 0 && b.Info()&types.IsUntyped == 0 {
		f.enter("one more", l, l.Value+" + 1",
			wrap{open: "mutantPlus[" + b.Name() + "](%d, ", close: ")"})
	}
}
