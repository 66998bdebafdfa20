package io.sluice.admin.library;

import io.sluice.admin.api.Auditor;
import io.sluice.admin.api.Roles;
import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Etags;
import io.sluice.admin.query.Query;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.library.FileView;
import io.sluice.gateway.library.LibraryRefusal;
import io.sluice.gateway.library.LibraryTransfers;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of files, in and out, of which only a few chunks are in memory at a time. They are served so that a browser
 * neither runs nor shows them as a page of the console: anybody who may upload could otherwise act as whoever looks.
 */
@Path("library/content")
@RequestScoped
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Library")
public class ContentResource {
    private static final int CREATED = 201;
    private static final int PARTIAL = 206;
    private static final int LENGTH_REQUIRED = 411;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final String CONTENT_RANGE = "Content-Range";

    @Inject
    LibraryFiles files;

    @Inject
    TransferLimit limit;

    @Inject
    Auditor auditor;

    /** The content of the file {@code name}, of its {@code version} or the newest, or a range of it. */
    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Fetches the content of a file", description = "Range and If-Range are understood; the ETag is the SHA-256.")
    @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "The file's name", example = "films/intro.mp4", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "version", in = ParameterIn.QUERY, description = "Which; the newest if nothing is said", example = "17", schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(name = "Range", in = ParameterIn.HEADER, description = "One range of bytes", example = "bytes=0-1023", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "The content, of the file's own media type")
    @APIResponse(responseCode = "206", description = "The range")
    @APIResponse(responseCode = "404", description = "There is no such file or version")
    @APIResponse(responseCode = "416", description = "The file has no such bytes")
    @APIResponse(responseCode = "429", description = "As many files are being transferred as may be")
    public Response get(@Context UriInfo uri, @Context HttpHeaders headers) {
        Query query = Query.of(uri, LibraryNames.NAME, LibraryNames.VERSION);
        limit.check();
        FileView file = files.await(files.library().queries()
                .find(LibraryNames.name(query), LibraryNames.version(query)));
        String tag = Etags.quoted(file.sha256());
        ByteRangeHeader range = ByteRangeHeader.parse(rangeFor(headers, tag), file.size());
        Response.ResponseBuilder answer = switch (range) {
            case ByteRangeHeader.Whole() -> Response.ok(new Range(file, 0, file.size()))
                    .header(HttpHeaders.CONTENT_LENGTH, file.size());
            case ByteRangeHeader.Part part -> Response.status(PARTIAL)
                    .entity(new Range(file, part.offset(), part.length()))
                    .header(HttpHeaders.CONTENT_LENGTH, part.length())
                    .header(CONTENT_RANGE, part.contentRange(file.size()));
            case ByteRangeHeader.Unsatisfiable() -> Response.status(RANGE_NOT_SATISFIABLE)
                    .type(Problem.MEDIA_TYPE)
                    .entity(Problem.of(RANGE_NOT_SATISFIABLE, Codes.RANGE_INVALID,
                            "The file has " + file.size() + " bytes; ask for some of these."))
                    .header(CONTENT_RANGE, "bytes */" + file.size());
        };
        if (!(range instanceof ByteRangeHeader.Unsatisfiable)) {
            answer.type(mediaType(file.mediaType()));
        }
        return answer.header("Accept-Ranges", "bytes").header(HttpHeaders.ETAG, tag)
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + lastPart(file.name()))
                .build();
    }

    /** The wanted range, unless it was meant for another version (RFC 9110 §13.1.5). */
    private static @Nullable String rangeFor(HttpHeaders headers, String tag) {
        String condition = headers.getHeaderString("If-Range");
        return condition == null || condition.equals(tag) ? headers.getHeaderString("Range") : null;
    }

    private static MediaType mediaType(String text) {
        try {
            return text.isEmpty() ? MediaType.APPLICATION_OCTET_STREAM_TYPE : MediaType.valueOf(text);
        } catch (IllegalArgumentException e) {
            return MediaType.APPLICATION_OCTET_STREAM_TYPE;
        }
    }

    private static String lastPart(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    /** Reads while it is written: no further than the client takes it. */
    private final class Range implements StreamingOutput {
        private final FileView file;
        private final long offset;
        private final long length;

        private Range(FileView file, long offset, long length) {
            this.file = file;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public void write(OutputStream output) throws IOException {
            limit.enter();
            try {
                files.library().transfers().read(file.name(), file.version(), offset, length, output);
            } catch (LibraryRefusal e) {
                // The status is on its way: only an end before the announced length can tell.
                throw new IOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("the gateway is stopping").initCause(e);
            } finally {
                limit.leave();
            }
        }
    }

    /**
     * Stores the body as a new version of the file {@code name}, with the media type of the request. Nobody sees a part of
     * it: the version is there once all of it was read back from Kafka.
     */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Stores the body as a new version of a file", description = "It needs a Content-Length. Nobody sees a part of it. It leaves a line in GET /audit.")
    @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "The file's name", example = "films/intro.mp4", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "Repr-Digest", in = ParameterIn.HEADER, description = "The SHA-256, if the gateway is to refuse what is something else", example = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "201", description = "It is stored", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "file", value = """
            {"name":"films/intro.mp4","item":"library:films/intro.mp4","version":17,"size":20480000,
            "mediaType":"video/mp4","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created":"2026-01-31T12:00:00Z"}""")))
    @APIResponse(responseCode = "400", description = "The name, the digest or the body is wrong; nothing is stored")
    @APIResponse(responseCode = "411", description = "There is no Content-Length")
    @APIResponse(responseCode = "413", description = "The file is larger than files may be")
    @APIResponse(responseCode = "429", description = "As many files are being transferred as may be")
    @APIResponse(responseCode = "507", description = "The library is full")
    public Response put(
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long size,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String mediaType,
            @HeaderParam("Repr-Digest") @Nullable String digest,
            InputStream body) {
        Query query = Query.of(uri, LibraryNames.NAME);
        if (size == null || size < 0) {
            throw new ProblemException(Problem.of(LENGTH_REQUIRED, "LENGTH_REQUIRED",
                    "Say by Content-Length how many bytes the file has.").about(HttpHeaders.CONTENT_LENGTH));
        }
        LibraryTransfers.Wanted wanted = new LibraryTransfers.Wanted(LibraryNames.name(query), size,
                mediaType == null ? "" : mediaType, ReprDigest.sha256(digest));
        limit.enter();
        try {
            FileView stored = store(wanted, body);
            auditor.record("upload", stored.name(), "version " + stored.version(), AuditEntry.DONE);
            return Response.status(CREATED).entity(stored).build();
        } catch (ProblemException e) {
            auditor.record("upload", wanted.name(), "", e.problem().code());
            throw e;
        } finally {
            limit.leave();
        }
    }

    private FileView store(LibraryTransfers.Wanted wanted, InputStream body) {
        try {
            return files.library().transfers().store(wanted, body);
        } catch (LibraryRefusal e) {
            throw LibraryFiles.problem(e);
        } catch (EOFException e) {
            throw ProblemException.badParameter("BODY_TOO_SHORT", HttpHeaders.CONTENT_LENGTH,
                    "The body is shorter than announced: " + e.getMessage() + ". Nothing was stored.");
        } catch (IOException e) {
            throw ProblemException.badParameter("BODY_UNREADABLE", HttpHeaders.CONTENT_LENGTH,
                    "The body could not be read (" + e.getMessage() + "). Nothing was stored.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable(Codes.NOT_READY, "The gateway is stopping. Nothing was stored.");
        }
    }
}
