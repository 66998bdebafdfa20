package io.sluice.cli.control;

import io.sluice.crsp.session.SessionId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the id of a session. */
final class SessionIdConverter implements ITypeConverter<SessionId> {
    @Override
    public SessionId convert(String text) {
        try {
            return SessionId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no session: an id has 32 hexadecimal digits");
        }
    }
}
