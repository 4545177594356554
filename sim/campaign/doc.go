// Package campaign runs many independent worlds side by side, on all cores, and adds up what
// they come to.
package campaign
