package attacks

import (
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// Choices returns, for each variable of the description that holds a name, the names that it
// can stand for. These are the principals of the variable's party, or the departments; everyone
// knows them.
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
