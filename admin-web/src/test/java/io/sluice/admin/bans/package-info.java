@NullMarked
package io.sluice.admin.bans;

import org.jspecify.annotations.NullMarked;
