package io.sluice.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.kafka.InternalTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a shard's writer commits together, confirms, refuses and loses. The producer is Kafka's own mock. */
@Timeout(30)
class ShardWriterTest {
    private static final String SLOW_TOPIC = "slow";
    private static final String TOO_LARGE = "too large";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch atGate = new CountDownLatch(1);
    private final Producer producer = new Producer();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private @Nullable TransactionalWriter transactions;

    /** Waits for the gate with its first commit, and takes no record whose value says that it is too large. */
    private final class Producer extends MockProducer<byte[], byte[]> {
        private Producer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            initTransactions();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record,
                @Nullable Callback callback) {
            if (record.topic().equals(SLOW_TOPIC) && !isLed) {
                TimeoutException late = new TimeoutException("nobody leads it");
                Objects.requireNonNull(callback).onCompletion(null, late);
                commitTransactionException = new KafkaException("the transaction failed", late);
                return CompletableFuture.failedFuture(late);
            }
            if (record.value() != null && text(record.value()).equals(TOO_LARGE)) {
                RecordTooLargeException refusal = new RecordTooLargeException("it is");
                Objects.requireNonNull(callback).onCompletion(null, refusal);
                commitTransactionException = refusal;
                return CompletableFuture.failedFuture(refusal);
            }
            return super.send(record, callback);
        }

        @Override
        public void beginTransaction() {
            atGate.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.beginTransaction();
        }

