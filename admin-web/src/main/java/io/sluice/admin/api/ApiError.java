package io.sluice.admin.api;

/**
 * The body of every answer that refuses a request.
 *
 * @param code a stable name for programs
 * @param message what was wrong and what to do, for people
 */
public record ApiError(String code, String message) {
}
