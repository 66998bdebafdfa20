package io.sluice.crsp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The test vectors in docs/protocol.md, read from the file itself. */
public final class SpecificationVectors {
    private static final Pattern BLOCK = Pattern.compile("```vectors ([a-z-]+)\n(.*?)```", Pattern.DOTALL);
    private static final String TEXT = read();

    /** One line: a name for people, bytes, and what they mean. */
    public record Vector(String name, byte[] bytes, String meaning) {
        @Override
        public String toString() {
            return name;
        }
    }

    private SpecificationVectors() {}

    private static String read() {
        // The build runs tests in the module's folder, an editor perhaps in the project's.
        Path fromModule = Path.of("..", "docs", "protocol.md");
        try {
            return Files.readString(Files.exists(fromModule) ? fromModule : Path.of("docs", "protocol.md"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the specification cannot be read", e);
        }
    }

    /** The whole specification. */
    public static String text() {
        return TEXT;
    }

    /** The kinds of vectors that the specification has. */
    public static Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        for (Matcher block = BLOCK.matcher(TEXT); block.find();) {
            kinds.add(block.group(1));
        }
        return kinds;
    }

    /** All vectors of a kind, at least one. */
    public static List<Vector> of(String kind) {
        List<Vector> vectors = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(TEXT); block.find();) {
            if (block.group(1).equals(kind)) {
                block.group(2).lines().map(SpecificationVectors::parse).forEach(vectors::add);
            }
        }
        if (vectors.isEmpty()) {
            throw new AssertionError("the specification has no vectors of kind " + kind);
        }
        return vectors;
    }

    private static Vector parse(String line) {
        String[] parts = line.split("\\|", 3);
        if (parts.length != 3) {
            throw new AssertionError("no vector: " + line);
        }
        return new Vector(parts[0].strip(), bytes(parts[1].strip()), parts[2].strip());
    }

    /** Bytes in the notation of the specification: digits, spaces, and {@code 00*7} for seven bytes 00. */
    public static byte[] bytes(String notation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String digits = notation.startsWith("0x") ? notation.substring(2) : notation;
        for (String part : digits.split(" +", -1)) {
            int star = part.indexOf('*');
            byte[] once = HexFormat.of().parseHex(star < 0 ? part : part.substring(0, star));
            for (int times = star < 0 ? 1 : Integer.parseInt(part.substring(star + 1)); times > 0; times--) {
                bytes.writeBytes(once);
            }
        }
        return bytes.toByteArray();
    }
}
