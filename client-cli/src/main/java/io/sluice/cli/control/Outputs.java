package io.sluice.cli.control;

import io.sluice.crsp.client.PlayerOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a renderer can play to. */
final class Outputs {
    private Outputs() {}

    /** A file, begun anew with each item. */
    static PlayerOutput file(Path path) {
        return item -> {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            return new PlayerOutput.Sink() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        };
    }

    /** A stream that all items share and that stays open. */
    static PlayerOutput stream(OutputStream stream) {
        return item -> new PlayerOutput.Sink() {
            @Override
            public void write(byte[] bytes) throws IOException {
                stream.write(bytes);
                stream.flush();
            }

            @Override
            public void close() {
                // The process's own.
            }
        };
    }

    /** A process for each item. */
    static PlayerOutput process(String command) {
        return item -> new ProcessSink(new ProcessBuilder("/bin/sh", "-c", "exec " + command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static final class ProcessSink implements PlayerOutput.Sink {
        private final Process process;
        private volatile boolean ended;

        private ProcessSink(Process process) {
            this.process = process;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            OutputStream input = process.getOutputStream();
            input.write(bytes);
            input.flush();
        }

        @Override
        public void end() throws IOException {
            ended = true;
            // It plays what it has, and ends by itself.
            process.getOutputStream().close();
        }

        @Override
        public void close() {
            if (!ended) {
                // Also ends a write that waits for it.
                process.destroy();
            }
        }
    }
}
