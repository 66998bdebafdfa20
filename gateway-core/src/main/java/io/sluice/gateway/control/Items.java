package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.library.FileView;
import io.sluice.gateway.library.LibraryQueries;
import io.sluice.gateway.library.LibraryRefusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What can be played: partitions of topics, and files of the library. Asked without blocking; answers come on Kafka's admin
 * thread or the event loop's.
 */
final class Items {
    /** As Kafka has it; {@code .} and {@code ..} would be folders of its own. */
    private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    private final TopicCatalog catalog;
    private final InternalTopics topics;
    private final LibraryQueries library;

    Items(TopicCatalog catalog, InternalTopics topics, LibraryQueries library) {
        this.catalog = catalog;
        this.topics = topics;
        this.library = library;
    }

    /** A page of what there is: topics in the order of their names, then files in theirs. */
    record Page(List<Item> items, boolean more) {}

    /** The item with its present ends, or a {@link Refused}. */
    CompletableFuture<Item> resolve(Item item) {
        return switch (item) {
            case Item.None() ->
                CompletableFuture.failedFuture(new Refused(ErrorCode.BAD_REQUEST, "play needs an item"));
            case Item.Topic topic -> resolve(topic);
            case Item.File(String name, long version, long size, String mediaType) ->
                library.find(name, version).handle((file, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(refusal(failure));
                    }
                    return item(file);
                });
        };
    }

    /** Why an item cannot be played, for its controller. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;

        Refused(ErrorCode code, String text) {
            super(text);
            this.code = code;
        }

        ErrorCode code() {
            return code;
        }
    }

    /** What a failed {@link #resolve} or {@link #list} is to a controller. */
    static Refused refusedBy(Throwable failure) {
        return failure instanceof Refused refused
                ? refused
                : new Refused(ErrorCode.KAFKA_UNAVAILABLE, "Kafka does not say what there is: " + failure.getMessage());
    }

    private static Throwable refusal(Throwable failure) {
        Throwable root = rootOf(failure);
        if (!(root instanceof LibraryRefusal refusal)) {
            return root;
        }
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal.code()) {
            case NAME_INVALID -> new Refused(ErrorCode.ITEM_NAME_INVALID, text);
            case FILE_UNKNOWN -> new Refused(ErrorCode.ITEM_UNKNOWN, text);
            default -> refusal;
        };
    }

    private static Item item(FileView file) {
        return new Item.File(file.name(), file.version(), file.size(), file.mediaType());
    }

    private CompletableFuture<Item> resolve(Item.Topic topic) {
        if (!TOPIC_NAME.matcher(topic.name()).matches()) {
            return CompletableFuture.failedFuture(new Refused(
                    ErrorCode.ITEM_NAME_INVALID, "\"" + topic.name() + "\" is no name of a topic"));
        }
        if (topics.isInternal(topic.name())) {
            return CompletableFuture.failedFuture(unknown(topic));
        }
        return catalog.partitions(topic.name()).handle((partitions, failure) -> {
            if (failure != null) {
                throw new CompletionException(refusal(topic, failure));
            }
            if (topic.partition() >= partitions.size()) {
                throw new CompletionException(new Refused(ErrorCode.ITEM_UNKNOWN,
                        "topic " + topic.name() + " has partitions 0 to " + (partitions.size() - 1)));
            }
            return partitions.get(topic.partition());
        }).thenCompose(partition -> catalog.range(partition)).thenApply(range -> {
            long begin = Math.max(topic.begin(), range.earliest());
            return new Item.Topic(topic.name(), topic.partition(), begin,
                    topic.end() == 0 ? Math.max(begin, range.latest()) : Math.max(begin, topic.end()));
        });
    }

    private static Throwable refusal(Item.Topic topic, Throwable failure) {
        Throwable root = rootOf(failure);
        return switch (root) {
            case UnknownTopicOrPartitionException ignored -> unknown(topic);
            case InvalidTopicException ignored -> unknown(topic);
            case TopicAuthorizationException ignored ->
                new Refused(ErrorCode.TOPIC_FORBIDDEN,
                        "Kafka does not let this gateway read topic \"" + topic.name() + "\": grant it the rights");
            default -> root;
        };
    }

    private static Throwable rootOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Refused unknown(Item.Topic topic) {
        return new Refused(ErrorCode.ITEM_UNKNOWN, "topic \"" + topic.name() + "\" does not exist");
    }

    /**
     * The partitions of the next topics, and the next files.
     *
     * @param after an item's name, as people write it
     */
    CompletableFuture<Page> list(String after, int limit) {
        if (after.startsWith(Item.File.PREFIX)) {
            return files(after.substring(Item.File.PREFIX.length()), List.of(), limit);
        }
        return catalog.names().thenCompose(all -> {
            List<String> following = all.stream()
                    .filter(name -> name.compareTo(after) > 0 && !topics.isInternal(name))
                    .sorted()
                    .limit(limit + 1L)
                    .toList();
            List<String> page = following.subList(0, Math.min(limit, following.size()));
            return items(page).thenCompose(items -> following.size() > limit
                    ? CompletableFuture.completedFuture(new Page(items, true))
                    : files("", items, limit - page.size()));
        });
    }

    private CompletableFuture<Page> files(String after, List<Item> before, int limit) {
        return library.list("", after, limit).thenApply(page -> {
            List<Item> items = new ArrayList<>(before);
            page.files().stream().map(Items::item).forEach(items::add);
            return new Page(items, page.more());
        });
    }

    private CompletableFuture<List<Item>> items(List<String> names) {
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        // One that is deleted meanwhile is left out.
        Collection<CompletableFuture<List<TopicPartition>>> asked = catalog.topics(names).entrySet().stream()
                .map(entry -> entry.getValue().handle((topic, failure) -> failure != null
                        ? List.<TopicPartition>of()
                        : Stream.iterate(0, each -> each + 1).limit(topic.partitions())
                                .filter(each -> !topic.leaderless().contains(each))
                                .map(each -> new TopicPartition(entry.getKey(), each)).toList()))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> withEnds(asked.stream().flatMap(each -> each.join().stream()).toList()));
    }

    private CompletableFuture<List<Item>> withEnds(List<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return catalog.offsets(partitions, OffsetSpec.earliest())
                .thenCombine(catalog.offsets(partitions, OffsetSpec.latest()), (begins, ends) -> {
                    List<TopicPartition> sorted = new ArrayList<>(partitions);
                    sorted.sort((one, other) -> one.topic().equals(other.topic())
                            ? Integer.compare(one.partition(), other.partition())
                            : one.topic().compareTo(other.topic()));
                    return sorted.stream().map(each -> item(each, begins, ends)).toList();
                });
    }

    private static Item item(
            TopicPartition partition, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        long begin = begins.getOrDefault(partition, 0L);
        return new Item.Topic(partition.topic(), partition.partition(), begin,
                Math.max(begin, ends.getOrDefault(partition, begin)));
    }
}
