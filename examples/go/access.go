package main

import (
	"log/slog"
	"sync"

	"github.com/commet/commet-go"
)

// access remembers who may come in, and which events were handled. A real one is two tables of a
// database, changed in one transaction.
type access struct {
	mutex   sync.Mutex
	handled map[string]bool
	granted map[string]bool
}

func newAccess() *access {
	return &access{handled: map[string]bool{}, granted: map[string]bool{}}
}

// first remembers an event, and tells whether it has not come before: providers deliver more than
// once.
func (a *access) first(event *commet.Event) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	key := event.IdempotencyKey()
	repeated := a.handled[key]
	a.handled[key] = true
	return !repeated
}

// set grants or revokes access.
func (a *access) set(who string, granted bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.granted[who] = granted
	slog.Info("access", "customer", who, "granted", granted)
}

func (a *access) has(who string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.granted[who]
}
