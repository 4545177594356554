package attacks

import (
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// Choices are the names that a variable of the description can stand for:
// principals, and departments, which everyone knows.
func Choices(p *model.Protocol, c sim.Config) map[string][]string {
	choices := map[string][]string{}
	for _, m := range p.Parties {
		for _, who := range c.Principals {
			if who.Party == m.Party {
				choices[m.ID.Name] = append(choices[m.ID.Name], who.Name)
			}
		}
	}
	var departments []string
	for _, who := range c.Principals {
		if who.Department != "" && !slices.Contains(departments, who.Department) {
			departments = append(departments, who.Department)
		}
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Input == model.InputDepartment {
			choices[s.Var.Name] = departments
		}
	})
	return choices
}
