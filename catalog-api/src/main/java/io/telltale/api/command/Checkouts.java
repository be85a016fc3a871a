package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.vendor.VendorFormat;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What the command line says where a vendor or a checkout is not one. */
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
}
