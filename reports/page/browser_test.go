package page_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is where a Chromium is: EMRPROOF_CHROMIUM, or one of the usual names.
func browser(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("EMRPROOF_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium: apt-get install chromium, or EMRPROOF_CHROMIUM with its path")
	return ""
}

// A tab shows a page, at an anchor of it.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func openTab(t *testing.T, page, anchor string) *tab {
	t.Helper()
	path := browser(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.NoSandbox, // of a container, where it could not start; the page is our own
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	// What the page throws is looked at when the tab closes.
	thrown := chromedp.Events(ctx, runtime.ExceptionThrown)
	all := make(chan string, 100)
	go func() {
		defer close(all)
		for e, err := range thrown {
			if err != nil || len(all) == cap(all) {
				return
			}
			all <- e.ExceptionDetails.Text
		}
	}()
	t.Cleanup(func() {
		stop()
		for text := range all {
			t.Errorf("the page throws: %s", text)
		}
	})
	tb := &tab{t, ctx}
	tb.do(chromedp.Navigate("file://" + file + anchor))
	return tb
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// value is what an expression comes to in the tab.
func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

const play = "#attack-w3 [data-play]"

// at is the step that is shown, wherever it is said.
func (b *tab) at() string {
	b.t.Helper()
	return value[string](b, fmt.Sprintf(`(() => { const p = document.querySelector(%q);
		return p.querySelector("output").firstChild.textContent + "; " +
			p.querySelector(".panel").dataset.step + "; " +
			[...p.querySelectorAll("a.row.now")].map(a => a.dataset.step).join() })()`, play))
}

// The player in a real browser: it steps, jumps, obeys the keyboard, and shows who holds
// what.
func TestPlayer(t *testing.T) {
	b := openTab(t, pageText(t, pageOf(t, "w01", "w03")), "#attack-w3")
	if !value[bool](b, `document.querySelector("#attack-w3").closest("details").open`) {
		t.Error("a link to an attack does not open it")
	}
	last := value[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, play+" details.step"))
	expect := func(what string, step int) {
		t.Helper()
		want := fmt.Sprintf("Step %d of %d; %[1]d; %[1]d", step, last)
		if got := b.at(); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	click := func(button string) {
		t.Helper()
		b.do(chromedp.Click(chromedp.CSS(play + " ." + button)))
	}
	press := func(key string) { t.Helper(); b.do(chromedp.KeyEvent(key)) }

	expect("at first", 1)
	click("next")
	expect("next", 2)
	click("back")
	expect("back", 1)
	click("back")
	expect("back at the first", 1)
	click("last")
	expect("last", last)
	click("next")
	expect("next at the last", last)
	click("first")
	click("jump")
	expect("to the violation", 6)
	if !value[bool](b, fmt.Sprintf(`/violated: intended peer: P-D visit/.test(
		document.querySelector(%q).textContent)`, play+" .panel")) {
		t.Error("the step does not say what is violated")
	}
	secrets := value[string](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map(
		c => c.textContent).join()`, play+" .hers .secret"))
	if want := "B_P of alice.2,ID_P of alice.2"; secrets != want {
		t.Errorf("the adversary holds the secrets %q by then, want %q", secrets, want)
	}
	click("jump")
	expect("to the next violation", 14)

	b.do(chromedp.Focus(chromedp.CSS(play + " .panel")))
	press(kb.Home)
	expect("the key Home", 1)
	press(kb.ArrowRight)
	press(kb.ArrowRight)
	expect("→ twice", 3)
	press(kb.ArrowLeft)
	expect("←", 2)
	press("v")
	expect("v", 6)
	press(kb.End)
	expect("the key End", last)

	press(kb.Home)
	b.do(chromedp.Click(chromedp.CSS(play + ` a.row[data-step="4"] text.said`)))
	expect("a row of the chart", 4)
}

// Every part of the page can be reached and worked with the keyboard: Tab goes to the
// skip link first, and Enter on an attack opens it.
func TestPageByKeyboard(t *testing.T) {
	b := openTab(t, pageText(t, pageOf(t, "w03")), "")
	b.do(chromedp.KeyEvent(kb.Tab))
	if got := value[string](b, `document.activeElement.className`); got != "skip" {
		t.Errorf("the first Tab goes to %q, want the skip link", got)
	}
	if w := value[float64](b, `document.activeElement.getBoundingClientRect().left`); w < 0 {
		t.Error("the skip link is not in sight when it has the focus")
	}
	b.do(chromedp.Focus(chromedp.CSS("details.attack > summary")), chromedp.KeyEvent(kb.Enter))
	if !value[bool](b, `document.querySelector("details.attack").open`) {
		t.Error("Enter does not open an attack")
	}
	outline := `getComputedStyle(document.activeElement).outlineStyle`
	if value[string](b, outline) == "none" {
		t.Error("what has the focus does not show it")
	}
}

// On a phone the page itself does not scroll to the side, whatever is open, and text of
// the charts is as wide as the layout takes it to be at most.
func TestPageOnAPhone(t *testing.T) {
	b := openTab(t, pageText(t, pageOf(t, "w01", "w03")), "")
	for _, width := range []int64{320, 390, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 844))
		value[bool](b, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
		got := value[int64](b, `document.documentElement.scrollWidth`)
		if got > width {
			t.Errorf("at a width of %d the page is %d wide: %s", width, got, value[string](b,
				fmt.Sprintf(`[...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll, svg") &&
				e.getBoundingClientRect().right > %d).slice(0, 3).map(e =>
				e.outerHTML.slice(0, 90)).join("\n")`, width)))
		}
	}
	wide := value[string](b, `[...document.querySelectorAll("svg.chart text")].filter(x => {
		const w = x.getBBox(), box = x.ownerSVGElement.viewBox.baseVal;
		return w.x < 0 || w.x + w.width > box.width }).map(x => x.textContent).join("\n")`)
	if wide != "" {
		t.Errorf("text that leaves its chart:\n%s", wide)
	}
	onto := value[string](b, `[...document.querySelectorAll("svg.chart:not(.heads)")].flatMap(svg => {
		const all = [...svg.querySelectorAll("text")].map(x => [x.textContent, x.getBBox()]);
		return all.filter(([, a], i) => all.some(([, b], j) => j < i && a.x + 1 < b.x + b.width &&
			b.x + 1 < a.x + a.width && a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height))
			.map(([words]) => words) }).join("\n")`)
	if onto != "" {
		t.Errorf("text that stands on other text:\n%s", onto)
	}
}

// Without a script everything can be read: attacks open, and so do their steps.
func TestPageWithoutScript(t *testing.T) {
	b := openTab(t, pageText(t, pageOf(t, "w03")), "")
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	if err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Reload(), chromedp.Click(chromedp.CSS("details.attack > summary")),
		chromedp.Click(chromedp.CSS("#attack-w3 .stepsbox > summary")),
		chromedp.Click(chromedp.CSS(`#attack-w3 details.step[data-step="6"] > summary`)),
		chromedp.WaitVisible(chromedp.CSS("#attack-w3-published_6 .hex")),
		chromedp.WaitNotPresent(chromedp.CSS("#attack-w3 .bar")),
		chromedp.WaitVisible(chromedp.CSS("#attack-w3 svg.chart:not(.heads)")))
}
