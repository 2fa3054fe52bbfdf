package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// addLater applies what a newer patch of the same minor version has and the module at hand lacks, because that
// patch is on no module proxy: later/<minor>.json, definitions by name. Properties join those of a definition that
// is there; null takes one away.
func addLater(folder, minor, root string, schema *Schema) error {
	text, err := os.ReadFile(filepath.Join(folder, minor+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	var later map[string]map[string]*Schema
	if err := json.Unmarshal(text, &later); err != nil {
		return err
	}
	for name, definition := range later[root] {
		known, ok := schema.Defs[name]
		if !ok {
			schema.Defs[name] = definition
			continue
		}
		for field, property := range definition.Properties {
			if property == nil {
				delete(known.Properties, field)
			} else {
				known.Properties[field] = property
			}
		}
	}
	return nil
}
