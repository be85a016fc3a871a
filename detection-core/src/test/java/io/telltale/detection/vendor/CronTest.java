package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CronTest {
    private static Optional<Duration> every(String line) {
        return Cron.parse(line).flatMap(Cron::every);
    }

    @Test
    void evenLines() {
        assertThat(every("* * * * *")).contains(Duration.ofMinutes(1));
        assertThat(every("*/15 * * * *")).contains(Duration.ofMinutes(15));
        assertThat(every("7 * * * *")).contains(Duration.ofHours(1));
        assertThat(every("5,35 * * * *")).contains(Duration.ofMinutes(30));
        assertThat(every("0 */6 * * *")).contains(Duration.ofHours(6));
        assertThat(every("10 0 * * *")).contains(Duration.ofDays(1));
        assertThat(every("0 6 * * MON")).contains(Duration.ofDays(7));
    }

    @Test
    void unevenLinesComeSoOftenThatNoRunIsLeftOut() {
        assertThat(every("0 6 * * 1-5")).contains(Duration.ofDays(1));
        assertThat(every("0 0,8 * * *")).contains(Duration.ofHours(8));
        assertThat(every("0 6 1 * *")).contains(Duration.ofDays(1));
    }

    @Test
    void linesThatAreNone() {
        assertThat(every("")).isEmpty();
        assertThat(every("60 * * * *")).isEmpty();
        assertThat(every("0 0 * *")).isEmpty();
        assertThat(every("0 0 30 2 *")).isEmpty();
        assertThat(every("a-b * * * *")).isEmpty();
        assertThat(every("*/0 * * * *")).isEmpty();
    }
}
