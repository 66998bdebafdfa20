package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.ConsoleBrowser;
import io.sluice.e2e.scenario.ConsolePage;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see and do in the console, in a real Chromium, and what comes of it at the client. */
@ExtendWith(Scenarios.class)
class ConsoleIT {
    private static final int RECORDS = 100;
    private static final List<String> OF_SESSIONS = List.of(
            "Pause", "Resume", "Restart", "Seek …", "Disconnect", "End");

    private static ConsoleBrowser browser;

    @BeforeAll
    static void startBrowser() {
        browser = ConsoleBrowser.start();
    }

    @AfterAll
    static void endBrowser() {
        browser.close();
    }

    @Test
    void anOperatorSteersASessionAndTheAuditTellsOfIt(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        takeUpTo(records, RECORDS);
        try (ConsolePage console = browser.open(gateway, "operator")) {
            console.go("session.html?id=" + client.sessionId());
            Locator session = group(console.page(), "Actions");
            assertThat(console.page().getByRole(AriaRole.CELL).filter(
                    new Locator.FilterOptions().setHasText(topic.name())).first()).isVisible();

            console.confirm(button(session, "Pause"), "Pause", "Pause: done");
            Await.until("the pause", Scenario.PATIENCE, records::isPaused);
            assertThat(console.page().getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName("paused"))
                    .first()).isVisible();
            console.confirm(button(session, "Resume"), "Resume", "Resume: done");
            Await.until("the end of the pause", Scenario.PATIENCE, () -> !records.isPaused());

            console.confirm(button(session, "Restart"), "Restart", "Restart: done");
            takeUpTo(records, RECORDS);
            Locator stream = group(console.page(), "Actions for stream");
            button(stream, "Seek …").click();
            console.page().locator("#seek-where").selectOption("offset");
            console.page().locator("#seek-offset").fill("90");
            console.page().getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON,
                    new Locator.GetByRoleOptions().setName("Seek").setExact(true)).click();
            assertThat(console.page().locator("#said")).containsText("Seek: done");
            assertThat(numberOf(records)).isEqualTo(91);
            takeUpTo(records, RECORDS);

            console.confirm(button(session, "Disconnect"), "Disconnect", "Disconnect: done");
            Await.until("the client to come back", Scenario.PATIENCE, () -> client.resumes() == 1);
            assertThat(fact(console.page(), "Connections so far")).hasText("2");
            assertThat(console.page().locator("tbody").first()).containsText("at the end");
            console.confirm(button(session, "End"), "End", "End: done");
            assertThatThrownBy(records::next).isInstanceOfSatisfying(SluiceException.class,
                    reason -> assertThat(reason.code()).isEqualTo(ErrorCode.SESSION_ENDED));
            assertThat(console.page().getByText("There is no such session any more")).isVisible();
            assertThat(console.complaints()).isEmpty();

