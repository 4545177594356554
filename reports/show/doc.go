// Package show says what a description has: its text in canonical form, its parties, messages,
// claims, checks, options and its world, by the names that other verbs take. It also checks
// the file of a description as far as a short run can.
package show
