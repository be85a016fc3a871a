package io.telltale.catalog.importing;

import io.telltale.detection.DetectionCore;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells one build of detection-core from another, as a language that has learned something understands a rule that has
 * not changed differently: a hash of its jar, or of the folder of its classes.
 */
final class CodeHash {
    private static final Optional<String> DETECTION_CORE = of(DetectionCore.class);

    private CodeHash() {}

    /** Empty where the code cannot be read; nothing is then known to be understood as before. */
    static Optional<String> ofDetectionCore() {
        return DETECTION_CORE;
    }

    private static Optional<String> of(Class<?> anchor) {
        URL url = anchor.getResource(anchor.getSimpleName() + ".class");
        if (url == null) {
            return Optional.empty();
        }
        try {
            Path code = url.openConnection() instanceof JarURLConnection jar
                    ? Path.of(jar.getJarFileURL().toURI())
                    : Path.of(url.toURI()).resolveSibling("");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> files = Files.walk(code)) {
                List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
                for (Path file : sorted) {
                    digest.update(Files.readAllBytes(file));
                }
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
