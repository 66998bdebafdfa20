package io.sluice.e2e.scenario;

import io.sluice.cli.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names of the images that tests run: this source tree's gateway and a Kafka.
 *
 * @param gateway made of what the build has made
 * @param kafka Apache's, or what stands in for it where nothing can be pulled
 */
record ContainerImages(String gateway, String kafka) {

    /**
     * Builds them by the project's own script, as users do.
     *
     * @param log of the script
     * @throws AssertionError with what the script says, if there is no container engine or an image cannot be built
     */
    static ContainerImages build(Installation installation, Path log) throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        Path names = log.resolveSibling("image-names");
        ProcessBuilder script = new ProcessBuilder(installation.root().resolve("docker/images.sh").toString())
                .redirectOutput(names.toFile()).redirectError(log.toFile());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int status = script.start().waitFor();
        if (status != 0) {
            throw new AssertionError("docker/images.sh ends with " + status + ": " + Files.readString(log));
        }
        Map<String, String> images = Files.readAllLines(names).stream().map(line -> line.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each[1]));
        return new ContainerImages(image(images, "gateway"), image(images, "kafka"));
    }

    private static String image(Map<String, String> images, String name) {
        String image = images.get(name);
        if (image == null) {
            throw new AssertionError("docker/images.sh names no image for " + name + ", only " + images);
        }
        return image;
    }
}
