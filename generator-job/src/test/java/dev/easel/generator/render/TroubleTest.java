package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {
    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error\":\"OutOfMemoryError\",\"detail\":\"\",\"body\":\"\",\"errors\":\"CUDA out of memory. Tried\"} | OUT_OF_MEMORY | CUDA out of memory. Tried",
                "500 | {\"error\":\"RuntimeError\",\"message\":\"CUDA out of memory\"} | OUT_OF_MEMORY | CUDA out of memory",
                "500 | {\"error\":\"NansException\",\"errors\":\"A tensor with NaNs was produced in Unet.\"} | NOT_A_NUMBER | A tensor with NaNs was produced in Unet.",
                "500 | {\"error\":\"RuntimeError\",\"errors\":\"model 'x' not found\"} | REFUSED | model 'x' not found",
                "500 | {\"error\":\"RuntimeError\",\"errors\":\"could not find upscaler named X\"} | REFUSED | could not find upscaler named X",
                "500 | \"a bare string\" | FAILED | a bare string",
                "500 | {\"error\":\"server_error\",\"message\":\"generate_image returned no results\"} | OUT_OF_MEMORY | generate_image returned no results",
                "422 | {\"detail\":[{\"loc\":[\"body\",\"steps\"],\"msg\":\"not an integer\",\"type\":\"t\"}]} | REFUSED | [\"body\",\"steps\"] not an integer",
                "500 | {\"error\":\"AttributeError\",\"code\":500,\"detail\":\"\",\"body\":\"\",\"errors\":\"no attribute images\"} | TOO_FEW_IMAGES | no attribute images",
                "500 | {\"error\":\"generate_image returned no results\"} | OUT_OF_MEMORY | generate_image returned no results",
                "400 | {\"error\":\"invalid lora path: x\"} | REFUSED | invalid lora path: x",
                "500 | {\"error\":\"AssertionError\",\"detail\":\"\",\"body\":\"\",\"message\":\"hr_additional_modules\"} | FAILED | hr_additional_modules",
                "404 | {\"detail\":\"Not Found\"} | REFUSED | Not Found",
                "400 | {\"error\":\"missing prompt\"} | REFUSED | missing prompt",
                "401 | {\"error\":\"HTTPException\",\"detail\":\"Incorrect username or password\"} | ACCESS_DENIED | Incorrect username or password",
                "429 | {\"error\":\"slow down\"} | RATE_LIMITED | slow down",
                "502 | <html>Bad Gateway</html> | OUTCOME_UNKNOWN | <html>Bad Gateway</html>",
                "503 | busy | NOT_STARTED | busy",
                "504 | timeout | OUTCOME_UNKNOWN | timeout",
                "524 | timeout | OUTCOME_UNKNOWN | timeout"
            })
    void readsWhatThePeersSay(int status, String body, Trouble trouble, String text) {
        var refused = Trouble.read(status, body.getBytes(StandardCharsets.UTF_8));
        assertThat(refused.text()).isEqualTo(text);
        assertThat(Trouble.of(refused)).isEqualTo(trouble);
    }
}
