package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;

/** How one vendor publishes rules. One class a vendor; a new one touches no other. Implementations are stateless. */
public interface VendorFormat {
    /** {@code splunk}, {@code kusto}, {@code panther}, {@code sigma}, {@code suzaku}, {@code elastic}, {@code chronicle}, {@code local}. */
    String vendor();

    /** The vendor's name for people. */
    String title();

    /** Whether these files are laid out as this vendor's repository is. */
    boolean recognises(RepositoryFiles files);

    /** Reads every rule and every companion; what cannot be read becomes a problem and the rest still counts. */
    Reading read(RepositoryFiles files);

    /**
     * Adds to a lowered body what the vendor's metadata says beside it: a schedule, a trigger, a threshold, a title. The
     * default adds nothing.
     */
    default Detection complete(Rule rule, Detection lowered) {
        return lowered;
    }
}
