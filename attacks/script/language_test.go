package script

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"emrproof/attacks"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/meter"
	"emrproof/attacks/script/need"
)

// snippets are Starlark that scripts may say; each prints, or fails, as it does in
// Starlark without guards.
var snippets = []string{
	"print(1 + 2, 'a' + 'b', [1] + [2], (1,) + (2,))",
	"print(3 - 4, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 * 3)",
	"print('ab' * 3, 3 * 'ab', [1] * 2, 2 * [1], (1,) * 2, 'a' * 0, 'a' * -1)",
	"print(5 & 3, 5 | 3, 5 ^ 3, 1 << 10, 1024 >> 3, ~5, -5, +5)",
	"print({1: 2} | {3: 4})",
	"print(1 == 1, 1 != 1, 1 < 2, 2 <= 2, 3 > 4, 4 >= 4, 'a' < 'b', [1] == [1], (1,) < (2,))",
	"print(1 == 'a', None == None, [] == (), {1: 2} == {1: 2})",
	"print(1 in [1, 2], 3 in [1, 2], 3 not in (1, 2), 'a' in 'abc', 'a' in {'a': 1}, 1 in range(3))",
	"print(not 1, 1 and 2, 0 or 3, 1 if 0 else 2, [] or 'x')",
	"print('%s %d %r %x %%' % ('a', 2, 'b', 255), '%s' % 3, '%(k)s' % {'k': 1})",
	"print('{} {}'.format(1, 2), '{1}{0}'.format('a', 'b'), '{x!r}'.format(x = 'q'), " +
		"'{{}}'.format())",
	"x = 1\nx += 2\nx -= 1\nx *= 5\nx //= 3\nx %= 2\nx <<= 3\nx >>= 1\nx |= 1\nx &= 3\nx ^= " +
		"2\nprint(x)",
	"x = [1]\ny = x\nx += [2]\nprint(x, y)",
	"x = [1]\ny = x\nx = x + [2]\nprint(x, y)",
	"x = [1]\nx += (2, 3)\nx += range(2)\nprint(x)",
	"x = {1: 2}\ny = x\nx |= {3: 4}\nprint(x, y)",
	"x = (1,)\ny = x\nx += (2,)\nprint(x, y)",
	"d = {'a': 1}\nd['a'] += 1\nd['b'] = [1]\nd['b'] += [2]\nprint(d)",
	"l = [1, 2, 3]\nl[0] += 10\nl[-1] *= 2\nprint(l)",
	"n = []\ndef i():\n    n.append(1)\n    return 0\nl = [5]\nl[i()] += 1\nprint(l, n)",
	"print([1, 2, 3][1:], 'abcdef'[1:4], 'abcdef'[::-1], (1, 2, 3)[:-1], [1, 2, 3, 4][::2])",
	"print([x * x for x in range(5) if x % 2], [a + b for a in ['x'] for b in ['y', 'z']])",
	"print({k: v for k, v in [('a', 1), ('b', 2)]}, [(a, b) for a in [1, 2] for b in [3] if a < 2])",
	"a, (b, c) = 1, (2, 3)\n[d, e] = [4, 5]\nprint(a, b, c, d, e)",
	"l = [0, 0]\nd = {}\nl[0], d['k'] = 1, 2\nprint(l, d)",
	"for i, (a, b) in enumerate([(1, 2), (3, 4)]):\n    print(i, a, b)",
	"for x in [1, 2, 3]:\n    if x == 2:\n        continue\n    if x == 3:\n        break\n    " +
		"print(x)",
	"def f(a, b = 2, *c, **d):\n    return (a, b, c, d)\nprint(f(1), f(1, 3, 4), f(*[1, 2, 3]), " +
		"f(1, **{'x': 5}), f(b = 1, a = 0))",
	"f = lambda x, y = 1 + 1: x + y\nprint(f(1), f(1, y = 5), (lambda *a: a)(1, 2))",
	"def f():\n    x = [1]\n    def g():\n        x.append(2)\n        return x\n    return " +
		"g()\nprint(f())",
	"print('a,b'.split(','), ' a '.strip(), 'abc'.upper(), 'x'.join(['a', 'b']), " +
		"'aXa'.replace('a', 'b'), 'abc'.find('c'))",
	"print('abc'.startswith('a'), 'abc'.elems(), list('abc'.elems()), 'a\\nb'.splitlines(), " +
		"'a.b'.partition('.'))",
	"l = [3, 1, 2]\nl.append(4)\nl.insert(0, 9)\nl.remove(1)\nprint(l, l.pop(), l.index(3), " +
		"sorted(l), sorted(l, reverse = True))",
	"d = {'a': 1}\nprint(d.get('a'), d.get('b', 2), d.setdefault('c', 3), d.keys(), d.values(), " +
		"d.items(), d.pop('a'), d)",
	"d = {}\nd.update([('a', 1)], b = 2)\nprint(d, len(d), 'a' in d)",
	"print(len('abc'), str([1, 'a']), repr('a'), type(1), bool([]), int('12'), int('ff', 16), " +
		"list((1, 2)), tuple([1]))",
	"print(min(3, 1), max([1, 5]), max('a', 'bb', key = len), any([0, 1]), all([]), abs(-3), " +
		"ord('a'), chr(97))",
	"print(list(zip([1, 2], 'ab'.elems())), reversed([1, 2]), list(range(1, 10, 3)), dir([])[:2])",
	"print(hasattr('', 'join'), hasattr('', 'x'), getattr('a', 'upper')(), getattr('', 'x', None), " +
		"[x.upper for x in ['a']][0]())",
	"print(sorted(['bb', 'a'], key = lambda s: len(s)), dict([('a', 1)], b = 2), dict(a = 1))",
	"x = 1 if True else fail('no')\nprint(x)",
	"print(len([0] * 1000 + [1] * 1000))",
	"print((1)); print(((1, 2)))",
	"def f():\n    'doc'\n    pass\nprint(f())",
	"print('a' + 1)", "print([] + ())", "print('a' * 'b')", "print(1 // 0)", "print(1 % 0)",
	"print(-1 << 2, 1 << -1)",
	"print([1][1])", "print({'a': 1}['b'])", "print((1, 2)['a'])", "print(None[0])",
	"print('abc'[5])",
	"a, b = 1, 2, 3", "a, b = 1", "for x in 3:\n    pass", "x = [1]\nfor y in x:\n    x.append(1)",
	"print(1 in 2)", "print('a' in ['a'], 1 in 'a')", "print({[]: 1})", "d = {}\nd[[]] = 1",
	"print({} < {})",
	"def f(x):\n    return x\nf()", "def f(x):\n    return x\nf(1, 2)", "f(1)", "1()", "len(1)",
	"int('x')",
	"'a'.join([1])", "'{}'.format()", "'%d' % 'a'", "'%s %s' % (1,)", "[].pop()", "{}.popitem()",
	"[1].remove(2)",
	"def f():\n    x += 1\nx = 1\nf()", "x.y = 1", "print(undefined)", "return 1", "'a'.foo",
	"fail('a', 1)",
	"def f():\n    f()\nf()", "[1, 2][0] += 'a'", "x = (1, 2)\nx[0] += 1", "{'a': 1}['b'] += 1",
	"[0][1] += 1",
}

