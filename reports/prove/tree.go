package prove

import (
	"fmt"
	"io"
	"strings"

	"emrproof/proofs"
	"emrproof/proofs/ban/checker"
	"emrproof/reports/table"
)

// TreeForms are the forms in which the derivation of one goal can be written.
var TreeForms = []string{"text", "markdown", "latex", "dot"}

// Goal writes the derivation of one goal in one of TreeForms. For a goal that does not follow,
// it writes what may be missing, and the derivation after the first least addition; found is
// false when there is no such addition either.
func (p *Report) Goal(w io.Writer, id, form string, ink table.Ink) (found bool, err error) {
	var g *proofs.Goal
	for i := range p.Goals {
		if p.Goals[i].ID == id {
			g = &p.Goals[i]
		}
	}
	proof := g.Proof
	words := []string{fmt.Sprintf("%s follows from %s.", g.ID, sets(proofs.Sets(g.Minimal)))}
	if proof == nil {
		words = p.without(g)
		if len(g.Additions) > 0 {
			proof = g.Additions[0].Proof
		}
	}
	if form == "dot" {
		_, err = io.WriteString(w, treeDot(proof, g.ID))
		return proof != nil, err
	}
	var b strings.Builder
	for _, text := range words {
		if err := (table.Document{{Words: text}}).Write(&b, form, ink); err != nil {
			return false, err
		}
		if form != "text" {
			b.WriteString("\n")
		}
	}
	if proof != nil {
		b.WriteString("\n" + tree(proof, form, ink))
	}
	_, err = io.WriteString(w, b.String())
	return proof != nil, err
}

// without returns sentences that say what is missing for a goal that does not follow.
func (p *Report) without(g *proofs.Goal) []string {
	words := []string{fmt.Sprintf("%s, %s, does not follow. Errata applied: %s.", g.ID, g.Formula,
		named(p.Variant.Applied))}
	if g.Barred != nil {
		words = append(words, "What bars the way: "+p.barred(g.Barred)+".")
	}
	if g.Extended != nil {
		words = append(words, "It follows with the extension "+g.Extended.IDs[0]+".")
	}
	if len(g.Additions) == 0 {
		return append(words, "No addition that is thought of makes it follow.")
	}
	for i, a := range g.Additions {
		words = append(words, fmt.Sprintf("%d. with %s", i+1, p.addition(a)))
	}
	if !g.Whole {
		words = append(words, "There may be more: the search met its bound.")
	}
	return append(words, "The derivation with 1:")
}

func tree(d *checker.Derivation, form string, ink table.Ink) string {
	switch form {
	case "latex":
		return treeLaTeX(d)
	case "markdown":
		return "```text\n" + treeText(d, false) + "```\n"
	}
	return treeText(d, ink)
}

// by names the rule of a step; for a step that uses no rule, the assumption or message that
// gives it.
func by(d *checker.Derivation) string {
	if r, ok := d.Rule(); ok {
		switch r.Extension {
		case "":
		case r.Family:
			return r.Family + " (extension)"
		default:
			return r.Family + " (" + r.Extension + ")"
		}
		return r.Family
	}
	return d.Given()
}

// treeText draws a derivation as text, its conclusion first. A formula that is derived once and
// used twice is drawn once.
func treeText(d *checker.Derivation, ink table.Ink) string {
	var b strings.Builder
	drawn := map[*checker.Derivation]int{}
	var draw func(d *checker.Derivation, first, rest string)
	draw = func(d *checker.Derivation, first, rest string) {
		n, again := drawn[d]
		label := ""
		if len(d.Premises()) > 0 && !again {
			n = len(drawn) + 1
			drawn[d] = n
		}
		if n > 0 {
			label = fmt.Sprintf("[%d] ", n)
		}
		if again {
			fmt.Fprintf(&b, "%s%s%s  %s\n", first, label, d.Conclusion(), ink.Faint("as above"))
			return
		}
		fmt.Fprintf(&b, "%s%s%s  %s\n", first, label, d.Conclusion(), ink.Faint(by(d)))
		for i, p := range d.Premises() {
			if i == len(d.Premises())-1 {
				draw(p, rest+"└ ", rest+"  ")
			} else {
				draw(p, rest+"├ ", rest+"│ ")
			}
		}
	}
	draw(d, "", "")
	return b.String()
}

