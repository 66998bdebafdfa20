/**
 * How two sides come to common secrets, and how packets are protected with them: TLS 1.3 and its exporter, resumption
 * by tickets, HKDF, AES-128-GCM. Composes what the JDK has; holds no cryptography of its own. Used by the connection
 * and the endpoint; applications meet {@link io.sluice.crsp.security.ClientSecurity}, {@link
 * io.sluice.crsp.security.ServerSecurity}, {@link io.sluice.crsp.security.TicketKeys} and {@link
 * io.sluice.crsp.security.CertificateTrust}.
 */
@NullMarked
package io.sluice.crsp.security;

import org.jspecify.annotations.NullMarked;
