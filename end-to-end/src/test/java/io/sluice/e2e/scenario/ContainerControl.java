package io.sluice.e2e.scenario;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** What Testcontainers leaves to its user: ends and starts of a container that stays the same, and leftovers. */
final class ContainerControl {
    /** Marks the containers of tests, by whose they are. */
    private static final String LABEL = "io.sluice.tests";

    private ContainerControl() {}

    /** As {@code kill -9}. Returns once it has ended. */
    static void kill(GenericContainer<?> container) {
        var docker = container.getDockerClient();
        docker.killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
        var _ = docker.waitContainerCmd(container.getContainerId()).exec(new WaitContainerResultCallback())
                .awaitStatusCode();
    }

    /** Starts it again, with its files, its ports and its log. */
    static void start(GenericContainer<?> container, ContainerLog log) {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        container.followOutput(log);
    }

    static Map<String, String> label(String owner) {
        return Map.of(LABEL, owner);
    }

    /** Removes those of a run that was ended by force. */
    static void removeLeftovers(String owner) {
        var docker = DockerClientFactory.instance().client();
        List<Container> left = docker.listContainersCmd().withShowAll(true).withLabelFilter(label(owner)).exec();
        left.forEach(each -> docker.removeContainerCmd(each.getId()).withForce(true).withRemoveVolumes(true).exec());
    }
}
