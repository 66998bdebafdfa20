package io.sluice.gateway.config;

/** Whose streams controllers may steer. */
public enum StreamRights {
    /** Nobody's. */
    NONE,
    /** Those of their own session. */
    OWN,
    /** Those of every session whose id they know. */
    ANY
}
