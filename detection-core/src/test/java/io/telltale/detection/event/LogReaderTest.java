package io.telltale.detection.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telltale.detection.ir.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in all of their shapes, whole and broken, and what is read of them. */
class LogReaderTest {
    private static final String A = "{\"eventName\":\"A\",\"eventTime\":\"2026-01-05T10:00:00Z\",\"eventID\":\"a\"}";
    private static final String B = "{\"eventName\":\"B\",\"x\":[{\"y\":1},{\"y\":2}]}";
    private static final String C = "{\"eventSource\":\"c\",\"t\":\"}],{[\\\"\"}";

    private final Seen seen = new Seen();

    @TempDir
    Path folder;

    private static final class Seen implements LogReader.Sink {
        final List<AuditEvent> events = new ArrayList<>();
        final List<LostRecord> lost = new ArrayList<>();
        final List<SkippedFile> skipped = new ArrayList<>();

        @Override
        public void event(AuditEvent event) {
            events.add(event);
        }

        @Override
        public void lost(LostRecord record) {
            lost.add(record);
        }

        @Override
        public void skipped(SkippedFile file) {
            skipped.add(file);
        }
    }

    private void read(String log) {
        read(log.getBytes(UTF_8));
    }

    private void read(byte[] log) {
        new LogReader().read("log", new ByteArrayInputStream(log), seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[A,B,C]",
                " [ A , B\n,\nC ] \n",
                "{\"Records\":[A,B,C]}",
                "{\"next\":{\"Records\":[1]}, \"Records\" : [A,B,C], \"more\":[]}",
                "A\nB\nC\n",
                "A\r\n\r\nB\r\nC",
                "ABC",
                "[A]\n[B,C]",
                "\ufeffA B C",
                "{\"Records\":[A]}{\"Records\":[B]}\nC"
            })
    void everyShapeGivesTheSameRecords(String shape) {
        read(fill(shape));
        assertThat(seen.lost).isEmpty();
        assertThat(seen.events).extracting(AuditEvent::index).containsExactly(1L, 2L, 3L);
        assertThat(seen.events).extracting(AuditEvent::id).containsExactly("a", "log#2", "log#3");
        assertThat(seen.events.get(2).fields().get("t")).isEqualTo(Values.of("}],{[\""));
    }

    @Test
    void prettyPrintedObjectsAreRead() {
        read("{\n  \"eventName\": \"A\",\n  \"r\": {\n    \"x\": []\n  }\n}\n{\n  \"eventName\": \"B\"\n}\n");
        assertThat(seen.events).hasSize(2);
        assertThat(seen.lost).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\n{\"eventName\":\"broken\nC\n",
                "A\n{\"eventName\":\nC\n",
                "A\n{\"eventName\":{\"x\":1}\nC\n",
                "A\n{\"eventName\":nope}\nC\n",
                "A\n{\"eventName\":[}\nC\n",
                "A\ngarbage\nC\n",
                "A\n42\nC",
                "A\n{\"no\":\"record\"}\nC",
                "A\n{\"eventName\":\"x\"]\nC",
                "[A,{\"eventName\":\"x},C]",
                "[A,{\"eventName\":1,C]",
                "[A,{\"eventName\":nope},C]",
                "[A,{\"no\":[{},{}]},C]",
                "[A,42,C]",
                "[A,\"text\",C]",
                "[A,[{\"eventName\":1}],C]",
                "[A,null,C]",
                "[A},C]",
                "{\"Records\":[A,{\"eventName\":[1,2},C]}",
                "{\"Records\":[\nA,\n{\"eventName\":\"cut\n,\nC]}"
            })
    void aBrokenRecordIsLostAndTheOthersCount(String shape) {
        read(fill(shape));
        assertThat(seen.lost).hasSize(1);
        assertThat(seen.lost.get(0).index()).isEqualTo(2);
        assertThat(seen.events).hasSize(2);
        assertThat(seen.events.get(1).index()).isEqualTo(3);
    }

    @Test
    void aLostRecordNamesItsLine() {
        read(A + "\n" + B + "\n{\"eventName\":\n" + C + "\n");
        assertThat(seen.lost).extracting(LostRecord::line).containsExactly(3L);
        assertThat(seen.events).hasSize(3);
    }

    @Test
    void aBrokenPrettyPrintedObjectIsOneLoss() {
        read("{\n  \"eventName\": \"A\n  \"r\": {}\n}\n{\n  \"eventName\": \"B\"\n}\n");
        assertThat(seen.lost).hasSize(1);
        assertThat(seen.events).hasSize(1);
    }

    @Test
    void aCutFileSaysSo() {
        read("[" + A + "," + B.substring(0, 20));
        assertThat(seen.events).hasSize(1);
        assertThat(seen.lost).extracting(LostRecord::reason).containsExactly("the file ends in the middle of a record");
    }

    @Test
    void anArrayWithoutEndSaysSo() {
        read("[" + A + ",");
        assertThat(seen.events).hasSize(1);
        assertThat(seen.lost).hasSize(1);
    }

    @Test
    void gzipIsToldByItsFirstBytesAndItsCutIsReported() throws IOException {
        byte[] whole = gzip(("[" + A + "," + B + "]").getBytes(UTF_8));
        read(whole);
        assertThat(seen.events).hasSize(2);
        assertThat(seen.lost).isEmpty();
        read(Arrays.copyOf(whole, whole.length - 12));
        assertThat(seen.lost).hasSize(1);
    }

