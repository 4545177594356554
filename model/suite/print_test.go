package suite

import "encoding/hex"

// Tests print points and scalars by their encodings.

func (p *Point) String() string  { return hex.EncodeToString(p.Bytes()) }
func (a *Scalar) String() string { return hex.EncodeToString(a.Bytes()) }
