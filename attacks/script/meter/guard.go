package meter

import (
	"fmt"
	"math/big"
	"strconv"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Guards make the cost of a script known before it is paid. Starlark bounds steps, not what one
// step costs: 'a' * (1 << 29) is a handful of steps and half a gigabyte, and comparing a list
// that holds itself through ten others can take for ever in one step. So before a script is
// compiled, each operation of which one step can cost more than a constant is replaced by a
// call of a guard, which charges a meter first (meter.go). Each step of the operations left
// costs a constant.
//
// That makes the limits part of the script's meaning: the same script stops at the same place
// on every machine, whatever else the process does, and the error says where. A child process
// with a limit of the operating system's would stop it as well, but elsewhere on another
// machine, and with no position.

// The names of the guards. No script can write these names.
const (
	guardOp      = "<operator>"  // x op y
	guardAugment = "<augment>"   // x[i] op= y
	guardAttr    = "<attribute>" // x.name
	guardWeigh   = "<weigh>"     // keys, and lists spread into calls
	guardSlice   = "<slice>"     // x in x[i:j]
	guardDict    = "<dict>"      // {…}
	guardEnter   = "<enter>"     // a long function's entry
)

// The limits on the text of a script.
const (
	MaxSource = 64 << 10 // the longest script, in bytes; the parser bounds nesting
	maxBits   = 4096     // of an integer
)

// Compile parses a script, puts guards in, and compiles it.
func Compile(file string, src []byte, known func(string) bool) (*starlark.Program, error) {
	if len(src) > MaxSource {
		return nil, syntax.Error{Pos: syntax.MakePosition(&file, 1, 1),
			Msg: fmt.Sprintf("the script has %d bytes, more than %d", len(src), MaxSource)}
	}
	options := &syntax.FileOptions{TopLevelControl: true, GlobalReassign: true}
	f, err := options.Parse(file, src, 0)
	if err != nil {
		return nil, err
	}
	var g guards
	g.stmts(f.Stmts)
	if g.err != nil {
		return nil, g.err
	}
	return starlark.FileProgram(f, known)
}

// guards puts guards into a syntax tree. It keeps the first error.
type guards struct{ err error }

func (g *guards) fail(n syntax.Node, format string, args ...any) {
	if g.err == nil {
		start, _ := n.Span()
		g.err = syntax.Error{Pos: start, Msg: fmt.Sprintf(format, args...)}
	}
}

// guard returns a call of a guard, for which errors are reported at pos.
func guard(name string, pos syntax.Position, args ...syntax.Expr) syntax.Expr {
	return &syntax.CallExpr{Fn: &syntax.Ident{NamePos: pos, Name: name}, Lparen: pos,
		Args: args, Rparen: pos}
}

func literal(pos syntax.Position, s string) syntax.Expr {
	return &syntax.Literal{Token: syntax.STRING, TokenPos: pos, Raw: strconv.Quote(s), Value: s}
}

func (g *guards) stmts(list []syntax.Stmt) {
	for i, s := range list {
		list[i] = g.stmt(s)
	}
}

func (g *guards) stmt(s syntax.Stmt) syntax.Stmt {
	switch s := s.(type) {
	case *syntax.AssignStmt:
		return g.assign(s)
	case *syntax.DefStmt:
		size := nodes(s)
		g.params(s.Params)
		g.stmts(s.Body)
		if size > smallFunction {
			s.Body = append([]syntax.Stmt{&syntax.ExprStmt{X: g.enter(s.Def, size)}}, s.Body...)
		}
	case *syntax.ExprStmt:
		s.X = g.expr(s.X)
	case *syntax.ForStmt:
		s.Vars, s.X = g.target(s.Vars), g.expr(s.X)
		g.stmts(s.Body)
	case *syntax.WhileStmt:
		g.fail(s, "while: a script has for loops only")
	case *syntax.IfStmt:
		s.Cond = g.expr(s.Cond)
		g.stmts(s.True)
		g.stmts(s.False)
	case *syntax.LoadStmt:
		g.fail(s, "load: a script is one file")
	case *syntax.ReturnStmt:
		s.Result = g.expr(s.Result)
	}
	return s
}

// smallFunction is how many nodes a function may have without being charged for the memory that
// each call of it takes.
const smallFunction = 500

func (g *guards) enter(pos syntax.Position, size int) syntax.Expr {
	return guard(guardEnter, pos, &syntax.Literal{Token: syntax.INT, TokenPos: pos,
		Raw: strconv.Itoa(size), Value: int64(size)})
}

func nodes(n syntax.Node) int {
	count := 0
	syntax.Walk(n, func(m syntax.Node) bool {
		if m != nil {
			count++
		}
		return true
	})
	return count
}

// assign rewrites x op= y as x = x op y if x is a name. If x is an element, it rewrites it as
// one call, which looks for the element once.
func (g *guards) assign(s *syntax.AssignStmt) syntax.Stmt {
	if s.Op == syntax.EQ {
		s.LHS, s.RHS = g.target(s.LHS), g.expr(s.RHS)
		return s
	}
	op := s.Op.String()
	if s.Op == syntax.SLASH_EQ {
		g.fail(s, "/=: a script has no floats: want //=")
	}
	lhs := s.LHS
	for {
		p, ok := lhs.(*syntax.ParenExpr)
		if !ok {
			break
		}
		lhs = p.X
	}
	switch x := lhs.(type) {
	case *syntax.Ident:
		use := &syntax.Ident{NamePos: x.NamePos, Name: x.Name}
		return &syntax.AssignStmt{OpPos: s.OpPos, Op: syntax.EQ, LHS: x,
			RHS: guard(guardOp, s.OpPos, use, literal(s.OpPos, op), g.expr(s.RHS))}
	case *syntax.IndexExpr:
		return &syntax.ExprStmt{X: guard(guardAugment, s.OpPos, g.expr(x.X), g.expr(x.Y),
			literal(s.OpPos, op), g.expr(s.RHS))}
	}
	g.fail(s, "%s: want a name or an element on the left", op)
	return s
}

// target puts guards into the left side of an assignment.
func (g *guards) target(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		e.X = g.target(e.X)
	case *syntax.TupleExpr:
		for i := range e.List {
			e.List[i] = g.target(e.List[i])
		}
	case *syntax.ListExpr:
		for i := range e.List {
			e.List[i] = g.target(e.List[i])
		}
	case *syntax.IndexExpr:
		e.X, e.Y = g.expr(e.X), g.weighed(e.Y)
	case *syntax.DotExpr:
		g.fail(e, ".%s: attributes cannot be set", e.Name.Name)
	}
	return e
}

