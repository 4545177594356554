// Package campaign runs many independent worlds side by side, on all cores, and adds up their
// results.
package campaign
