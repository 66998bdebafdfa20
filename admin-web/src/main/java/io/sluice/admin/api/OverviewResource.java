package io.sluice.admin.api;

import io.sluice.admin.live.LiveFigures;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.kafka.KafkaHealth;
import io.sluice.gateway.metrics.FigureSample;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How the gateway does, and did in the last minutes. */
@Path("overview")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Overview")
public class OverviewResource {
    @Inject
    Gateway gateway;

    @Inject
    LiveFigures figures;

    /** The figures. */
    @GET
    @Operation(summary = "Shows the gateway's figures now and each second of the last five minutes", description = "Totals rise from the gateway's start: rates are the differences of two samples.")
    @APIResponse(responseCode = "200", description = "The figures", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "overview", value = """
            {"gateway":"gateway-1","ready":true,"kafkaUp":true,"waitingFor":"nothing",
            "now":{"at":1800000000000,"active":12,"detached":1,"expired":0,"deliveredRecords":4711},"history":[]}""")))
    public Overview show() {
        KafkaHealth kafka = gateway.kafka();
        return new Overview(gateway.config().gatewayId(), gateway.sessions() != null,
                kafka != null && kafka.isReachable(), gateway.waitingFor(), figures.now(), figures.history());
    }

    /**
     * How a gateway does.
     *
     * @param gateway its name
     * @param ready whether it serves clients
     * @param kafkaUp whether Kafka answers
     * @param waitingFor what its start waits for
     * @param now the newest sample, or null while it is starting
     * @param history one a second, the oldest first
     */
    public record Overview(String gateway, boolean ready, boolean kafkaUp, String waitingFor,
            @Nullable FigureSample now,
            List<FigureSample> history) {
        /** Copies {@code history}. */
        public Overview {
            history = List.copyOf(history);
        }
    }
}
