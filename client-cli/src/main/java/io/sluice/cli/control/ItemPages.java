package io.sluice.cli.control;

import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.ItemPage;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for what a controller asks. */
final class ItemPages {
    private static final int PAGE = 200;

    private ItemPages() {}

    /** Everything that can be played, page by page. */
    static List<Item> all(Controller controller) throws SluiceException, InterruptedException {
        List<Item> all = new ArrayList<>();
        String after = "";
        while (true) {
            ItemPage page = await(controller.items(after, PAGE));
            all.addAll(page.items());
            if (!page.more() || page.items().isEmpty()) {
                return all;
            }
            after = page.items().getLast().label();
        }
    }

    static <T> T await(CompletableFuture<T> answer) throws SluiceException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
