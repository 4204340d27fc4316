// Kine with SQLite alone: the store of one Kubernetes API server. Kine's own program also contains the drivers
// of other databases, which take minutes to build.
package main

import (
	"context"
	"flag"
	"log"
	"sync"
	"time"

	_ "github.com/k3s-io/kine/pkg/drivers/sqlite"
	"github.com/k3s-io/kine/pkg/endpoint"
	"github.com/sirupsen/logrus"
)

func main() {
	endWithParent()
	listener := flag.String("listen-address", "unix://kine.sock", "where API servers connect")
	source := flag.String("endpoint", "", "the database, for example sqlite://state.db")
	flag.Parse()
	logrus.SetLevel(logrus.WarnLevel)
	wait := &sync.WaitGroup{}
	// The other values are the defaults of kine's own program.
	_, err := endpoint.Listen(context.Background(), endpoint.Config{
		WaitGroup:           wait,
		Listener:            *listener,
		Endpoint:            *source,
		NotifyInterval:      5 * time.Second,
		EmulatedETCDVersion: "3.6.11",
		CompactTimeout:      5 * time.Second,
		CompactMinRetain:    1000,
		CompactBatchSize:    1000,
		PollBatchSize:       500,
		PollInterval:        time.Second,
	})
	if err != nil {
		log.Fatal(err)
	}
	select {}
}
