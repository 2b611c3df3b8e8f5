package commet_test

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSamples builds the samples of Commet's documentation as they stand, in a module of their own
// that uses a copy of this package, vendored as well; runs them; and sends them webhooks over HTTP.
func TestSamples(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	module := consumer(t)
	for _, sample := range []struct {
		name    string
		path    string
		refusal int
	}{
		{"overview", "/api/webhooks/commet", http.StatusUnauthorized},
		{"verify-by-hand", "/webhooks/commet", http.StatusForbidden},
	} {
		t.Run(sample.name, func(t *testing.T) {
			url := "http://" + start(t, module, sample.name) + sample.path
			for _, test := range []struct {
				name   string
				body   string
				header http.Header
				want   int
			}{
				{"signed", activated, signed(t, activated), http.StatusOK},
				{"an unknown event", `{"event":"x"}`, signed(t, `{"event":"x"}`), http.StatusOK},
				{"forged", activated + " ", signed(t, activated), sample.refusal},
				{"not signed", activated, nil, sample.refusal},
				{"empty", "", signed(t, activated), sample.refusal},
			} {
				request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(test.body))
				if err != nil {
					t.Fatal(err)
				}
				request.Header = test.header
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				equal(t, response.StatusCode, test.want, test.name)
			}
		})
	}
}

// consumer gives the directory of a module with a program for each sample.
func consumer(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	library, module := filepath.Join(root, "commet-go"), filepath.Join(root, "consumer")
	if err := os.CopyFS(library, os.DirFS(".")); err != nil {
		t.Fatal(err)
	}
	samples, err := filepath.Glob("testdata/samples/*.txt")
	if err != nil || len(samples) == 0 {
		t.Fatalf("there are no samples: %v", err)
	}
	for _, path := range samples {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// A sample is imports and statements; a program has a function around those.
		imports, statements, _ := bytes.Cut(text, []byte("\n)\n"))
		program := string(imports) + "\n)\n\nfunc main() {\n" + string(statements) +
			"\tpanic(http.ListenAndServe(os.Getenv(\"ADDRESS\"), nil))\n}\n"
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		write(t, filepath.Join(module, name, "main.go"), "package main\n\n"+program)
	}
	write(t, filepath.Join(module, "go.mod"), "module example.com/consumer\n\ngo 1.24\n\n"+
		"require github.com/commet/commet-go v0.0.0\n\nreplace github.com/commet/commet-go => ../commet-go\n")
	run(t, module, "go", "vet", "-mod=mod", "./...")
	run(t, module, "go", "mod", "vendor")
	run(t, module, "go", "build", "-mod=vendor", "-o", "bin/", "./...")
	return module
}

// start runs a program and gives its address.
func start(t *testing.T, module, name string) string {
	t.Helper()
	address := freeAddress(t)
	program := exec.Command(filepath.Join(module, "bin", name))
	program.Env = append(os.Environ(), "ADDRESS="+address, "COMMET_WEBHOOK_SECRET="+secret, "COMMET_API_KEY=")
	program.Stderr = os.Stderr
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		program.Process.Kill()
		program.Wait()
	})
	waitFor(t, address)
	return address
}

// freeAddress gives one on the loopback interface that nobody uses.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func waitFor(t *testing.T, address string) {
	t.Helper()
	for range 500 {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nobody listens at %s", address)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, directory string, command ...string) {
	t.Helper()
	process := exec.Command(command[0], command[1:]...)
	process.Dir = directory
	process.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=off")
	if output, err := process.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, output)
	}
}
