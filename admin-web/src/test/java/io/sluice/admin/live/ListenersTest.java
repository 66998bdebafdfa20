package io.sluice.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.admin.problem.ProblemException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final List<CompletableFuture<String>> sent = new ArrayList<>();

    private final class Sink implements SseEventSink {
        private boolean closed;

        @Override
        public boolean isClosed() { return closed; }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            sent.add(answer);
            return answer;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static OutboundSseEvent event() {
        return (OutboundSseEvent) Proxy.newProxyInstance(ListenersTest.class.getClassLoader(),
                new Class<?>[]{OutboundSseEvent.class}, (proxy, method, arguments) -> null);
    }

    @Test
    void onlySoManyListen() {
        Listeners listeners = new Listeners(1);
        listeners.add(new Sink());

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> listeners.add(new Sink()))
                .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(429));
        assertThat(listeners.count()).isEqualTo(1);
    }

    @Test
    void whoReadsSlowlyMissesEventsInsteadOfMakingAQueue() {
        Listeners listeners = new Listeners(2);
        listeners.add(new Sink());
        listeners.send(event());
        listeners.send(event());
        assertThat(sent).hasSize(1);

        sent.getFirst().complete("sent");
        listeners.send(event());

        assertThat(sent).hasSize(2);
    }

    @Test
    void whoHasGoneMakesRoomForAnother() {
        Listeners listeners = new Listeners(1);
        Sink gone = new Sink();
        listeners.add(gone);
        gone.close();
        listeners.send(event());
        assertThat(listeners.count()).isZero();

        Sink failing = new Sink();
        listeners.add(failing);
        listeners.send(event());
        sent.getFirst().completeExceptionally(new IllegalStateException("the connection is gone"));

        assertThat(listeners.count()).isZero();
        assertThat(failing.isClosed()).isTrue();
    }
}
