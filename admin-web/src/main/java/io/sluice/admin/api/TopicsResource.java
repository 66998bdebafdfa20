package io.sluice.admin.api;

import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.kafka.Topics;
import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionFilter;
import io.sluice.gateway.session.SessionOrder;
import io.sluice.gateway.session.SessionQuery;
import io.sluice.gateway.store.StoredStream;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Kafka's topics: what there is, what they hold, who reads them. */
@Path("topics")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Topics")
public class TopicsResource {
    private static final String LIST = "topics";
    private static final int MAX_MESSAGES = 200;
    private static final int MAX_VALUE = 512 * 1024;

    @Inject
    Gateway gateway;

    @Inject
    SessionDirectory sessions;

    @Inject
    Auditor auditor;

    /** A page of topics, by name. */
    @GET
    @Operation(summary = "Lists topics by name")
    @Parameter(name = "name", in = ParameterIn.QUERY, description = "Part of the name", example = "ord", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "internal", in = ParameterIn.QUERY, description = "true for those that only gateways use, false for the others", example = "false", schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"orders","internal":false,"partitions":3,"leaderless":[],"ranges":[]}],"total":1}""")))
    public Page<TopicView> list(@Context UriInfo uri) {
        Query query = Query.of(uri, "name", "internal");
        String part = query.text("name");
        String internal = query.oneOf("internal", List.of("true", "false"));
        Cursor cursor = query.cursor(LIST, 1);
        String after = cursor == null ? "" : cursor.parts().getFirst();
        Topics topics = topics();
        List<String> all = topics.names(part, internal == null ? null : Boolean.valueOf(internal));
        List<String> rest = all.stream().filter(name -> name.compareTo(after) > 0).toList();
        List<String> page = rest.subList(0, Math.min(query.limit(), rest.size()));
        List<TopicView> views = topics.summaries(page).stream().map(each -> new TopicView(each.name(),
                each.internal(), each.partitions(), each.leaderless(), null, null, null, List.of())).toList();
        return new Page<>(views, (long) all.size(),
                page.size() < rest.size() ? query.next(LIST, page.getLast()) : null);
    }

    /** One topic. */
    @GET
    @Path("{name}")
    @Operation(summary = "Shows a topic with the offsets of its partitions and who of this gateway reads and writes it")
    @APIResponse(responseCode = "200", description = "The topic", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "topic", value = """
            {"name":"orders","internal":false,"partitions":1,"leaderless":[],"records":118,"readers":2,"writers":0,
            "ranges":[{"partition":0,"earliest":0,"latest":118}]}""")))
    @APIResponse(responseCode = "404", description = "There is no such topic")
    public TopicView show(@PathParam("name") String name) {
        Topics topics = topics();
        List<Topics.Range> ranges = topics.ranges(name);
        List<Integer> leaderless = topics.summaries(List.of(name)).stream()
                .flatMap(each -> each.leaderless().stream()).toList();
        return new TopicView(name, topics.isInternal(name), ranges.size(), leaderless,
                ranges.stream().mapToLong(range -> range.latest() - range.earliest()).sum(),
                count(name, StoredStream.DELIVERY), count(name, StoredStream.INGEST), ranges);
    }

    private long count(String topic, String kind) {
        SessionFilter filter = SessionFilter.ofStreams(topic, kind);
        return sessions.select(new SessionQuery(filter, SessionOrder.ID, false, null, 1)).total();
    }

    /** Some records of a partition. */
    @GET
    @Path("{name}/partitions/{partition: [0-9]{1,9}}/messages")
    @Operation(summary = "Reads records of a partition", description = "From an offset, from a time, from the earliest, or the latest that there are. Only what is committed; keys and values are cut off after 4096 bytes.")
    @Parameter(name = "offset", in = ParameterIn.QUERY, description = "The first wanted", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(name = "timestamp", in = ParameterIn.QUERY, description = "The first that is not older", example = "2026-01-31T12:00:00Z", schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "earliest or latest; latest if nothing is said", example = "latest", schema = @Schema(type = SchemaType.STRING, enumeration = {
        "earliest", "latest"}))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Records, 1 to 200", example = "50", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page, in the order of offsets", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"partition":0,"offset":117,"timestamp":"2026-01-31T12:00:00Z",
            "key":{"text":"17","bytes":2},"value":{"text":"hello","bytes":5},"headers":[]}]}""")))
    @APIResponse(responseCode = "404", description = "There is no such topic or partition")
    public Page<MessageView> messages(@PathParam("name") String name, @PathParam("partition") int partition,
            @Context UriInfo uri) throws TimeoutException, InterruptedException {
        Query query = Query.of(uri, "offset", "timestamp", "from");
        int limit = (int) query.number("limit", 50, 1, MAX_MESSAGES);
        String list = "messages:" + name + "/" + partition;
        Cursor cursor = query.cursor(list, 1);
        Topics.Messages found = cursor == null
                ? read(query, name, partition, limit)
                : topics().from(name, partition, cursor.number(0), limit);
        Long next = found.next();
        return new Page<>(found.messages().stream().map(MessageView::of).toList(), null,
                next == null ? null : query.next(list, next.toString()));
    }

    private Topics.Messages read(Query query, String name, int partition, int limit)
            throws TimeoutException, InterruptedException {
        String from = query.oneOf("from", List.of("earliest", "latest"));
        Instant time = query.instant("timestamp");
        if (time != null) {
            return topics().since(name, partition, time, limit);
        }
        if (query.text("offset") != null) {
            return topics().from(name, partition, query.number("offset", 0, 0, Long.MAX_VALUE), limit);
        }
        return "earliest".equals(from)
                ? topics().from(name, partition, 0, limit)
                : topics().latest(name, partition, limit);
    }

    /** Writes a record. */
    @POST
    @Path("{name}/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Writes a test message", description = "Not to topics that only gateways use. It leaves a line in GET /audit.")
    @RequestBody(description = "Text; partition and key may be left out", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "message", value = """
            {"partition":0,"key":"17","value":"hello"}""")))
    @APIResponse(responseCode = "200", description = "Where it is")
    @APIResponse(responseCode = "403", description = "Only gateways write there, or Kafka does not let this one")
    @APIResponse(responseCode = "404", description = "There is no such topic or partition")
    public Topics.Written produce(@PathParam("name") String name, @Nullable NewMessage message) {
        Topics topics = topics();
        String value = message == null ? null : message.value();
        if (message == null || value == null || value.length() > MAX_VALUE) {
            throw ProblemException.badParameter("BAD_VALUE", "value",
                    "Give a \"value\" of " + MAX_VALUE + " characters at most.");
        }
        if (topics.isInternal(name)) {
            throw new ProblemException(Problem.of(403, Codes.TOPIC_FORBIDDEN,
                    "Only gateways write to " + name + ": what is there is theirs to understand."));
        }
        String key = message.key();
        Topics.Written written = topics.write(name, message.partition(),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        auditor.record("produce", name, "partition " + written.partition() + " offset " + written.offset(),
                AuditEntry.DONE);
        return written;
    }

    private Topics topics() {
        return Gateways.started(gateway, gateway.topics());
    }
}
