// Loads configurations as Talos does: a line of standard input is a document as a JSON text, a line of standard output the error,
// empty where there is none.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<24)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var document, failure string
		err := json.Unmarshal(in.Bytes(), &document)
		if err == nil {
			_, err = configloader.NewFromBytes([]byte(document))
		}
		if err != nil {
			failure = err.Error()
		}
		if out.Encode(failure) != nil {
			os.Exit(1)
		}
	}
}
