package cost

import (
	"fmt"
	"strings"

	"emrproof/sim/delay"
)

// LinkText returns the name and the figures of a link as text.
func LinkText(l delay.Link) string {
	var words []string
	if l.BitsPerSecond > 0 {
		words = append(words, bitRate(l.BitsPerSecond))
	}
	if l.Delay > 0 {
		words = append(words, l.Delay.String())
	}
	if l.Jitter > 0 {
		words = append(words, "jitter "+l.Jitter.String())
	}
	if l.LossPPM > 0 {
		words = append(words, fmt.Sprintf("loss %d ppm", l.LossPPM))
	}
	figures := strings.Join(words, ", ")
	switch {
	case figures == "":
		return l.Name
	case l.Name == "":
		return figures
	}
	return l.Name + " (" + figures + ")"
}

// bitRate prints bits per second in the largest unit that leaves them whole.
func bitRate(bps int64) string {
	units := []string{"bit/s", "kbit/s", "Mbit/s", "Gbit/s"}
	i := 0
	for bps%1000 == 0 && i < len(units)-1 {
		bps /= 1000
		i++
	}
	return fmt.Sprintf("%d %s", bps, units[i])
}
