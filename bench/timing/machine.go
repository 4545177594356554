package timing

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// A Machine describes the machine that the measurements were made on.
type Machine struct {
	CPU      string  `json:"cpu"`
	Cores    int     `json:"cores"` // that Go uses
	System   string  `json:"system"`
	Go       string  `json:"go"`
	Governor string  `json:"governor,omitempty"` // of the processor's frequency, where shown
	MHz      float64 `json:"mhz,omitempty"`
	Load     float64 `json:"load"` // processes that wanted to run, over the last minute
}

// ThisMachine describes the machine as it is now. What the system does not show stays
// empty.
func ThisMachine() Machine {
	m := Machine{CPU: runtime.GOARCH, Cores: runtime.GOMAXPROCS(0),
		System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	for line := range strings.Lines(read("/proc/cpuinfo")) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "model name":
			m.CPU = value
		case "cpu MHz":
			mhz, _ := strconv.ParseFloat(value, 64)
			m.MHz = max(m.MHz, mhz)
		}
	}
	m.Governor = strings.TrimSpace(read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"))
	load, _, _ := strings.Cut(read("/proc/loadavg"), " ")
	m.Load, _ = strconv.ParseFloat(load, 64)
	return m
}

// read returns the text of a file of the system, or nothing.
func read(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return string(data)
}

// warnings say what may have disturbed measurements that began on the machine as it
// was in m and ended as it was in after.
func (m Machine) warnings(after Machine, made []series) []string {
	all := []string{}
	if m.Load > 0.5 {
		all = append(all, fmt.Sprintf("load %.2f before the measurements: other processes run", m.Load))
	}
	if m.Governor != "" && m.Governor != "performance" {
		all = append(all, "the processor's frequency is governed by "+m.Governor)
	}
	if m.Governor == "" {
		all = append(all, "the system does not show how the processor's frequency is governed")
	}
	if thisClock.step > 0 {
		all = append(all, fmt.Sprintf("the system counts CPU time in steps of %v", thisClock.step))
	}
	if m.MHz > 0 && math.Abs(after.MHz-m.MHz)/m.MHz > 0.05 {
		all = append(all, fmt.Sprintf("the processor ran at %.0f MHz before and at %.0f MHz after",
			m.MHz, after.MHz))
	}
	if ratio := interrupted(made); ratio > 1.05 {
		all = append(all, fmt.Sprintf("wall time is %.2f of CPU time: others used the same cores", ratio))
	}
	return all
}

// interrupted is by how much the wall clock ran ahead of the CPU time, as the median ratio of
// the two over the rounds. It shows what else ran on the same cores; 1.00 is nothing.
func interrupted(all []series) float64 {
	var ratios []float64
	for _, s := range all {
		for i := range s.cpu {
			if s.cpu[i] > 0 {
				ratios = append(ratios, s.wall[i]/s.cpu[i])
			}
		}
	}
	if ratios == nil {
		return 1
	}
	return median(ratios)
}
