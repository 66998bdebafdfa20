package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files may be called. */
class FileNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "films/a, b.mp4", " ", "größe/映画/🎬.mp4", "...", "a..b/..c", "C:\\films\\a.mp4", "~",
        "-o",
        "%2e%2e/a", "CON", "a\"b'c", "\u200b"})
    void anyTextIsAName(String name) {
        assertThat(FileNames.problemOf(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../x", "a/../b", "a/..", "./a", "a/.", "..\\x", "a\\..\\b", "a/..\\b"})
    void whatWouldLeadElsewhereIsNamed(String name) {
        assertThat(FileNames.problemOf(name)).contains("has the part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b", "/etc/passwd"})
    void emptyPartsAreNamed(String name) {
        assertThat(FileNames.problemOf(name)).contains("slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\0", "a\tb", "\u007f", "a\u0085"})
    void controlCharactersAreNamed(String name) {
        assertThat(FileNames.problemOf(name)).contains("control character U+00");
    }

    @Test
    void anEmptyNameIsNamed() {
        assertThat(FileNames.problemOf("")).contains("empty");
    }

    @Test
    void bytesCountNotCharacters() {
        assertThat(FileNames.problemOf("ö".repeat(512))).isNull();
        assertThat(FileNames.problemOf("ö".repeat(512) + "o")).contains("1025 bytes");
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        // As Java compares texts, the second would come first.
        assertThat(FileNames.compare("\uffee", "🎬")).isNegative();
        assertThat(FileNames.compare("a", "a/b")).isNegative();
        assertThat(FileNames.compare("a", "a")).isZero();
    }
}
