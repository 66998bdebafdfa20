package io.sluice.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.control.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who waits for a topic to be read, and until when. */
class LogFollowerTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final List<CompletableFuture<Long>> questions = new ArrayList<>();
    private final List<CompletableFuture<Long>> writes = new ArrayList<>();
    private final List<String> folded = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final LogFollower<String> follower = new LogFollower<>(loop, new LogFollower.Log() {
        @Override
        public CompletableFuture<Long> end() {
            questions.add(new CompletableFuture<>());
            return questions.getLast();
        }

        @Override
        public CompletableFuture<Long> write(byte[] key, byte @Nullable [] value) {
            writes.add(new CompletableFuture<>());
            return writes.getLast();
        }
    }, entries -> entries.forEach(entry -> folded.add(entry.entry())));

    private void ask(String name) {
        follower.whenCurrent(() -> true, () -> done.add(name + " is late"), () -> done.add(name));
    }

    private void answer(int question, long end) {
        questions.get(question).complete(end);
        loop.run();
    }

    private void read(long offset) {
        follower.take(List.of(new LogEntry<>(offset, 0, "entry " + offset)), offset + 1);
    }

    @Test
    void goesOnOnceAllIsReadThatWasThere() {
        ask("a");
        answer(0, 2);
        assertThat(done).isEmpty();
        read(0);
        assertThat(done).isEmpty();
        read(1);
        assertThat(done).containsExactly("a");
        assertThat(folded).containsExactly("entry 0", "entry 1");
    }

    @Test
    void whoAsksWhileKafkaIsAskedSharesTheNextQuestion() {
        ask("a");
        ask("b");
        ask("c");
        assertThat(questions).hasSize(1);
        answer(0, 0);
        assertThat(done).containsExactly("a");
        assertThat(questions).hasSize(2);
        // What was there when b and c asked may be more than the first answer said.
        answer(1, 1);
        assertThat(done).containsExactly("a");
        read(0);
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(questions).hasSize(2);
        ask("d");
        answer(2, 1);
        assertThat(done).endsWith("d");
    }

    @Test
    void kafkaIsAskedAgainUntilItAnswers() {
        ask("a");
        questions.getFirst().completeExceptionally(new TimeoutException("away"));
        loop.run();
        ask("b");
        assertThat(done).containsExactly("a is late");
        assertThat(questions).hasSize(1);
        loop.pass(Duration.ofSeconds(1));
        assertThat(questions).hasSize(2);
        answer(1, 0);
        assertThat(done).containsExactly("a is late", "a", "b");
    }

    @Test
    void whoIsGoneIsNotTold() {
        boolean[] wanted = {true};
        follower.whenCurrent(() -> wanted[0], () -> {}, () -> done.add("a"));
        ask("b");
        wanted[0] = false;
        answer(0, 0);
        answer(1, 0);
        assertThat(done).containsExactly("b");
    }

    @Test
    void oneThatFailsDoesNotHoldUpTheOthers() {
        follower.whenReadTo(1, () -> {
            throw new IllegalStateException("on purpose");
        });
        follower.whenReadTo(1, () -> done.add("b"));
        read(0);
        assertThat(done).containsExactly("b");
    }

    @Test
    void theyGoOnInTheOrderOfTheirPlacesAndThenOfTheirQuestions() {
        follower.whenReadTo(2, () -> done.add("second"));
        follower.whenReadTo(1, () -> done.add("first"));
        follower.whenReadTo(2, () -> done.add("third"));
        follower.take(List.of(), 2);
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void whatWasWrittenIsReadFirst() {
        follower.writeAndRead(new byte[0], null, () -> done.add("written"), failure -> done.add("failed"));
        follower.writeAndRead(new byte[0], null, () -> done.add("written, too"), failure -> done.add("failed"));
        writes.getFirst().complete(0L);
        writes.getLast().completeExceptionally(new IllegalStateException("refused"));
        loop.run();
        assertThat(done).containsExactly("failed");
        read(0);
        assertThat(done).containsExactly("failed", "written");
    }
}
