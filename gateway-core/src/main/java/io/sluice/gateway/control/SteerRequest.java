package io.sluice.gateway.control;

/**
 * One request of a controller's, wherever it is asked.
 *
 * @param session of the controller
 * @param stream its number in that session
 * @param request its number in that stream
 */
record SteerRequest(String session, long stream, long request) {
}
