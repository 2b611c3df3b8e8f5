package commet_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/commet/commet-go"
)

func TestConcurrency(t *testing.T) {
	webhooks, client := newWebhooks(t), newClient(t)
	event := receive(t, stateChanged)
	var group sync.WaitGroup
	for worker := range 16 {
		group.Add(1)
		go func() {
			defer group.Done()
			customer := fmt.Sprintf("user_%d", worker)
			body := strings.Replace(activated, "user_1", customer, 1)
			header := signed(t, body)
			for range 200 {
				received, err := webhooks.Receive([]byte(body), header)
				if err != nil {
					t.Error(err)
					return
				}
				equal(t, received.Data.(*commet.SubscriptionActivated).CustomerID, customer, "CustomerID")
				signature := header.Get(commet.SignatureHeader)
				if client.Webhooks.Verify(body, signature, customer) {
					t.Error("another secret was taken")
				}
				payload, err := client.Webhooks.VerifyAndParse(body, signature, secret)
				if err != nil {
					t.Error(err)
					return
				}
				equal(t, payload["data"].(map[string]any)["customerId"], any(customer), "customerId")
				if _, err := webhooks.Receive([]byte(body+" "), header); err == nil {
					t.Error("a forged body was received")
				}
				equal(t, event.Data.(*commet.CustomerStateChanged).Features.Slice()[1].(*commet.FeatureAccessFlat).Code, "old", "Code")
				equal(t, event.Raw()["event"], any(event.Type), "event")
			}
		}()
	}
	group.Wait()
}

// TestMemory makes a million calls of each kind, and wants the process to be as large as before.
func TestMemory(t *testing.T) {
	calls := 1_000_000
	if testing.Short() {
		calls = 20_000
	}
	webhooks, client, header := newWebhooks(t), newClient(t), signed(t, activated)
	signature, turn := header.Get(commet.SignatureHeader), 0
	for name, call := range map[string]func() error{
		"VerifyAndParse": func() error {
			_, err := client.Webhooks.VerifyAndParse(activated, signature, secret)
			return err
		},
		"secrets in turn": func() error {
			// Every other call has a secret prepared, and the next lets it go.
			turn++
			if client.Webhooks.Verify(activated, signature, []string{secret, "whsec_other"}[turn/2%2]) != (turn/2%2 == 0) {
				return os.ErrInvalid
			}
			return nil
		},
		"Receive": func() error {
			_, err := webhooks.Receive([]byte(activated), header)
			return err
		},
		"refused": func() error {
			if _, err := webhooks.Receive([]byte(activated+" "), header); err == nil {
				return os.ErrInvalid
			}
			return nil
		},
		"NewWebhooks": func() error {
			_, err := commet.NewWebhooks(secret)
			return err
		},
		"Sign": func() error {
			_, err := client.Webhooks.Sign(activated, secret)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			var before int
			for number := range calls {
				if number == calls/10 {
					before = residentPages(t)
				}
				if err := call(); err != nil {
					t.Fatal(err)
				}
			}
			runtime.GC()
			// The garbage collector's own swing, up to 19 MB on a busy machine; a leak is 58 MB and more.
			const tolerance = 36 << 20
			if grown := (residentPages(t) - before) * os.Getpagesize(); grown > tolerance {
				t.Errorf("the process has grown by %d bytes", grown)
			}
		})
	}
}

func residentPages(t *testing.T) (pages int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("this system does not say how large a process is")
	}
	var size int
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}
