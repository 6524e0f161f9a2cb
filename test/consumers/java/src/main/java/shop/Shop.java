package shop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.cdk8s_bulwark.*;
import org.cdk8s.Duration;
import org.cdk8s.Include;

/** The shop of test/consumers in Java: the folder with its workloads is the first argument. */
public final class Shop {
    public static void main(String[] args) {
        final Path workloads = Path.of(args[0]);

        final PolicyApp app = PolicyApp.Builder.create().name("shop").build();
        final Cluster prod = Cluster.Builder.create(app, "prod")
            .target(ClusterTarget.kubeadm(TargetOptions.builder().kubernetes("1.34").build()))
            .build();
        AuditBaseline.Builder.create(prod, "audit").profile(AuditProfile.CIS).build();
        KubeletCertificateRotation.Builder.create(prod, "kubelet").certificateLifetime(Duration.days(30)).build();

        final SecuredNamespace shop = SecuredNamespace.Builder.create(prod, "shop")
            .labels(Map.of("team", "shop"))
            .podSecurity(PodSecurityLevel.RESTRICTED)
            .quota(NamespaceQuota.builder().pods(20).memoryLimits("16Gi").build())
            .containerDefaults(ContainerResources.builder().cpuRequest("50m").cpuLimit("1").memoryRequest("64Mi").memoryLimit("512Mi").build())
            .readers(List.of(Subject.group("team-shop")))
            .build();
        final Include web = Include.Builder.create(shop, "web").url(workloads.resolve("web.yaml").toString()).build();
        final Include orders = Include.Builder.create(shop, "orders-db").url(workloads.resolve("orders-db.yaml").toString()).build();

        ReadOnlyRole.Builder.create(shop, "pod-reader")
            .resources(List.of(KubernetesResource.PODS, KubernetesResource.PODS_LOG))
            .subjects(List.of(Subject.user("jane")))
            .build();
        final AccessRole restarter = AccessRole.Builder.create(shop, "restarter")
            .rules(List.of(AccessRule.builder()
                .verbs(List.of(Verb.GET, Verb.PATCH))
                .resources(List.of(KubernetesResource.DEPLOYMENTS))
                .names(List.of("web"))
                .build()))
            .subjects(List.of(Subject.group("on-call")))
            .build();
        Acknowledgements.of(restarter).add(AcknowledgementProps.builder()
            .ids(List.of("access-workload-create"))
            .reason("kubectl rollout restart patches the template of its pods")
            .expires("2099-12-31")
            .build());

        TrafficPolicy.Builder.create(shop, "customers")
            .pods(web)
            .ingress(List.of(IngressRule.builder()
                .from(List.of(Peer.ipBlock("10.0.0.0/8", List.of("10.1.0.0/16"))))
                .ports(List.of(Port.range(8080, 8081, Protocol.TCP)))
                .build()))
            .build();
        IsolatedDatabase.Builder.create(shop, "orders")
            .pods(orders)
            .engine(DatabaseEngine.POSTGRESQL)
            .clients(List.of(web))
            .operators(List.of(Subject.group("on-call"), Subject.serviceAccount("shop", "operator")))
            .build();
        final HardenedCronJob backup = HardenedCronJob.Builder.create(shop, "backup")
            .schedule("0 3 * * *")
            .container(CronJobContainer.builder()
                .image("backup:1")
                .args(List.of("--all"))
                .environment(Map.of("TARGET", "s3://orders"))
                .runAsUser(1000)
                .resources(ContainerResources.builder().cpuRequest("100m").cpuLimit("500m").memoryRequest("128Mi").memoryLimit("256Mi").build())
                .build())
            .activeDeadline(Duration.minutes(30))
            .egress(List.of(EgressRule.builder()
                .to(List.of(Peer.ipBlock("203.0.113.0/24")))
                .ports(List.of(Port.tcp(443)))
                .build()))
            .build();
        Guarantees.of(backup).add(Guarantee.cannot(ForbiddenAccess.builder()
            .subjects(List.of(Subject.user("jane")))
            .verbs(List.of(Verb.DELETE))
            .resource(KubernetesResource.CRON_JOBS)
            .namespace("shop")
            .build()));

        app.synth();
    }
}
