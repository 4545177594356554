package timing

import "emrproof/sim/delay"

// allLinks are the links that the communication table is made for: those that come with
// the simulator, whose rates are peaks, and a 4G and a 5G link as a user finds them: the
// rate that 95 % of users get in a loaded cell, the way through the operator's network
// beside the radio, a wait for the next radio frame, and the loss that is asked of them
// for data.
func allLinks() []delay.Link {
	return append(delay.Links()[1:],
		delay.Link{Name: "4g typical", BitsPerSecond: 10e6, Delay: 30e6, Jitter: 10e6, LossPPM: 1,
			Resend: 1e9,
			Source: "10 Mbps: user experienced data rate of IMT-Advanced, ITU-R M.2083; " +
				"10 ms + 20 ms: ITU-R M.2134 and the core's share, 3GPP TS 23.203, table 6.1.7; " +
				"0 to 10 ms: a radio frame, 3GPP TS 36.211; loss 1 in a million: TS 23.203, QCI 8; " +
				"sent again after 1 s: RFC 6298"},
		delay.Link{Name: "5g typical", BitsPerSecond: 100e6, Delay: 24e6, Jitter: 10e6, LossPPM: 1,
			Resend: 1e9,
			Source: "100 Mbps: user experienced data rate of IMT-2020, ITU-R M.2410; " +
				"4 ms + 20 ms: ITU-R M.2410 and the core's share, 3GPP TS 23.501, table 5.7.4-1; " +
				"0 to 10 ms: a radio frame, 3GPP TS 38.211; loss 1 in a million: TS 23.501, 5QI 8; " +
				"sent again after 1 s: RFC 6298"})
}
