package reports

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// LaTeX writes the table as a float with the rules of package booktabs. Title and
// From make the caption, and the title the label, such as "tab:table-4". A column
// that wraps has the width of its words; a link needs package hyperref.
func (t *Table) LaTeX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("\\begin{table}\n  \\centering\n")
	if t.Title != "" {
		caption := latex(t.Title)
		if t.From != "" {
			caption += ": " + latex(t.From)
		}
		fmt.Fprintf(&b, "  \\caption{%s}\n  \\label{tab:%s}\n", caption, label(t.Title))
	}
	b.WriteString("  \\begin{tabular}{")
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = latex(c.Name)
		switch {
		case t.right(i):
			b.WriteString("r")
		case c.Wrap > 0: // a letter is about half an em wide
			fmt.Fprintf(&b, "p{%.1fem}", float64(c.Wrap)/2)
		default:
			b.WriteString("l")
		}
	}
	fmt.Fprintf(&b, "}\n    \\toprule\n    %s \\\\\n    \\midrule\n", strings.Join(head, " & "))
	for _, r := range t.Rows {
		latexRow(&b, r)
	}
	if t.Sum != nil {
		b.WriteString("    \\midrule\n")
		latexRow(&b, t.Sum)
	}
	b.WriteString("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func latexRow(b *strings.Builder, cells []Cell) {
	for i, c := range cells {
		if i > 0 {
			b.WriteString(" & ")
		} else {
			b.WriteString("    ")
		}
		text := latex(c.String())
		if c.Href != "" {
			text = "\\href{" + latexAddress.Replace(c.Href) + "}{" + text + "}"
		}
		b.WriteString(text)
	}
	b.WriteString(" \\\\\n")
}

// latexAddress writes what TeX reads in an address, and what would end it.
var latexAddress = strings.NewReplacer("%", `\%`, "#", `\#`, "{", `\%7B`, "}", `\%7D`,
	`\`, `\%5C`, "&", `\&`, "_", `\_`, "~", `\%7E`, "^", `\%5E`, "$", `\%24`, " ", `\%20`,
	"\n", `\%0A`, "\r", `\%0D`, "\t", `\%09`)

// label is a title as the name of a label: letters and digits, with dashes between.
func label(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}

// latex escapes text. A line end is a space.
func latex(text string) string {
	return latexEscapes.Replace(strings.Join(strings.Fields(shown(text)), " "))
}

// latexEscapes writes the characters that TeX reads as commands or joins to others,
// and the signs of this project that pdfLaTeX has no letter for. A bracket or a star
// would be an argument of the \\ of the row before.
var latexEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`,
	"#", `\#`, "$", `\$`, "%", `\%`, "&", `\&`, "_", `\_`, "~", `\textasciitilde{}`,
	"^", `\textasciicircum{}`, "<", `\textless{}`, ">", `\textgreater{}`, "|", `\textbar{}`,
	`"`, `\char34{}`, "`", `\textasciigrave{}`, "'", `{'}`, "--", `-{}-{}`,
	"[", `{[}`, "]", `{]}`, "*", `{*}`,
	"Δ", `$\Delta$`, "µ", `$\mu$`, "μ", `$\mu$`, "‖", `$\Vert$`, "→", `$\rightarrow$`,
	"←", `$\leftarrow$`, "↔", `$\leftrightarrow$`, "⇒", `$\Rightarrow$`, "≤", `$\leq$`,
	"≥", `$\geq$`, "≠", `$\neq$`, "≈", `$\approx$`, "±", `$\pm$`, "×", `$\times$`,
	"÷", `$\div$`, "−", `$-$`, "·", `$\cdot$`, "⊕", `$\oplus$`, "≟", `$\stackrel{?}{=}$`,
	"⊨", `$\models$`, "⊲", `$\triangleleft$`, "∼", `$\sim$`, "∋", `$\ni$`, "⊢", `$\vdash$`,
	"⇌", `$\rightleftharpoons$`, "⟨", `$\langle$`, "⟩", `$\rangle$`, "⁻¹", `$^{-1}$`,
	"✗", `$\times$`, "✓", `$\surd$`, "∞", `$\infty$`, "…", `\ldots{}`, "–", "--", "—", "---",
	"′", `$'$`, "\uFFFD", "?", "\u00A0", "~")
