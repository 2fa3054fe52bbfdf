package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ptypes "github.com/traefik/paerser/types"
)

// walker turns Go types into definitions, each type once.
type walker struct {
	docs *docs
	defs map[string]*Schema
	// the type behind each definition, to notice two types of one name
	types map[string]reflect.Type
}

func newWalker(docs *docs) *walker {
	return &walker{docs: docs, defs: map[string]*Schema{}, types: map[string]reflect.Type{}}
}

// root describes the struct that a whole file fills; unlike elsewhere, the loader drops names it does not know.
func (w *walker) root(value reflect.Value) *Schema {
	schema := &Schema{
		Type:       objectOrNull,
		GoType:     value.Type().String(),
		Properties: map[string]*Schema{},
		Additional: true,
		Defs:       w.defs,
	}
	w.fields(schema.Properties, value, value.Type().String())
	return schema
}

// structure returns the name of a struct's definition.
func (w *walker) structure(t reflect.Type, owner string) string {
	name := t.String()
	if t.Name() == "" {
		name = owner
	}
	if known, ok := w.types[name]; ok {
		if known != t {
			panic(fmt.Sprintf("two types called %s: %s and %s", name, known.PkgPath(), t.PkgPath()))
		}
		return name
	}
	w.types[name] = t
	value := reflect.New(t)
	schema := &Schema{
		Description:  w.docs.ofType(t),
		Type:         structOrPlain,
		Properties:   map[string]*Schema{},
		Additional:   false,
		GoType:       t.String(),
		SetsDefaults: setDefaults(value),
	}
	w.defs[name] = schema
	w.fields(schema.Properties, value.Elem(), name)
	return name
}

// fields adds the fields of a struct, those of embedded structs among them; the first of a name wins, as it does
// for the loader, which also never looks at the name of an embedded struct itself.
func (w *walker) fields(properties map[string]*Schema, value reflect.Value, owner string) {
	t := value.Type()
	for i := range t.NumField() {
		field := t.Field(i)
		if field.PkgPath != "" {
			continue
		}
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			w.fields(properties, value.Field(i), owner)
			continue
		}
		name := documentedName(field)
		if _, taken := properties[name]; taken {
			continue
		}
		schema := w.place(field, owner+"."+field.Name)
		schema.Description = field.Tag.Get("description")
		if schema.Description == "" {
			schema.Description = w.docs.ofField(t, field.Name)
		}
		schema.GoName = field.Name
		schema.GoType = field.Type.String()
		schema.Default = plain(value.Field(i))
		properties[name] = schema
	}
}

// documentedName is the field's name in Traefik's documentation of YAML. The loader itself compares with the Go
// name, whatever the case, so that a tag of another name is a slip and does not count.
func documentedName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
	if strings.EqualFold(name, field.Name) {
		return name
	}
	first, size := utf8.DecodeRuneInString(field.Name)
	return string(unicode.ToLower(first)) + field.Name[size:]
}

// place describes what may stand at a field: its type, and whether it may be empty.
func (w *walker) place(field reflect.StructField, owner string) *Schema {
	schema := w.value(field.Type, owner)
	tag := field.Tag.Get("file")
	schema.AllowEmpty = tag == "allowEmpty"
	schema.Hidden = tag == "-"
	if container(field.Type) && !schema.AllowEmpty && !schema.Hidden {
		schema.Type = objectOrNull
		schema.MinProperties = 1
	}
	return schema
}

// container tells the types that the loader calls standalone elements when they have no content.
func container(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return true
	case reflect.Pointer:
		return t.Elem().Kind() == reflect.Struct
	default:
		return false
	}
}

var durations = map[reflect.Type]bool{
	reflect.TypeFor[time.Duration]():   true,
	reflect.TypeFor[ptypes.Duration](): true,
}

// value describes a value of a type, wherever it stands.
func (w *walker) value(t reflect.Type, owner string) *Schema {
	if durations[t] {
		return w.scalar("duration")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.value(t.Elem(), owner)
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return w.scalar(t.Kind().String())
	case reflect.Struct:
		return &Schema{Ref: ref(w.structure(t, owner))}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			return w.scalar("strings")
		}
		return &Schema{Type: scalars["strings"].Type, Items: w.value(t.Elem(), owner)}
	case reflect.Map:
		return w.mapping(t, owner)
	default:
		return w.scalar("any")
	}
}

func (w *walker) mapping(t reflect.Type, owner string) *Schema {
	element := t.Elem()
	switch element.Kind() {
	case reflect.Interface:
		return w.scalar("plugin")
	case reflect.String:
		return w.scalar("stringMap")
	case reflect.Int:
		return w.scalar("intMap")
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return &Schema{Type: objectOrNull, Additional: w.value(element, owner)}
	default:
		return w.scalar("any")
	}
}

// scalar refers to a shared definition, and adds it and the one of its values.
func (w *walker) scalar(name string) *Schema {
	w.defs[name] = scalars[name]
	if values, ok := scalars[name].Additional.(*Schema); ok {
		w.scalar(strings.TrimPrefix(values.Ref, ref("")))
	}
	return &Schema{Ref: ref(name)}
}
