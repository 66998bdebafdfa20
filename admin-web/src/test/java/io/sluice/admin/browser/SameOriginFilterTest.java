package io.sluice.admin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SameOriginFilterTest {
    @Test
    void onlyPagesOfThisSiteAndProgramsAreLetIn() {
        assertThat(SameOriginFilter.isSame(null, "gw:9080")).isTrue();
        assertThat(SameOriginFilter.isSame("http://gw:9080", "gw:9080")).isTrue();
        assertThat(SameOriginFilter.isSame("https://GW.example", "gw.example")).isTrue();
        assertThat(SameOriginFilter.isSame("http://gw:9081", "gw:9080")).isFalse();
        assertThat(SameOriginFilter.isSame("http://evil.example", "gw:9080")).isFalse();
        assertThat(SameOriginFilter.isSame("null", "gw:9080")).isFalse();
        assertThat(SameOriginFilter.isSame("http://gw:9080", null)).isFalse();
        assertThat(SameOriginFilter.isSame("http://[", "gw:9080")).isFalse();
    }
}
