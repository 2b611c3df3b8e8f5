package commet_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestDocumentation makes a module of every page, as its reader would: installs this one by the page's
// commands; runs the tests that it shows; and if its program is a receiver, sends it webhooks over HTTP.
func TestDocumentation(t *testing.T) {
	if testing.Short() {
		t.Skip("builds modules")
	}
	proxy := t.TempDir()
	command(t, ".", os.Environ(), "./pack.sh", proxy)
	for _, page := range []struct {
		path     string
		receiver bool
		needs    string
	}{
		{"bindings-go/README.md", true, ""},
		{"docs/frameworks/net-http.md", true, ""},
		{"docs/frameworks/gin.md", true, "github.com/gin-gonic/gin@v1.10.1"},
		{"docs/migration/go.md", false, ""},
	} {
		t.Run(page.path, func(t *testing.T) {
			module := t.TempDir()
			do := func(arguments ...string) string { return command(t, module, nil, "go", arguments...) }
			do("mod", "init", "example.com/receiver")
			if page.needs != "" {
				do("get", page.needs)
			}
			install(t, module, proxy, blocks(t, page.path, "sh"))
			for number := 1; ; number++ {
				code, err := block(page.path, "go", strconv.Itoa(number))
				if err != nil {
					break
				}
				if !strings.HasPrefix(code, "package ") {
					code = "package main\n\n" + code
				}
				name := "part" + strconv.Itoa(number)
				if strings.Contains(code, `"testing"`) {
					name += "_test"
				}
				write(t, filepath.Join(module, name+".go"), code)
			}
			if !page.receiver {
				write(t, filepath.Join(module, "main.go"), "package main\n\nfunc main() {}\n")
			}
			if said := do("test", "-tags=nomsgpack", "-v", "."); !strings.Contains(said, "--- PASS") {
				t.Errorf("no test ran:\n%s", said)
			}
			if !page.receiver {
				return
			}
			do("build", "-tags=nomsgpack", "-o", "receiver", ".")
			url := "http://" + serve(t, filepath.Join(module, "receiver")) + "/webhooks/commet"
			const body = `{ "event":"payment.failed","mode":"live","data":{"customerId":"Zoë 🚀"}}`
			large := `{"event":"x","mode":"live","data":{"text":"` + strings.Repeat("x", 1<<20) + `"}}`
			for _, test := range []struct {
				body, signed string
				want         int
			}{
				{body, body, http.StatusOK},
				{`{"event":"brand.new","mode":"live","data":{}}`, `{"event":"brand.new","mode":"live","data":{}}`, http.StatusOK},
				{body, body + " ", http.StatusForbidden},
				{"[]", "[]", http.StatusBadRequest},
				{large, large, http.StatusRequestEntityTooLarge},
			} {
				request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(test.body))
				if err != nil {
					t.Fatal(err)
				}
				request.Header = signed(t, test.signed)
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				equal(t, response.StatusCode, test.want, page.path+": "+test.body)
			}
		})
	}
}

// block prints a block of a page and notes that it is run.
func block(arguments ...string) (string, error) {
	printing := exec.Command("../tests/blocks", arguments...)
	text, err := printing.Output()
	return string(text), err
}

func blocks(t *testing.T, arguments ...string) string {
	t.Helper()
	text, err := block(arguments...)
	if err != nil {
		t.Fatal(arguments, err)
	}
	return text
}

// serve runs a program and gives its address.
func serve(t *testing.T, path string) string {
	t.Helper()
	address := freeAddress(t)
	program := exec.Command(path)
	program.Env = append(os.Environ(), "PORT="+address[strings.LastIndexByte(address, ':')+1:], "COMMET_WEBHOOK_SECRET="+secret)
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

// install gives a module this one by the commands of a page, from a proxy that has it packed as for a release.
func install(t *testing.T, module, proxy, commands string) {
	t.Helper()
	// The cache is the proxy's own: nobody else's shall hold this version. What is built is what was unpacked there.
	cache := filepath.Join(proxy, "cache")
	variable := func(name string) string { return strings.TrimSpace(command(t, module, nil, "go", "env", name)) }
	others := "file://" + filepath.Join(variable("GOMODCACHE"), "cache", "download") + "," + variable("GOPROXY")
	environment := append(os.Environ(), "GOFLAGS=-modcacherw", "GOWORK=off", "GONOSUMDB=github.com/commet/*",
		"GOMODCACHE="+cache, "GOPROXY=file://"+proxy+","+others)
	command(t, module, environment, "sh", "-ec", commands)
	unpacked, err := filepath.Glob(filepath.Join(cache, "github.com", "commet", "commet-go@*"))
	if err != nil || len(unpacked) != 1 {
		t.Fatal(unpacked, err)
	}
	command(t, module, nil, "go", "mod", "edit", "-replace=github.com/commet/commet-go="+unpacked[0])
}

func command(t *testing.T, directory string, environment []string, name string, arguments ...string) string {
	t.Helper()
	process := exec.Command(name, arguments...)
	process.Dir, process.Env = directory, environment
	if environment == nil {
		process.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	}
	output, err := process.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
	}
	return string(output)
}
