package script

import (
	"runtime"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script/need"
	"emrproof/sim/simtest"
)

// on puts lines into on_begin of a small script; the first of them is line 4.
func on(lines ...string) string {
	return "acts = []\nneed()\ndef on_begin():\n    " + strings.Join(lines, "\n    ") + "\n"
}

// hostile scripts, each with where and how it is stopped.
var hostile = []struct{ name, src, want string }{
	{"repeat a text", on("x = 'a' * (1 << 29)"),
		"h.star:4:13: string times 536870912 has more than 1024 KiB"},
	{"repeat a list", on("x = [1, 2] * (1 << 26)"),
		"h.star:4:16: list times 67108864 has more than 1024 KiB"},
	{"repeat at the top", "x = 'a' * (1 << 29)\n", "h.star:1:9: string times 536870912 has more " +
		"than 1024 KiB"},
	{"repeat from the left", on("x = (1 << 40) * 'a'"),
		"h.star:4:19: string times 1099511627776 has more than 1024 KiB"},
	{"double a text", on("x = 'a'", "for _ in range(100):", "    x += x"),
		"h.star:6:11: a value has more than 1024 KiB"},
	{"double a list", on("x = [1]", "for _ in range(100):", "    x = x + x"),
		"h.star:6:15: a value has more than 1024 KiB"},
	{"extend a list by itself", on("x = [1]", "for _ in range(100):", "    x.extend(x)"),
		"h.star:6:11: a value has more than 1024 KiB"},
	{"double an element", on("d = {'k': 'a'}", "for _ in range(100):", "    d['k'] += d['k']"),
		"h.star:6:16: a value has more than 1024 KiB"},
	{"many texts", on("all = []", "for i in range(1000000):",
		"    all.append('a' * 100000 + str(i))"),
		"h.star:6:33: the script needs more than 32 MiB of memory"},
	{"many slices", on("x = list(range(10000))", "all = [x[:] for _ in range(100000)]"),
		"h.star:5:13: the script needs more than 32 MiB of memory"},
	{"many dicts", on("all = [{} for _ in range(1000000)]"),
		"h.star:4:12: the script needs more than 32 MiB of memory"},
	{"many lists", on("all = [[] for _ in range(10000000)]"),
		"h.star:4:15: the script takes more than 3000000 steps: does it end?"},
	{"many functions", on("all = [lambda: i for i in range(10000000)]"),
		"h.star:4:12: the script takes more than 3000000 steps: does it end?"},
	{"a long list", on("x = list(range(1 << 40))"), "h.star:4:9: a value has more than 1024 KiB"},
	{"a long spread", on("print(*range(1 << 40))"), "h.star:4:12: a value has more than 1024 KiB"},
	{"the longest of much", on("x = max(range(1 << 40))"),
		"h.star:4:9: a value has more than 1024 KiB"},
	{"join", on("x = ('a' * 100000).join([''] * 10000)"),
		"h.star:4:24: join: the text may have more than 1024 KiB"},
	{"replace", on("x = ('a' * 100000).replace('a', 'b' * 100000)"),
		"h.star:4:24: replace: the text may have more than 1024 KiB"},
	{"replace nothing", on("x = ('a' * 100000).replace('', 'b' * 100000)"),
		"h.star:4:24: replace: the text may have more than 1024 KiB"},
	{"format", on("x = ('{0}' * 10000).format('a' * 100000)"),
		"h.star:4:25: the text may have more than 4096 KiB when it is filled in"},
	{"percent", on("x = ('%(k)s' * 10000) % {'k': 'a' * 100000}"),
		"h.star:4:27: the text may have more than 4096 KiB when it is filled in"},
	{"print what holds itself", on("x = []", "x.append(x)", "print(x)"),
		"h.star:6:5: a value is nested more than 64 deep"},
	{"print a bomb", on("x = ['lol']", "for _ in range(40):", "    x = [x, x, x]", "print(x)"),
		"h.star:7:5: a value has more than 1024 KiB"},
	{"compare bombs", on("x, y = [], []", "for _ in range(9):", "    x, y = [x] * 1000, [y] * 1000",
		"print(x == y)"), "h.star:6:20: a value has more than 1024 KiB"},
	{"hash a bomb", on("x = ('a',)", "for _ in range(40):", "    x = (x, x)", "d = {x: 1}"),
		"h.star:7:10: a tuple with a tuple in it is no key: want strings"},
	{"keys that fall together", on("d = {}", "for i in range(1000000):", "    d[i << 32] = i"),
		"h.star:6:11: an integer of 33 bits is no key"},
	{"a deep value", on("x = []", "for _ in range(100000):", "    x = [x]", "print(x)"),
		"h.star:7:5: a value is nested more than 64 deep"},
	{"shift", on("x = 1", "for _ in range(1000):", "    x <<= 500"),
		"h.star:6:11: an integer of 4501 bits, more than 4096"},
	{"square", on("x = 3", "for _ in range(1000):", "    x *= x"),
		"h.star:6:11: an integer of 6493 bits, more than 4096"},
	{"loop", on("for i in range(1 << 40):", "    pass"),
		"h.star:4:5: the script takes more than 3000000 steps: does it end?"},
	{"loop in a comprehension", on("x = [0 for i in range(1 << 20) for j in range(1 << 20)]"),
		"h.star:4:36: the script takes more than 3000000 steps: does it end?"},
	{"loop for ever", on("def f():", "    f()", "f()"), "h.star:5:9: function f called recursively"},
	{"insert in front", on("x = []", "for i in range(10000000):", "    x.insert(0, i)"),
		"h.star:6:11: the script takes more than 3000000 steps: does it end?"},
	{"look for what is not there", on("x = list(range(30000))", "for i in range(1000000):",
		"    y = -1 in x"), "h.star:6:16: the script takes more than 3000000 steps: does it end?"},
	{"a call that takes much memory", on("def f():", "    return 0 if True else ["+
		strings.Repeat("0,", 20000)+"]", "for i in range(1000000):", "    f()"),
		"h.star:4:5: the script takes more than 3000000 steps: does it end?"},
	{"an endless chain of timers", on("def f():", "    after(1, f)", "f()"),
		"h.star:5:9: the script needs more than 32 MiB of memory"},
	{"values without end", on("x = fresh('x')", "for i in range(1000000):",
		"    x = mul(x, fresh('y'))"),
		"h.star:6:13: mul: the value is made in more than 60 steps one upon another"},
	{"a recipe that doubles", on("x = data('x')", "for i in range(1000000):", "    x = hk(x, x)"),
		"h.star:6:13: hk: what the value is made of takes more than 64 KiB to say"},
	{"points without end", on("for i in range(1000000):", "    mul(const(i), G())"),
		"h.star:5:9: the script takes more than 3000000 steps: does it end?"},
	{"junk without end", on("all = [junk(str(i), 1 << 20) for i in range(1000)]"),
		"h.star:4:12: junk: the script needs more than 32 MiB of memory"},
	{"too much junk", on("x = junk('x', 1 << 30)"), "h.star:4:9: the script needs more than 32 MiB " +
		"of memory"},
	{"a storm of replays", "acts = []\nneed()\nfirst = []\ndef on_message(m):\n    " +
		"first.append(m)\n    replay(first[0])\n", "h.star:6:5: the script makes more than 2000 moves"},
	{"lambdas in lambdas", "x = " + strings.Repeat("lambda:", 9000) + "0\n",
		"h.star:1:3511: excessive nesting"},
	{"a storm of injections", on("x = junk('x', 1000)", "for i in range(1000000):",
		"    inject('visit 1', to = 'bob', sender = 'alice', fields = [x, x, x])"),
		"h.star:6:9: the script makes more than 2000 moves"},
	{"asking without end", "acts = []\nneed()\ndef on_message(m):\n    for i in range(1000000):\n" +
		"        knows('SEK1')\n", "h.star:5:9: the script takes more than 3000000 steps: does it end?"},
	{"brackets", strings.Repeat("(", 60000), "h.star:1:78: excessive nesting"},
	{"a long script", strings.Repeat("#", 100000), "h.star:1:1: the script has 100000 bytes, more " +
		"than 65536"},
	{"a long number", "x = " + strings.Repeat("9", 60000) + "\n",
		"h.star:1:5: an integer of 199316 bits, more than 4096"},
	{"read a long number", on("x = int('9' * 100000)"), "h.star:4:9: int: a text of 100000 digits " +
		"is too long"},
}

