package reports

// Ink says whether text is coloured, as it is on a terminal.
type Ink bool

func (i Ink) in(code, text string) string {
	if !i || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (i Ink) heading(text string) string { return i.in("1;4", text) }
func (i Ink) strong(text string) string  { return i.in("1", text) }
func (i Ink) faint(text string) string   { return i.in("2", text) }
func (i Ink) good(text string) string    { return i.in("32", text) }
func (i Ink) bad(text string) string     { return i.in("1;31", text) }