func (g *guards) params(params []syntax.Expr) {
	for _, p := range params {
		if b, ok := p.(*syntax.BinaryExpr); ok {
			b.Y = g.expr(b.Y)
		}
	}
}

func (g *guards) exprs(list []syntax.Expr) {
	for i := range list {
		list[i] = g.expr(list[i])
	}
}

func (g *guards) weighed(e syntax.Expr) syntax.Expr {
	if l, ok := e.(*syntax.Literal); ok {
		return g.expr(l)
	}
	return guard(guardWeigh, syntax.Start(e), g.expr(e))
}

func (g *guards) expr(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case nil:
		return nil
	case *syntax.BinaryExpr:
		return g.binary(e)
	case *syntax.CallExpr:
		g.call(e)
	case *syntax.Comprehension:
		g.comprehension(e)
		if e.Curly {
			return guard(guardDict, e.Lbrack, e)
		}
	case *syntax.CondExpr:
		e.Cond, e.True, e.False = g.expr(e.Cond), g.expr(e.True), g.expr(e.False)
	case *syntax.DictEntry:
		e.Key, e.Value = g.weighed(e.Key), g.expr(e.Value)
	case *syntax.DictExpr:
		g.exprs(e.List)
		return guard(guardDict, e.Lbrace, e)
	case *syntax.DotExpr:
		return guard(guardAttr, e.Name.NamePos, g.expr(e.X), literal(e.Name.NamePos, e.Name.Name))
	case *syntax.IndexExpr:
		e.X, e.Y = g.expr(e.X), g.weighed(e.Y)
	case *syntax.LambdaExpr:
		size := nodes(e)
		g.params(e.Params)
		e.Body = g.expr(e.Body)
		if size > smallFunction {
			e.Body = &syntax.IndexExpr{X: &syntax.TupleExpr{Lparen: e.Lambda, Rparen: e.Lambda,
				List: []syntax.Expr{e.Body, g.enter(e.Lambda, size)}}, Lbrack: e.Lambda,
				Y: &syntax.Literal{Token: syntax.INT, TokenPos: e.Lambda, Raw: "0", Value: int64(0)}}
		}
	case *syntax.ListExpr:
		g.exprs(e.List)
	case *syntax.Literal:
		g.literal(e)
	case *syntax.ParenExpr:
		e.X = g.expr(e.X)
	case *syntax.SliceExpr:
		e.X = guard(guardSlice, e.Lbrack, g.expr(e.X))
		e.Lo, e.Hi, e.Step = g.expr(e.Lo), g.expr(e.Hi), g.expr(e.Step)
	case *syntax.TupleExpr:
		g.exprs(e.List)
	case *syntax.UnaryExpr:
		e.X = g.expr(e.X)
	}
	return e
}

