package sim

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// checkDurations refuses a bare number where a TOML file is to have a duration: go-toml
// would take it for nanoseconds. The types of v's fields say where durations are.
func checkDurations(file string, data []byte, v any) error {
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		return nil // the strict decoder says what is wrong, and where
	}
	if field, number := bareDuration(raw, reflect.TypeOf(v).Elem()); field != "" {
		return fmt.Errorf("%s: field %q: %v: want a duration with its unit, such as \"5ms\"",
			file, strings.TrimPrefix(field, "."), number)
	}
	return nil
}

// bareDuration finds a number where t has a Duration; the field is empty when there
// is none.
func bareDuration(raw any, t reflect.Type) (field string, number any) {
	if t == reflect.TypeFor[Duration]() {
		switch raw.(type) {
		case int64, float64:
			return ".", raw
		}
		return "", nil
	}
	switch raw := raw.(type) {
	case []any:
		for i, element := range raw {
			if t.Kind() != reflect.Slice {
				break
			}
			if f, n := bareDuration(element, t.Elem()); f != "" {
				return fmt.Sprintf("[%d]%s", i, f), n
			}
		}
	case map[string]any:
		if t.Kind() != reflect.Struct {
			break
		}
		for _, f := range reflect.VisibleFields(t) {
			value, ok := raw[f.Tag.Get("toml")]
			if !ok {
				continue
			}
			if rest, n := bareDuration(value, f.Type); rest != "" {
				return "." + f.Tag.Get("toml") + strings.TrimSuffix(rest, "."), n
			}
		}
	}
	return "", nil
}