// maxHostile is how much memory a hostile script may ask for in all. It stands for the
// work too, and for how far the process grows: neither a clock nor the collector of a loaded
// machine has a say. The dearest asks for 400 MiB.
const maxHostile = 1 << 30

func TestScriptHostile(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := perform([]byte(h.src))
			runtime.ReadMemStats(&after)
			if err == nil || err.Error() != h.want {
				t.Errorf("got  %v\nwant %s", err, h.want)
			}
			if made := after.TotalAlloc - before.TotalAlloc; made > maxHostile {
				t.Errorf("%d MiB made", made>>20)
			}
		})
	}
}

func perform(src []byte) error {
	s, err := Load("h.star", src, need.Overrides{})
	if err != nil {
		return err
	}
	_, err = s.Run()
	return err
}

// A script that asks and looks at every message of a hundred sessions is far from any
// limit.
func TestScriptLimitsLeaveRoom(t *testing.T) {
	src := `
acts = ["deliver"]
patients = ["p%d" % i for i in range(8)]
doctors = ["d%d" % i for i in range(4)]
need(P = patients, D = doctors, corrupt = ["d3"], sessions = [
    session("visit", patients[i % 8], doctors[i % 4], at = 1000000000 + 25000000 * i)
    for i in range(100)
])
sizes = {}
read = []

def on_message(m):
    sizes.setdefault(m.name, []).append(sum([f.size for f in m.fields]))
    if knows("SEK1", m.sender):
        read.append(m.label)
    if m.name == "visit 1" and can_open(m[1], prk("d3"), 5):
        who = text(open(m[1], prk("d3"), 5)[0])
        read.append("%s visits %s" % (who, m.to))
        replay(m, delay = "1ms")

def sum(numbers):
    total = 0
    for n in numbers:
        total += n
    return total

def on_begin():
    after("1m", lambda: print(len(sizes), len(read), sum(sizes["visit 1"])))
`
	s, err := Load("t.star", []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	h := newHost(s, need.Overrides{})
	h.world, h.given = &need.World{Config: s.Config, Corrupt: s.Corrupt}, true
	if err := h.load(); err != nil {
		t.Fatal(err)
	}
	if _, err := attacks.Decide(nil, s.Config, h); err != nil {
		t.Fatal(err)
	}
	if len(h.log) != 1 || !strings.HasPrefix(h.log[0], "10 ") {
		t.Errorf("prints %q", h.log)
	}
	if h.thread.Steps > 1_500_000 || h.meter.Used > 16<<20 || h.moves > maxMoves/2 {
		t.Errorf("%d steps, %d bytes, %d moves", h.thread.Steps, h.meter.Used, h.moves)
	}
	t.Logf("%d steps, %d KiB, %d moves", h.thread.Steps, h.meter.Used>>10, h.moves)
}
