package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.VendorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the vendor that a slug or a folder means, and says so where there is none. */
final class Checkouts {
    private Checkouts() {}

    /** The vendor of a slug. */
    static VendorFormat vendor(DetectionCore core, String slug) {
        return core.vendor(slug)
                .orElseThrow(() -> new IllegalArgumentException("unknown vendor " + slug + ", expected one of "
                        + core.vendors().stream().map(VendorFormat::vendor).collect(Collectors.joining(", "))));
    }

    /** The folder, where it is one. */
    static Path folder(Path folder) throws NoSuchFileException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw new NoSuchFileException(folder + ": no such folder, or it cannot be read");
        }
        return folder;
    }

    /** The vendor whose repository a folder is laid out as. */
    static VendorFormat recognised(DetectionCore core, Path folder) throws IOException {
        var files = new PathFiles(folder(folder));
        return core.vendors().stream()
                .filter(vendor -> vendor.recognises(files))
                .findFirst()
                .orElseThrow(() -> new IOException(folder + ": laid out as no vendor's repository that is known ("
                        + core.vendors().stream().map(VendorFormat::title).collect(Collectors.joining(", ")) + ")"));
    }

    /** How many of the paths, from the first on, are checkouts. */
    static int leading(DetectionCore core, List<Path> paths) {
        int count = 0;
        while (count < paths.size() && Files.isDirectory(paths.get(count))) {
            var files = new PathFiles(paths.get(count));
            if (core.vendors().stream().noneMatch(vendor -> vendor.recognises(files))) {
                break;
            }
            count++;
        }
        return count;
    }
}
