// Package survey makes all attacks on one profile and collects their results. The attacks are
// the scripts of the catalogue, the generated attacks, the games and random play. The survey
// says which scripts explain what the others found, and which attribute of the paper's Table 3
// holds against which kind of adversary.
package survey