            console.go("audit.html?target=" + client.sessionId());
            Locator lines = console.page().locator("tbody tr");
            assertThat(lines).hasCount(6);
            for (String action : List.of("end", "disconnect", "seek", "restart", "resume", "pause")) {
                assertThat(lines.filter(new Locator.FilterOptions().setHas(console.page().getByRole(AriaRole.CELL,
                        new Page.GetByRoleOptions().setName(action).setExact(true))))).containsText("operator");
            }
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    void whatChangesWhileOneIsAskedIsNotActedUponButShownAnew(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(1, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        takeUpTo(records, 1);
        try (ConsolePage console = browser.open(gateway, "operator"); GatewayHttp http = new GatewayHttp(gateway)) {
            console.go("session.html?id=" + client.sessionId());
            Locator session = group(console.page(), "Actions");
            Locator streams = console.page().locator("tbody").first();
            assertThat(streams).containsText(topic.name());
            button(session, "End").click();
            Locator question = console.page().getByRole(AriaRole.DIALOG);
            assertThat(question).isVisible();
            assertThat(http.api("admin", "sessions/" + client.sessionId() + "/pause", "{}").statusCode())
                    .isEqualTo(200);
            question.getByRole(AriaRole.BUTTON).first().click();
            assertThat(console.page().getByRole(AriaRole.ALERT)).containsText("changed since it was shown");
            assertThat(streams).containsText("paused");

            console.confirm(button(session, "End"), "End", "End: done");
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    void theAdministratorSteersManySessionsAtOnceAndIsAskedFirst(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(1, 0);
        List<Subscription> all = List.of(
                scenario.connect(Scenario.address(gateway)).subscribe(SubscribeRequest.earliest(topic.name())),
                scenario.connect(Scenario.address(gateway)).subscribe(SubscribeRequest.earliest(topic.name())));
        try (ConsolePage console = browser.open(gateway, "admin")) {
            console.go("sessions.html?topic=" + topic.name());
            assertThat(console.page().locator("tbody tr")).hasCount(2);
            Locator bulk = group(console.page(), "Actions for the sessions that are selected");
            assertThat(button(bulk, "Pause")).isDisabled();
            console.page().getByLabel("Select all that are shown").check();
            assertThat(bulk).containsText("2 selected");

            button(bulk, "Pause").press("Enter");
            console.page().keyboard().press("Escape");
            assertThat(console.page().getByRole(AriaRole.DIALOG)).hasCount(0);
            assertThat(all).noneMatch(Subscription::isPaused);

            console.confirm(button(bulk, "Pause"), "Pause", "Pause: done for sessions");
            for (Subscription each : all) {
                Await.until("the pause", Scenario.PATIENCE, each::isPaused);
            }
            assertThat(bulk).containsText("Select sessions to act on them.");
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
    }

    @Test
    void aViewerSeesEverythingAndIsOfferedNothingToChange(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(3, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        takeUpTo(records, 3);
        try (ConsolePage console = browser.open(gateway, "viewer")) {
            assertThat(console.page().locator("#who")).hasText("viewer");
            console.go("session.html?id=" + client.sessionId());
            assertThat(console.page().getByRole(AriaRole.CELL).filter(
                    new Locator.FilterOptions().setHasText(topic.name())).first()).isVisible();
            assertOffersNothing(console);
            console.go("sessions.html?id=" + client.sessionId());
            assertThat(console.page().locator("tbody tr")).hasCount(1);
            assertOffersNothing(console);
            console.go("topic.html?name=" + topic.name());
            assertThat(console.page().locator("tbody tr").filter(new Locator.FilterOptions().setHasText("3")).last())
                    .isVisible();
            assertThat(console.button("Write …")).hasCount(0);
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
    }

    private static void assertOffersNothing(ConsolePage console) {
        for (String action : OF_SESSIONS) {
            assertThat(console.button(action)).hasCount(0);
        }
        assertThat(console.page().getByRole(AriaRole.CHECKBOX)).hasCount(0);
    }

    @Test
    void filtersAreKeptInTheAddressAndEmptyListsSayWhatToDo(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        String id = client.sessionId().toString();
        try (ConsolePage console = browser.open(gateway, "viewer")) {
            Page page = console.page();
            console.go("sessions.html");
            page.locator("#filter-id").fill(id);
            assertThat(page).hasURL(Pattern.compile("[?&]id=" + id));
            assertThat(page.locator("tbody tr")).hasCount(1);
            page.locator("#filter-state").selectOption("EXPIRED");
            assertThat(page.getByText("No session fits the filter. Clear it to see all sessions.")).isVisible();
            page.reload();
            assertThat(page.locator("#filter-state")).hasValue("EXPIRED");
            console.button("Clear").click();
            assertThat(page).hasURL(Pattern.compile("sessions\\.html$"));
            console.button("Client").click();
            assertThat(page).hasURL(Pattern.compile("sort=client"));
            assertThat(page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Client")))
                    .hasAttribute("aria-sort", "ascending");

            console.go("sessions.html?id=xyz");
            assertThat(page.getByText("hexadecimal digits")).isVisible();
            console.go("session.html?id=" + "0".repeat(32));
            assertThat(page.getByText("There is no such session any more")
                    .or(page.getByText("serves the session").or(page.getByText("has the session"))).first())
                    .isVisible();
            console.go("topics.html?name=nobody-made-this");
            assertThat(page.getByText("sluice topics create")).isVisible();
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    void nothingMovesUnderTheMouse(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        scenario.connect(Scenario.address(gateway)).subscribe(SubscribeRequest.earliest(topic.name()));
        try (ConsolePage console = browser.open(gateway, "viewer")) {
            Page page = console.page();
            console.go("sessions.html?sort=-created&topic=" + topic.name());
            Locator first = page.locator("tbody tr").first();
            assertThat(page.locator("tbody tr")).hasCount(1);
            first.hover();
            BoundingBox before = first.boundingBox();
            scenario.connect(Scenario.address(gateway)).subscribe(SubscribeRequest.earliest(topic.name()));
            assertThat(console.button("The list has changed. Show it")).isVisible();
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(first.boundingBox()).usingRecursiveComparison().isEqualTo(before);
            console.button("The list has changed. Show it").click();
            assertThat(page.locator("tbody tr")).hasCount(2);
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
    }

    @Test
    void anOperatorBrowsesATopicAndWritesATestMessage(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        try (ConsolePage console = browser.open(gateway, "operator")) {
            Page page = console.page();
            console.go("topics.html?name=" + topic.name());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(topic.name())).click();
            Locator messages = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Messages"))
                    .locator("tbody tr");
            assertThat(messages.last()).containsText(Integer.toString(RECORDS));
            page.locator("#place").selectOption("offset");
            page.locator("#offset").fill("41");
            console.button("Show").click();
            assertThat(messages.first()).containsText("42");

            page.locator("#key").fill("a-key");
            page.locator("#value").fill("hello");
            console.button("Write …").click();
            page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON).first().click();
            assertThat(page.locator("#said")).containsText("Written to partition 0 at offset " + RECORDS);
            page.locator("#place").selectOption("latest");
            console.button("Show").click();
            assertThat(messages.last()).containsText("hello");
            assertThat(messages.last()).containsText("a-key");
            console.go("audit.html?target=" + topic.name());
            assertThat(page.locator("tbody tr")).containsText("produce");
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
    }

    @Test
    void theAdministratorBansAClientsAddressAndLiftsTheBan(Scenario scenario) throws Exception {
        // Its own: every client of the tests comes from the same address.
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.latest(topic.name()));
        String session = "session.html?id=" + client.sessionId();
        for (String other : List.of("viewer", "operator")) {
            try (ConsolePage console = browser.open(gateway, other)) {
                console.go(session);
                assertThat(console.page().getByRole(AriaRole.CELL).filter(
                        new Locator.FilterOptions().setHasText(topic.name())).first()).isVisible();
                assertThat(console.button("Ban …")).hasCount(0);
            }
        }
        try (ConsolePage console = browser.open(gateway, "admin")) {
            Page page = console.page();
            console.go(session);
            console.button("Ban …").press("Enter");
            Locator question = page.getByRole(AriaRole.DIALOG);
            assertThat(question).containsText("Ban the address 127.0.0.1?");
            assertThat(question).containsText("come from it now: 1.");
            page.keyboard().press("Escape");
            assertThat(question).hasCount(0);
            console.button("Ban …").click();
            page.getByLabel("How long").selectOption("1 day");
            page.getByLabel("Reason, for other operators").fill("floods orders");
            button(question, "Ban").click();
            assertThat(page.locator("#said")).containsText("127.0.0.1 is banned until");
            assertThatThrownBy(records::next).isInstanceOfSatisfying(SluiceException.class, reason -> {
                assertThat(reason.code()).isEqualTo(ErrorCode.ADDRESS_BANNED);
                assertThat(reason).hasMessageContaining("127.0.0.1").hasMessageNotContaining("floods");
            });
            assertThat(page.locator("event-line")).containsText("admin at");
            assertThat(console.complaints()).isEmpty();

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Bans").setExact(true)).click();
            assertThat(page.locator("tbody tr")).containsText("floods orders");
            try (ConsolePage watcher = browser.open(gateway, "operator")) {
                watcher.go("bans.html");
                assertThat(watcher.page().locator("tbody tr")).containsText("127.0.0.1");
                assertThat(watcher.button("Lift the ban of 127.0.0.1")).hasCount(0);
                assertThat(watcher.complaintsAndRefusals()).isEmpty();
            }
            console.confirm(console.button("Lift the ban of 127.0.0.1"), "Lift", "The ban of 127.0.0.1 is lifted");
            assertThat(page.getByText("Nobody is banned")).isVisible();
            console.go("audit.html?action=unban");
            assertThat(page.locator("tbody tr")).containsText("127.0.0.1");
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
        assertThat(scenario.connect(Scenario.address(gateway)).sessionId()).isNotNull();
    }

    @Test
    void whatIsRefusedIsSaidWithTheReason(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        try (ConsolePage console = browser.open(gateway, "operator")) {
            console.go("session.html?id=" + client.sessionId());
            assertThat(console.page().getByText("The session has no streams yet")).isVisible();
            console.button("Pause").click();
            console.page().getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON).first().click();
            assertThat(console.page().getByRole(AriaRole.ALERT))
                    .containsText("Nothing flows in this session that can be paused");
            assertThat(console.page().locator("event-line")).containsText("NOT_POSSIBLE_NOW");
            assertThat(console.page().locator("event-line")).containsText("Begun");
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    void onlyWhoSignsInGetsInAndOutAgain(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        try (ConsolePage console = browser.open(gateway)) {
            Page page = console.page();
            console.go("settings.html");
            assertThat(page).hasURL(Pattern.compile("/login\\.html"));
            page.getByLabel("Name").fill("viewer");
            page.getByLabel("Password").fill("a guess");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not right");
        }
        try (ConsolePage console = browser.open(gateway, "viewer")) {
            Page page = console.page();
            page.keyboard().press("Tab");
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Skip to the content")))
                    .isFocused();
            console.button("Sign out").click();
            assertThat(page).hasURL(Pattern.compile("/login\\.html"));
            console.go("settings.html");
            assertThat(page).hasURL(Pattern.compile("/login\\.html"));
            assertThat(console.complaints()).isEmpty();
        }
    }

    private static Locator group(Page page, String name) {
        return page.getByRole(AriaRole.GROUP,
                new Page.GetByRoleOptions().setName(name).setExact(!name.endsWith("stream")));
    }

    private static Locator fact(Page page, String name) {
        return page.locator("dl.facts > div").filter(new Locator.FilterOptions().setHasText(name)).locator("dd");
    }

    private static Locator button(Locator group, String name) {
        return group.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void takeUpTo(Subscription records, long last) throws Exception {
        while (numberOf(records) != last) {
            // One after the other.
        }
    }

    private static long numberOf(Subscription records) throws Exception {
        Delivery record = records.poll(Scenario.PATIENCE);
        assertThat(record).as("a record").isNotNull();
        return Long.parseLong(new String(
                Objects.requireNonNull(Objects.requireNonNull(record).value()), StandardCharsets.UTF_8));
    }
}
