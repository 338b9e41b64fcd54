package dev.easel.sandbox.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.easel.sandbox.automatic1111.RenderFault;
import dev.easel.sandbox.ollama.ModelFault;
import dev.easel.sandbox.search.SearchFault;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StandInsPageTest {
    @Test
    void pageNamesEveryFaultWithItsFields() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "reference", "stand-ins.md"));
        for (var family :
                List.of(
                        TransportFault.class,
                        RenderFault.class,
                        ModelFault.class,
                        SearchFault.class)) {
            for (var kind : family.getPermittedSubclasses()) {
                var fields =
                        Arrays.stream(kind.getRecordComponents())
                                .map(RecordComponent::getName)
                                .map(name -> "`" + name + "`")
                                .collect(Collectors.joining(", "));
                var name = kind.getAnnotation(JsonTypeName.class).value();
                assertThat(page)
                        .containsPattern(Pattern.quote("| `" + name + "` | " + fields) + " ?\\|");
            }
        }
    }
}