    @Test
    void archivesNameTheirEntries() throws IOException {
        read(zip("a/one.json", A.getBytes(UTF_8), "two.gz", gzip(B.getBytes(UTF_8)), "LICENSE", "MIT".getBytes(UTF_8)));
        assertThat(seen.events).extracting(AuditEvent::file).containsExactly("log!a/one.json", "log!two.gz");
        assertThat(seen.skipped).extracting(SkippedFile::file).containsExactly("log!LICENSE");
    }

    @Test
    void aZipBombIsStopped() throws IOException {
        var limits = new ReadLimits(1 << 20, 100, 1 << 20, 10);
        byte[] bomb = zip("bomb", new byte[8 << 20], "after", A.getBytes(UTF_8));
        new LogReader(limits).read("log", new ByteArrayInputStream(bomb), seen);
        assertThat(seen.lost)
                .extracting(LostRecord::reason)
                .containsExactly("inflates to more than 100 times its size");
        assertThat(seen.events).isEmpty();
    }

    @Test
    void aHugeRecordIsLostAndTheNextCounts() {
        var limits = new ReadLimits(200_000, 100, 1 << 20, 10);
        String huge = "{\"eventName\":\"" + "x".repeat(1 << 20) + "\"}";
        for (String log :
                List.of(huge + "\n" + A, "[" + huge + "," + A + "]", "{\"Records\":[" + huge + "," + A + "]}")) {
            var answer = new Seen();
            new LogReader(limits).read("log", new ByteArrayInputStream(log.getBytes(UTF_8)), answer);
            assertThat(answer.lost).extracting(LostRecord::reason).containsExactly("larger than 200000 bytes");
            assertThat(answer.events).hasSize(1);
        }
    }

    @Test
    void whatIsNoLogIsSkipped() {
        for (String text : List.of("MIT License", "# Read me", "", "[![build](x)]", "\u0000\u0000")) {
            read(text);
        }
        assertThat(seen.skipped).hasSize(5);
        assertThat(seen.lost).isEmpty();
    }

    @Test
    void timesAreReadWhereTheyCanBe() {
        read("{\"eventName\":\"1\",\"eventTime\":\"2026-01-05T10:00:00Z\"}"
                + "{\"eventName\":\"2\",\"eventTime\":\"2026-01-05T12:00:00+02:00\"}"
                + "{\"eventName\":\"3\",\"eventTime\":\"soon\"}{\"eventName\":\"4\",\"eventTime\":5}");
        Instant ten = Instant.parse("2026-01-05T10:00:00Z");
        assertThat(seen.events.get(0).time()).contains(ten);
        assertThat(seen.events.get(1).time()).contains(ten);
        assertThat(seen.events.get(2).time()).isEmpty();
        assertThat(seen.events.get(3).time()).isEmpty();
    }

    @Test
    void foldersAreReadInTheOrderOfNames() throws IOException {
        Files.createDirectory(folder.resolve("b"));
        Files.writeString(folder.resolve("b/x.json"), B);
        Files.writeString(folder.resolve("a.json"), A);
        Files.writeString(folder.resolve("README"), "no log");
        new LogReader().read(folder, seen);
        assertThat(seen.events)
                .extracting(e -> Path.of(e.file()).getFileName().toString())
                .containsExactly("a.json", "x.json");
        assertThat(seen.skipped).hasSize(1);
        assertThatThrownBy(() -> new LogReader().read(folder.resolve("none"), seen))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aLogLargerThanItsReaderMayHoldPasses() {
        byte[] line = (B + "\n").getBytes(UTF_8);
        byte[] block = new byte[line.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(line, 0, block, i * line.length, line.length);
        }
        int blocks = 50_000_000 / block.length;
        var long50Megabytes =
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(blocks, block).stream()
                        .map(bytes -> (InputStream) new ByteArrayInputStream(bytes))
                        .toList()));
        long[] count = {0};
        new LogReader(new ReadLimits(100_000, 100, 1 << 20, 10)).read("log", long50Megabytes, new LogReader.Sink() {
            @Override
            public void event(AuditEvent event) {
                count[0]++;
            }

            @Override
            public void lost(LostRecord record) {
                throw new AssertionError(record);
            }

            @Override
            public void skipped(SkippedFile file) {
                throw new AssertionError(file);
            }
        });
        assertThat(count[0]).isEqualTo(blocks * 1000L);
    }

    @Test
    void damageNeverMakesTheReaderThrowOrHang() {
        var random = new Random(20260105);
        byte[] good = fill("{\"Records\":[A,B,\nC,A,{\"eventName\":{\"x\":[1,2,{\"y\":null}]}}]}\nA\nB\n[C]")
                .getBytes(UTF_8);
        byte[] marks = "{}[],:\"\\\n 1a".getBytes(UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = marks[random.nextInt(marks.length)];
            }
            var answer = new Seen();
            new LogReader().read("round " + round, new ByteArrayInputStream(damaged), answer);
            assertThat(answer.events.size() + answer.lost.size() + answer.skipped.size())
                    .as("round %d", round)
                    .isPositive();
        }
    }

    private static String fill(String shape) {
        return shape.replaceAll("(?<![a-z\"])A(?![a-z\"])", A)
                .replaceAll("(?<![a-z\"])B(?![a-z\"])", B)
                .replaceAll("(?<![a-z\"])C(?![a-z\"])", C.replace("\\", "\\\\"));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return out.toByteArray();
    }
}
