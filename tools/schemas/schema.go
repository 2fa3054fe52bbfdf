package main

// Schema is the part of JSON Schema 2020-12 that the output uses, and its own x- words; the order of the fields
// is the order in the files.
type Schema struct {
	Schema         string             `json:"$schema,omitempty"`
	ID             string             `json:"$id,omitempty"`
	Title          string             `json:"title,omitempty"`
	TraefikVersion string             `json:"x-traefik-version,omitempty"`
	TraefikModule  string             `json:"x-traefik-module,omitempty"`
	Ref            string             `json:"$ref,omitempty"`
	Description    string             `json:"description,omitempty"`
	Type           []string           `json:"type,omitempty"`
	Enum           []any              `json:"enum,omitempty"`
	Pattern        string             `json:"pattern,omitempty"`
	Format         string             `json:"format,omitempty"`
	Minimum        any                `json:"minimum,omitempty"`
	Maximum        any                `json:"maximum,omitempty"`
	Items          *Schema            `json:"items,omitempty"`
	MinProperties  int                `json:"minProperties,omitempty"`
	Properties     map[string]*Schema `json:"properties,omitzero"`
	Additional     any                `json:"additionalProperties,omitempty"`
	Default        any                `json:"default,omitempty"`
	GoName         string             `json:"x-go-name,omitempty"`
	GoType         string             `json:"x-go-type,omitempty"`
	AllowEmpty     bool               `json:"x-allow-empty,omitempty"`
	Hidden         bool               `json:"x-hidden,omitempty"`
	SetsDefaults   bool               `json:"x-sets-defaults,omitempty"`
	Defs           map[string]*Schema `json:"$defs,omitempty"`
}

func ref(name string) string { return "#/$defs/" + name }

// An object, or nothing: Traefik drops what is null.
var objectOrNull = []string{"object", "null"}

// Plain values are possible where a struct stands, too: Traefik then sees an empty struct, or none.
var structOrPlain = []string{"object", "string", "number", "boolean", "null"}

// scalars are the definitions of Go's kinds as Traefik's decoder reads them: it turns every plain value into
// text first, and then parses that text, so that 5 and "5" are the same to it.
var scalars = map[string]*Schema{
	"string": {Type: []string{"string", "number", "boolean", "null"}},
	"bool": {
		Type: []string{"boolean", "string", "integer", "null"},
		Enum: []any{
			true, false, 1, 0, nil,
			"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False",
		},
	},
	"int":     integer("go-int64", -1<<63, 1<<63-1),
	"int64":   integer("go-int64", -1<<63, 1<<63-1),
	"int32":   integer("go-int32", -1<<31, 1<<31-1),
	"float64": {Type: []string{"number", "string", "null"}, Format: "go-float"},
	// A number, also as text, counts seconds.
	"duration": {Type: []string{"integer", "string", "null"}, Format: "go-duration"},
	// A list, or one text with commas.
	"strings": {
		Type:  []string{"array", "string", "number", "boolean", "null"},
		Items: &Schema{Type: []string{"string", "number", "boolean"}},
	},
	"stringMap": {Type: objectOrNull, Additional: &Schema{Ref: ref("string")}},
	"intMap":    {Type: objectOrNull, Additional: &Schema{Ref: ref("int")}},
	// The configuration of a plugin: anything; a plain value counts as an empty one.
	"plugin": {Type: structOrPlain},
	// A type that no document can fill in a checked way.
	"any": {},
}

func integer(format string, low, high int64) *Schema {
	return &Schema{
		Type:    []string{"integer", "string", "null"},
		Pattern: "^[+-]?[0-9]+$",
		Format:  format,
		Minimum: low,
		Maximum: high,
	}
}
