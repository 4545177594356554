package cost

import (
	"bytes"
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"emrproof/bench"
	"emrproof/bench/timing"
	"emrproof/reports/table"
)

// curveInks are the colours of the curves. They are told apart by colour-blind readers too
// (Okabe and Ito).
var curveInks = []color.Color{color.RGBA{0, 114, 178, 255}, color.RGBA{213, 94, 0, 255},
	color.RGBA{0, 158, 115, 255}, color.RGBA{204, 121, 167, 255}, color.RGBA{230, 159, 0, 255},
	color.RGBA{86, 180, 233, 255}}

const plotWidth, plotHeight = 16 * vg.Centimeter, 9 * vg.Centimeter

// Plots returns the measurements as pictures. The same measurements give the same bytes.
func (m *Timings) Plots() ([]Plot, error) {
	r := m.Results
	plots := []func(*timing.Results) (*picture, error){table4Plot, sharesPlot, travelPlot, ratesPlot}
	if r.Record != "" {
		plots = append(plots, recordsPlot)
	}
	if r.Certificate != "" {
		plots = append(plots, certificatesPlot)
	}
	var all []Plot
	for _, make := range plots {
		p, err := make(r)
		if err != nil {
			return nil, err
		}
		svg, err := p.svg()
		if err != nil {
			return nil, err
		}
		all = append(all, Plot{Title: p.Title.Text, Text: p.text, SVG: svg,
			File: table.Slug(p.Title.Text) + ".svg"})
	}
	return all, nil
}

// A Plot is a picture with its name, its title, and a text that describes it for readers who
// cannot see it. Its SVG may neither load nor run anything.
type Plot struct {
	Title, Text string
	SVG         []byte
	File        string // what a file with it is called
}

// A picture is a plot that is being drawn, with the text that describes it.
type picture struct {
	*plot.Plot
	text   string
	curves int
}

func newPicture(title, x, y, text string) *picture {
	p := &picture{Plot: plot.New(), text: text}
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Legend.Top, p.Legend.Left = true, true
	p.Title.Padding = vg.Points(6)
	return p
}

func (p *picture) svg() ([]byte, error) {
	canvas := vgsvg.New(plotWidth, plotHeight)
	p.Draw(draw.New(canvas))
	var b bytes.Buffer
	_, err := canvas.WriteTo(&b)
	return b.Bytes(), err
}

// curve adds a curve to the picture: points with a line through them.
func (p *picture) curve(name string, points plotter.XYs) error {
	line, dots, err := plotter.NewLinePoints(points)
	if err != nil {
		return err
	}
	ink := curveInks[p.curves%len(curveInks)]
	p.curves++
	line.Color, dots.Color, line.Width = ink, ink, vg.Points(1.5)
	dots.Shape, dots.Radius = draw.CircleGlyph{}, vg.Points(2)
	p.Add(line, dots)
	if name != "" {
		p.Legend.Add(name, line, dots)
	}
	return nil
}

// A spread is a list of points with an interval for each.
type spread struct {
	plotter.XYs
	plotter.YErrors
}

// intervals adds the error bars of measured quantities.
func (p *picture) intervals(xs []float64, qs []timing.Quantity) error {
	var s spread
	for i, q := range qs {
		s.XYs = append(s.XYs, plotter.XY{X: xs[i], Y: q.Median})
		s.YErrors = append(s.YErrors, struct{ Low, High float64 }{q.Median - q.Low, q.High - q.Median})
	}
	bars, err := plotter.NewYErrorBars(s)
	if err != nil {
		return err
	}
	p.Add(bars)
	return nil
}

// bars adds a bar with an interval for each name.
func (p *picture) bars(names []string, qs []timing.Quantity) error {
	var values plotter.Values
	var xs []float64
	for i, q := range qs {
		values = append(values, q.Median)
		xs = append(xs, float64(i))
	}
	bars, err := plotter.NewBarChart(values, vg.Points(28))
	if err != nil {
		return err
	}
	bars.Color, bars.LineStyle.Width = curveInks[0], 0
	p.Add(bars)
	p.NominalX(names...)
	p.Y.Min = 0
	return p.intervals(xs, qs)
}

func scaled(q timing.Quantity, by float64) timing.Quantity {
	return timing.Quantity{Median: q.Median / by, Low: q.Low / by, High: q.High / by}
}

