// Package survey makes all attacks on one profile and says what they came to: the scripts of
// the catalogue, the generated attacks, the games and random play. It tells which attacks
// explain what the others found, and which attribute of the paper's Table 3 holds against
// which kind of adversary.
package survey
