package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.delivery.FakeDelivery.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, each reader gets every record that it asked for, once and in order. */
class DeliveryPropertyTest {
    private static final int RUNS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyMatchingRecordComesOnceAndInOrder(long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            check(seeds.nextLong());
        }
    }

    private static void check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FakeDelivery delivery = new FakeDelivery(
                random.nextInt(1_000, 20_000), random.nextInt(500, 10_000), random.nextInt(1, 4));
        List<Reader> readers = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        append(delivery, random, random.nextInt(200));
        for (int step = random.nextInt(50, 400); step > 0; step--) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (readers.size() < 8) {
                        long start = random.nextLong(delivery.log.end() + 1);
                        starts.add(start);
                        readers.add(delivery.open(start, filter(random), random.nextInt(50)));
                    }
                }
                case 1 -> append(delivery, random, random.nextInt(60));
                case 2 -> delivery.joinTail();
                case 3, 4 -> delivery.readTail(random.nextInt(1, 40));
                case 5, 6 -> {
                    if (!delivery.requests.isEmpty()) {
                        delivery.answer(random.nextInt(delivery.requests.size()), random.nextInt(1, 30));
                    }
                }
                case 7 -> {
                    if (!delivery.requests.isEmpty()) {
                        delivery.failRequest(random.nextInt(delivery.requests.size()));
                    }
                }
                case 8 -> {
                    if (!readers.isEmpty()) {
                        readers.get(random.nextInt(readers.size())).give(random.nextInt(40));
                    }
                }
                case 9 -> {
                    if (!readers.isEmpty()) {
                        Reader reader = readers.get(random.nextInt(readers.size()));
                        if (random.nextBoolean()) {
                            reader.cursor.pause();
                        } else {
                            reader.cursor.resume();
                        }
                    }
                }
                default -> delivery.turn();
            }
        }
        for (Reader reader : readers) {
            reader.cursor.resume();
            reader.give(Long.MAX_VALUE);
        }
        delivery.settle(random.nextInt(1, 100));
        for (int i = 0; i < readers.size(); i++) {
            Reader reader = readers.get(i);
            assertThat(reader.taken).as("seed %d, reader %d, %s", seed, i, reader.filter)
                    .isEqualTo(delivery.log.matching(starts.get(i), reader.filter));
            assertThat(reader.cursor.next()).isEqualTo(delivery.log.end());
            assertThat(reader.cursor.lag()).isZero();
        }
    }

    private static void append(FakeDelivery delivery, SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(10) == 0) {
                delivery.log.skip(random.nextInt(1, 5));
            } else {
                delivery.log.append(random.nextInt(8) == 0 ? null : "k" + random.nextInt(4));
            }
        }
    }

    private static RecordFilter filter(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new RecordFilter.All();
            case 2, 3 -> new RecordFilter.Key(new RecordKey(bytes("k" + random.nextInt(6))));
            case 4 -> new RecordFilter.KeyPrefix(bytes(random.nextBoolean() ? "k" : "k2"));
            default -> new RecordFilter.HeaderValue("parity", bytes("odd"));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
