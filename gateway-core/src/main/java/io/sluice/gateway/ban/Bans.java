package io.sluice.gateway.ban;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.config.BanSettings;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.LogEntry;
import io.sluice.gateway.kafka.LogFollower;
import jakarta.json.bind.Jsonb;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bans of this gateway's cluster. Each is a record of a compacted topic of one partition, which every gateway folds
 * into memory in the same order: what one administrator bans is banned everywhere, also at gateways that start later.
 */
public final class Bans implements BanCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bans.class);
    private static final long SWEEP_INTERVAL = 1_000_000_000L;
    private static final int SWEPT_AT_ONCE = 500;
    /**
     * How long what is over stays in Kafka: a gateway whose clock is ahead must not lift a ban for those whose clocks are
     * right, nor one that follows close upon another.
     */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final BanSettings settings;
    private final EventLoop loop;
    private final Clock clock;
    private final BanCodec codec;
    private final LogFollower.Log log;
    private final LogFollower<BanEntry> follower;
    private final BanTable table;
    /** Bans of each address that are on their way to Kafka. */
    private final Map<String, Integer> writing = new HashMap<>();
    private volatile Consumer<Ban> onBanned = ban -> {};

    /** @param log the topic of bans */
    public Bans(BanSettings settings, EventLoop loop, Clock clock, Jsonb jsonb, LogFollower.Log log) {
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.codec = new BanCodec(jsonb);
        this.log = log;
        this.table = new BanTable(settings.maxBans());
        this.follower = new LogFollower<>(loop, log, this::apply);
    }

    /**
     * Says who ends the connections of an address that is banned, and begins to drop what is over. To be called once,
     * before the first record is read.
     *
     * @param listener told on the event loop's thread
     */
    public void start(Consumer<Ban> listener) {
        onBanned = listener;
        loop.schedule(SWEEP_INTERVAL, this::sweep);
    }

    /**
     * Begins to read the topic. To be called once, from any thread.
     *
     * @param consumer closed with this object
     */
    public void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, TopicPartition partition,
            ThreadFactory threads) {
        follower.read(consumer, partition, codec::decode, threads);
    }

    /** Waits until all is known that was in the topic when this was called. Blocks. */
    public void awaitRead() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        loop.execute(() -> follower.whenCurrent(() -> true, () -> {}, read::countDown));
        read.await();
    }

    /** What records say and what was read is taken by; for tests, which have no topic. */
    LogFollower<BanEntry> follower() {
        return follower;
    }

    private void apply(List<LogEntry<BanEntry>> entries) {
        entries.forEach(each -> apply(each.entry()));
    }

    private void apply(BanEntry entry) {
        Ban ban = entry.ban();
        if (ban == null) {
            table.remove(entry.address());
            return;
        }
        Ban givenWay = table.put(ban);
        if (givenWay != null && !givenWay.isOver(clock.instant())) {
            LOG.warn("The ban of {} holds no longer here, for there are more than sluice.bans.max, {}",
                    givenWay.address(), settings.maxBans());
        }
        if (!ban.isOver(clock.instant())) {
            onBanned.accept(ban);
        }
    }

    @Override
    public @Nullable Ban find(InetAddress address) {
        return table.find(BanAddress.text(address), clock.instant());
    }

    /** How many hold now. On the event loop's thread. */
    public int count() {
        return table.count(clock.instant());
    }

    private void sweep() {
        List<Ban> over = table.takeOver(clock.instant().minus(MARGIN), SWEPT_AT_ONCE);
        if (!over.isEmpty()) {
            // Another gateway may have banned the same address anew meanwhile.
            follower.whenCurrent(() -> true, () -> {}, () -> over.forEach(each -> forget(each.address())));
        }
        loop.schedule(SWEEP_INTERVAL, this::sweep);
    }

    private void forget(String address) {
        if (!table.has(address) && !writing.containsKey(address)) {
            Answers.toLoop(loop, log.write(BanCodec.key(address), null), done -> {},
                    failure -> LOG.warn("The ban of {}, which is over, could not be removed from {}: {}", address, log,
                            failure.toString()));
        }
    }

    // From any thread.

    /**
     * Bans an address, in place of an earlier ban of it.
     *
     * @param time how long from now on
     * @param by who wants it
     * @param reason for people; may be empty
     * @return completes once the ban is in Kafka and holds here, or fails with {@link BansFull}
     */
    public CompletableFuture<Ban> ban(InetAddress address, Duration time, String by, String reason) {
        return onLoop(answer -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Ban ban = new Ban(BanAddress.text(address), now.plus(time), by, reason, now);
            if (table.find(ban.address(), now) == null && table.count(now) + writing.size() >= settings.maxBans()) {
                answer.completeExceptionally(new BansFull(settings.maxBans()));
                return;
            }
            writing.merge(ban.address(), 1, Integer::sum);
            follower.writeAndRead(BanCodec.key(ban.address()), codec.value(ban), () -> {
                written(ban.address());
                answer.complete(ban);
            }, failure -> {
                written(ban.address());
                answer.completeExceptionally(failure);
            });
        });
    }

    private void written(String address) {
        writing.computeIfPresent(address, (each, count) -> count > 1 ? count - 1 : null);
    }

    /**
     * Lifts the ban of an address.
     *
     * @return completes with the ban that was lifted, or with nothing if there is none at any gateway
     */
    public CompletableFuture<Optional<Ban>> lift(InetAddress address) {
        String text = BanAddress.text(address);
        return onLoop(answer -> follower.whenCurrent(() -> !answer.isDone(), () -> {}, () -> {
            Ban known = table.find(text, clock.instant());
            if (known == null) {
                answer.complete(Optional.empty());
            } else {
                follower.writeAndRead(BanCodec.key(text), null, () -> answer.complete(Optional.of(known)),
                        answer::completeExceptionally);
            }
        }));
    }

    /** The ban of an address that holds now, if there is one. */
    public CompletableFuture<Optional<Ban>> show(InetAddress address) {
        return onLoop(answer -> answer.complete(Optional.ofNullable(find(address))));
    }

    /**
     * A page of the bans that hold now.
     *
     * @param after only addresses after this one; empty for all
     */
    public CompletableFuture<BanPage> list(String after, int limit) {
        return onLoop(answer -> {
            Instant now = clock.instant();
            List<Ban> found = table.list(after, limit + 1, now);
            boolean more = found.size() > limit;
            answer.complete(new BanPage(more ? found.subList(0, limit) : found, more, table.count(now)));
        });
    }

    private <T> CompletableFuture<T> onLoop(Consumer<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                question.accept(answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        follower.close();
    }
}
