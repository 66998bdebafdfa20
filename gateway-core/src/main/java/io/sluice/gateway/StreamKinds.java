package io.sluice.gateway;

import io.sluice.crsp.session.Message;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.delivery.DeliveryStream;
import io.sluice.gateway.ingest.IngestServices;
import io.sluice.gateway.ingest.IngestStream;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.library.GetStream;
import io.sluice.gateway.library.Library;
import io.sluice.gateway.library.ListStream;
import io.sluice.gateway.library.PutStream;
import io.sluice.gateway.library.RemoveStream;
import io.sluice.gateway.library.VerifyStream;
import io.sluice.gateway.points.Points;
import io.sluice.gateway.sequence.SequenceServices;
import io.sluice.gateway.sequence.SequenceStream;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamFactory;
import io.sluice.gateway.store.StoredStream;
import org.jspecify.annotations.Nullable;

/** The kinds of stream that this gateway offers. */
record StreamKinds(
        SessionContext context,
        TopicCatalog catalog,
        DeliveryService delivery,
        IngestServices ingest,
        SequenceServices sequences,
        Library library,
        Control control,
        Points points) implements StreamFactory {
    @Override
    public long numberOf(Message opening) {
        return switch (opening) {
            case Message.Subscribe subscribe -> subscribe.number();
            case Message.Publish publish -> publish.number();
            case Message.SequenceRequest request -> request.number();
            case Message.LibraryList list -> list.number();
            case Message.LibraryRemove remove -> remove.number();
            case Message.LibraryVerify verify -> verify.number();
            case Message.LibraryPut put -> put.number();
            case Message.LibraryGet get -> get.number();
            case Message.RegisterRenderer register -> register.number();
            case Message.Control controller -> controller.number();
            case Message.Points asked -> asked.number();
            default -> -1;
        };
    }

    @Override
    public SessionStream create(Session session, long number, Message opening) {
        return switch (opening) {
            case Message.Subscribe ignored -> new DeliveryStream(session, number, context.loop(), catalog, delivery);
            case Message.Publish ignored -> new IngestStream(session, number, ingest);
            case Message.SequenceRequest ignored -> new SequenceStream(session, number, sequences);
            case Message.LibraryList ignored -> new ListStream(session, number, library);
            case Message.LibraryRemove ignored -> new RemoveStream(session, number, library);
            case Message.LibraryVerify ignored -> new VerifyStream(session, number, library);
            case Message.LibraryPut ignored -> new PutStream(session, number, library);
            case Message.LibraryGet ignored -> new GetStream(session, number, library);
            case Message.RegisterRenderer ignored -> control.renderer(session, number);
            case Message.Control ignored -> control.controller(session, number);
            case Message.Points ignored -> points.stream(session, number);
            default -> throw new IllegalArgumentException("begins no stream: " + opening);
        };
    }

    @Override
    public @Nullable SessionStream restore(Session session, StoredStream stored) {
        return stored.sequence() == null
                ? control.restore(session, stored)
                : new SequenceStream(session, stored, sequences);
    }
}