        @Override
        public void commitTransaction() {
            try {
                super.commitTransaction();
            } finally {
                commitTransactionException = null;
            }
        }
    }

    private volatile boolean isLed;
    /** What Kafka says of the slow topic, whether or not it takes anything. */
    private volatile boolean canBeWritten;

    private final class Source implements ShardSource {
        private final String name;

        private Source(String name) {
            this.name = name;
        }

        @Override
        public byte[] progressKey() {
            return ShardKeys.progress(name, 1);
        }

        @Override
        public void onCommitted(long lastSequence, long offset, long bytes) {
            answers.add(name + " committed " + lastSequence + ", " + bytes + " bytes");
        }

        @Override
        public void onRefused(long sequence, Throwable cause) {
            answers.add(name + " refused " + sequence + ": " + cause.getClass().getSimpleName());
        }
    }

    private TransactionalWriter transactions(boolean confirmBeforeCommit) {
        TransactionalWriter.Settings settings = new TransactionalWriter.Settings(new InternalTopics("test"),
                new SessionCodec(), 1_000_000, Duration.ofMillis(1), topic -> false, topic -> isLed || canBeWritten,
                confirmBeforeCommit,
                new CommitCounters());
        TransactionalWriter begun = new TransactionalWriter("test-writer", settings, producer, Runnable::run,
                Thread::new);
        transactions = begun;
        return begun;
    }

    private ShardWriter writer(boolean confirmBeforeCommit) {
        return transactions(confirmBeforeCommit).begin(3, lost::complete);
    }

    @AfterEach
    void end() {
        gate.countDown();
        if (transactions != null) {
            transactions.close(Duration.ofSeconds(10));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> message(String value) {
        return new ProducerRecord<>("orders", value.getBytes(StandardCharsets.UTF_8));
    }

    private static SessionRecord session(String name) {
        return new SessionRecord(1, new SessionId(7, 8).toString(), SessionRecord.ACTIVE, 1, name, "gateway-1", 30_000,
                0, 0, null, List.of());
    }

    private String answer() throws InterruptedException {
        return Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS));
    }

    private List<String> written() {
        List<String> all = new ArrayList<>();
        producer.history().forEach(record -> all.add(record.topic() + " "
                + (record.key() == null ? "" : text(record.key()) + "=")
                + (record.value() == null ? "null" : text(record.value()))));
        return all;
    }

    @Test
    void whatCameUpTogetherIsCommittedTogetherWithTheLastNumbers() throws Exception {
        ShardWriter begun = writer(false);
        Source one = new Source("one");
        Source two = new Source("two");
        CompletableFuture<?> before = begun.put(session("before"));
        atGate.await();
        begun.write(one, 1, message("a"), 10);
        begun.write(two, 8, message("b"), 10);
        begun.write(one, 2, message("c"), 15);
        gate.countDown();

        before.get(20, TimeUnit.SECONDS);
        assertThat(List.of(answer(), answer()))
                .containsExactlyInAnyOrder("one committed 2, 25 bytes", "two committed 8, 10 bytes");
        assertThat(written()).containsSubsequence("orders a", "orders b", "orders c");
        assertThat(written()).contains("test.sessions one/1={\"schema\":1,\"lastSequence\":2}",
                "test.sessions two/1={\"schema\":1,\"lastSequence\":8}");
        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void nothingIsConfirmedBeforeItsCommit() throws Exception {
        ShardWriter begun = writer(false);
        CompletableFuture<?> stored = begun.put(session("s"));
        begun.write(new Source("one"), 1, message("a"), 1);

        assertThat(stored).isNotDone();
        assertThat(answers).isEmpty();
        gate.countDown();
        assertThat(answer()).startsWith("one committed 1");
        stored.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theTestSwitchConfirmsTooEarly() throws Exception {
        ShardWriter begun = writer(true);
        begun.write(new Source("one"), 1, message("a"), 1);
        assertThat(answer()).startsWith("one committed 1");
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void aRefusedMessageEndsItsSourceAndNoOther() throws Exception {
        ShardWriter begun = writer(false);
        Source bad = new Source("bad");
        Source good = new Source("good");
        begun.write(bad, 1, message(TOO_LARGE), 1);
        begun.write(bad, 2, message("after"), 1);
        begun.write(good, 1, message("fine"), 1);
        gate.countDown();

        assertThat(answer()).isEqualTo("bad refused 1: RecordTooLargeException");
        assertThat(answer()).startsWith("good committed 1");
        assertThat(written()).contains("orders fine").doesNotContain("orders after");
        assertThat(written()).noneMatch(record -> record.contains("bad/1"));
    }

    @Test
    void aFencedWriterConfirmsNothingAndSaysThatTheShardIsLost() throws Exception {
        ShardWriter begun = writer(false);
        begun.write(new Source("one"), 1, message("a"), 1);
        CompletableFuture<?> stored = begun.put(session("s"));
        producer.fenceProducer();
        gate.countDown();

        assertThat(lost.get(20, TimeUnit.SECONDS)).isInstanceOf(ProducerFencedException.class);
        assertThat(answers).isEmpty();
        assertThat(stored).isNotDone();
    }

    @Test
    void ofSeveralRecordsOfASessionTheLastIsWritten() throws Exception {
        ShardWriter begun = writer(false);
        CompletableFuture<?> first = begun.put(session("first"));
        CompletableFuture<?> last = begun.put(session("last"));
        gate.countDown();
        first.get(20, TimeUnit.SECONDS);
        last.get(20, TimeUnit.SECONDS);
        assertThat(written().getLast()).contains("\"clientName\":\"last\"");
    }

    @Test
    void finishingCommitsWhatWasGivenBefore() {
        ShardWriter begun = writer(false);
        begun.write(new Source("one"), 1, message("a"), 1);
        CompletableFuture<?> forgotten = begun.forget(List.of(ShardKeys.session("gone")));
        gate.countDown();
        begun.finish(Duration.ofSeconds(20));

        assertThat(answers).hasSize(1);
        assertThat(forgotten).isDone();
        assertThat(written()).contains("orders a", "test.sessions gone=null", "test.sessions writer=null");
    }

    @Test
    void shardsShareATransactionAndEachIsWrittenToItsPartition() throws Exception {
        TransactionalWriter both = transactions(false);
        ShardWriter three = both.begin(3, lost::complete);
        ShardWriter five = both.begin(5, lost::complete);
        CompletableFuture<?> before = three.put(session("before"));
        atGate.await();
        three.write(new Source("one"), 1, message("a"), 1);
        five.write(new Source("two"), 1, message("b"), 1);
        gate.countDown();

        before.get(20, TimeUnit.SECONDS);
        assertThat(List.of(answer(), answer()))
                .containsExactlyInAnyOrder("one committed 1, 1 bytes", "two committed 1, 1 bytes");
        assertThat(producer.commitCount()).isEqualTo(2);
        assertThat(producer.history().stream().filter(record -> record.topic().equals("test.sessions"))
                .map(record -> text(record.key()).substring(0, 3) + " in " + record.partition()))
                .contains("one in 3", "two in 5");
    }

    @Test
    void aShardThatIsGivenBackLeavesTheOthersWritten() throws Exception {
        TransactionalWriter both = transactions(false);
        gate.countDown();
        both.begin(3, lost::complete).finish(Duration.ofSeconds(20));
        ShardWriter five = both.begin(5, lost::complete);
        five.write(new Source("two"), 1, message("b"), 1);

        assertThat(answer()).isEqualTo("two committed 1, 1 bytes");
        assertThat(both.isOver()).isFalse();
    }

    @Test
    void whatAnAbandonedShardWasGivenIsNotWrittenAndTheOthersIs() throws Exception {
        TransactionalWriter both = transactions(false);
        ShardWriter three = both.begin(3, lost::complete);
        ShardWriter five = both.begin(5, lost::complete);
        CompletableFuture<?> before = five.put(session("before"));
        atGate.await();
        three.write(new Source("one"), 1, message("a"), 1);
        five.write(new Source("two"), 1, message("b"), 1);
        three.abandon();
        gate.countDown();

        before.get(20, TimeUnit.SECONDS);
        assertThat(answer()).isEqualTo("two committed 1, 1 bytes");
        assertThat(written()).contains("orders b").doesNotContain("orders a");
    }

    @Test
    void aTopicThatIsNotLedHoldsUpNoOther() throws Exception {
        ShardWriter begun = writer(false);
        Source slow = new Source("slow");
        begun.write(slow, 1, new ProducerRecord<>(SLOW_TOPIC, new byte[]{1}), 1);
        begun.write(new Source("one"), 1, message("a"), 1);
        gate.countDown();
        assertThat(answer()).isEqualTo("one committed 1, 1 bytes");
        begun.write(slow, 2, new ProducerRecord<>(SLOW_TOPIC, new byte[]{2}), 1);
        begun.write(new Source("two"), 1, message("b"), 1);
        assertThat(answer()).isEqualTo("two committed 1, 1 bytes");

        isLed = true;

        assertThat(answer()).as("in its order, when somebody leads it").isEqualTo("slow committed 2, 2 bytes");
        assertThat(producer.history().stream().filter(record -> record.topic().equals(SLOW_TOPIC))
                .map(record -> record.value()[0])).containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void aProducerThatATopicTakesNothingFromAlthoughItCanBeWrittenIsGivenUp() throws Exception {
        canBeWritten = true;
        ShardWriter begun = writer(false);
        begun.write(new Source("slow"), 1, new ProducerRecord<>(SLOW_TOPIC, new byte[]{1}), 1);
        begun.write(new Source("one"), 1, message("a"), 1);
        gate.countDown();

        assertThat(answer()).isEqualTo("one committed 1, 1 bytes");
        assertThat(lost.get(20, TimeUnit.SECONDS)).hasMessageContaining(SLOW_TOPIC);
        assertThat(Objects.requireNonNull(transactions).isOver()).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aShardThatIsGivenBackIsWrittenNoMoreWhateverWasSetAside() throws Exception {
        TransactionalWriter both = transactions(false);
        ShardWriter three = both.begin(3, lost::complete);
        ShardWriter five = both.begin(5, lost::complete);
        three.write(new Source("slow"), 1, new ProducerRecord<>(SLOW_TOPIC, new byte[]{1}), 1);
        five.write(new Source("slow too"), 1, new ProducerRecord<>(SLOW_TOPIC, new byte[]{2}), 1);
        gate.countDown();
        three.finish(Duration.ofSeconds(20));
        isLed = true;

        assertThat(answer()).isEqualTo("slow too committed 1, 1 bytes");
        assertThat(written().getFirst()).isEqualTo("test.sessions writer=null");
        assertThat(producer.history().stream().filter(record -> record.topic().equals(SLOW_TOPIC))
                .map(record -> record.value()[0])).containsExactly((byte) 2);
    }

    @Test
    void settledMeansThatNothingOfBeforeIsUnderWay() throws Exception {
        TransactionalWriter writing = transactions(false);
        ShardWriter three = writing.begin(3, lost::complete);
        three.write(new Source("one"), 1, message("a"), 1);
        atGate.await();
        three.abandon();
        CompletableFuture<?> settled = writing.settle();

        assertThat(settled).isNotDone();
        gate.countDown();
        settled.get(20, TimeUnit.SECONDS);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(answers).as("the shard has gone").isEmpty();
    }

    @Test
    void aStoppedWriterSettlesNothingAndTakesNoShard() throws Exception {
        TransactionalWriter writing = transactions(false);
        ShardWriter three = writing.begin(3, lost::complete);
        three.write(new Source("one"), 1, message("a"), 1);
        producer.fenceProducer();
        gate.countDown();
        lost.get(20, TimeUnit.SECONDS);

        assertThat(writing.isOver()).isTrue();
        assertThat(writing.settle()).isCompletedExceptionally();
        assertThatThrownBy(() -> writing.begin(5, lost::complete)).isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void anAbandonedWriterSaysNothing() throws Exception {
        ShardWriter begun = writer(false);
        begun.write(new Source("one"), 1, message("a"), 1);
        begun.abandon();
        gate.countDown();
        assertThatThrownBy(() -> lost.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
    }
}
