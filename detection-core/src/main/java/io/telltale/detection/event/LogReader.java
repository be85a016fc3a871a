package io.telltale.detection.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.telltale.detection.ir.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads CloudTrail logs: a JSON array, {@code {"Records":[…]}}, objects after one another or one a line, each plain,
 * gzipped (told by its first bytes) or in a zip archive. Streams: it holds one record at a time. Immutable and
 * thread-safe.
 */
public final class LogReader {
    /** Takes what is read, in the order of the log. */
    public interface Sink {
        void event(AuditEvent event);

        void lost(LostRecord record);

        void skipped(SkippedFile file);
    }

    private static final int BUFFER = 1 << 16;
    private static final int ARCHIVE_DEPTH = 3;

    private final ReadLimits limits;
    private final RecordParser parser;

    public LogReader() {
        this(ReadLimits.DEFAULT);
    }

    public LogReader(ReadLimits limits) {
        this.limits = limits;
        this.parser = new RecordParser(limits);
    }

    /**
     * Reads a file, or all files below a folder in the order of their names.
     *
     * @throws IOException where there is no such file or folder; a file of a folder that cannot be opened is lost instead
     */
    public void read(Path fileOrFolder, Sink sink) throws IOException {
        if (!Files.exists(fileOrFolder)) {
            throw new NoSuchFileException(fileOrFolder.toString());
        }
        if (!Files.isDirectory(fileOrFolder)) {
            try (InputStream in = Files.newInputStream(fileOrFolder)) {
                read(fileOrFolder.toString(), in, sink);
            }
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(fileOrFolder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                read(file.toString(), in, sink);
            } catch (IOException e) {
                sink.lost(new LostRecord(file.toString(), 0, 0, "cannot be opened: " + message(e)));
            }
        }
    }

    /** Reads a stream to its end, or to where it breaks, which is told as lost; does not close it. */
    public void read(String name, InputStream in, Sink sink) {
        read(name, in, sink, 0);
    }

    private void read(String name, InputStream in, Sink sink, int depth) {
        try {
            var counting = new CountingInput(in);
            var buffered = new BufferedInputStream(counting, BUFFER);
            buffered.mark(4);
            byte[] magic = buffered.readNBytes(4);
            buffered.reset();
            if (magic.length >= 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b) {
                if (depth >= ARCHIVE_DEPTH) {
                    sink.skipped(new SkippedFile(name, "compressed more than " + ARCHIVE_DEPTH + " times"));
                    return;
                }
                var inflated = new InflationGuard(new GZIPInputStream(buffered, BUFFER), counting::count, limits);
                read(name, inflated, sink, depth + 1);
            } else if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4) {
                if (depth > 0) {
                    sink.skipped(new SkippedFile(name, "an archive inside another"));
                    return;
                }
                archive(name, counting, buffered, sink);
            } else {
                records(name, buffered, sink);
            }
        } catch (IOException e) {
            sink.lost(new LostRecord(name, 0, 0, message(e)));
        }
    }

    private void archive(String name, CountingInput counting, InputStream in, Sink sink) throws IOException {
        var zip = new ZipInputStream(in);
        var inflated = new InflationGuard(zip, counting::count, limits);
        int entries = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > limits.archiveEntries()) {
                throw new IOException("more than " + limits.archiveEntries() + " entries; the rest was not read");
            }
            if (!entry.isDirectory()) {
                read(name + "!" + entry.getName(), inflated, sink, 1);
                // The guard has to see what the records' reader left, or closing the entry would inflate it unseen.
                inflated.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private void records(String name, BufferedInputStream in, Sink sink) {
        var window = new ByteWindow(in, limits.recordBytes());
        var splitter = new RecordSplitter(window, limits.recordBytes(), new RecordSplitter.Records() {
            @Override
            public String object(byte[] bytes, int offset, int length, long line, long index) {
                return record(name, bytes, offset, length, index, sink);
            }

            @Override
            public void lost(long line, long index, String reason) {
                sink.lost(new LostRecord(name, line, index, reason));
            }
        });
        try {
            String reason = notALog(in);
            if (reason.isEmpty()) {
                splitter.split();
            } else {
                sink.skipped(new SkippedFile(name, reason));
            }
        } catch (IOException e) {
            sink.lost(new LostRecord(name, window.line(), splitter.index() + 1, message(e)));
        }
    }

    /** Why the content cannot be a log, by its first bytes; empty where it may be one. */
    private static String notALog(BufferedInputStream in) throws IOException {
        in.mark(4096);
        byte[] head = in.readNBytes(4096);
        in.reset();
        int first = significant(head, 0);
        if (first == head.length) {
            return head.length < 4096 ? "empty" : "not a log: begins with blanks only";
        }
        if (head[first] != '{' && head[first] != '[') {
            return "not a log: its content begins with neither [ nor {";
        }
        int second = significant(head, first + 1);
        if (head[first] == '[' && second < head.length && "{[]\"-0123456789tfn".indexOf(head[second]) < 0) {
            return "not a log: its content is not JSON";
        }
        return "";
    }

    private static int significant(byte[] head, int from) {
        int at = from;
        while (at < head.length
                && (head[at] == ' '
                        || head[at] == '\t'
                        || head[at] == '\r'
                        || head[at] == '\n'
                        || head[at] == (byte) 0xef
                        || head[at] == (byte) 0xbb
                        || head[at] == (byte) 0xbf)) {
            at++;
        }
        return at;
    }

    private String record(String file, byte[] bytes, int offset, int length, long index, Sink sink) {
        Value.ObjectOf fields;
        try {
            fields = parser.parse(bytes, offset, length);
        } catch (JsonProcessingException e) {
            return "not JSON: " + e.getOriginalMessage();
        } catch (IOException e) {
            return "not JSON: " + message(e);
        }
        if (fields.get("eventName").isAbsent() && fields.get("eventSource").isAbsent()) {
            return "not a CloudTrail record: neither eventName nor eventSource";
        }
        String id = fields.get("eventID") instanceof Value.Text text
                        && !text.value().isEmpty()
                ? text.value()
                : file + "#" + index;
        sink.event(new AuditEvent(id, RecordParser.time(fields.get("eventTime")), fields, file, index));
        return "";
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