func (g *guards) binary(e *syntax.BinaryExpr) syntax.Expr {
	e.X, e.Y = g.expr(e.X), g.expr(e.Y)
	switch e.Op {
	case syntax.AND, syntax.OR, syntax.EQ:
		return e
	case syntax.SLASH:
		g.fail(e, "/: a script has no floats: want //")
	}
	return guard(guardOp, e.OpPos, e.X, literal(e.OpPos, e.Op.String()), e.Y)
}

// call moves the position of a call to the name that is called, because a reader looks there.
func (g *guards) call(e *syntax.CallExpr) {
	switch fn := e.Fn.(type) {
	case *syntax.Ident:
		e.Lparen = fn.NamePos
	case *syntax.DotExpr:
		e.Lparen = fn.Name.NamePos
	}
	e.Fn = g.expr(e.Fn)
	for i, a := range e.Args {
		switch a := a.(type) {
		case *syntax.UnaryExpr:
			if a.Op == syntax.STAR || a.Op == syntax.STARSTAR {
				a.X = g.weighed(a.X)
				continue
			}
		case *syntax.BinaryExpr:
			if a.Op == syntax.EQ { // f(name = value)
				a.Y = g.expr(a.Y)
				continue
			}
		}
		e.Args[i] = g.expr(a)
	}
}

func (g *guards) comprehension(e *syntax.Comprehension) {
	e.Body = g.expr(e.Body)
	for _, c := range e.Clauses {
		switch c := c.(type) {
		case *syntax.ForClause:
			c.Vars, c.X = g.target(c.Vars), g.expr(c.X)
		case *syntax.IfClause:
			c.Cond = g.expr(c.Cond)
		}
	}
}

func (g *guards) literal(e *syntax.Literal) {
	switch e.Token {
	case syntax.FLOAT:
		g.fail(e, "%s: a script has no floats", e.Raw)
	case syntax.BYTES:
		g.fail(e, "a script has no bytes: want hexdata(…) or data(…)")
	}
	if i, ok := e.Value.(*big.Int); ok && i.BitLen() > maxBits {
		g.fail(e, "an integer of %d bits, more than %d", i.BitLen(), maxBits)
	}
}
