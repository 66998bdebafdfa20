package io.sluice.crsp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification's vectors and table of session messages. */
class MessageVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    static List<Vector> messages() {
        return SpecificationVectors.of("message");
    }

    static List<Vector> checksums() {
        return SpecificationVectors.of("sequence-checksum");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messagesAreWritten(Vector vector) throws Exception {
        byte[] written = MessageCodec.encode(MessageNotation.parse(vector.meaning()));
        assertThat(HEX.formatHex(written)).isEqualTo(HEX.formatHex(vector.bytes()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messagesAreRead(Vector vector) throws Exception {
        assertThat(MessageNotation.describe(MessageCodec.decode(vector.bytes()))).isEqualTo(vector.meaning());
    }

    static List<Vector> datagrams() {
        return SpecificationVectors.of("message-datagram");
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void datagramsOfMessagesAreWrittenAndRead(Vector vector) throws Exception {
        MessageDatagram read = MessageDatagram.decode(vector.bytes());
        assertThat("number=" + read.number() + ", " + MessageNotation.describe(read.message()))
                .isEqualTo(vector.meaning());
        assertThat(HEX.formatHex(read.encode())).isEqualTo(HEX.formatHex(vector.bytes()));
    }

    @Test
    void everyMessageHasAVectorAndARowInTheTable() throws Exception {
        Set<String> withVector = new TreeSet<>();
        Set<String> typesWithVector = new TreeSet<>();
        for (Vector vector : messages()) {
            String name = Notation.parse(vector.meaning()).name();
            withVector.add(name);
            typesWithVector.add(String.format("0x%02x %s", vector.bytes()[0], name));
        }
        Set<String> known = Stream.of(Message.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(withVector).isEqualTo(known);
        Set<String> inTable = Pattern
                .compile("^\\| (0x[0-9a-f]{2}) \\| ([A-Za-z]+) \\| (client|gateway) \\|", Pattern.MULTILINE)
                .matcher(SpecificationVectors.text())
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inTable).isEqualTo(typesWithVector);
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void sequenceChecksumsAreKept(Vector vector) {
        SequenceNumbers numbers = new SequenceNumbers();
        for (String number : Notation.list("[" + vector.meaning() + "]", ", ")) {
            numbers.add(Long.parseLong(number));
        }
        assertThat(HEX.formatHex(numbers.checksum())).isEqualTo(HEX.formatHex(vector.bytes()));
    }
}
