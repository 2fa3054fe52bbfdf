package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

const traefik = "github.com/traefik/traefik/v3"

// docs finds the doc comments of Traefik's types and fields in its source.
type docs struct {
	source   string
	packages map[string]map[string]string
}

func newDocs(source string) *docs {
	return &docs{source: source, packages: map[string]map[string]string{}}
}

func (d *docs) ofType(t reflect.Type) string {
	return d.load(t.PkgPath())[t.Name()]
}

func (d *docs) ofField(owner reflect.Type, field string) string {
	return d.load(owner.PkgPath())[owner.Name()+"."+field]
}

func (d *docs) load(pkg string) map[string]string {
	if known, ok := d.packages[pkg]; ok {
		return known
	}
	found := map[string]string{}
	d.packages[pkg] = found
	inside, ok := strings.CutPrefix(pkg, traefik)
	if !ok {
		return found
	}
	files, _ := filepath.Glob(filepath.Join(d.source, inside, "*.go"))
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		collect(file, found)
	}
	return found
}

func collect(file *ast.File, found map[string]string) {
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		for _, spec := range general.Specs {
			typeSpec := spec.(*ast.TypeSpec)
			doc := typeSpec.Doc
			if doc == nil {
				doc = general.Doc
			}
			found[typeSpec.Name.Name] = prose(doc)
			structure, ok := typeSpec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					found[typeSpec.Name.Name+"."+name.Name] = prose(field.Doc)
				}
			}
		}
	}
}

// prose is a comment without the marks meant for code generators.
func prose(comment *ast.CommentGroup) string {
	var lines []string
	for _, line := range strings.Split(comment.Text(), "\n") {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "+") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
