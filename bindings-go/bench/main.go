// Compares the package with what its users would otherwise use, in one interleaved run: single
// times say little on a shared machine, ratios within a round do.
package main

import (
	"fmt"
	"log"
	"slices"
	"time"
)

const (
	rounds = 41
	// Calls of each contender in a round.
	calls = 800
)

func main() {
	log.SetFlags(0)
	for _, alphabet := range []struct{ title, name string }{
		{"ASCII", "Acme Corporation, Inc."},
		{"non-ASCII", "Café Zoë 株式会社"},
	} {
		for _, shape := range shapes {
			requests := make([]request, shape.count)
			for number := range requests {
				requests[number] = sign(shape.body(number, alphabet.name))
			}
			compare(shape.name+", "+alphabet.title, requests)
		}
	}
}

// compare prints the median time of each contender, and the medians of the ratios of its times to
// those of each of ours in the same round.
func compare(title string, requests []request) {
	times := make([][]float64, len(contenders))
	for round := range rounds + 1 {
		for number, contender := range contenders {
			took := measure(contender, requests)
			if round > 0 { // the first one warms up
				times[number] = append(times[number], took)
			}
		}
	}
	fmt.Printf("\n%-44s %10s", title, "ns/call")
	for _, contender := range contenders {
		if contender.ours {
			fmt.Printf(" %18s", "/ "+contender.name)
		}
	}
	fmt.Println()
	for number, contender := range contenders {
		fmt.Printf("%-44s %10.0f", contender.name, median(times[number]))
		for other := range contenders {
			if contenders[other].ours {
				fmt.Printf(" %18.2f", medianRatio(times[number], times[other]))
			}
		}
		fmt.Println()
	}
}

// measure gives the nanoseconds that a call takes.
func measure(contender contender, requests []request) float64 {
	repeats := calls / len(requests)
	start := time.Now()
	for range repeats {
		for index := range requests {
			if err := contender.receive(&requests[index]); err != nil {
				log.Fatalf("%s: %v", contender.name, err)
			}
		}
	}
	return float64(time.Since(start).Nanoseconds()) / float64(repeats*len(requests))
}

func median(values []float64) float64 {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

func medianRatio(numerators, denominators []float64) float64 {
	ratios := make([]float64, len(numerators))
	for index := range ratios {
		ratios[index] = numerators[index] / denominators[index]
	}
	return median(ratios)
}
