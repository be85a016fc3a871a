package io.telltale.detection.ir;

import java.util.Optional;

/**
 * What a vendor leaves to the reader: a macro, a lookup, an allow-list.
 *
 * @param kind {@code macro}, {@code list}, {@code table} or {@code value}
 * @param value what the rule was lowered with: the run's value, else the vendor's default; empty where neither is given,
 *     and the rule then waits for it
 * @param vendorDefault the vendor's own value
 */
public record Parameter(String name, String kind, Optional<String> value, Optional<String> vendorDefault) {}
