package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Short ranges of files, read by the cache of chunks. */
class ChunkCacheTest {
    private static final int CHUNK = 4;
    private static final String ID = "0123";

    private final FakeLoop loop = new FakeLoop();
    private final FakeKafka kafka = new FakeKafka();
    private final StoredFile file = write(8);
    private final ChunkCache cache = cache(100);

    private static class Reader implements ContentReader.Target {
        private final List<byte[]> chunks = new ArrayList<>();
        private boolean refusing;
        private boolean done;
        private @Nullable String lost;

        @Override
        public boolean offer(int index, byte[] chunk) {
            if (refusing) {
                return false;
            }
            assertThat(chunk).isEqualTo(chunk(index));
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
        return new byte[]{(byte) index, 2, 3, 4};
    }

    private StoredFile write(int count) {
        long[] offsets = new long[count];
        for (int index = 0; index < count; index++) {
            offsets[index] = kafka.end();
            kafka.append(ID + "/" + index, chunk(index));
        }
        FileFacts facts = new FileFacts("film", (long) CHUNK * count, "", "00");
        return new StoredFile(
                ID, 7, facts, 0, 0, new ChunkPlan(facts.size(), CHUNK), ChunkOffsets.encode(offsets));
    }

    private ChunkCache cache(long capacity) {
        return new ChunkCache(new ContentReader.Source(loop, kafka, "content"), capacity);
    }

    private ChunkReading begin(ChunkCache by, int begin, int end, Reader reader) {
        ChunkReading reading = by.reading(file, new ChunkRange(file.plan(), begin, end), reader);
        reading.start();
        return reading;
    }

    private void run() {
        for (int idle = 0; idle < 5; idle++) {
            while (kafka.turn() || loop.run()) {
                idle = 0;
            }
            loop.pass();
        }
    }

    private Reader read(ChunkCache by, int begin, int end) {
        Reader reader = new Reader();
        begin(by, begin, end, reader);
        run();
        return reader;
    }

    private void assertCounted(ChunkCache of, long hits, long misses, long bytes) {
        assertThat(of.statistics()).isEqualTo(new ChunkCacheStatistics(hits, misses, bytes));
    }

    @Test
    void aChunkThatWasReadIsNotReadAgain() {
        Reader first = read(cache, 4, 5);
        assertThat(kafka.opened).isEqualTo(1);
        Reader second = read(cache, 6, 8);
        assertThat(kafka.opened).as("readings of Kafka").isEqualTo(1);
        assertThat(List.of(first.done, second.done)).containsOnly(true);
        assertThat(second.chunks.getFirst()).isSameAs(first.chunks.getFirst());
        assertCounted(cache, 1, 1, CHUNK);
    }

    @Test
    void thoseThatWantTheSameChunkAtTheSameTimeShareItsReading() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Reader reader = new Reader();
            begin(cache, 8, 9, reader);
            readers.add(reader);
        }
        run();
        assertThat(kafka.opened).isEqualTo(1);
        assertThat(readers).allMatch(reader -> reader.done && reader.chunks.size() == 1);
        assertCounted(cache, 9, 1, CHUNK);
    }

    @Test
    void aRangeOverTwoChunksComesInOrder() {
        read(cache, 0, 1);
        Reader both = read(cache, 3, 5);
        assertThat(both.chunks).containsExactly(chunk(0), chunk(1));
        assertThat(both.done).isTrue();
        assertThat(kafka.opened).isEqualTo(2);
    }

    @Test
    void whatWasWantedLongestAgoGoesFirst() {
        ChunkCache small = cache(2 * CHUNK + 1);
        read(small, 0, 1);
        read(small, 4, 5);
        read(small, 0, 1);
        read(small, 8, 9);
        assertCounted(small, 1, 3, 2 * CHUNK);
        read(small, 0, 1);
        assertThat(kafka.opened).isEqualTo(3);
        read(small, 4, 5);
        assertThat(kafka.opened).isEqualTo(4);
    }

    @Test
    void aChunkThatDoesNotFitIsGivenAndNotKept() {
        ChunkCache small = cache(CHUNK - 1);
        assertThat(read(small, 0, 1).done).isTrue();
        assertThat(read(small, 0, 1).done).isTrue();
        assertCounted(small, 0, 2, 0);
    }

    @Test
    void longRangesAndThoseOfAGatewayWithoutCacheGoPastIt() {
        assertThat(read(cache, 3, 9).chunks).hasSize(3);
        assertCounted(cache, 0, 0, 0);
        ChunkCache none = cache(0);
        assertThat(read(none, 0, 1).done).isTrue();
        assertCounted(none, 0, 0, 0);
    }

    @Test
    void aReaderThatTakesNothingHasOneChunkReadAndNoMore() {
        Reader reader = new Reader();
        reader.refusing = true;
        ChunkReading reading = begin(cache, 3, 5, reader);
        run();
        assertThat(kafka.opened).isEqualTo(1);
        reading.wakeUp();
        run();
        assertThat(kafka.opened).as("readings of Kafka").isEqualTo(1);
        reader.refusing = false;
        reading.wakeUp();
        run();
        assertThat(reader.chunks).containsExactly(chunk(0), chunk(1));
        assertThat(reader.done).isTrue();
    }

    @Test
    void whatWasPutOutWhileAReaderTookNothingIsReadAgain() {
        ChunkCache small = cache(CHUNK);
        Reader reader = new Reader();
        reader.refusing = true;
        ChunkReading reading = begin(small, 0, 1, reader);
        run();
        read(small, 8, 9);
        reader.refusing = false;
        reading.wakeUp();
        run();
        assertThat(reader.chunks).containsExactly(chunk(0));
        assertThat(kafka.opened).isEqualTo(3);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotRead() {
        Reader gone = new Reader();
        Reader staying = new Reader();
        ChunkReading first = begin(cache, 0, 1, gone);
        ChunkReading second = begin(cache, 0, 1, staying);
        first.close();
        assertThat(kafka.places).hasSize(1);
        second.close();
        assertThat(kafka.places).as("cursors left behind").isEmpty();
        run();
        assertThat(gone.chunks).isEmpty();
        assertThat(staying.chunks).isEmpty();
        assertThat(read(cache, 0, 1).done).isTrue();
    }

    @Test
    void oneReadersFailureIsNotThatOfTheOthers() {
        begin(cache, 0, 1, new Reader() {
            @Override
            public boolean offer(int index, byte[] chunk) {
                throw new IllegalStateException("a failure");
            }
        });
        assertThat(read(cache, 0, 1).done).isTrue();
    }

    @Test
    void aChunkThatIsGoneIsToldToAllThatWaitForIt() {
        kafka.records.remove(0L);
        Reader other = new Reader();
        begin(cache, 0, 1, other);
        assertThat(read(cache, 0, 1).lost).contains("chunk 0");
        assertThat(other.lost).contains("chunk 0");
        assertCounted(cache, 1, 1, 0);
    }
}
