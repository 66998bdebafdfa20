package io.sluice.admin.api;

/** The roles of operators, each including the one before it. */
public final class Roles {
    /** Sees everything, changes nothing. */
    public static final String VIEWER = "viewer";
    /** Pauses, resumes, seeks and disconnects. */
    public static final String OPERATOR = "operator";
    /** Also bans, and changes settings. */
    public static final String ADMINISTRATOR = "administrator";

    private Roles() {}
}
