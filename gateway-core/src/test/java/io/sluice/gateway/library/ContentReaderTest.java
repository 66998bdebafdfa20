package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chunks in their order, however they lie in Kafka. */
class ContentReaderTest {
    private static final int CHUNK = 4;
    private static final String ID = "0123";

    private final FakeLoop loop = new FakeLoop();
    private final FakeKafka kafka = new FakeKafka();
    private final Collector collector = new Collector();

    private static final class Collector implements ContentReader.Target {
        private final List<Integer> indexes = new ArrayList<>();
        private final List<byte[]> chunks = new ArrayList<>();
        private final Random random = new Random(3);
        private double refusing;
        private boolean done;
        private @Nullable String lost;

        @Override
        public boolean offer(int index, byte[] chunk) {
            if (random.nextDouble() < refusing) {
                return false;
            }
            indexes.add(index);
            chunks.add(chunk);
            return true;
        }

        @Override
        public void onDone() {
            done = true;
        }

        @Override
        public void onLost(String why) {
            lost = why;
        }
    }

    private static byte[] chunk(int index) {
        return new byte[]{(byte) index, (byte) (index >> 8), 3, 4};
    }

    /** Writes so many chunks in this order, with others between, and says where they are. */
    private Content write(List<Integer> order, int others) {
        long[] offsets = new long[order.size()];
        for (int index : order) {
            for (int other = 0; other < others; other++) {
                kafka.append("other/" + index, chunk(index));
            }
            offsets[index] = kafka.end();
            kafka.append(ID + "/" + index, chunk(index));
        }
        return new Content(ID, 0, new ChunkPlan((long) CHUNK * order.size(), CHUNK), offsets);
    }

    private static List<Integer> upTo(int end) {
        List<Integer> all = new ArrayList<>();
        for (int index = 0; index < end; index++) {
            all.add(index);
        }
        return all;
    }

    private void read(Content content, int from, int to) {
        ContentReader reader = new ContentReader(
                new ContentReader.Source(loop, kafka, "content"), content, from, to, collector);
        reader.start();
        for (int idle = 0; idle < 20 && !collector.done && collector.lost == null;) {
            boolean moved = kafka.turn() || loop.run();
            if (moved) {
                idle = 0;
            } else {
                idle++;
                reader.wakeUp();
                loop.pass();
            }
        }
        assertThat(kafka.places).as("cursors left behind").isEmpty();
    }

    private void assertRead(int from, int to) {
        assertThat(collector.lost).isNull();
        assertThat(collector.done).isTrue();
        assertThat(collector.indexes).containsExactlyElementsOf(upTo(to).subList(from, to));
        for (int i = 0; i < collector.chunks.size(); i++) {
            assertThat(collector.chunks.get(i)).isEqualTo(chunk(from + i));
        }
    }

    @Test
    void chunksInOrderAreReadByOneCursor() {
        read(write(upTo(1000), 3), 0, 1000);
        assertRead(0, 1000);
        assertThat(kafka.opened).isEqualTo(1);
    }

    @Test
    void chunksInAnyOrderComeInOrder() {
        List<Integer> order = upTo(300);
        Collections.shuffle(order, new Random(1));
        collector.refusing = 0.3;
        read(write(order, 1), 7, 290);
        assertRead(7, 290);
    }

    @Test
    void nothingIsReadOfAnEmptyRange() {
        read(write(upTo(3), 0), 2, 2);
        assertRead(2, 2);
        assertThat(kafka.opened).isZero();
    }

    @Test
    void aChunkThatCompactionTookForALaterCopyIsFoundByItsKey() {
        Content content = write(upTo(100), 0);
        Set<Integer> again = new HashSet<>(Set.of(0, 50, 51, 99));
        again.forEach(index -> {
            kafka.records.remove(content.offsets()[index]);
            kafka.append(ID + "/" + index, chunk(index));
        });
        read(content, 0, 100);
        assertRead(0, 100);
    }

    @Test
    void aChunkThatIsGoneIsTold() {
        Content content = write(upTo(10), 0);
        kafka.records.remove(content.offsets()[9]);
        read(content, 0, 10);
        assertThat(collector.indexes).hasSize(9);
        assertThat(collector.lost).contains("chunk 9");
        assertThat(collector.done).isFalse();
    }

    @Test
    void aFileThatIsRemovedMeanwhileIsTold() {
        Content content = write(upTo(10), 0);
        for (int index = 0; index < 10; index++) {
            kafka.records.remove(content.offsets()[index]);
            kafka.append(ID + "/" + index, null);
        }
        read(content, 0, 10);
        assertThat(collector.indexes).isEmpty();
        assertThat(collector.lost).isNotNull();
    }
}