func table4Plot(r *timing.Results) (*picture, error) {
	s := r.Suites[0]
	p := newPicture("Table 4 in milliseconds", "", "CPU time of all phases, ms",
		"Operations of Table 4, as its phases add up, times measured primitives of "+s.Suite+
			", and what was counted of the profiles; with 95 % intervals.")
	var names []string
	var qs []timing.Quantity
	for _, scheme := range bench.Schemes {
		names = append(names, scheme.Name)
		qs = append(qs, scaled(s.Schemes[scheme.Name][bench.Whole], 1e6))
	}
	for i := range r.Profiles {
		if one := &r.Profiles[i]; one.Suite == s.Suite {
			names = append(names, one.Profile)
			qs = append(qs, scaled(one.Session[bench.Whole].Counted, 1e6))
		}
	}
	return p, p.bars(names, qs)
}

func sharesPlot(r *timing.Results) (*picture, error) {
	one := &r.Profiles[0]
	p := newPicture("Share of each primitive", "", "% of a session", "Counts times primitives of one "+
		"session, "+first(r)+"; those under 0.1 % left out.")
	var names []string
	var qs []timing.Quantity
	for _, s := range one.Shares {
		if s.Share.Median < 0.001 {
			continue
		}
		names = append(names, s.Name)
		qs = append(qs, scaled(s.Share, 0.01))
	}
	return p, p.bars(names, qs)
}

// travelPlot draws, for each link whose delay varies, the share of sessions that are over by a
// given time.
func travelPlot(r *timing.Results) (*picture, error) {
	p := newPicture("End to end", "ms", "share of sessions done",
		"Sessions in virtual time, computing included, on links with jitter and loss.")
	p.X.Min, p.Y.Min, p.Y.Max = 0, 0, 1
	for i := range r.Profiles {
		one := &r.Profiles[i]
		if one.Suite != r.Suites[0].Suite {
			continue
		}
		for _, l := range one.Links {
			if len(l.Total) < 2 {
				continue
			}
			var points plotter.XYs
			for j, x := range l.Total {
				points = append(points, plotter.XY{X: x, Y: float64(j+1) / float64(len(l.Total))})
			}
			if err := p.curve(one.Profile+", "+l.Link.Name, points); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

func ratesPlot(r *timing.Results) (*picture, error) {
	p := newPicture("Runs per second", "workers", "runs per second",
		fmt.Sprintf("Worlds of one session, %s, on %d cores; with 95 %% intervals.", first(r),
			r.Machine.Cores))
	var points plotter.XYs
	var xs []float64
	var qs []timing.Quantity
	for _, one := range r.Rates {
		points = append(points, plotter.XY{X: float64(one.Workers), Y: one.Runs.Median})
		xs, qs = append(xs, float64(one.Workers)), append(qs, one.Runs)
	}
	if err := p.curve("", points); err != nil {
		return nil, err
	}
	p.Y.Min = 0
	return p, p.intervals(xs, qs)
}

func recordsPlot(r *timing.Results) (*picture, error) {
	p := newPicture("Cost by size of "+r.Record, "bytes of "+r.Record, "ms",
		"Computing a session, and sending it at the paper's peak rates, "+first(r)+".")
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	var curves [3]plotter.XYs
	for _, g := range r.Records {
		of4G, of5G := peakTimes(8 * g.Bytes)
		for i, ms := range []float64{g.CPU.Median / 1e6, float64(of4G) / 1e9, float64(of5G) / 1e9} {
			curves[i] = append(curves[i], plotter.XY{X: float64(g.Size), Y: math.Max(ms, 1e-6)})
		}
	}
	for i, name := range []string{"computing", "4G, 100 Mbps", "5G, 20 Gbps"} {
		if err := p.curve(name, curves[i]); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func certificatesPlot(r *timing.Results) (*picture, error) {
	p := newPicture("Bits of a session by those of "+r.Certificate, "bits of "+r.Certificate,
		"bits of a session", "The messages of "+r.Profiles[0].Profile+
			" under the default lengths, but for "+r.Certificate+".")
	var points plotter.XYs
	for _, one := range r.CertificateBits {
		points = append(points, plotter.XY{X: float64(one[0]), Y: float64(one[1])})
	}
	return p, p.curve("", points)
}
