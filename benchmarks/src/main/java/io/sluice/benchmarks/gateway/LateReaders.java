package io.sluice.benchmarks.gateway;

import io.sluice.cli.local.LocalHome;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Sessions that begin at random older places of a topic and catch up, in a process of their own: they would be other
 * machines, whose work and pauses are not the gateway's. Says {@value #READY} when all are connected, begins at the
 * first line that comes, and says how many records came.
 */
final class LateReaders {
    static final String READY = "ready";
    static final String CAUGHT_UP = "caught up ";

    private static final Duration SILENCE = Duration.ofSeconds(40);

    private LateReaders() {}

    /** @param arguments the run's folder, the topic, how many sessions, and among how many records before the end they begin */
    public static void main(String[] arguments) throws Exception {
        Bed bed = new Bed(new LocalHome(Path.of(arguments[0])));
        String topic = arguments[1];
        int history = Integer.parseInt(arguments[3]);
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        try (Clients clients = new Clients(bed, "late", Integer.parseInt(arguments[2]));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            System.out.println(READY);
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            long[] ends = Topics.ends(bed.kafka(), topic);
            // The same places in each round.
            Random random = new Random(4650);
            List<Future<Long>> catching = new ArrayList<>();
            for (SluiceClient client : clients.all()) {
                long[] begin = IntStream.range(0, ends.length)
                        .mapToLong(each -> ends[each] - 1 - random.nextInt(history)).toArray();
                catching.add(threads.submit(
                        () -> catchUp(client, topic, PartitionArrivals.at(records, begin), begin, ends)));
            }
            long caughtUp = 0;
            for (Future<Long> each : catching) {
                caughtUp += each.get();
            }
            System.out.println(CAUGHT_UP + caughtUp);
        }
    }

    private static long catchUp(SluiceClient client, String topic, PartitionArrivals arrivals, long[] begin,
            long[] ends) throws Exception {
        List<Position> positions = IntStream.range(0, begin.length).mapToObj(each -> new Position(each, begin[each]))
                .toList();
        try (Subscription subscription = client.subscribe(
                SubscribeRequest.earliest(topic).from(new Start.Positions(positions)))) {
            while (!arrivals.hasReached(ends)) {
                Delivery record = subscription.poll(SILENCE);
                if (record == null) {
                    throw new IllegalStateException("nothing came for " + SILENCE.toSeconds() + " s");
                }
                arrivals.take(record.partition(), record.offset(), record.value());
            }
        }
        return arrivals.count();
    }
}
