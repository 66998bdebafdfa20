package io.sluice.admin.library;

import io.sluice.admin.api.Auditor;
import io.sluice.admin.api.Roles;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.library.FileView;
import io.sluice.gateway.library.LibraryQueries;
import io.sluice.gateway.library.SpaceView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
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
 * What the library holds. Files are named by the parameter {@code name}: their names are any text, and addresses have parts
 * that servers and proxies change.
 */
@Path("library")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Library", description = "Files that the gateways of a cluster keep in Kafka, and their versions.")
public class LibraryResource {
    private static final String FILES = "files";
    private static final String VERSIONS = "versions";

    @Inject
    LibraryFiles files;

    @Inject
    Auditor auditor;

    /**
     * How many versions are gone.
     *
     * @param versions at least 1
     */
    public record Removed(int versions) {
    }

    /** How much there is in all. */
    @GET
    @Operation(summary = "Shows how much the library holds")
    @APIResponse(responseCode = "200", description = "Files, versions and bytes", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "space", value = """
            {"files":12,"versions":14,"bytes":81920000,"unfinished":1,"unfinishedBytes":262144}""")))
    public SpaceView space(@Context UriInfo uri) {
        Query.of(uri);
        return files.await(queries().list("", "", 1)).space();
    }

    /** The newest versions of files whose names begin with {@code prefix}, in the order of their names' bytes. */
    @GET
    @Path("files")
    @Operation(summary = "Lists files by name", description = "The newest version of each.")
    @Parameter(name = "prefix", in = ParameterIn.QUERY, description = "What the names begin with", example = "films/", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"films/intro.mp4","item":"library:films/intro.mp4","version":17,"size":20480000,
            "mediaType":"video/mp4","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created":"2026-01-31T12:00:00Z"}],"total":1}""")))
    public Page<FileView> list(@Context UriInfo uri) {
        Query query = Query.of(uri, "prefix");
        String prefix = query.text("prefix");
        Cursor cursor = query.cursor(FILES, 1);
        LibraryQueries.Page page = files.await(queries().list(prefix == null ? "" : prefix,
                cursor == null ? "" : cursor.parts().getFirst(), query.limit()));
        return view(page, prefix == null ? page.space().files() : null,
                page.more() ? query.next(FILES, page.files().getLast().name()) : null);
    }

    /** All versions of the file {@code name}, the newest first. */
    @GET
    @Path("versions")
    @Operation(summary = "Lists the versions of a file, the newest first")
    @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "The file's name", example = "films/intro.mp4", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"films/intro.mp4","item":"library:films/intro.mp4","version":17,"size":20480000,
            "mediaType":"video/mp4","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created":"2026-01-31T12:00:00Z"}]}""")))
    public Page<FileView> versions(@Context UriInfo uri) {
        Query query = Query.of(uri, LibraryNames.NAME);
        Cursor cursor = query.cursor(VERSIONS, 1);
        LibraryQueries.Page page = files.await(queries().versions(LibraryNames.name(query),
                cursor == null ? 0 : cursor.number(0), query.limit()));
        return view(page, null,
                page.more() ? query.next(VERSIONS, Long.toString(page.files().getLast().version())) : null);
    }

    private static Page<FileView> view(LibraryQueries.Page page, @Nullable Long total, @Nullable String next) {
        return new Page<>(page.files(), total, next);
    }

    /** One {@code version} of the file {@code name}, or its newest. */
    @GET
    @Path("file")
    @Operation(summary = "Shows a file")
    @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "The file's name", example = "films/intro.mp4", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "version", in = ParameterIn.QUERY, description = "Which; the newest if nothing is said", example = "17", schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "file", value = """
            {"name":"films/intro.mp4","item":"library:films/intro.mp4","version":17,"size":20480000,
            "mediaType":"video/mp4","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created":"2026-01-31T12:00:00Z"}""")))
    @APIResponse(responseCode = "404", description = "There is no such file or version")
    public FileView info(@Context UriInfo uri) {
        Query query = Query.of(uri, LibraryNames.NAME, LibraryNames.VERSION);
        return files.await(queries().find(LibraryNames.name(query), LibraryNames.version(query)));
    }

    /** Removes one {@code version} of the file {@code name}, or all. */
    @DELETE
    @Path("file")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Removes a file or a version of it", description = "It leaves a line in GET /audit.")
    @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "The file's name", example = "films/intro.mp4", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "version", in = ParameterIn.QUERY, description = "Which; all if nothing is said", example = "17", schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @APIResponse(responseCode = "200", description = "It is removed", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "removed", value = "{\"versions\":2}")))
    @APIResponse(responseCode = "404", description = "There is no such file or version")
    public Removed remove(@Context UriInfo uri) {
        Query query = Query.of(uri, LibraryNames.NAME, LibraryNames.VERSION);
        String name = LibraryNames.name(query);
        long version = LibraryNames.version(query);
        String which = version == 0 ? "" : "version " + version;
        try {
            Removed removed = new Removed(files.await(queries().remove(name, version)));
            auditor.record("remove", name, which, AuditEntry.DONE);
            return removed;
        } catch (ProblemException e) {
            auditor.record("remove", name, which, e.problem().code());
            throw e;
        }
    }

    private LibraryQueries queries() {
        return files.library().queries();
    }
}
