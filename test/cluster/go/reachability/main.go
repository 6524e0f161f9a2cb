// reachability answers whether traffic passes, by the policy matcher of cyclonus (github.com/mattfenwick/cyclonus), which
// shares nothing with ours. Usage: reachability; one world with its questions a line of JSON on stdin, the answers a line
// of JSON on stdout.
//
// Cyclonus takes a key that is missing for one with an empty value, and fails NotIn for it (pkg/kube/labelselector.go),
// so labels are matched by Kubernetes' own library first: see marks.go. What traffic of a pod to itself, of nodes and of
// pods in the network of their node may do is not told: no policy speaks of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type world struct {
	Namespaces []corev1.Namespace            `json:"namespaces"`
	Pods       []corev1.Pod                  `json:"pods"`
	Policies   []*networkingv1.NetworkPolicy `json:"policies"`
	Queries    []query                       `json:"queries"`
}

// end is a pod, by namespace/name, with the address that it uses; or an address outside the cluster.
type end struct {
	Pod string `json:"pod,omitempty"`
	IP  string `json:"ip"`
}

type query struct {
	From     end             `json:"from"`
	To       end             `json:"to"`
	Protocol corev1.Protocol `json:"protocol"`
	Port     int             `json:"port"`
}

type verdict struct {
	Egress  bool `json:"egress"`
	Ingress bool `json:"ingress"`
}

type answer struct {
	Verdicts []verdict `json:"verdicts"`
	// Error says why there are no verdicts: the matcher panics at what the API server would refuse.
	Error string `json:"error,omitempty"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		if err := out.Encode(judge(line)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func judge(line []byte) (result answer) {
	defer func() {
		if cause := recover(); cause != nil {
			result = answer{Verdicts: []verdict{}, Error: fmt.Sprint(cause)}
		}
	}()
	var w world
	if err := json.Unmarshal(line, &w); err != nil {
		panic(err)
	}
	for _, policy := range w.Policies {
		setDefaults(policy)
	}
	peers := marked(&w)
	policy := matcher.BuildNetworkPolicies(false, w.Policies)
	for _, q := range w.Queries {
		result.Verdicts = append(result.Verdicts, decide(policy, peers, q))
	}
	return result
}

// decide asks once for each name of the port: rules are a union, and a name is one more way to match.
func decide(policy *matcher.Policy, peers map[string]*peer, q query) verdict {
	from, to := trafficPeer(peers, q.From), trafficPeer(peers, q.To)
	names := []string{""}
	if q.To.Pod != "" {
		names = append(names, peers[q.To.Pod].portNames(q.Protocol, q.Port)...)
	}
	var result verdict
	for _, name := range names {
		found := policy.IsTrafficAllowed(&matcher.Traffic{
			Source: from, Destination: to, ResolvedPort: q.Port, ResolvedPortName: name, Protocol: q.Protocol,
		})
		result.Egress = result.Egress || found.Egress.IsAllowed()
		result.Ingress = result.Ingress || found.Ingress.IsAllowed()
	}
	return result
}

func trafficPeer(peers map[string]*peer, e end) *matcher.TrafficPeer {
	if e.Pod == "" {
		return &matcher.TrafficPeer{IP: e.IP}
	}
	found, ok := peers[e.Pod]
	if !ok {
		panic(fmt.Sprintf("no pod %s", e.Pod))
	}
	return &matcher.TrafficPeer{IP: e.IP, Internal: found.internal}
}
