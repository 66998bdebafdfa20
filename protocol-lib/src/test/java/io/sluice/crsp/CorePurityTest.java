package io.sluice.crsp;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The core is sans-IO: sockets, threads, clocks and chance are handed in from the edge. */
class CorePurityTest {
    private static final String[] CORE = {"io.sluice.crsp.wire..", "io.sluice.crsp.connection..",
        "io.sluice.crsp.stream..", "io.sluice.crsp.recovery..", "io.sluice.crsp.congestion..",
        "io.sluice.crsp.session..", "io.sluice.crsp.simulator..", "io.sluice.crsp.endpoint..",
        "io.sluice.crsp.qlog"};

    private static JavaClasses classes;

    @BeforeAll
    static void importTheLibrary() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sluice.crsp");
    }

    private static GivenClassesConjunction core() {
        return noClasses().that().resideInAnyPackage(CORE);
    }

    @Test
    void opensNoSockets() {
        core().should().dependOnClassesThat().resideInAPackage("java.nio.channels..").check(classes);
        for (Class<?> socket : List.of(DatagramSocket.class, Socket.class, ServerSocket.class)) {
            core().should().dependOnClassesThat().areAssignableTo(socket).check(classes);
        }
    }

    @Test
    void startsNoThreads() {
        core().should().dependOnClassesThat().areAssignableTo(Thread.class).check(classes);
        core().should().dependOnClassesThat().areAssignableTo(Executor.class).check(classes);
    }

    @Test
    void readsNoClock() {
        mayNotTouch(assignableTo(System.class), "nanoTime|currentTimeMillis");
        mayNotTouch(assignableTo(Clock.class), "system.*|tick.*");
        mayNotTouch(resideInAPackage("java.time.."), "now");
    }

    @Test
    void drawsNoRandomnessOfItsOwn() {
        core().should().callConstructor(Random.class).check(classes);
        core().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class).check(classes);
        mayNotTouch(assignableTo(RandomGenerator.class), "getDefault|of");
        mayNotTouch(assignableTo(Math.class), "random");
    }

    /** Neither by a call nor by a method reference. */
    private static void mayNotTouch(DescribedPredicate<? super JavaClass> owner, String methods) {
        core().should().accessTargetWhere(targetOwner(owner).and(target(nameMatching(methods)))).check(classes);
    }
}
