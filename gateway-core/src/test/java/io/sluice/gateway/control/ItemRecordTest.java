package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Item;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ItemRecordTest {
    private static final Jsonb JSONB = JsonbBuilder.create();

    private static Item[] items() {
        return new Item[]{new Item.None(), new Item.Topic("film", 2, 3, Item.ENDLESS),
            new Item.File("films/größe, 1.mp4", 7, 1L << 40, "video/mp4"), new Item.File("empty", 1, 0, "")};
    }

    @ParameterizedTest
    @MethodSource("items")
    void comesBackFromJsonAsItWas(Item item) {
        String json = JSONB.toJson(ItemRecord.of(item));
        assertThat(JSONB.fromJson(json, ItemRecord.class).toItem()).isEqualTo(item);
    }

    @Test
    void whatWasWrittenBeforeThereWereFilesIsStillRead() {
        String json = """
                {"kind":"topic","name":"film","partition":0,"begin":3,"end":9}""";
        assertThat(JSONB.fromJson(json, ItemRecord.class).toItem()).isEqualTo(new Item.Topic("film", 0, 3, 9));
    }
}
