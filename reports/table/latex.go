package table

import (
	"fmt"
	"io"
	"strings"
)

// latex writes the table as a LaTeX float with the rules of package booktabs. Title and From
// make the caption, and the title makes the label, such as "tab:table-4". A column that wraps
// has the width that it declares; a link needs package hyperref.
func (t *Table) latex(w io.Writer) error {
	var b strings.Builder
	b.WriteString("\\begin{table}\n  \\centering\n")
	if t.Title != "" {
		caption := LaTeX(t.Title)
		if t.From != "" {
			caption += ": " + LaTeX(t.From)
		}
		fmt.Fprintf(&b, "  \\caption{%s}\n  \\label{tab:%s}\n", caption, Slug(t.Title))
	}
	b.WriteString("  \\begin{tabular}{")
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = LaTeX(c.Name)
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
		text := LaTeX(c.String())
		if c.Href != "" {
			text = "\\href{" + latexAddress.Replace(c.Href) + "}{" + text + "}"
		}
		b.WriteString(text)
	}
	b.WriteString(" \\\\\n")
}

// latexAddress escapes the characters of an address that TeX would read as commands, or that
// would end the address.
var latexAddress = strings.NewReplacer("%", `\%`, "#", `\#`, "{", `\%7B`, "}", `\%7D`,
	`\`, `\%5C`, "&", `\&`, "_", `\_`, "~", `\%7E`, "^", `\%5E`, "$", `\%24`, " ", `\%20`,
	"\n", `\%0A`, "\r", `\%0D`, "\t", `\%09`)

// LaTeX returns a text with the characters escaped that LaTeX treats as special. A line end
// becomes a space.
func LaTeX(text string) string {
	return latexEscapes.Replace(strings.Join(strings.Fields(Plain(text)), " "))
}

// latexEscapes replaces the characters that TeX reads as commands or joins to others, and the
// signs of this project for which pdfLaTeX has no letter. An unescaped bracket or star would
// become an argument of the \\ that ends the row before.
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
