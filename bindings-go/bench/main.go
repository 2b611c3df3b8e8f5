// Times the package and what its users would otherwise use: `make bench ONLY=go` in the project's root.
// Arguments and output are those of benches/src/measurements.rs.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

// turn is how many bytes a contender goes through in a turn, about.
const turn = 2_000_000

var kinds = []string{"small-ascii", "medium-ascii", "large-ascii", "small-unicode", "medium-unicode", "large-unicode"}

// peers are packages of others.
var peers = map[string]string{
	"github.com/standard-webhooks/standard-webhooks/libraries": "standardwebhooks",
	"github.com/svix/svix-webhooks":                            "svix",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: go run . BODIES ROUNDS")
	}
	rounds := must(strconv.Atoi(os.Args[2]))
	printFacts()
	for _, kind := range kinds {
		text := must(os.ReadFile(filepath.Join(os.Args[1], kind+".jsonl")))
		var requests []request
		for body := range bytes.Lines(text) {
			requests = append(requests, sign(kind, string(bytes.TrimSuffix(body, []byte("\n")))))
		}
		compare(kind, requests, max(1, turn/len(text)), rounds)
	}
}

func printFacts() {
	versions := map[string]string{}
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if peer, is := peers[module.Path]; is {
			versions[peer] = module.Version
		}
	}
	printLine(map[string]any{
		"runtime":  fmt.Sprintf("Go %s", runtime.Version()[len("go"):]),
		"versions": versions,
	})
}

func compare(kind string, requests []request, passes, rounds int) {
	times := make([][]float64, len(contenders))
	for round := range rounds + 1 {
		for number, contender := range contenders {
			took := measure(contender, requests, passes)
			if round > 0 { // the first one warms up
				times[number] = append(times[number], took)
			}
		}
	}
	for number, contender := range contenders {
		printLine(map[string]any{
			"bodies":       kind,
			"task":         contender.task,
			contender.role: contender.name,
			"ns":           times[number],
		})
	}
}

// measure gives the nanoseconds that a call takes.
func measure(contender contender, requests []request, passes int) float64 {
	// As `go test -bench` does: nobody pays for another's garbage.
	runtime.GC()
	start := time.Now()
	for range passes {
		for index := range requests {
			if err := contender.receive(&requests[index]); err != nil {
				log.Fatalf("%s: %v", contender.name, err)
			}
		}
	}
	return float64(time.Since(start).Nanoseconds()) / float64(passes*len(requests))
}

func printLine(line map[string]any) {
	fmt.Printf("%s\n", must(json.Marshal(line)))
}
