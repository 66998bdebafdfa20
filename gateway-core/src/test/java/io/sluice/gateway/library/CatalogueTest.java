package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.library.CatalogueEntry.ChunkForgotten;
import io.sluice.gateway.library.CatalogueEntry.ChunkStored;
import io.sluice.gateway.library.CatalogueEntry.FileForgotten;
import io.sluice.gateway.library.CatalogueEntry.FileStored;
import io.sluice.gateway.library.CatalogueEntry.RemovalBegun;
import io.sluice.gateway.library.CatalogueEntry.RemovalForgotten;
import io.sluice.gateway.library.CatalogueEntry.UploadBegun;
import io.sluice.gateway.library.CatalogueEntry.UploadForgotten;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a gateway knows once it has read the catalogue, whole or compacted. */
class CatalogueTest {
    private static final String SHA = "00".repeat(32);
    private static final int CHUNK = 10;

    private final CatalogueCodec codec = new CatalogueCodec();
    private final List<CatalogueEntry> log = new ArrayList<>();
    private final Catalogue catalogue = new Catalogue();

    private static FileFacts facts(String name, long size) {
        return new FileFacts(name, size, "text/plain", SHA);
    }

    private void write(CatalogueEntry... entries) {
        for (CatalogueEntry entry : entries) {
            catalogue.apply(log.size(), 1000 + log.size(), entry);
            log.add(entry);
        }
    }

    private static FileStored file(String id, String name, long size) {
        return new FileStored(id, facts(name, size), 5, 1, CHUNK,
                ChunkOffsets.encode(new long[new ChunkPlan(size, CHUNK).count()]));
    }

    private static UploadBegun upload(String id, String name, long size) {
        return new UploadBegun(id, facts(name, size), 1, CHUNK);
    }

    private Upload uploadOf(String id) {
        return Objects.requireNonNull(catalogue.upload(id));
    }

    @Test
    void aFileIsThereWithTheRecordThatSaysSo() {
        write(upload("a", "x", 15), new ChunkStored("a", 0, 7), new ChunkStored("a", 1, 8));
        assertThat(catalogue.file("x", 0)).isNull();
        assertThat(uploadOf("a").missing()).isZero();
        assertThat(uploadOf("a").content().offsets()).containsExactly(7, 8);
        write(file("a", "x", 15));
        assertThat(catalogue.upload("a")).isNull();
        assertThat(Objects.requireNonNull(catalogue.file("x", 0)).version()).isEqualTo(4);
        assertThat(catalogue.bytes()).isEqualTo(15);
        assertThat(catalogue.announcedBytes()).isZero();
    }

    @Test
    void twoUploadsOfOneNameAreVersions() {
        write(file("a", "x", 1), file("b", "y", 2), file("c", "x", 3));
        assertThat(catalogue.versions("x")).extracting(StoredFile::version).containsExactly(3L, 1L);
        assertThat(Objects.requireNonNull(catalogue.file("x", 1)).id()).isEqualTo("a");
        assertThat(catalogue.file("x", 2)).isNull();
        assertThat(catalogue.fileCount()).isEqualTo(2);
        assertThat(catalogue.versionCount()).isEqualTo(3);
    }

    @Test
    void ofTwoThatBeginTheSameAtOnceTheFirstIsEveryones() {
        write(upload("a", "x", 15), upload("b", "x", 15), upload("c", "x", 16));
        assertThat(Objects.requireNonNull(catalogue.upload(facts("x", 15))).id()).isEqualTo("a");
        assertThat(catalogue.upload("b")).isNull();
        assertThat(Objects.requireNonNull(catalogue.upload(facts("x", 16))).id()).isEqualTo("c");
    }

    @Test
    void aRemovalEndsAFileOrAnUploadAtOnce() {
        write(file("a", "x", 1), file("b", "x", 2), upload("c", "y", 30));
        write(new RemovalBegun("b", 1, 1), new RemovalBegun("c", 1, 3), new ChunkStored("c", 0, 1));
        assertThat(catalogue.versions("x")).extracting(StoredFile::id).containsExactly("a");
        assertThat(catalogue.upload("c")).isNull();
        assertThat(catalogue.bytes()).isEqualTo(1);
        assertThat(catalogue.removals()).extracting(Catalogue.Removal::id).containsExactlyInAnyOrder("b", "c");
        write(new RemovalForgotten("b"), new RemovalForgotten("c"), new FileForgotten("a"));
        assertThat(catalogue.removals()).isEmpty();
        assertThat(catalogue.fileCount()).isZero();
        assertThat(catalogue.bytes()).isZero();
    }

    @Test
    void whatIsMissingIsToldInRanges() {
        write(upload("a", "x", 95));
        for (int index : new int[]{0, 1, 4, 8}) {
            write(new ChunkStored("a", index, index));
        }
        // Twice, or of another file: no matter.
        write(new ChunkStored("a", 4, 100), new ChunkStored("a", 10, 1), new ChunkStored("b", 2, 2));
        assertThat(uploadOf("a").missingRanges(10)).containsExactly(
                new Upload.Range(20, 20), new Upload.Range(50, 30), new Upload.Range(90, 5));
        assertThat(uploadOf("a").missingRanges(2)).containsExactly(
                new Upload.Range(20, 20), new Upload.Range(50, 45));
        assertThat(uploadOf("a").missing()).isEqualTo(6);
        assertThat(uploadOf("a").storedBytes()).isEqualTo(40);
        assertThat(catalogue.unfinishedBytes()).isEqualTo(40);
    }

