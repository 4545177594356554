// Package reports shows what the other packages find: tables whose cells say
// where they come from, and charts of the messages of a run.
//
// Everything that is drawn is read off the description of the protocol, the
// events of a run and its result; nothing here knows more of a protocol than
// those say. What it writes is the same bytes on every machine.
package reports
