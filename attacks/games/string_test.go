package games

import "fmt"

// String says the result in one line.
func (r Result) String() string {
	verdict := "no difference found"
	if r.Violated {
		verdict = "told apart"
	}
	if r.Tell != "" {
		verdict += fmt.Sprintf(" by %s (%s)", r.Distinguisher, r.Tell)
	}
	return fmt.Sprintf("%s: %s: right in %d of %d trials after %d in training, "+
		"advantage %s, %s to %s at %s", r.Game, verdict, r.Correct, r.Trials, r.Training,
		decimal(r.AdvantagePermille), decimal(r.Low), decimal(r.High), decimal(r.Confidence))
}

// decimal prints permille as a decimal fraction.
func decimal(permille int) string {
	sign := ""
	if permille < 0 {
		sign, permille = "-", -permille
	}
	return fmt.Sprintf("%s%d.%03d", sign, permille/1000, permille%1000)
}
