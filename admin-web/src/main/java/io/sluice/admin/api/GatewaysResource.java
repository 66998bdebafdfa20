package io.sluice.admin.api;

import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.cluster.AdvertisedAddress;
import io.sluice.gateway.cluster.PeerRecord;
import io.sluice.gateway.cluster.Peers;
import io.sluice.gateway.listener.CrspListener;
import io.sluice.gateway.session.SessionManager;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The gateways of the cluster and who serves which shard. */
@Path("gateways")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Gateways")
public class GatewaysResource {
    @Inject
    Gateway gateway;

    /** All that were heard, by name. */
    @GET
    @Operation(summary = "Lists the gateways of the cluster with the shards that each serves")
    @APIResponse(responseCode = "200", description = "All of them", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"gateway-1","self":true,"state":"UP","host":"10.0.0.1","port":4650,"shards":[0,1,2],
            "sessions":12,"silentMillis":0}],"total":1}""")))
    public Page<GatewayView> list(@Context UriInfo uri) {
        int limit = Query.of(uri).limit();
        Peers peers = Gateways.started(gateway, gateway.peers());
        List<GatewayView> all = new ArrayList<>();
        all.add(self());
        String own = gateway.config().gatewayId();
        peers.all().forEach((peer, silence) -> {
            if (!peer.gateway().equals(own)) {
                all.add(view(peer, silence));
            }
        });
        all.sort(Comparator.comparing(GatewayView::name));
        return new Page<>(all.subList(0, Math.min(limit, all.size())), (long) all.size(), null);
    }

    private GatewayView self() {
        SessionManager sessions = Gateways.started(gateway, gateway.sessions());
        CrspListener listener = Gateways.started(gateway, gateway.listener());
        InetSocketAddress address = AdvertisedAddress.of(gateway.config(), listener.address());
        return new GatewayView(gateway.config().gatewayId(), true, PeerRecord.UP, address.getHostString(),
                address.getPort(), sessions.shards(), sessions.count(), 0);
    }

    private GatewayView view(PeerRecord peer, long silence) {
        boolean silent = silence >= gateway.config().peerTimeout().toMillis()
                && !peer.state().equals(PeerRecord.DOWN);
        return new GatewayView(peer.gateway(), false, silent ? "SILENT" : peer.state(), peer.host(), peer.port(),
                peer.shards(), peer.sessions(), silence);
    }
}