// A script means what it means in Starlark: the guards change nothing but the limits.
func TestScriptLanguageIsStarlark(t *testing.T) {
	for _, src := range snippets {
		plain, plainErr := plainly(src)
		ours, err := guarded(src)
		if ours != plain {
			t.Errorf("%s\nprints %q, want %q", src, ours, plain)
		}
		if (err == nil) != (plainErr == nil) {
			t.Errorf("%s\ngot  %v\nwant %v", src, err, plainErr)
		}
	}
}

// plainly runs Starlark as it comes.
func plainly(src string) (string, error) {
	var log []string
	thread := &starlark.Thread{Print: func(_ *starlark.Thread, s string) { log = append(log, s) }}
	options := &syntax.FileOptions{TopLevelControl: true, GlobalReassign: true}
	_, err := starlark.ExecFileOptions(options, thread, "s.star", src, nil)
	return strings.Join(log, "\n"), err
}

// guarded runs it as a script.
func guarded(src string) (string, error) {
	s := &Script{File: "s.star"}
	var err error
	if s.program, err = meter.Compile(s.File, []byte(src), known); err != nil {
		return "", err
	}
	h := newHost(s, need.Overrides{})
	err = h.load()
	return strings.Join(h.log, "\n"), err
}

// However a script is broken, it is told with a position and not with a panic.
func FuzzLoadScript(f *testing.F) {
	for _, name := range catalogue.Names() {
		_, src := catalogue.Source(name)
		f.Add(src)
	}
	for _, s := range snippets {
		f.Add([]byte(s))
	}
	for _, e := range scriptErrors {
		f.Add([]byte(e.src))
	}
	for _, h := range hostile {
		if len(h.src) < 1000 && !strings.Contains(h.name, "storm") { // the slow ones
			f.Add([]byte(h.src))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := Load("f.star", src, need.Overrides{})
		if err == nil {
			_, err = s.Run()
		}
		if errors.Is(err, attacks.ErrDoesNotRepeat) || errors.Is(err, attacks.ErrDeduction) {
			t.Error(err)
		}
		var own *Error
		if err != nil && !errors.As(err, &own) && !strings.HasPrefix(err.Error(), "f.star: ") {
			t.Errorf("no position: %v", err)
		}
		if own != nil && (own.Pos.Filename() != "f.star" || own.Pos.Line < 1 || own.Msg == "") {
			t.Errorf("position %v, %q", own.Pos, fmt.Sprint(own.Msg))
		}
	})
}
