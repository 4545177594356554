// Package cost shows what a protocol costs: the paper's Tables 4 and 5 as printed and as
// counted, and the times that were measured on this machine, as tables and as plots.
package cost
