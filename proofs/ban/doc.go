// Package ban defines the formulas and the rules of the logic of Burrows, Abadi and Needham, "A
// Logic of Authentication" (1990).
//
// A formula is written with the signs of the literature or in words:
//
//	P ⊨ X       P believes X         #(X)        fresh(X)
//	P ⊲ X       P sees X             P ↔K Q      P <-K-> Q     K is shared by P and Q
//	P ∼ X       P said X             K → P       K -> P        K is P's public key
//	P ⇒ X       P controls X         P ⇌Y Q      P <=Y=> Q     Y is a secret of P and Q
//	X‖Y         X, Y                 {X}K        X under K, or under the private K⁻¹ (K^-1)
//	H(X)                             ⟨X⟩Y        <X>Y          X together with the secret Y
//	agreed(K‖L)                      what key agreement makes of the public keys K and L
//
// A Theory says what is given: assumptions, and who sees what. Package prover finds all that
// follows, and claims it. Package checker turns a Claim into a derivation or refuses it.
// Nothing else makes derivations, and the two packages share no code.
//
// The rules that are not of 1990 belong to extensions, which a Theory has to name:
// possession (GNY), envelope (GNY: what holds something fresh is fresh, encrypted or not),
// key-freshness (after GNY), saying (SVO) and agreement (after SVO). Rules has them all,
// with their sources, and References says what the sources stand for. Three meanings are
// the language's own: H is a hash that cannot be inverted, every other function is one that
// anybody computes, and agreed(K‖L) is no function of K and L that anybody computes.
//
// Tuples are flat and their order counts. That a shared key is shared in both
// directions is part of equality. Two side conditions of 1990 are easy to forget: a
// principal learns nothing from a message of its own (message meaning, where the
// message says from whom it is), and a nonce verifies cleartext only.
package ban
