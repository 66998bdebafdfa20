package io.sluice.gateway.library;

/**
 * What a client says of a file before it sends it. An upload is known by this: whoever says the same goes on with it.
 *
 * @param sha256 64 hexadecimal digits
 */
record FileFacts(String name, long size, String mediaType, String sha256) {}
