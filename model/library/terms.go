package library

import "emrproof/model"

// The operations, as formulas write them: the key of a keyed one comes first.
var (
	tuple      = operation(model.OpTuple) // a‖b‖…
	hashB      = operation(model.OpHashB) // H(…), the biometric hash, a scalar
	hashScalar = operation(model.OpHashS) // h(…) inside S_X
	hashKey    = operation(model.OpHashK) // h(…) as a session key, an index key or a pad
	sum        = operation(model.OpSum)
	mul        = operation(model.OpMul) // k·x, of two scalars or of a scalar and a point
	aenc       = operation(model.OpAEnc)
	senc       = operation(model.OpSEnc)
	sign       = operation(model.OpSign)
	cert       = operation(model.OpCert)
	mask       = operation(model.OpMask)
	mac        = operation(model.OpMAC)
	extract    = operation(model.OpExtract) // the salt, which need not be secret, and the secrets
	expand     = operation(model.OpExpand)  // the key, and what the new one is for
	stretch    = operation(model.OpStretch) // the password, and the salt
)

func operation(op model.Op) func(...*model.Term) *model.Term {
	return func(args ...*model.Term) *model.Term { return model.Apply(op, args...) }
}

// The variables, by their sorts.
var (
	identity   = variable(model.Identity)
	scalar     = variable(model.Scalar)
	point      = variable(model.Point)
	key        = variable(model.Key)
	instant    = variable(model.Time)
	data       = variable(model.Data)
	ciphertext = variable(model.Ciphertext)
	signature  = variable(model.Signature)
)

func variable(sort model.Sort) func(string) *model.Term {
	return func(name string) *model.Term { return model.Var(name, sort) }
}
