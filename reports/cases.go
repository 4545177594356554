package reports

import "emrproof/attacks"

// CatalogueScripts loads every script of the catalogue, each on a profile of its own.
func CatalogueScripts() ([]*attacks.Script, error) {
	var scripts []*attacks.Script
	for _, name := range attacks.Catalogue() {
		file, src := attacks.CatalogueScript(name)
		s, err := attacks.LoadScript(file, src, attacks.Overrides{})
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, s)
	}
	return scripts, nil
}

// CatalogueCases are the attacks of the catalogue that expect something of a profile.
func CatalogueCases(o attacks.Overrides) ([]Case, error) {
	scripts, err := CatalogueScripts()
	if err != nil {
		return nil, err
	}
	var all []Case
	for i, name := range attacks.Catalogue() {
		if scripts[i].Expect[o.Profile] == "" {
			continue
		}
		file, src := attacks.CatalogueScript(name)
		on, err := attacks.LoadScript(file, src, o)
		if err != nil {
			return nil, err
		}
		all = append(all, ScriptCase(on))
	}
	return all, nil
}
