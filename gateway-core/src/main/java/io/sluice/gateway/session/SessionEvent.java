package io.sluice.gateway.session;

/**
 * Something that happened to a session.
 *
 * @param at ISO-8601 instant
 * @param session the session's id, in hexadecimal
 * @param client what the client called itself
 * @param kind of what happened
 * @param detail more for people; may be empty
 */
public record SessionEvent(String at, String session, String client, SessionEventKind kind, String detail) {
}
