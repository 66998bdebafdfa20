package io.sluice.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.Transport;
import io.sluice.crsp.session.SessionId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What happens in a test, and what must come of it, wherever gateways and brokers run. */
public final class Courses {
    private static final int KEYS = 10;

    private Courses() {}

    /**
     * Numbered records are written to a topic and reach every receiver once, in order and unchanged, whatever happens
     * meanwhile.
     *
     * @param perSecond how fast they are written, 0 for as fast as it goes
     * @param schedule when something happens, by what the first receiver has
     */
    public static void deliver(Scenario scenario, Topic topic, long records, double perSecond, KillSchedule schedule,
            KillSchedule.Blow blow, Receiver... receivers) throws Exception {
        Future<String> produced = scenario.start(() -> topic.writeNumbers(records, perSecond));

        schedule.run(receivers[0], blow);
        // First, so that what was never written is not said to be lost on the way.
        String written = produced.get();

        for (Receiver receiver : receivers) {
            DeliveryReport report = receiver.awaitEnd(Scenario.PATIENCE);
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.sha256()).isEqualTo(written);
            scenario.say("silences " + receiver.silences());
        }
    }

    /** A client of two gateways receives from one of them, which is killed, and goes on at the other. */
    public static void moveOver(Scenario scenario, Topic topic, long records, double perSecond, GatewayServer first,
            GatewayServer second) throws Exception {
        List<InetSocketAddress> servedBy = new CopyOnWriteArrayList<>();
        SluiceClient client = scenario.connect(new ClientListener() {
            @Override
            public void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {
                servedBy.add(gateway);
            }
        }, first.address(), second.address());
        // A client of two addresses may have begun at either: the one that answered first.
        GatewayServer serving = servedBy.getFirst().equals(first.address()) ? first : second;
        GatewayServer other = serving == first ? second : first;
        Receiver moving = scenario.receive(client, topic, records);
        Receiver staying = scenario.receive(topic, records, other.address());

        deliver(scenario, topic, records, perSecond, KillSchedule.random(1, records), serving::kill, moving, staying);

        assertThat(servedBy).containsExactly(serving.address(), other.address());
    }

    /**
     * A client publishes numbered messages and its gateway is killed: what was confirmed before is in Kafka, and in the
     * end every message is there once, in order within its key.
     *
     * @param through where the client connects
     * @param inFlight messages sent beyond the one that is confirmed when the gateway is killed, at most
     */
    public static void publishWhileKilled(Scenario scenario, Topic topic, int messages, int inFlight, Server gateway,
            InetSocketAddress through) throws Exception {
        SluiceClient client = scenario.connect(through);
        long killAfter = KillSchedule.random(1, messages - inFlight).positions().getFirst();
        CountDownLatch killed = new CountDownLatch(1);

        try (Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            Future<Boolean> sent = scenario.start(() -> {
                for (int message = 1; message <= messages; message++) {
                    if (message == killAfter + inFlight) {
                        killed.await();
                    }
                    publication.send(key(message), Topic.number(message));
                }
                return publication.awaitConfirmed(Scenario.PATIENCE);
            });
            Await.until("confirmations", Scenario.PATIENCE, () -> publication.lastConfirmed() >= killAfter);
            gateway.kill();
            killed.countDown();
            long confirmed = publication.lastConfirmed();
            Set<String> present = valuesOf(topic.read());
            for (long message = 1; message <= confirmed; message++) {
                assertThat(present).as("confirmed before the kill").contains(Long.toString(message));
            }
            gateway.restart();
            assertThat(sent.get()).as("all confirmed").isTrue();
        }

        requireOrderByKey(topic.read(), messages);
        assertThat(client.resumes()).isPositive();
    }

    /** A client publishes numbered messages, and every one is in the topic once, in order within its key. */
    public static void publish(Scenario scenario, Topic topic, int messages, InetSocketAddress through)
            throws Exception {
        SluiceClient client = scenario.connect(through);
        try (Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            for (int message = 1; message <= messages; message++) {
                publication.send(key(message), Topic.number(message));
            }
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
        }
        requireOrderByKey(topic.read(), messages);
    }

    private static byte[] key(long message) {
        return ("key-" + message % KEYS).getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> valuesOf(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> values = new HashSet<>();
        records.forEach(record -> values.add(text(record.value())));
        return values;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Every message once, in order within its key. */
    private static void requireOrderByKey(List<ConsumerRecord<byte[], byte[]>> records, int messages) {
        DeliveryChecker checker = DeliveryChecker.ofNumbers(1, messages);
        Map<String, Integer> keys = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            checker.accept(keys.computeIfAbsent(text(record.key()), key -> keys.size()), 0, record.value());
        }
        DeliveryReport report = checker.report();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }
}
