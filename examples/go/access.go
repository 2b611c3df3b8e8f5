package main

import (
	"sync"

	"github.com/commet/commet-go"
)

// access remembers who may come in. A real one is a table of a database, which is changed together
// with that of the handled events, in one transaction.
type access struct {
	mutex   sync.Mutex
	handled map[string]bool
	granted map[string]bool
}

func newAccess() *access {
	return &access{handled: map[string]bool{}, granted: map[string]bool{}}
}

// set grants or revokes access, once for each event: providers deliver more than once.
func (a *access) set(event *commet.Event, who string, granted bool) error {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if key := event.IdempotencyKey(); !a.handled[key] {
		a.handled[key] = true
		a.granted[who] = granted
	}
	return nil
}

func (a *access) has(who string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.granted[who]
}
