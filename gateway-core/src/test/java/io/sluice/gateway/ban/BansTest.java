package io.sluice.gateway.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.config.BanSettings;
import io.sluice.gateway.control.VirtualLoop;
import io.sluice.gateway.kafka.LogEntry;
import io.sluice.gateway.kafka.LogFollower;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bans at two gateways of one cluster, in virtual time. */
class BansTest {
    private static final Jsonb JSONB = JsonbBuilder.create();
    private static final InetAddress ONE = InetAddress.ofLiteral("203.0.113.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("2001:db8::2");
    private static final InetAddress THREE = InetAddress.ofLiteral("203.0.113.3");
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualLoop loop = new VirtualLoop();
    private final Topic topic = new Topic();
    private final Gateway here = new Gateway();
    private final Gateway there = new Gateway();

    private record Written(byte[] key, byte @Nullable [] value) {
        String text() {
            return new String(key, StandardCharsets.UTF_8) + (value == null ? " lifted" : " banned");
        }
    }

    /** What is written waits until it is told to be taken, and is then read by all gateways. */
    private static final class Topic implements LogFollower.Log {
        private final List<Gateway> readers = new ArrayList<>();
        private final List<Written> all = new ArrayList<>();
        private final List<CompletableFuture<Long>> done = new ArrayList<>();
        private int taken;

        @Override
        public CompletableFuture<Long> end() {
            return CompletableFuture.completedFuture((long) all.size());
        }

        @Override
        public CompletableFuture<Long> write(byte[] key, byte @Nullable [] value) {
            all.add(new Written(key, value));
            done.add(new CompletableFuture<>());
            return done.getLast();
        }

        private List<String> written() {
            return all.stream().map(Written::text).toList();
        }
    }

    private final class Gateway {
        private final Bans bans = new Bans(new BanSettings(2, Duration.ofDays(30)), loop, loop.clock(), JSONB, topic);
        private final List<String> told = new ArrayList<>();

        private Gateway() {
            topic.readers.add(this);
            bans.start(ban -> told.add(ban.address()));
        }

        private boolean keepsAway(InetAddress address) {
            return bans.find(address) != null;
        }

        private CompletableFuture<Ban> ban(InetAddress address, Duration time) {
            CompletableFuture<Ban> answer = bans.ban(address, time, "admin", "floods");
            loop.run();
            return answer;
        }

        private CompletableFuture<Optional<Ban>> lift(InetAddress address) {
            CompletableFuture<Optional<Ban>> answer = bans.lift(address);
            loop.run();
            return answer;
        }

        private void read(long offset, Written record) {
            bans.follower().take(List.of(new LogEntry<>(offset, 0,
                    new BanCodec(JSONB).decode(record.key(), record.value()))), offset + 1);
        }
    }

    private void take() {
        for (; topic.taken < topic.all.size(); topic.taken++) {
            int offset = topic.taken;
            topic.readers.forEach(reader -> reader.read(offset, topic.all.get(offset)));
            topic.done.get(offset).complete((long) offset);
        }
        loop.run();
    }

    @Test
    void whatOneGatewayBansIsBannedAtAllOnceItIsInKafka() {
        CompletableFuture<Ban> answer = here.ban(ONE, HOUR);
        assertThat(answer).isNotDone();
        assertThat(here.keepsAway(ONE)).isFalse();
        take();

        Ban ban = answer.join();
        assertThat(ban).isEqualTo(new Ban("203.0.113.1", loop.clock().instant().plus(HOUR), "admin", "floods",
                loop.clock().instant()));
        assertThat(List.of(here, there)).allSatisfy(each -> {
            assertThat(each.bans.find(ONE)).isEqualTo(ban);
            assertThat(each.told).containsExactly("203.0.113.1");
            assertThat(each.keepsAway(TWO)).isFalse();
        });
        assertThat(ban.toClient()).contains("203.0.113.1", ban.until().toString()).doesNotContain("floods");
    }

    @Test
    void whatIsLiftedAtOneGatewayIsLiftedAtAll() {
        var _ = here.ban(ONE, HOUR);
        take();
        CompletableFuture<Optional<Ban>> answer = there.lift(ONE);
        take();
        assertThat(answer.join()).isPresent();
        assertThat(here.keepsAway(ONE)).isFalse();
        assertThat(there.keepsAway(ONE)).isFalse();
        assertThat(there.lift(ONE).join()).isEmpty();
    }

    @Test
    void aBanEndsByItselfAndIsForgottenAMinuteLater() {
        var _ = here.ban(ONE, Duration.ofMinutes(10));
        take();
        loop.pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(here.keepsAway(ONE)).isTrue();
        loop.pass(Duration.ofMillis(1));
        assertThat(here.keepsAway(ONE)).isFalse();
        // A gateway whose clock is behind may still keep it away: nothing is taken from it yet.
        assertThat(topic.written()).containsExactly("203.0.113.1 banned");
        loop.pass(Duration.ofSeconds(62));
        take();
        assertThat(topic.written()).containsExactly(
                "203.0.113.1 banned", "203.0.113.1 lifted", "203.0.113.1 lifted");
        loop.pass(Duration.ofMinutes(5));
        assertThat(topic.written()).hasSize(3);
    }

    @Test
    void whatIsForgottenTakesNothingFromABanThatIsOnItsWay() {
        var _ = here.ban(ONE, Duration.ofMinutes(10));
        take();
        loop.pass(Duration.ofMinutes(11).minusMillis(500));
        var _ = here.ban(ONE, HOUR);
        loop.pass(Duration.ofSeconds(2));
        take();
        loop.pass(Duration.ofSeconds(2));
        take();
        assertThat(topic.written()).containsExactly("203.0.113.1 banned", "203.0.113.1 banned");
        assertThat(here.keepsAway(ONE)).isTrue();
        assertThat(there.keepsAway(ONE)).isTrue();
    }

    @Test
    void asManyAsThereMayBeAndNoMoreButAnewAtAnyTime() {
        var _ = here.ban(ONE, HOUR);
        var _ = here.ban(TWO, HOUR);
        CompletableFuture<Ban> third = here.ban(THREE, HOUR);
        assertThatThrownBy(third::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(BansFull.class)
                .hasMessageContaining("sluice.bans.max");
        take();
        assertThatThrownBy(there.ban(THREE, HOUR)::join).hasCauseInstanceOf(BansFull.class);
        CompletableFuture<Ban> anew = there.ban(TWO, Duration.ofMinutes(1));
        take();
        assertThat(anew.join().until()).isEqualTo(loop.clock().instant().plusSeconds(60));
        loop.pass(Duration.ofMinutes(1));
        var _ = here.ban(THREE, HOUR);
        take();
        assertThat(there.keepsAway(THREE)).isTrue();
    }

    @Test
    void bansAreListedByAddressAPageAtATime() {
        var _ = here.ban(TWO, HOUR);
        var _ = here.ban(ONE, HOUR);
        take();
        CompletableFuture<BanPage> first = there.bans.list("", 1);
        loop.run();
        assertThat(first.join().more()).isTrue();
        assertThat(first.join().total()).isEqualTo(2);
        CompletableFuture<BanPage> second = there.bans.list(first.join().bans().getLast().address(), 1);
        loop.run();
        assertThat(second.join().more()).isFalse();
        assertThat(second.join().bans()).extracting(Ban::address).containsExactly("203.0.113.1");
    }

    @Test
    void nobodyIsToldOfABanThatWasOverWhenItWasRead() {
        var _ = here.ban(ONE, Duration.ofMinutes(10));
        loop.pass(Duration.ofMinutes(11));
        take();
        assertThat(here.told).isEmpty();
        assertThat(here.keepsAway(ONE)).isFalse();
    }
}