    @Test
    void anEmptyFileMissesNothing() {
        write(upload("a", "x", 0));
        assertThat(uploadOf("a").missing()).isZero();
        assertThat(uploadOf("a").missingRanges(10)).isEmpty();
        assertThat(uploadOf("a").content().offsets()).isEmpty();
    }

    @Test
    void pagesFollowEachOtherInTheOrderOfNames() {
        for (String name : new String[]{"b/3", "a", "b/1", "b", "c", "b/2", "ä", "b/10"}) {
            write(file("id-" + name.replace('/', '-'), name, 1));
        }
        assertThat(names("", "", 100)).containsExactly("a", "b", "b/1", "b/10", "b/2", "b/3", "c", "ä");
        assertThat(names("b/", "", 2)).containsExactly("b/1", "b/10");
        assertThat(names("b/", "b/10", 2)).containsExactly("b/2", "b/3");
        assertThat(names("b/", "b/3", 2)).isEmpty();
        assertThat(names("b/", "a", 1)).containsExactly("b/1");
        assertThat(names("", "c", 9)).containsExactly("ä");
        assertThat(names("x", "", 9)).isEmpty();
    }

    private List<String> names(String prefix, String after, int limit) {
        return catalogue.newest(prefix, after, limit).stream().map(file -> file.facts().name()).toList();
    }

    @Test
    void whoReadsTheCompactedCatalogueKnowsTheSame() {
        Random random = new Random(5);
        for (int run = 0; run < 200; run++) {
            log.clear();
            Catalogue whole = new Catalogue();
            for (int i = 0; i < 60; i++) {
                CatalogueEntry entry = random(random);
                whole.apply(log.size(), 0, entry);
                log.add(entry);
            }
            Catalogue compacted = new Catalogue();
            Map<String, Integer> last = new LinkedHashMap<>();
            for (int i = 0; i < log.size(); i++) {
                last.put(new String(codec.key(log.get(i)), StandardCharsets.UTF_8), i);
            }
            last.values().stream().sorted().forEach(i -> compacted.apply(i, 0, log.get(i)));
            assertThat(view(compacted)).as("run " + run).isEqualTo(view(whole));
        }
    }

    /** Entries as a life of uploads writes them. */
    private static CatalogueEntry random(Random random) {
        String id = "id" + random.nextInt(3);
        return switch (random.nextInt(4)) {
            case 0 -> file(id, "name" + random.nextInt(2), 1);
            case 1 -> new FileForgotten(id);
            case 2 -> new ChunkForgotten(id, 0);
            default -> file(id, "name" + random.nextInt(2), 2);
        };
    }

    private static List<String> view(Catalogue catalogue) {
        return catalogue.allFiles().stream()
                .map(file -> file.version() + " " + file.id() + " " + file.facts())
                .sorted()
                .toList();
    }

    @Test
    void everyEntryComesBackFromItsBytes() {
        for (CatalogueEntry entry : List.of(
                upload("a", "größe, \"1\"/🎬", Long.MAX_VALUE >> 2), new UploadForgotten("a"),
                new ChunkStored("a", 131_071, 1L << 60), new ChunkForgotten("a", 0), new FileForgotten("a"),
                new RemovalBegun("a", 3, 131_072), new RemovalForgotten("a"))) {
            assertThat(codec.decode(codec.key(entry), codec.value(entry))).isEqualTo(entry);
        }
        FileStored file = file("a", "größe", 25);
        assertThat(codec.decode(codec.key(file), codec.value(file))).usingRecursiveComparison().isEqualTo(file);
    }

    @Test
    void whatIsNoEntryIsRefused() {
        byte[] key = "file/a".getBytes(StandardCharsets.UTF_8);
        for (String value : new String[]{"", "x", "[]", "{}", "{\"schema\":2}", "{\"schema\":1}",
            "{\"schema\":1,\"name\":5}"}) {
            assertThatThrownBy(() -> codec.decode(key, value.getBytes(StandardCharsets.UTF_8)))
                    .as(value).isInstanceOf(IllegalArgumentException.class);
        }
        for (String other : new String[]{"", "file", "file/a/b", "chunk/a", "chunk/a/x", "other/a"}) {
            assertThatThrownBy(() -> codec.decode(other.getBytes(StandardCharsets.UTF_8), null))
                    .as(other).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.decode(null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullCatalogueRecordOfTheLargestFileFitsIntoARecordOfKafka() {
        Random random = new Random(1);
        long[] offsets = new long[ChunkPlan.MAX_CHUNKS];
        for (int i = 0; i < offsets.length; i++) {
            // As 256 workers at once would leave them, beside as many of another file.
            offsets[i] = 2L * i + random.nextInt(2 * 1024);
        }
        FileStored entry = new FileStored("0".repeat(32), facts("ö".repeat(512), 64L << 30), 5, 1, 512 * 1024,
                ChunkOffsets.encode(offsets));
        assertThat(Objects.requireNonNull(codec.value(entry)).length).isLessThan(900_000);
    }
}
