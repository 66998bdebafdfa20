package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.check.PayloadDigest;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.RecordWriter;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Progress;
import io.sluice.cli.payload.NumberPayloads;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Numbers in a Kafka topic of their own.
 *
 * @param topic with one partition
 * @param records the numbers 1 to this one
 * @param sha256 of the numbers as lines
 */
record Produced(String topic, long records, String sha256) {
    private static final String PREFIX = "demo-";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    /** Creates the topic, writes to it, and removes those of earlier demonstrations. */
    static Produced produce(Console console, String bootstrapServers, long records, Instant now)
            throws CliException, InterruptedException {
        String topic = PREFIX + STAMP.format(now);
        try (KafkaAdmin admin = KafkaAdmin.connect(bootstrapServers)) {
            for (String earlier : admin.names(false)) {
                if (earlier.startsWith(PREFIX)) {
                    admin.delete(earlier);
                }
            }
            admin.createIfMissing(topic, 1);
        }
        NumberPayloads numbers = new NumberPayloads(1, records);
        PayloadDigest digest = new PayloadDigest(numbers.framing());
        try (RecordWriter writer = new RecordWriter(bootstrapServers, topic, null, null);
                Progress progress = new Progress(console, "produced", records, System::nanoTime)) {
            for (byte[] number = numbers.next(); number != null; number = numbers.next()) {
                writer.write(number);
                digest.add(number);
                progress.update(writer.confirmed());
            }
            writer.flush();
        }
        return new Produced(topic, records, digest.hex());
    }
}
