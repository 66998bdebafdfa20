package io.sluice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies between the modules point one way only. */
class ModuleArrowsTest {
    private static final String PROTOCOL = "io.sluice.crsp..";
    private static final String CLI = "io.sluice.cli..";
    private static final String GATEWAY = "io.sluice.gateway..";
    private static final String ADMIN = "io.sluice.admin..";
    private static final String BENCHMARKS = "io.sluice.benchmarks..";

    private static JavaClasses classes;

    @BeforeAll
    static void importTheBuiltModules() {
        Path root = Path.of(System.getProperty("sluice.root"));
        classes = new ClassFileImporter().importPaths(classesOf(root, "protocol-lib"), classesOf(root, "client-cli"),
                classesOf(root, "gateway-core"), classesOf(root, "admin-web"), classesOf(root, "benchmarks"));
    }

    private static Path classesOf(Path root, String module) {
        return root.resolve(module).resolve("target/classes");
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }

    @Test
    void allModulesAreLookedAt() {
        for (String one : new String[]{"io.sluice.crsp", "io.sluice.cli", "io.sluice.gateway", "io.sluice.admin",
            "io.sluice.benchmarks"}) {
            assertThat(classes).as(one).anyMatch(type -> type.getPackageName().startsWith(one));
        }
    }

    @Test
    void theProtocolKnowsNeitherKafkaNorJakartaNorTheRestOfSluice() {
        check(noClasses().that().resideInAPackage(PROTOCOL).should().dependOnClassesThat().resideInAnyPackage(
                "org.apache.kafka..", "jakarta..", "org.eclipse.microprofile..", CLI, GATEWAY, ADMIN));
    }

    @Test
    void theCommandLineKnowsNothingOfTheGatewaysInside() {
        // What the API answers is JSON, which it reads with the library that the gateway writes it with.
        check(noClasses().that().resideInAPackage(CLI).should().dependOnClassesThat(
                resideInAnyPackage(GATEWAY, ADMIN, "jakarta..", "org.eclipse.microprofile..")
                        .and(resideOutsideOfPackage("jakarta.json.."))));
    }

    @Test
    void theGatewayKnowsNeitherItsConsoleNorTheCommandLine() {
        check(noClasses().that().resideInAPackage(GATEWAY).should().dependOnClassesThat().resideInAnyPackage(ADMIN,
                CLI));
    }

    @Test
    void theConsoleReachesKafkaAndTheProtocolOnlyThroughTheGateway() {
        check(noClasses().that().resideInAPackage(ADMIN).should().dependOnClassesThat().resideInAnyPackage(CLI,
                PROTOCOL,
                "org.apache.kafka.."));
    }

    @Test
    void nobodyKnowsTheBenchmarksNorTheirPeers() {
        check(noClasses().that().resideOutsideOfPackage(BENCHMARKS).should().dependOnClassesThat().resideInAnyPackage(
                BENCHMARKS, "org.openjdk.jmh..", "io.aeron..", "kcp..", "io.netty.handler.codec.quic..",
                "org.eclipse.paho.."));
    }

    @Test
    void theBenchmarksMeasureTheProtocolAndSpeakAsTheCommandLineDoes() {
        check(noClasses().that().resideInAPackage(BENCHMARKS).should().dependOnClassesThat().resideInAnyPackage(GATEWAY,
                ADMIN, "jakarta..", "org.eclipse.microprofile.."));
    }

    @Test
    void packagesOfOneModuleKnowEachOtherOneWayOnly() {
        for (String packages : new String[]{"io.sluice.crsp.(*)..", "io.sluice.gateway.(*)..",
            "io.sluice.admin.(*)..", "io.sluice.benchmarks.(*).."}) {
            check(slices().matching(packages).should().beFreeOfCycles());
        }
    }
}
