package deduce

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.starlark.net/syntax"
)

// A Recipe says how the adversary makes a value: an operation on recipes, down to what the
// adversary was given. Its text form is a call in the syntax of Starlark:
//
//	aenc(1, puk("bob"), part(1, 5, field("alice.1#1", 1), own("mallory", "PRK")))
//
// Running a recipe twice gives the same bytes: what is random in it is drawn from a stream that
// it names.
type Recipe struct {
	Op   string
	Args []Recipe
	Text string   // of a string
	Int  *big.Int // of an integer
}

// Literals are recipes too; these are their operations.
const (
	opText = "text"
	opInt  = "int"
)

// The kinds of arguments, in the order in which a recipe has them.
const (
	argText  = 's' // a string
	argInt   = 'i' // an integer
	argValue = 'v' // a recipe
	argMore  = '*' // any number of recipes, at least one
)

// recipeNames lists the names of the operations of recipes, sorted.
func recipeNames() string {
	var names []string
	for n := range recipeOps {
		names = append(names, n)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

// Text returns a string as an argument of a recipe.
func Text(s string) Recipe { return Recipe{Op: opText, Text: s} }

// Number returns an integer as an argument of a recipe.
func Number[I ~int | ~int64](i I) Recipe { return Integer(big.NewInt(int64(i))) }

// Integer returns an integer of any size as an argument of a recipe.
func Integer(n *big.Int) Recipe { return Recipe{Op: opInt, Int: n} }

// Apply returns the recipe that applies an operation to arguments.
func Apply(op string, args ...Recipe) Recipe { return Recipe{Op: op, Args: args} }

// String returns the text form of a recipe, which ParseRecipe reads.
func (r Recipe) String() string {
	var room [256]byte
	return string(r.append(room[:0]))
}

// append appends the text form of a recipe to b.
func (r *Recipe) append(b []byte) []byte {
	switch r.Op {
	case opText:
		return strconv.AppendQuote(b, r.Text)
	case opInt:
		return r.Int.Append(b, 10)
	}
	b = append(append(b, r.Op...), '(')
	for i := range r.Args {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = r.Args[i].append(b)
	}
	return append(b, ')')
}

// ParseRecipe reads a recipe in its text form. Its errors name line and column.
func ParseRecipe(src string) (Recipe, error) {
	e, err := ParseExpr("recipe", src)
	if err != nil {
		return Recipe{}, err
	}
	r, err := FromExpr(e)
	if err == nil && r.Kind() != KindValue {
		err = FailAt(e, "want a call, such as data(%s)", r)
	}
	if err != nil {
		return Recipe{}, err
	}
	return r, nil
}

// ParseExpr reads an expression in the syntax of Starlark. Expressions nested too deeply are an
// error.
func ParseExpr(what, src string) (syntax.Expr, error) {
	if !utf8.ValidString(src) {
		return nil, syntax.Error{Pos: syntax.MakePosition(&what, 1, 1), Msg: notText}
	}
	var options syntax.FileOptions
	e, err := options.ParseExpr(what, src, 0)
	if err != nil {
		return nil, err
	}
	return e, nil
}

const notText = "want text in UTF-8: hexdata takes any bytes"

// MaxDepth is how deep recipes may be nested. The parser would take more.
const MaxDepth = 60

func FromExpr(e syntax.Expr) (Recipe, error) { return fromExpr(e, 0) }

func fromExpr(e syntax.Expr, depth int) (Recipe, error) {
	if depth > MaxDepth {
		return Recipe{}, FailAt(e, "nested more than %d deep", MaxDepth)
	}
	switch e := e.(type) {
	case *syntax.Literal:
		switch v := e.Value.(type) {
		case string:
			if e.Token != syntax.STRING {
				return Recipe{}, FailAt(e, notText)
			}
			return Text(v), nil
		case int64:
			return Recipe{Op: opInt, Int: big.NewInt(v)}, nil
		case *big.Int:
			return Recipe{Op: opInt, Int: v}, nil
		}
	case *syntax.UnaryExpr:
		if r, err := fromExpr(e.X, depth+1); err == nil && r.Op == opInt && e.Op == syntax.MINUS {
			return Recipe{Op: opInt, Int: new(big.Int).Neg(r.Int)}, nil
		}
	case *syntax.CallExpr:
		return callRecipe(e, depth)
	}
	return Recipe{}, FailAt(e, "want a string, an integer, or a call of %s", recipeNames())
}

func callRecipe(e *syntax.CallExpr, depth int) (Recipe, error) {
	name, ok := e.Fn.(*syntax.Ident)
	if !ok {
		return Recipe{}, FailAt(e, "want a call of %s", recipeNames())
	}
	r := Recipe{Op: name.Name}
	for _, a := range e.Args {
		arg, err := fromExpr(a, depth+1)
		if err != nil {
			return Recipe{}, err
		}
		r.Args = append(r.Args, arg)
	}
	if err := r.Check(); err != nil {
		return Recipe{}, FailAt(e, "%v", err)
	}
	return r, nil
}

// Check compares the arguments of a recipe with what its operation takes.
func (r Recipe) Check() error {
	op, ok := recipeOps[r.Op]
	if !ok {
		return fmt.Errorf("operation %q: want one of %s", r.Op, recipeNames())
	}
	kinds, orMore := op.args, ""
	if strings.HasSuffix(kinds, string(argMore)) {
		orMore = " or more"
	}
	if n := len(r.Args); n < len(kinds) || n > len(kinds) && orMore == "" {
		return fmt.Errorf("%s: %d arguments, want %d%s: %s", r.Op, n, len(kinds), orMore, op.doc)
	}
	for i, a := range r.Args {
		want := kindNames[rune(kinds[min(i, len(kinds)-1)])]
		if a.Kind() != want {
			return fmt.Errorf("%s: argument %d is %s, want %s: %s", r.Op, i+1, a.Kind(), want, op.doc)
		}
	}
	return nil
}

// The kinds of recipes, in the words of error messages.
const (
	KindText  = "a string"
	KindInt   = "an integer"
	KindValue = "a value"
)

var kindNames = map[rune]string{argText: KindText, argInt: KindInt, argValue: KindValue,
	argMore: KindValue}

// Kind returns the kind of a recipe: KindText or KindInt for a literal, and KindValue for all
// others.
func (r Recipe) Kind() string {
	switch r.Op {
	case opText:
		return KindText
	case opInt:
		return KindInt
	}
	return KindValue
}

// Values returns those arguments of a recipe that are values themselves.
func (r Recipe) Values() []Recipe {
	return slices.DeleteFunc(slices.Clone(r.Args),
		func(a Recipe) bool { return a.Kind() != KindValue })
}

// FailAt returns an error at the position of an expression.
func FailAt(e syntax.Node, format string, args ...any) error {
	start, _ := e.Span()
	return syntax.Error{Pos: start, Msg: fmt.Sprintf(format, args...)}
}
