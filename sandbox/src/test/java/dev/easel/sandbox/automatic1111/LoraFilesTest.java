package dev.easel.sandbox.automatic1111;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraFilesTest {
    @TempDir private Path directory;

    @Test
    void areTheOnesThatTheStandInLists() throws IOException {
        LoraFiles.write(directory, Catalogue.sample());
        for (var lora : Catalogue.sample().loras()) {
            var bytes = Files.readAllBytes(directory.resolve(lora.name() + ".safetensors"));
            var length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            var header = new ObjectMapper().readTree(Arrays.copyOfRange(bytes, 8, 8 + length));
            assertThat(header.at("/__metadata__/ss_output_name").asText()).isEqualTo(lora.alias());
            assertThat(header).hasSize(9);
            var end = 0;
            for (var tensor : header) {
                end = Math.max(end, tensor.at("/data_offsets/1").asInt());
            }
            assertThat(bytes).hasSize(8 + length + end);
            var note = directory.resolve(lora.name() + ".json");
            assertThat(new ObjectMapper().readTree(note.toFile()).path("description").asText())
                    .isNotBlank();
        }
    }

    @Test
    void stayAsTheyAreTheSecondTime() throws IOException {
        LoraFiles.write(directory, Catalogue.sample());
        var file = directory.resolve("ukiyo-e.safetensors");
        var earlier = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, earlier);
        LoraFiles.write(directory, Catalogue.sample());
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(earlier);
    }
}
