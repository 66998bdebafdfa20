package io.sluice.crsp.security;

import org.jspecify.annotations.Nullable;

/** Agrees on nothing: the hellos are all. */
final class PlainAgreement implements KeyAgreement {
    @Override
    public SecurityMode mode() {
        return SecurityMode.PLAIN;
    }

    @Override
    public void onClientHello(byte[] hello) {}

    @Override
    public void onServerHello(byte[] hello) {}

    @Override
    public void receive(byte[] bytes) {
        // Ignored, so that later versions may add something.
    }

    @Override
    public byte[] produce() {
        return new byte[0];
    }

    @Override
    public @Nullable TrafficSecrets secrets() {
        return null;
    }

    @Override
    public @Nullable String peerIdentity() {
        return null;
    }
}
