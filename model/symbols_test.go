package model

import "strings"

// The operations, and some of the paper's symbols, for tests.
var (
	tuple      = operation(OpTuple)
	hashB      = operation(OpHashB)
	hashScalar = operation(OpHashS)
	hashKey    = operation(OpHashK)
	sum        = operation(OpSum)
	mul        = operation(OpMul)
	aenc       = operation(OpAEnc)
	senc       = operation(OpSEnc)
	sign       = operation(OpSign)
	cert       = operation(OpCert)
	mask       = operation(OpMask)
	extract    = operation(OpExtract)
	xor2       = operation(OpXOR)
)

func operation(op Op) func(...*Term) *Term {
	return func(args ...*Term) *Term { return Apply(op, args...) }
}

var (
	idP, idD    = Var("ID_P", Identity), Var("ID_D", Identity)
	idHPC, idPC = Var("ID_HPC", Identity), Var("ID_PC", Identity)
	bP, mSD     = Var("B_P", Data), Var("M_SD", Data)
	pk          = Var("PK", Point)
	s           = Var("s", Scalar)
	r5, r6      = Var("r5", Scalar), Var("r6", Scalar)
	rP1, rP2    = Var("R_P1", Point), Var("R_P2", Point)
	rHPC1       = Var("R_HPC1", Point)
	sek1, pad   = Var("SEK1", Key), Var("pad", Key)
	tP2         = Var("T_P2", Time)
)

func listText(ts []*Term) string {
	var list []string
	for _, t := range ts {
		list = append(list, t.String())
	}
	return strings.Join(list, ", ")
}
