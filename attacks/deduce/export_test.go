package deduce

// What the tests look at, which are of another package because recipes are run by one that
// imports this one.

// An Item is a value that the adversary has.
type Item = item

const (
	ArgText = argText
	ArgInt  = argInt
	ArgMore = argMore
	MaxText = maxText
)

var (
	KindNames   = kindNames
	RecipeNames = recipeNames
	RecipeOps   = recipeOps
)

func (f form) Kinds() string { return f.args }
func (f form) Doc() string   { return f.doc }

// Unsolved is how many relations have no solution.
func (k *Knowledge) Unsolved() int { return len(k.powers.unsolved) }

// Forget forgets what was derived before, and that it could not be.
func (k *Knowledge) Forget() { k.made, k.failed = map[int]Recipe{}, map[int]bool{} }
