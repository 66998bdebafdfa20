package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.KafkaOptions;
import io.sluice.cli.kafka.TopicInfo;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice topics describe}. */
@Command(name = "describe", description = "Shows the partitions of topics and which offsets they hold.", exitCodeList = {
    "0:done", "2:wrong usage, or a topic is missing",
    "3:Kafka cannot be reached"}, footer = "  sluice topics describe numbers")
public final class TopicsDescribeCommand extends SluiceCommand {

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Names of topics.")
    private List<String> topics = List.of();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    protected int run(Console console) throws Exception {
        Set<String> names = new TreeSet<>(topics);
        try (KafkaAdmin admin = KafkaAdmin.connect(kafka.bootstrapServers())) {
            for (TopicInfo topic : admin.describe(names)) {
                console.result(text(topic), json(topic));
            }
        }
        return ExitCode.OK;
    }

    private static String text(TopicInfo topic) {
        StringBuilder text = new StringBuilder(
                String.format(
                        Locale.ROOT,
                        "%s: %d partition(s), %,d record(s)",
                        topic.name(),
                        topic.partitions().size(),
                        topic.records()));
        for (TopicInfo.Partition partition : topic.partitions()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n  partition %d: offsets %,d to %,d, leader %s, %d of %d replicas in sync",
                            partition.number(),
                            partition.earliest(),
                            partition.next(),
                            partition.leader() < 0 ? "none" : partition.leader(),
                            partition.inSync(),
                            partition.replicas()));
        }
        return text.toString();
    }

    private static Json json(TopicInfo topic) {
        List<Json> partitions = topic.partitions().stream()
                .map(partition -> Json.object()
                        .put("partition", partition.number())
                        .put("leader", partition.leader())
                        .put("replicas", partition.replicas())
                        .put("inSync", partition.inSync())
                        .put("earliest", partition.earliest())
                        .put("next", partition.next()))
                .toList();
        return Json.object()
                .put("event", "topic")
                .put("topic", topic.name())
                .put("records", topic.records())
                .put("partitions", partitions);
    }
}
