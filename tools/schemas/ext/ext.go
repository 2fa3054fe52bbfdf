// Package ext stands in for Traefik's own module of this name, which is not published: it adds no field.
package ext

// HTTP adds nothing to the HTTP configuration.
type HTTP struct{}

// Router adds nothing to a router.
type Router struct{}
