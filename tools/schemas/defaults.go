package main

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	ptypes "github.com/traefik/paerser/types"
)

// setDefaults calls the method that the loader calls on a new struct, if there is one.
func setDefaults(pointer reflect.Value) bool {
	defaulter, ok := pointer.Interface().(interface{ SetDefaults() })
	if ok {
		defaulter.SetDefaults()
	}
	return ok
}

// plain is a default as a document would write it; nil for a zero value, which a missing key gives anyway.
func plain(value reflect.Value) any {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return nil
		}
		// A pointer that is set says something even when it points to a zero value.
		return written(value.Elem())
	}
	if value.IsZero() {
		return nil
	}
	return written(value)
}

func written(value reflect.Value) any {
	switch typed := value.Interface().(type) {
	case time.Duration:
		return typed.String()
	case ptypes.Duration:
		return time.Duration(typed).String()
	}
	switch value.Kind() {
	case reflect.Bool:
		return value.Bool()
	case reflect.String:
		return value.String()
	case reflect.Int, reflect.Int32, reflect.Int64:
		return integral(value.Int())
	case reflect.Float64:
		return value.Float()
	case reflect.Pointer:
		return written(value.Elem())
	case reflect.Slice:
		list := make([]any, value.Len())
		for i := range list {
			list[i] = written(value.Index(i))
		}
		return list
	case reflect.Map:
		entries := map[string]any{}
		for _, key := range value.MapKeys() {
			entries[key.String()] = written(value.MapIndex(key))
		}
		if len(entries) == 0 {
			return nil
		}
		return entries
	case reflect.Struct:
		fields := map[string]any{}
		writtenFields(fields, value)
		return fields
	default:
		panic(fmt.Sprintf("a default of type %s", value.Type()))
	}
}

// integral is a number, or text where JSON's readers would lose digits of it.
func integral(value int64) any {
	if value > 1<<53 || value < -1<<53 {
		return strconv.FormatInt(value, 10)
	}
	return value
}

func writtenFields(fields map[string]any, value reflect.Value) {
	for i := range value.NumField() {
		field := value.Type().Field(i)
		switch {
		case field.PkgPath != "":
		case field.Anonymous && field.Type.Kind() == reflect.Struct:
			writtenFields(fields, value.Field(i))
		default:
			if inner := plain(value.Field(i)); inner != nil {
				fields[documentedName(field)] = inner
			}
		}
	}
}
