package io.sluice.gateway.config;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.qlog.file.QlogDirectory;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.udp.UdpSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@link GatewayConfig} from MicroProfile Config. */
@ApplicationScoped
public class GatewayConfigProducer {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfigProducer.class);

    private final GatewayConfig config = read(ConfigProvider.getConfig());

    /** The settings; the same object for the application's whole life. */
    @Produces
    public GatewayConfig config() {
        return config;
    }

    static GatewayConfig read(Config source) {
        int port = source.getOptionalValue("sluice.crsp.port", Integer.class).orElse(4650);
        return new GatewayConfig(
                text(source, "sluice.kafka.bootstrap.servers").orElse("localhost:9092"),
                text(source, "sluice.crsp.host").orElse("0.0.0.0"),
                port,
                source.getOptionalValue("sluice.crsp.tcp", Boolean.class).orElse(true),
                text(source, "sluice.gateway.id").orElseGet(() -> hostName() + ":" + port),
                text(source, "sluice.crsp.advertised"),
                text(source, "sluice.cluster.name").orElse("sluice"),
                secret(source),
                duration(source, "sluice.session.reconnect.window", Duration.ofSeconds(30)),
                duration(source, "sluice.session.reconnect.window.max", Duration.ofHours(24)),
                duration(source, "sluice.session.expired.retention", Duration.ofHours(1)),
                number(source, "sluice.session.max", 1_000_000),
                number(source, "sluice.session.streams.max", 64),
                number(source, "sluice.session.events.max", 10_000),
                number(source, "sluice.session.traces.max", 8),
                number(source, "sluice.session.trace.bytes", 1024 * 1024),
                number(source, "sluice.sessions.partitions", 16),
                duration(source, "sluice.peers.timeout", Duration.ofSeconds(2)),
                duration(source, "sluice.drain.timeout", Duration.ofSeconds(10)),
                duration(source, "sluice.transaction.timeout", Duration.ofSeconds(10)),
                number(source, "sluice.transaction.writers", 1),
                duration(source, "sluice.transaction.pause", Duration.ofMillis(5)),
                number(source, "sluice.ingest.batch.bytes", 1024 * 1024),
                source.getOptionalValue("sluice.ingest.buffer.bytes", Long.class).orElse(64L * 1024 * 1024),
                source.getOptionalValue("sluice.test.confirm.before.commit", Boolean.class).orElse(false),
                number(source, "sluice.test.sessions", 0),
                source.getOptionalValue("sluice.kafka.replication.factor", Short.class).orElse((short) -1),
                driver(source),
                number(source, "sluice.crsp.handshake.rate", UdpSettings.DEFAULT_HANDSHAKES_PER_SECOND),
                source.getOptionalValue("sluice.crsp.send.buffer.bytes", Long.class)
                        .orElse(Runtime.getRuntime().maxMemory() / 8),
                number(source, "sluice.crsp.datagram.max", ConnectionConfig.JUMBO_DATAGRAM),
                duration(source, "sluice.crsp.idle.timeout", Duration.ofSeconds(15)),
                number(source, "sluice.crsp.message.max", 1_114_112),
                text(source, "sluice.crsp.qlog.directory").map(Path::of),
                number(source, "sluice.crsp.qlog.files", QlogDirectory.DEFAULT_FILES),
                source.getOptionalValue("sluice.crsp.qlog.file.bytes", Long.class)
                        .orElse(QlogDirectory.DEFAULT_FILE_BYTES),
                duration(source, "sluice.audit.retention", Duration.ofDays(90)),
                delivery(source),
                library(source),
                control(source),
                points(source),
                bans(source),
                security(source));
    }

    private static DeliverySettings delivery(Config source) {
        DeliverySettings otherwise = DeliverySettings.DEFAULT;
        return new DeliverySettings(
                source.getOptionalValue("sluice.delivery.ring.bytes", Long.class).orElse(otherwise.ringBytes()),
                number(source, "sluice.delivery.catchup.readers", otherwise.catchUpReaders()),
                source.getOptionalValue("sluice.delivery.catchup.cache.bytes", Long.class)
                        .orElse(otherwise.cacheBytes()),
                duration(source, "sluice.delivery.tail.delay", otherwise.tailDelay()),
                source.getOptionalValue("sluice.delivery.catchup.rate.min", Long.class)
                        .orElse(otherwise.catchUpRate()),
                duration(source, "sluice.delivery.topic.refresh", otherwise.topicRefresh()));
    }

    private static LibrarySettings library(Config source) {
        LibrarySettings otherwise = LibrarySettings.DEFAULT;
        return new LibrarySettings(
                source.getOptionalValue("sluice.library.max.bytes", Long.class).orElse(otherwise.maxBytes()),
                source.getOptionalValue("sluice.library.file.max.bytes", Long.class)
                        .orElse(otherwise.maxFileBytes()),
                number(source, "sluice.library.versions.max", otherwise.maxVersions()),
                number(source, "sluice.library.uploads.max", otherwise.maxUploads()),
                duration(source, "sluice.library.upload.retention", otherwise.uploadRetention()),
                duration(source, "sluice.library.retention", otherwise.retention()),
                number(source, "sluice.library.partitions", otherwise.partitions()),
                number(source, "sluice.library.http.max", otherwise.maxHttpTransfers()),
                source.getOptionalValue("sluice.library.cache.bytes", Long.class).orElse(otherwise.cacheBytes()));
    }

    private static ControlSettings control(Config source) {
        ControlSettings otherwise = ControlSettings.DEFAULT;
        return new ControlSettings(
                number(source, "sluice.renderers.max", otherwise.maxRenderers()),
                duration(source, "sluice.renderers.retention", otherwise.retention()),
                duration(source, "sluice.control.timeout", otherwise.answerTimeout()),
                streamRights(text(source, "sluice.control.streams").orElse(otherwise.streams().name())),
                number(source, "sluice.renderers.browser.max", otherwise.maxBrowsers()));
    }

    private static StreamRights streamRights(String text) {
        try {
            return StreamRights.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sluice.control.streams must be none, own or any, but is " + text, e);
        }
    }

    private static PointsSettings points(Config source) {
        PointsSettings otherwise = PointsSettings.DEFAULT;
        return new PointsSettings(
                number(source, "sluice.points.max", otherwise.maxPoints()),
                number(source, "sluice.points.series.max", otherwise.maxSeries()));
    }

    private static BanSettings bans(Config source) {
        BanSettings otherwise = BanSettings.DEFAULT;
        return new BanSettings(
                number(source, "sluice.bans.max", otherwise.maxBans()),
                duration(source, "sluice.ban.max", otherwise.longest()));
    }

    private static ListenerSecurity security(Config source) {
        return new ListenerSecurity(
                source.getOptionalValue("sluice.crsp.plain", Boolean.class).orElse(false),
                text(source, "sluice.crsp.keystore"),
                text(source, "sluice.crsp.keystore.password").orElse(""),
                clientCertificates(text(source, "sluice.crsp.client.certificates").orElse("none")),
                text(source, "sluice.crsp.truststore"),
                text(source, "sluice.crsp.truststore.password").orElse(""),
                duration(source, "sluice.crsp.ticket.lifetime", Duration.ofHours(24)),
                duration(source, "sluice.crsp.ticket.rotation", Duration.ofHours(12)));
    }

    private static ClientCertificates clientCertificates(String text) {
        try {
            return ClientCertificates.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "sluice.crsp.client.certificates must be none, wanted or required, but is " + text, e);
        }
    }

    private static Optional<String> text(Config source, String name) {
        return source.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    private static int number(Config source, String name, int otherwise) {
        return source.getOptionalValue(name, Integer.class).orElse(otherwise);
    }

    private static Duration duration(Config source, String name, Duration otherwise) {
        return source.getOptionalValue(name, Duration.class).orElse(otherwise);
    }

    private static UdpSettings.Driver driver(Config source) {
        String name = text(source, "sluice.crsp.driver").orElse("auto");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> UdpSettings.Driver.AUTO;
            case "native" -> UdpSettings.Driver.NATIVE;
            case "nio" -> UdpSettings.Driver.NIO;
            default ->
                throw new IllegalArgumentException("sluice.crsp.driver must be auto, native or nio, but is " + name);
        };
    }

    private static byte[] secret(Config source) {
        Optional<String> configured = text(source, "sluice.cluster.secret");
        if (configured.isPresent()) {
            return HexFormat.of().parseHex(configured.get());
        }
        LOG.warn("sluice.cluster.secret is not set: clients will notice a restart of this gateway only by its silence");
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