// mostPremises is the largest number of premises that an inference of the LaTeX package
// bussproofs can have.
const mostPremises = 5

var inferences = [...]string{"", `\UnaryInfC`, `\BinaryInfC`, `\TrinaryInfC`, `\QuaternaryInfC`,
	`\QuinaryInfC`}

// treeLaTeX writes a derivation for the LaTeX packages amsmath and bussproofs: a proof tree for
// each step that is used twice, and one for the conclusion.
func treeLaTeX(d *checker.Derivation) string {
	uses, number := map[*checker.Derivation]int{}, map[*checker.Derivation]int{}
	d.Walk(func(d *checker.Derivation) {
		for _, p := range d.Premises() {
			uses[p]++
			if len(d.Premises()) > mostPremises { // they stand side by side, without their trees
				uses[p]++
			}
		}
	})
	var b strings.Builder
	b.WriteString("% wants the packages amsmath and bussproofs\n")
	var write func(d *checker.Derivation, top bool)
	write = func(d *checker.Derivation, top bool) {
		formula := "$" + d.Conclusion().LaTeX() + "$"
		premises := d.Premises()
		switch {
		case number[d] > 0 && !top:
			fmt.Fprintf(&b, "\\AxiomC{(%d)}\n\\UnaryInfC{%s}\n", number[d], formula)
			return
		case len(premises) == 0:
			fmt.Fprintf(&b, "\\AxiomC{%s}\n\\UnaryInfC{%s}\n", table.LaTeX(d.Given()), formula)
			return
		}
		if len(premises) > mostPremises {
			var texts []string
			for _, p := range premises {
				texts = append(texts, "$"+p.Conclusion().LaTeX()+"$")
			}
			fmt.Fprintf(&b, "\\AxiomC{%s}\n", strings.Join(texts, ` \quad `))
			premises = premises[:1]
		} else {
			for _, p := range premises {
				write(p, false)
			}
		}
		fmt.Fprintf(&b, "\\RightLabel{\\scriptsize %s}\n%s{%s}\n", table.LaTeX(by(d)),
			inferences[len(premises)], formula)
	}
	d.Walk(func(step *checker.Derivation) {
		if len(step.Premises()) > 0 && (uses[step] > 1 || step == d) {
			b.WriteString("\\begin{prooftree}\n")
			write(step, true)
			if step != d {
				number[step] = len(number) + 1
				fmt.Fprintf(&b, "\\RightLabel{\\scriptsize (%d)}\n\\UnaryInfC{$%s$}\n", number[step],
					step.Conclusion().LaTeX())
			}
			b.WriteString("\\end{prooftree}\n")
		}
	})
	return b.String()
}

// treeDot writes a derivation as a graph for Graphviz.
func treeDot(d *checker.Derivation, name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n  rankdir=BT;\n  node [shape=box, fontname=\"DejaVu Sans\"];\n",
		quoted(name))
	number := map[*checker.Derivation]int{}
	if d != nil {
		d.Walk(func(d *checker.Derivation) {
			number[d] = len(number) + 1
			style := ""
			if len(d.Premises()) == 0 {
				style = ", style=filled, fillcolor=lightgrey"
			}
			fmt.Fprintf(&b, "  n%d [label=%s%s];\n", number[d],
				quoted(d.Conclusion().String()+"\n"+by(d)), style)
			for _, p := range d.Premises() {
				fmt.Fprintf(&b, "  n%d -> n%d;\n", number[p], number[d])
			}
		})
	}
	b.WriteString("}\n")
	return b.String()
}

// quoted returns a text as a string literal of Graphviz.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
