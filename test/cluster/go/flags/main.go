// Prints what this release of Kubernetes knows, as JSON: the flags of its components by name, hidden ones too, and the feature gates of
// all components with whether each is locked, and to what.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"github.com/spf13/pflag"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/component-base/cli/globalflag"
	"k8s.io/component-base/featuregate"
	"k8s.io/component-base/version/verflag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app/options"
	_ "k8s.io/kubernetes/pkg/features"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
)

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, "takes no arguments")
		os.Exit(2)
	}
	gates := map[string]string{}
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		gates[string(name)] = lockOf(spec)
	}
	out, err := json.Marshal(map[string]any{
		"kubelet": kubeletFlags(), "kube-scheduler": schedulerFlags(), "kube-apiserver": apiServerFlags(),
		"kube-controller-manager": managerFlags(), "gates": gates,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(out))
}

func lockOf(spec featuregate.FeatureSpec) string {
	if !spec.LockToDefault {
		return ""
	}
	if spec.Default {
		return "on"
	}
	return "off"
}

func kubeletFlags() []string {
	fs := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	kubelet.NewKubeletFlags().AddFlags(fs)
	kubelet.AddKubeletConfigFlags(fs, &kubeletconfig.KubeletConfiguration{})
	kubelet.AddGlobalFlags(fs)
	return names(fs)
}

func schedulerFlags() []string {
	fs := pflag.NewFlagSet("kube-scheduler", pflag.ContinueOnError)
	for _, each := range scheduler.NewOptions().Flags.FlagSets {
		fs.AddFlagSet(each)
	}
	return names(fs)
}

func apiServerFlags() []string {
	flags := apiserver.NewServerRunOptions().Flags()
	return of(&flags)
}

func managerFlags() []string {
	options, err := manager.NewKubeControllerManagerOptions()
	if err != nil {
		panic(err)
	}
	flags := options.Flags(nil, nil, nil)
	return of(&flags)
}

// The flags of every server: of its own, and of the logs and versions that all of them have.
func of(sets *cliflag.NamedFlagSets) []string {
	global := sets.FlagSet("global")
	verflag.AddFlags(global)
	globalflag.AddGlobalFlags(global, "server")
	fs := pflag.NewFlagSet("server", pflag.ContinueOnError)
	for _, each := range sets.FlagSets {
		fs.AddFlagSet(each)
	}
	return names(fs)
}

func names(fs *pflag.FlagSet) []string {
	all := []string{}
	fs.VisitAll(func(flag *pflag.Flag) { all = append(all, flag.Name) })
	sort.Strings(all)
	return all
}
