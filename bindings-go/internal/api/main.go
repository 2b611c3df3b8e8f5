// Command api prints the declarations that packages export: api DIRECTORY…
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"sort"
	"strings"
)

func main() {
	for _, directory := range os.Args[1:] {
		if err := exported(directory); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// exported prints what a package exports, sorted.
func exported(directory string) error {
	files := token.NewFileSet()
	packages, err := parser.ParseDir(files, directory, func(file fs.FileInfo) bool {
		return !strings.HasSuffix(file.Name(), "_test.go")
	}, 0)
	if err != nil {
		return err
	}
	for name, parsed := range packages {
		var lines []string
		for _, file := range parsed.Files {
			ast.FileExports(file)
			for _, declaration := range file.Decls {
				lines = append(lines, declared(files, declaration)...)
			}
		}
		sort.Strings(lines)
		fmt.Printf("package %s\n\n%s\n", name, strings.Join(lines, "\n"))
	}
	return nil
}

// declared gives the text of each thing that a declaration declares.
func declared(files *token.FileSet, declaration ast.Decl) []string {
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		declaration.Body = nil
		return []string{text(files, declaration)}
	case *ast.GenDecl:
		if declaration.Tok == token.IMPORT {
			return nil
		}
		var lines []string
		for _, spec := range declaration.Specs {
			if value, is := spec.(*ast.ValueSpec); is && declaration.Tok == token.VAR {
				// How a variable gets its value is nobody's concern; its type follows from that, though.
				if value.Type != nil {
					value.Values = nil
				}
			}
			lines = append(lines, declaration.Tok.String()+" "+text(files, spec))
		}
		return lines
	}
	return nil
}

func text(files *token.FileSet, node any) string {
	var into strings.Builder
	if err := (&printer.Config{Mode: printer.UseSpaces, Tabwidth: 4}).Fprint(&into, files, node); err != nil {
		panic(err)
	}
	return into.String()
}
