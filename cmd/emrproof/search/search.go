// Package search is the verb search: its flags, its progress, and when it ends.
package search

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/attacks/search"
	"emrproof/attacks/search/symbolic"
	"emrproof/attacks/search/threats"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/model"
	"emrproof/model/input"
	"emrproof/reports"
)

// searchFlags are the flags of the verb search.
type searchFlags struct {
	described string // as the flag --profile gives it
	options   []string
	claims    []string
	instances []string
	corrupt   []string
	steal     []string
	states    int
	minutes   int
	workers   int
	save      string
	format    string
	now       func() time.Time
}

// New returns the verb search.
func New() *cobra.Command {
	f := searchFlags{now: time.Now}
	c := &cobra.Command{
		Use:   "search",
		Short: "all runs within a bound, with messages of any size, for violations of claims",
		RunE:  func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.register(c.Flags())
	return c
}

func (f *searchFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	cli.ProfileFlag(fs, &f.described, cli.DefaultProfile, "")
	cli.OptionFlag(fs, &f.options, "")
	fs.StringArrayVar(&f.claims, "claim", nil, "the `ID` of a claim, as show lists it; again for "+
		"more; none: all")
	fs.StringSliceVar(&f.instances, "instances", nil, "at most so many instances of roles: a "+
		"`LIST` such as 5, or P=2,D=2 for those of parties, or both")
	fs.StringSliceVar(&f.corrupt, "corrupt", nil, "a principal of each of these `PARTIES` is "+
		"corrupt, such as P,D, or "+nobodyCorrupt+"; else one after another, and two of them")
	fs.StringSliceVar(&f.steal, "steal", nil, "what the adversary has of honest principals, under "+
		"each threat: a `LIST` such as P.keys,D.device")
	fs.IntVar(&f.states, "states", 0, "visit at most `N` states, in all; 0: no limit")
	fs.IntVar(&f.minutes, "minutes", 0, "end after about `M` minutes; 0: never, but after 1 where "+
		"neither instances nor states are given")
	fs.IntVar(&f.workers, "workers", 0, "`N` workers at a time, 0 for one per core")
	fs.StringVar(&f.save, "save", "", "write what is found to a `DIR`, for replay")
	cli.FormatFlag(fs, &f.format)
}

// nobodyCorrupt is the value of the flag --corrupt for an outsider.
const nobodyCorrupt = "nobody"

func (f *searchFlags) run(c *cobra.Command) error {
	q, err := f.question(&cli.Inputs{Stdin: c.InOrStdin()})
	if err != nil {
		return cli.Usage(err)
	}
	w := cli.NewWork(c, nil)
	defer w.End()
	begun := f.now()
	h := &hunt{c: c, f: f, w: w}
	h.watch()
	q.Watch = func(states int) bool {
		h.steps(states)
		return w.Interrupted() || f.minutes > 0 &&
			f.now().Sub(begun) >= time.Duration(f.minutes)*time.Minute
	}
	if h.Search.Search, err = threats.Ask(q); err != nil {
		return cli.Usage(err)
	}
	h.Saved = map[*search.Answer]string{}
	if f.save != "" {
		if err := os.MkdirAll(f.save, 0o777); err != nil {
			return files.Error("--save", f.save, err)
		}
	}
	for h.Open() && !h.Stopped() {
		if err := h.Deepen(h.begin, h.found); err != nil {
			return err
		}
	}
	h.end()
	h.Again = cli.Again(c.Flags(), "search")
	if f.format == "json" {
		err = h.JSON(c.OutOrStdout())
	} else {
		h.Time = f.now().Sub(begun).Round(time.Millisecond).String()
		err = h.Text(c.OutOrStdout(), cli.Ink(c))
	}
	switch {
	case err != nil:
		return err
	case w.Interrupted():
		return cli.ErrInterrupted
	case h.Violated():
		return cli.ErrDiffers
	}
	return nil
}

// question reads the flags.
func (f *searchFlags) question(in *cli.Inputs) (q search.Question, err error) {
	if err = cmp.Or(cli.OneOf("format", f.format, cli.Formats), cli.AtLeast("states", f.states, 0),
		cli.AtLeast("minutes", f.minutes, 0), cli.AtLeast("workers", f.workers, 0)); err != nil {
		return q, err
	}
	if f.save == cli.Dash {
		return q, errors.New("--save -: what is found goes to a folder: want its name")
	}
	profile, err := cli.Running(in, f.described)
	if err != nil {
		return q, err
	}
	p, err := cli.Described(profile, f.options)
	if err != nil {
		return q, err
	}
	q = search.Question{Profile: profile, Options: f.options, Claims: f.claims, Workers: f.workers}
	if q.Bound, err = bound(p, f.instances); err != nil {
		return q, err
	}
	q.States = f.states
	if len(f.instances) == 0 && f.states == 0 && f.minutes == 0 {
		f.minutes = 1
	}
	if q.Corrupt, err = corrupt(p, f.corrupt); err != nil {
		return q, err
	}
	if q.Steal, err = thefts(p, f.steal); err != nil {
		return q, err
	}
	for _, id := range f.claims {
		if err := claimed(p, id); err != nil {
			return q, err
		}
	}
	return q, nil
}

// bound reads how many instances there are at most: a number, and elements such as P=3. Without
// the number, parties that are not named have none.
func bound(p *model.Protocol, elements []string) (b search.Bound, err error) {
	var of []string
	for _, e := range elements {
		if strings.Contains(e, "=") {
			of = append(of, e)
			continue
		}
		n, err := strconv.Atoi(e)
		switch {
		case err != nil:
			return b, fmt.Errorf("--instances %q: want a whole number, or party=number, such as %s=2",
				e, p.Parties[0].Party)
		case n < 1:
			return b, fmt.Errorf("--instances %d: want 1 or more", n)
		case b.Instances > 0:
			return b, fmt.Errorf("--instances %s: want one number without a party", strings.Join(elements,
				","))
		}
		b.Instances = n
	}
	if len(of) == 0 {
		return b, nil
	}
	if b.Of, err = cli.Size("--instances", p, of); err != nil || b.Instances > 0 {
		return b, err
	}
	for _, m := range p.Parties {
		b.Instances += b.Of[m.Party]
		if b.Of[m.Party] == 0 {
			b.Of[m.Party] = 0
		}
	}
	return b, nil
}

// corrupt reads of which parties a principal is corrupt; nil: the flag does not say.
func corrupt(p *model.Protocol, names []string) ([]model.Party, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all := []model.Party{}
	if len(names) == 1 && names[0] == nobodyCorrupt {
		return all, nil
	}
	for _, name := range names {
		switch party := model.Party(name); {
		case name == nobodyCorrupt:
			return nil, fmt.Errorf("--corrupt: %s is there beside a party: want one or the other",
				nobodyCorrupt)
		case p.Member(party) == nil:
			return nil, cli.NoParty("--corrupt", p, name)
		case slices.Contains(all, party):
			return nil, fmt.Errorf("--corrupt: %s is there twice", name)
		default:
			all = append(all, party)
		}
	}
	return all, nil
}

// thefts reads what is stolen: a party, a dot, and what of it.
func thefts(p *model.Protocol, elements []string) (all []symbolic.Theft, err error) {
	for _, e := range elements {
		name, what, ok := strings.Cut(e, ".")
		switch {
		case !ok || what == "":
			return nil, fmt.Errorf("--steal %q: want party.what, such as %s.keys", e,
				p.Parties[0].Party)
		case p.Member(model.Party(name)) == nil:
			return nil, cli.NoParty("--steal", p, name)
		}
		all = append(all, symbolic.Theft{Party: model.Party(name), What: what})
	}
	return all, nil
}

// claimed refuses the id of a claim that a description does not have.
func claimed(p *model.Protocol, id string) error {
	var ids []string
	for _, c := range p.Claims {
		if c.ID == id {
			return nil
		}
		ids = append(ids, c.ID)
	}
	err := fmt.Errorf("--claim %q: want one of %s", id, strings.Join(ids, "; "))
	if near := input.Nearest(id, ids); near != "" {
		return cli.Usage(err, fmt.Sprintf("did you mean %q?", near))
	}
	return cli.Usage(err)
}

// A hunt is a search that is going on, with its progress.
type hunt struct {
	reports.Search
	c     *cobra.Command
	f     *searchFlags
	w     *cli.Work
	where atomic.Value // in words: in which runs

	steps func(int) // notes that states were visited
	end   func()
}

// watch begins to show the progress, until end is called.
func (h *hunt) watch() {
	h.steps, h.end = h.w.Watch(func(done int, took time.Duration) string {
		return fmt.Sprintf("%d states, %.0f a second, %s", done,
			float64(done)/max(took.Seconds(), 0.001), h.where.Load())
	})
}

// begin notes in which runs is searched.
func (h *hunt) begin(t *threats.Threat) {
	h.where.Store(fmt.Sprintf("in runs of %d instances, %s", t.Bound()+1, t.Name))
}

// found shows what was found, and saves it.
func (h *hunt) found(finding *threats.Finding) error {
	h.end()
	defer h.watch()
	if h.f.save != "" {
		err := h.Save(finding, h.f.save, func(name string, trace []byte) error {
			return os.WriteFile(name, trace, 0o666)
		})
		if err != nil {
			return files.Error("--save", h.f.save, err)
		}
	}
	if h.f.format == "json" {
		return nil
	}
	return h.Finding(h.c.OutOrStdout(), cli.Ink(h.c), finding)
}
