package commet

// Access is what an event says of the customer's access to what they pay for; empty if it says
// nothing of it.
type Access string

// What an event may say: by the subscription's status for Commet, by the event for CREEM.
const (
	// AccessGranted: paid for or on trial.
	AccessGranted Access = "granted"
	// AccessGrace: a payment is overdue, and the customer is let in while the provider retries.
	AccessGrace Access = "grace"
	// AccessDenied: not, or no longer, paid for.
	AccessDenied Access = "denied"
)

// accesses are in the order of the tape.
var accesses = [...]Access{"", AccessGranted, AccessGrace, AccessDenied}

// Grants tells whether to let the customer in: yes when granted and in the grace period. It is not
// stated where the event says nothing of access.
func (a Access) Grants() (granted, stated bool) {
	return a == AccessGranted || a == AccessGrace, a != ""
}
