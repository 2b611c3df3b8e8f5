// Receives the webhooks of Commet and CREEM, with net/http:
//
//	go get github.com/commet/commet-go
//	COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… go run .
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

func main() {
	if err := run(); err != nil {
		slog.Error("the receiver has stopped", "error", err)
		os.Exit(1)
	}
}

func run() error {
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()

	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{
		Addr:        "127.0.0.1:" + port,
		Handler:     routes(newAccess(), os.Getenv("COMMET_WEBHOOK_SECRET"), os.Getenv("CREEM_WEBHOOK_SECRET")),
		ReadTimeout: 10 * time.Second,
	}
	go func() {
		<-stop.Done()
		// Let what is being handled come to its end.
		deadline, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(deadline); err != nil {
			slog.Error("shutting down", "error", err)
		}
	}()
	slog.Info("listening on http://" + server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func routes(access *access, commetSecret, creemSecret string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /webhooks/commet", commet.Handler(commetSecret, commet.OnEvent(access.receive)))
	mux.Handle("POST /webhooks/creem", creem.Handler(creemSecret, commet.OnEvent(access.receive)))
	return mux
}

// receive handles an event that is authentic; everything else has been refused. An error would be
// answered with 500, and the provider would send the event again.
func (a *access) receive(ctx context.Context, event *commet.Event) error {
	what := event.Type + " as " + event.IdempotencyKey()
	if !a.first(event) {
		slog.InfoContext(ctx, "repeated "+what)
		return nil
	}
	switch data := event.Data.(type) {
	case *commet.SubscriptionActivated:
		a.set(data.CustomerID, true)
	case *commet.SubscriptionCanceled:
		a.set(data.CustomerID, false)
	case *commet.PaymentFailed:
		slog.InfoContext(ctx, "remind "+data.CustomerID)
	case *creem.SubscriptionPaid:
		a.set(customer(data.Customer), true)
	case *creem.SubscriptionExpired:
		a.set(customer(data.Customer), false)
	case *commet.Unknown:
		// Newer than this program, perhaps. Its data is all there: event.RawData().
		slog.WarnContext(ctx, "untyped "+what, "reason", data.Reason)
		return nil
	}
	slog.InfoContext(ctx, "handled "+what)
	return nil
}

// customer gives the id of a customer, which is sent as an object, or as just its id.
func customer(sent *creem.Expandable[creem.Customer]) string {
	switch {
	case sent == nil:
		return ""
	case sent.Object != nil:
		return sent.Object.ID
	default:
		return sent.ID
	}
}
