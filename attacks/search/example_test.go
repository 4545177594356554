package search_test

import (
	"fmt"

	"emrproof/attacks/search"
)

// Needham and Schroeder's protocol falls to two instances, and Lowe's repair does not.
func Example() {
	for _, profile := range []string{"ns", "nsl"} {
		r, err := search.Search(search.Question{Profile: profile,
			Claims: []string{"secrecy: N_B of B"}, Bound: search.Bound{Instances: 4}})
		if err != nil {
			fmt.Println(err)
			return
		}
		a := r.Claims[0]
		fmt.Printf("%s: %s: %s, %d instances\n", profile, a.Claim.ID, a.Verdict, a.Instances)
	}
	// Output:
	// ns: secrecy: N_B of B: violated, 2 instances
	// nsl: secrecy: N_B of B: none within bound, 4 instances
}
