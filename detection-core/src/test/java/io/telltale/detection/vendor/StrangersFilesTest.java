package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that break rules, limits or readers cost a line in the problems each, and nothing else. */
class StrangersFilesTest {
    private static final String RULE = """
            title: Good
            id: good
            logsource: {product: aws, service: cloudtrail}
            detection: {sel: {eventName: A}, condition: sel}
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void aGoodRule() throws IOException {
        write("rules/good.yml", RULE);
    }

    @Test
    void anchorsThatMultiply() throws IOException {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1) + "]\n");
        }
        write("rules/laughs.yml", text + RULE);
        isRefused("rules/laughs.yml");
    }

    @Test
    void anAnchorInsideItself() throws IOException {
        write("rules/circle.yml", "title: &t [*t]\nid: x\n");
        isRefused("rules/circle.yml");
    }

    @Test
    void nestingWithoutEnd() throws IOException {
        write("rules/deep.yml", "a: " + "[".repeat(50_000));
        isRefused("rules/deep.yml");
        write("rules/deep.yml", "a: " + "{b: ".repeat(2_000) + "1" + "}".repeat(2_000));
        isRefused("rules/deep.yml");
    }

    @Test
    void aKeyTwice() throws IOException {
        write("rules/twice.yml", RULE + "title: Again\n");
        assertThat(problem("rules/twice.yml").position().line()).isEqualTo(5);
    }

    @Test
    void tagsMakeNothing() throws IOException {
        write("rules/tag.yml", "title: !!javax.script.ScriptEngineManager [x]\nid: y\n");
        Reading reading = read();
        assertThat(reading.rules()).extracting(Rule::id).contains("good").doesNotContain("y");
        assertThat(reading.problems()).hasSize(1);
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        Files.write(folder.resolve("rules/latin.yml"), new byte[] {'a', ':', '\n', (byte) 0xFF});
        assertThat(problem("rules/latin.yml").position().line()).isEqualTo(2);
        Files.write(folder.resolve("rules/latin.yml"), new byte[] {'a', 0, 'b'});
        isRefused("rules/latin.yml");
    }

    @Test
    void aBodyOfTenMegabytes() throws IOException {
        write("rules/large.yml", RULE + "description: " + "x".repeat(10 * 1024 * 1024 - 200) + "\n");
        isRefused("rules/large.yml");
        write("rules/large.yml", "x".repeat(10 * 1024 * 1024 + 1));
        isRefused("rules/large.yml");
        write("rules/large.yml", "title: " + "x ".repeat(499_000) + "\n");
        isRefused("rules/large.yml");
    }

    @Test
    void linksThatLeaveTheCheckout() throws IOException {
        Path outside = Files.createTempFile("outside", ".yml");
        Files.writeString(outside, RULE.replace("good", "outside"));
        Files.createSymbolicLink(folder.resolve("rules/link.yml"), outside);
        isRefused("rules/link.yml");
        assertThat(read().rules()).extracting(Rule::id).containsExactly("good");
        Files.delete(outside);
    }

    @Test
    void namesThatOneDoesNotExpect() throws IOException {
        write("rules/a b\n'\"%2F;$(x).yml", RULE.replace("good", "odd"));
        Reading reading = read();
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.rules()).extracting(Rule::id).containsExactly("odd", "good");
        assertThat(reading.rules().get(0).url())
                .hasValueSatisfying(url -> assertThat(url)
                        .startsWith("https://github.com/SigmaHQ/sigma/blob/master/rules/a%20b%0A'%22%252F;$(x).yml"));
    }

    @Test
    void twoRulesOfOneIdKeepAddressesOfTheirOwn() throws IOException {
        write("rules/later.yml", RULE);
        Reading reading = read();
        assertThat(reading.rules()).extracting(Rule::id).containsExactly("good", "good-2");
        assertThat(problem("rules/later.yml").message()).contains("rules/good.yml");
    }

    /** A file that brings no rule, one problem, and leaves the good rule alone. */
    private void isRefused(String path) {
        problem(path);
        assertThat(read().rules()).extracting(Rule::id).containsExactly("good");
    }

    private Reading.Problem problem(String path) {
        Reading reading = read();
        assertThat(reading.problems()).hasSize(1);
        Reading.Problem problem = reading.problems().get(0);
        assertThat(problem.position().file()).isEqualTo(path);
        assertThat(problem.message()).isNotBlank();
        return problem;
    }

    private Reading read() {
        return Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> new SigmaHqFormat().read(new PathFiles(folder)));
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
