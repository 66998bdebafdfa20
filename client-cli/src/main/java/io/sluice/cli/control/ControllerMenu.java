package io.sluice.cli.control;

import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A menu for a person who steers renderers: each line of input is a choice, by its number or its name. */
final class ControllerMenu {
    private static final List<String> CHOICES = List.of("list items", "list renderers", "play", "pause", "resume",
            "restart", "seek", "stop", "exit");

    private final Console console;
    private final Controller controller;
    private final BufferedReader input;

    ControllerMenu(Console console, Controller controller, BufferedReader input) {
        this.console = console;
        this.controller = controller;
        this.input = input;
    }

    /** Until the end of the input, or exit. */
    void run() throws IOException, InterruptedException {
        while (true) {
            String choice = choose("What next?", CHOICES, Function.identity());
            if (choice == null || choice.equals("exit")) {
                return;
            }
            try {
                follow(choice);
            } catch (SluiceException e) {
                console.note(e.code() + ": " + e.getMessage());
            }
        }
    }

    private void follow(String choice) throws IOException, InterruptedException, SluiceException {
        switch (choice) {
            case "list items" -> show(ItemPages.all(controller), ControllerListCommand::line);
            case "list renderers" -> show(controller.renderers(), RendererText::of);
            case "play" -> play();
            case "seek" -> seek();
            default -> steer(Action.valueOf(choice.toUpperCase(Locale.ROOT)), new Item.None(), 0);
        }
    }

    private void play() throws IOException, InterruptedException, SluiceException {
        Item item = chooseItem();
        if (item != null) {
            steer(Action.PLAY, item, 0);
        }
    }

    private @Nullable Item chooseItem() throws IOException, InterruptedException, SluiceException {
        List<Item> items = ItemPages.all(controller);
        show(items, ControllerListCommand::line);
        String line = ask("Which item, by number or name?");
        if (line == null) {
            return null;
        }
        return switch (byNumber(line, items)) {
            case Item.Topic topic -> Item.Topic.of(topic.name(), topic.partition());
            case Item.File file -> Item.File.newest(file.name());
            case null, default -> Item.named(line);
        };
    }

    private void seek() throws IOException, InterruptedException, SluiceException {
        String line = ask("Which offset, or byte of a file?");
        if (line == null) {
            return;
        }
        try {
            steer(Action.SEEK, new Item.None(), Long.parseUnsignedLong(line));
        } catch (NumberFormatException e) {
            console.note("\"" + line + "\" is no number");
        }
    }

    private void steer(Action action, Item item, long position)
            throws IOException, InterruptedException, SluiceException {
        String renderer = chooseRenderer();
        if (renderer == null) {
            return;
        }
        ControlRequest request = new ControlRequest(List.of(renderer), action, item, position, 0);
        Message.ControlAnswer answer = ItemPages.await(controller.command(request).values().iterator().next());
        console.result(RendererText.lower(action) + ": " + renderer + " has acknowledged",
                Json.object().put("event", "acknowledged").put("renderer", renderer).put("command",
                        answer.commandId()));
    }

    private @Nullable String chooseRenderer() throws IOException {
        List<Message.RendererSeen> all = controller.renderers();
        if (all.size() == 1) {
            return all.getFirst().renderer();
        }
        show(all, RendererText::of);
        String line = ask("Which renderer, by number or name?");
        if (line == null) {
            return null;
        }
        Message.RendererSeen chosen = byNumber(line, all);
        return chosen == null ? line : chosen.renderer();
    }

    private <T> @Nullable T choose(String question, List<T> all, Function<T, String> text) throws IOException {
        while (true) {
            show(all, text);
            String line = ask(question);
            if (line == null) {
                return null;
            }
            T chosen = byNumber(line, all);
            for (T each : all) {
                if (text.apply(each).equalsIgnoreCase(line)) {
                    chosen = each;
                }
            }
            if (chosen != null) {
                return chosen;
            }
            console.note("\"" + line + "\" is none of these");
        }
    }

    private static <T> @Nullable T byNumber(String line, List<T> all) {
        if (!line.matches("\\d{1,6}")) {
            return null;
        }
        int number = Integer.parseInt(line);
        return number >= 1 && number <= all.size() ? all.get(number - 1) : null;
    }

    private <T> void show(List<T> all, Function<T, String> text) {
        List<String> lines = new ArrayList<>();
        for (T each : all) {
            lines.add(String.format(Locale.ROOT, "%3d  %s", lines.size() + 1, text.apply(each)));
        }
        console.note(lines.isEmpty() ? "  (none)" : String.join(System.lineSeparator(), lines));
    }

    /** The next line of input, without spaces around it; null at the end. */
    private @Nullable String ask(String question) throws IOException {
        console.note(question);
        String line = input.readLine();
        return line == null ? null : line.strip();
    }
}
