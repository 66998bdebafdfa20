package io.sluice.e2e.scenario;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks a {@link Scenario} of its own, prints the processes' logs if it fails, and ends it. */
public final class Scenarios implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    /** The tag of classes whose tests ask for containers. */
    public static final String CONTAINERS = "containers";

    private static final Namespace STORE = Namespace.create(Scenarios.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scenario.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SharedProcesses shared = context.getRoot().getStore(STORE).getOrComputeIfAbsent(
                SharedProcesses.class, key -> new SharedProcesses(), SharedProcesses.class);
        String name = context.getRequiredTestClass().getSimpleName() + "-" + context.getRequiredTestMethod().getName();
        return context.getStore(STORE).getOrComputeIfAbsent(
                Scenario.class, key -> new Scenario(shared, name), Scenario.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Scenario scenario = context.getStore(STORE).get(Scenario.class, Scenario.class);
        if (scenario != null) {
            if (context.getExecutionException().isPresent()) {
                scenario.printLogs();
            }
            scenario.end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        SharedProcesses shared = context.getRoot().getStore(STORE).get(SharedProcesses.class, SharedProcesses.class);
        if (shared != null && context.getTags().contains(CONTAINERS)) {
            shared.endContainers();
        }
    }
}
