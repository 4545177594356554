package record

import (
	"fmt"
	"strconv"
)

// String says what stands in the file, as an error would: text quoted, the rest by its type.
func (n *node) String() string {
	switch n.is {
	case jsonObject:
		return "an object"
	case jsonList:
		return "a list"
	case jsonString:
		return quote(n.text)
	}
	return shorten(n.text)
}

// quote is %q that does not repeat a whole ECG.
func quote(text string) string { return strconv.Quote(shorten(text)) }

// shorten keeps the first forty characters.
func shorten(text string) string {
	const max = 40
	count := 0
	for at := range text {
		if count == max {
			return text[:at] + "…"
		}
		count++
	}
	return text
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
