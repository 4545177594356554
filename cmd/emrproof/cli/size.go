package cli

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
)

// Size reads for a flag how many of each party of a description there are: elements such as P=3.
func Size(flag string, p *model.Protocol, elements []string) (map[model.Party]int, error) {
	of := map[model.Party]int{}
	for _, e := range elements {
		name, number, ok := strings.Cut(e, "=")
		if !ok {
			return nil, fmt.Errorf("%s %q: want party=number, such as %s=3", flag, e, p.Parties[0].Party)
		}
		party := model.Party(name)
		if p.Member(party) == nil {
			return nil, NoParty(flag, p, name)
		}
		if _, ok := of[party]; ok {
			return nil, fmt.Errorf("%s: %s is there twice", flag, party)
		}
		n, err := strconv.Atoi(number)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s %q: want a whole number of %s", flag, e, party)
		case n < 1:
			return nil, fmt.Errorf("%s %s: want 1 or more", flag, e)
		}
		of[party] = n
	}
	return of, nil
}

// NoParty returns the error for a name that no party of a description has. The user may have
// meant a party by the name of it, such as doctor, or in small letters.
func NoParty(flag string, p *model.Protocol, name string) error {
	var parties, names []string
	meant := map[string]string{} // the party, by what may be written for it
	for _, m := range p.Parties {
		parties = append(parties, string(m.Party))
		for _, word := range []string{m.Name, m.Name + "s", strings.ToLower(string(m.Party))} {
			names = append(names, word)
			meant[word] = string(m.Party)
		}
	}
	err := fmt.Errorf("%s: party %q: want one of %s", flag, name, strings.Join(parties, ", "))
	name = strings.ToLower(name)
	if party := cmp.Or(meant[name], meant[input.Nearest(name, names)]); party != "" {
		return Usage(err, "did you mean "+party+"?")
	}
	return Usage(err)
}
