// Command schemas writes the JSON Schemas of Traefik's static and dynamic configuration.
//
// It is compiled once per Traefik version against that version's own Go types (see run.js), walks them by
// reflection, and so says exactly what that version's file loader knows.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"log"
	"os"
	"path/filepath"
	"reflect"

	"github.com/traefik/traefik/v3/cmd"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

const draft = "https://json-schema.org/draft/2020-12/schema"

func main() {
	minor := flag.String("minor", "", "minor version, such as 3.7")
	module := flag.String("module", "", "version of the Traefik module, such as v3.7.13")
	source := flag.String("source", "", "directory of the Traefik module, for its doc comments")
	later := flag.String("later", "", "directory of what newer patches add, see later.go")
	out := flag.String("out", "", "directory to write into")
	flag.Parse()

	docs := newDocs(*source)
	roots := []struct {
		name, title string
		value       any
	}{
		{"dynamic", "Traefik dynamic configuration", &dynamic.Configuration{}},
		// Not static.Configuration: the command adds configFile and the defaults of the root.
		{"static", "Traefik static configuration", cmd.NewTraefikConfiguration()},
	}
	for _, root := range roots {
		w := newWalker(docs)
		schema := w.root(reflect.ValueOf(root.value).Elem())
		schema.Schema = draft
		schema.ID = "traefik-v" + *minor + "/" + root.name
		schema.Title = root.title + " " + *minor
		schema.TraefikVersion = *minor
		schema.TraefikModule = *module
		if err := addLater(*later, *minor, root.name, schema); err != nil {
			log.Fatal(err)
		}
		if err := write(filepath.Join(*out, root.name+".schema.json"), schema); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, schema *Schema) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text.Bytes(), 0o644)
}
