package io.sluice.gateway.cluster;

import io.sluice.crsp.session.Message;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.session.GatewayDirectory;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this gateway's sign of life and reads those of the others, on a thread of its own. The signs go through Kafka:
 * a gateway that cannot write there can serve nobody, and need not be reachable by the others in any other way.
 */
public final class Peers implements GatewayDirectory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final int SIGNS_IN_TIMEOUT = 8;
    private static final long LOOK_BACK_MILLIS = 10_000;
    private static final long ERROR_PAUSE_MILLIS = 200;

    private final GatewayConfig config;
    private final Jsonb jsonb;
    private final TopicPartition topic;
    private final InetSocketAddress advertised;
    private final String incarnation = UUID.randomUUID().toString();
    private final RecordWriter writer;
    private final Consumer<byte[], byte[]> consumer;
    private final Events events;
    private final Clock clock;
    private final PeerTable table;
    private final CountDownLatch heard = new CountDownLatch(1);
    private final Thread thread;
    private final long interval;
    private volatile Supplier<PeerView> own = () -> new PeerView(List.of(), 0);
    private volatile String state = PeerRecord.UP;
    private volatile boolean closed;
    private long nextSign;
    private volatile CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /** What this gateway says of itself. */
    public record PeerView(List<Integer> shards, long sessions) {}

    /** Told of what changes, on this object's thread. */
    public interface Events {
        /** Something was heard: an owner may be known now that was not before. */
        void onHeard();

        /** This gateway has fallen silent: its shards are to go to others. */
        void onSilent(String gateway);
    }

    /**
     * @param advertised where clients find this gateway
     * @param writer stays the caller's
     * @param consumer for this object alone; closed with it
     */
    public Peers(
            GatewayConfig config,
            InternalTopics topics,
            Jsonb jsonb,
            InetSocketAddress advertised,
            RecordWriter writer,
            Consumer<byte[], byte[]> consumer,
            Events events,
            Clock clock,
            ThreadFactory threads) {
        this.clock = clock;
        this.nextSign = System.nanoTime();
        this.config = config;
        this.jsonb = jsonb;
        this.topic = new TopicPartition(topics.peers(), 0);
        this.advertised = advertised;
        this.writer = writer;
        this.consumer = consumer;
        this.events = events;
        this.table = new PeerTable(config.gatewayId(), incarnation, config.peerTimeout());
        this.interval = config.peerTimeout().toNanos() / SIGNS_IN_TIMEOUT;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** What is told from now on; asked on this object's thread. */
    public void tell(Supplier<PeerView> view) {
        own = view;
        signNow();
    }

    /** Gives the next sign at once, because it has news. Callable from any thread. */
    public void signNow() {
        consumer.wakeup();
    }

    /** Tells all that this gateway is {@link PeerRecord#DRAINING}. */
    public void drain() {
        state = PeerRecord.DRAINING;
        signNow();
    }

    /**
     * Waits until a sign of this gateway has come back and no other life of it is heard. Blocks.
     */
    public void awaitHeard() throws InterruptedException {
        boolean said = false;
        while (true) {
            boolean back = heard.await(1, TimeUnit.SECONDS);
            synchronized (table) {
                if (back && !table.isTwinAlive()) {
                    return;
                }
                if (back && !said) {
                    said = true;
                    LOG.warn("A gateway named {} was heard a moment ago. If it still runs give each its own "
                            + "sluice.gateway.id; waiting for its silence", config.gatewayId());
                }
            }
            TimeUnit.MILLISECONDS.sleep(ERROR_PAUSE_MILLIS);
        }
    }

    private void run() {
        try {
            boolean assigned = false;
            while (!closed) {
                try {
                    if (!assigned) {
                        assign();
                        assigned = true;
                    }
                    turn();
                } catch (WakeupException e) {
                    nextSign = System.nanoTime();
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    LOG.warn("Signs of life of other gateways cannot be read now: {}", e.toString());
                    Thread.sleep(ERROR_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("The peers' thread is told to stop");
        } finally {
            consumer.close(KafkaClients.AT_ONCE);
        }
    }

    private void assign() {
        List<TopicPartition> only = List.of(topic);
        consumer.assign(only);
        long from = clock.millis() - LOOK_BACK_MILLIS;
        var found = consumer.offsetsForTimes(Map.of(topic, from)).get(topic);
        if (found == null) {
            consumer.seekToEnd(only);
        } else {
            consumer.seek(topic, found.offset());
        }
    }

    private void turn() {
        long now = System.nanoTime();
        if (now - nextSign >= 0) {
            nextSign = now + interval;
            sign();
        }
        boolean any = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(Math.max(1, nextSign - now)))) {
            any |= read(record);
        }
        List<String> silent;
        synchronized (table) {
            silent = table.takeSilent();
            if (table.isHeard()) {
                heard.countDown();
            }
        }
        silent.forEach(events::onSilent);
        if (any) {
            events.onHeard();
        }
    }

    private void sign() {
        if (!last.isDone()) {
            // Kafka is away: old signs would be of no use to anyone when it is back.
            return;
        }
        PeerView view = own.get();
        PeerRecord record = new PeerRecord(PeerRecord.SCHEMA, config.gatewayId(), incarnation,
                advertised.getHostString(), advertised.getPort(), state, view.shards(), view.sessions());
        last = writer.write(new ProducerRecord<>(topic.topic(), topic.partition(),
                config.gatewayId().getBytes(StandardCharsets.UTF_8),
                jsonb.toJson(record).getBytes(StandardCharsets.UTF_8)));
    }

    private boolean read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return false;
        }
        try {
            PeerRecord sign = jsonb.fromJson(new String(record.value(), StandardCharsets.UTF_8), PeerRecord.class);
            if (sign.schema() != PeerRecord.SCHEMA) {
                return false;
            }
            synchronized (table) {
                table.onSign(sign, record.timestamp());
            }
            return true;
        } catch (JsonbException | IllegalArgumentException | NullPointerException e) {
            LOG.warn("{} at {} is no sign of life: {}", topic, record.offset(), e.toString());
            return false;
        }
    }

    @Override
    public Message.@Nullable Redirect toOwnerOf(int shard) {
        synchronized (table) {
            return redirect(table.ownerOf(shard));
        }
    }

    @Override
    public Message.@Nullable Redirect toAnother() {
        synchronized (table) {
            return redirect(table.another());
        }
    }

    private static Message.@Nullable Redirect redirect(@Nullable PeerRecord peer) {
        return peer == null ? null : new Message.Redirect(peer.gateway(), peer.host(), peer.port());
    }

    /** True if another gateway may be alive, whether it serves anything yet or not. From any thread. */
    public boolean hasOthers() {
        synchronized (table) {
            return table.hasOthers();
        }
    }

    /** Every other gateway that was heard, and how long ago, in milliseconds. From any thread. */
    public Map<PeerRecord, Long> all() {
        synchronized (table) {
            return table.all();
        }
    }

    /** Tells all that this gateway is down. */
    @Override
    public void close() {
        state = PeerRecord.DOWN;
        sign();
        try {
            last.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Kafka was not told that this gateway is down", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
