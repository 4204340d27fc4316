// The build copies this file beside the main.go of each module that has one.
package main

import (
	"io"
	"os"
)

// endWithParent ends this process when its standard input ends, which also happens when its parent is killed.
func endWithParent() {
	if os.Getenv("SLIPWAY_ENDS_WITH_STDIN") == "" {
		return
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
}
