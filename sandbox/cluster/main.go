// Command cluster bundles every program of a one-node Kubernetes into one file. The name it is
// called by selects the program, so callers link it under the names in the table below.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// A program runs to its end and answers the exit code.
type program func() int

func programs() map[string]program {
	return map[string]program{
		"coredns":                 func() int { coremain.Run(); return 0 },
		"etcd":                    func() int { etcdmain.Main(os.Args); return 0 },
		"kube-apiserver":          cobraProgram(apiserver.NewAPIServerCommand),
		"kube-controller-manager": cobraProgram(controllermanager.NewControllerManagerCommand),
		"kube-proxy":              cobraProgram(proxy.NewProxyCommand),
		"kube-scheduler":          cobraProgram(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
		"kubectl":                 cobraProgram(kubectl.NewDefaultKubectlCommand),
		"kubelet": cobraProgram(func() *cobra.Command {
			return kubelet.NewKubeletCommand(context.Background())
		}),
	}
}

// cobraProgram delays building the command until it is chosen: each one registers global flags.
func cobraProgram(command func() *cobra.Command) program {
	return func() int { return cli.Run(command()) }
}

func main() {
	name := filepath.Base(os.Args[0])
	known := programs()
	run, found := known[name]
	if !found {
		names := slices.Sorted(maps.Keys(known))
		fmt.Fprintf(os.Stderr, "%s: link this file under one of: %s\n", name, strings.Join(names, " "))
		os.Exit(2)
	}
	os.Exit(run())
}
