package io.sluice.gateway.metrics;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Tag;

/** A figure of the gateway with the name by which it is watched. */
sealed interface Metric {
    /** Finds its value. */
    interface Reader {
        double read(GatewayFigures figures);
    }

    /** Words in lower case with dots between them. */
    String name();

    /** A sentence without its full stop. */
    String description();

    /** As MicroProfile names units. */
    String unit();

    List<Tag> tags();

    Reader reader();

    /** The same in a unit. */
    Metric in(String newUnit);

    /** The same as one of several that have the name. */
    Metric with(String tag, String value);

    /** What MicroProfile knows of it. */
    default Metadata metadata() {
        return Metadata.builder().withName(name()).withDescription(description()).withUnit(unit()).build();
    }

    private static List<Tag> plus(List<Tag> tags, String tag, String value) {
        return Stream.concat(tags.stream(), Stream.of(new Tag(tag, value))).toList();
    }

    /** Rises and falls. */
    record Level(String name, String description, String unit, List<Tag> tags, Reader reader) implements Metric {
        @Override
        public Metric in(String newUnit) {
            return new Level(name, description, newUnit, tags, reader);
        }

        @Override
        public Metric with(String tag, String value) {
            return new Level(name, description, unit, plus(tags, tag, value), reader);
        }
    }

    /** Only rises, from 0 at the gateway's start. */
    record Counted(String name, String description, String unit, List<Tag> tags, Reader reader) implements Metric {
        @Override
        public Metric in(String newUnit) {
            return new Counted(name, description, newUnit, tags, reader);
        }

        @Override
        public Metric with(String tag, String value) {
            return new Counted(name, description, unit, plus(tags, tag, value), reader);
        }
    }
}
