// A receiver of Commet's and CREEM's webhooks:
//
//	COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… go run .
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
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
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()

	address := os.Getenv("ADDRESS")
	if address == "" {
		address = "127.0.0.1:8080"
	}
	server := &http.Server{
		Addr:        address,
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
	slog.Info("listening", "address", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func routes(access *access, commetSecret, creemSecret string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /webhooks/commet", commet.Handler(commetSecret,
		commet.OnSubscriptionActivated(func(_ context.Context, event *commet.Event, data *commet.SubscriptionActivated) error {
			return access.set(event, data.CustomerID, true)
		}),
		commet.OnSubscriptionCanceled(func(_ context.Context, event *commet.Event, data *commet.SubscriptionCanceled) error {
			return access.set(event, data.CustomerID, false)
		}),
		commet.OnEvent(logEvent),
	))
	mux.Handle("POST /webhooks/creem", creem.Handler(creemSecret,
		creem.OnGrantAccess(func(_ context.Context, event *commet.Event, data *creem.Subscription) error {
			return access.set(event, data.ID, true)
		}),
		creem.OnRevokeAccess(func(_ context.Context, event *commet.Event, data *creem.Subscription) error {
			return access.set(event, data.ID, false)
		}),
		commet.OnEvent(logEvent),
	))
	return mux
}

func logEvent(ctx context.Context, event *commet.Event) error {
	slog.InfoContext(ctx, "webhook", "event", event.Type, "key", event.IdempotencyKey(), "mode", event.Mode)
	return nil
}
