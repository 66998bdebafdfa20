package io.sluice.gateway.control;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The topic of control as its writers see it. */
interface ControlLog {
    /** Writes the state of a renderer, or that it is forgotten; its offset, once it is committed. */
    CompletableFuture<Long> writeState(String renderer, @Nullable RendererRecord record);

    /** Writes the newest command for a renderer, or that there is none; its offset, once it is committed. */
    CompletableFuture<Long> writeCommand(String renderer, @Nullable CommandRecord record);

    /** Writes what is to be done to streams of a session, or that it is forgotten; its offset, once it is committed. */
    CompletableFuture<Long> writeSteer(String session, @Nullable SteerRecord record);

    /** Writes what became of that, or that it is forgotten; its offset, once it is committed. */
    CompletableFuture<Long> writeSteered(String session, @Nullable SteeredRecord record);
}
