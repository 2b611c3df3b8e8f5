// Receives webhooks and prints whatever Go shows of errors and verifiers: see tests/hardening of the
// project.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"time"

	"github.com/commet/commet-go"
)

func main() {
	var kept *commet.Webhooks
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if err := answer(lines.Bytes(), &kept); err != nil {
			log.Fatal(err)
		}
		// What has gone is freed by the collector, in a goroutine of its own.
		for range 3 {
			runtime.GC()
			time.Sleep(5 * time.Millisecond)
		}
		fmt.Println("done")
	}
	runtime.KeepAlive(kept)
}

func answer(line []byte, kept **commet.Webhooks) error {
	fields := bytes.SplitN(line, []byte(" "), 4)
	command, secret, signature, body := string(fields[0]), string(fields[1]), string(fields[2]), fields[3]
	if command == "drop" {
		*kept = nil
		return nil
	}
	if secret == "-" {
		secret = " "
	}
	if signature == "-" {
		signature = ""
	}
	fmt.Printf("%v\n", commet.Handler(secret))
	client, err := commet.New("")
	if err != nil {
		return err
	}
	fmt.Println(client.Webhooks.Verify(string(body), signature, secret))
	_, err = client.Webhooks.VerifyAndParse(string(body), signature, secret)
	fmt.Printf("%v %+v %#v\n", err, err, err)
	webhooks, err := commet.NewWebhooks(secret, commet.WithMode("live"), commet.WithMaxAge(time.Hour),
		commet.WithMaxBodyBytes(2000), commet.WithClock(func() time.Time {
			return time.Date(2026, 3, 25, 14, 30, 0, 0, time.UTC)
		}))
	if err == nil {
		fmt.Printf("%v %+v %#v\n", webhooks, webhooks, webhooks)
		header := http.Header{}
		header.Set("X-Commet-Signature", signature)
		header.Set("X-Commet-Event", "payment.failed")
		_, err = webhooks.Receive(body, header)
	}
	var refused *commet.Error
	if errors.As(err, &refused) {
		fmt.Printf("%s\n%v\n%+v\n%#v\n", refused.Code, err, err, *refused)
		return nil
	}
	fmt.Println("ok")
	if command == "keep" {
		*kept = webhooks
	}
	return err
}
