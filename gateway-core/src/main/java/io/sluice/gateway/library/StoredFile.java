package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import java.util.HexFormat;

/**
 * A version of a file that is whole.
 *
 * @param id of the upload that it came by: 32 hexadecimal digits
 * @param version the offset of its record in the catalogue, plus one: nothing has to be agreed on to number versions
 * @param partition of the content topic
 * @param offsets of its chunks, as {@link ChunkOffsets} writes them
 */
record StoredFile(
        String id, long version, FileFacts facts, long createdMillis, int partition, ChunkPlan plan, byte[] offsets) {
    Message.LibraryItem toMessage() {
        return new Message.LibraryItem(version, facts.name(), facts.size(), facts.mediaType(),
                HexFormat.of().parseHex(facts.sha256()), createdMillis);
    }

    Content content() {
        return new Content(id, partition, plan, ChunkOffsets.decode(offsets, plan.count()));
    }
}
